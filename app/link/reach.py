"""Reaching a hub from a command or a face: which one, with which token. Known by commands and the front door; knows
link."""

import argparse
import asyncio
import os
import platform
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import aiohttp

from app.core.clock import SystemClock
from app.core.errors import BadInput, Unavailable
from app.core.http import open_session
from app.core.i18n import _
from app.core.paths import data_dir
from app.core.secrets import open_vault
from app.core.tasks import TaskScope
from app.link.base import LinkState
from app.link.child import FixedHub, LocalHub, local_hub
from app.link.client import Find, HubClient
from app.link.enrol import EnrolledHub
from app.link.kept_token import KeptToken
from app.link.picture import LastKnown

T = TypeVar("T")


def given_token(options: argparse.Namespace) -> str:
    """The token that whoever started us gave, in a file or the environment; empty for none."""
    if options.token_file:
        try:
            return str(options.token_file.read_text(encoding="utf-8").strip())
        except OSError as error:
            raise BadInput(_("The token file cannot be read: {error}.").format(error=error)) from error
    return os.environ.get("FISHBOWL_TOKEN", "").strip()


async def token_for(options: argparse.Namespace) -> str:
    """The token for a remote hub: given, or from the keyring."""
    token = given_token(options)
    if not token:
        vault = await open_vault()
        token = (await vault.read(f"hub:{options.hub}")).get("token", "")
    if not token:
        raise BadInput(
            _("There is no token for {url}.").format(url=options.hub),
            hint=_("Ask the administrator for one (main.py token add NAME ROLE) and give it with --token-file."),
        )
    return token


def _session(options: argparse.Namespace) -> aiohttp.ClientSession:
    try:
        return open_session(extra_authority=str(options.ca or ""))
    except OSError as error:
        raise BadInput(
            _("The authority's file {path} cannot be used: {error}.").format(path=options.ca, error=error),
            hint=_("It must be the PEM file of the authority that signed the hub's certificate."),
        ) from error


async def open_link(
    options: argparse.Namespace, stack: AsyncExitStack, *, mode: str, local: LocalHub | None = None
) -> HubClient:
    """A link that is on its way to the hub; it runs until the stack is closed."""
    http = _session(options)
    stack.push_async_callback(http.close)
    hub = FixedHub(options.hub, await token_for(options)) if options.hub else (local or local_hub(options))
    client = _client(options, hub.find, http, mode=mode)
    scope = TaskScope("link")
    stack.push_async_callback(scope.close)
    scope.spawn("run", client.run())
    return client


async def open_screen_link(
    options: argparse.Namespace, stack: AsyncExitStack, *, local: LocalHub | None = None
) -> tuple[HubClient, EnrolledHub | None]:
    """A wall's link. For a team's hub without a given token the wall is let in by a code; that hub comes as well."""
    if not options.hub or given_token(options):
        return await open_link(options, stack, mode="wall", local=local), None
    http = _session(options)
    stack.push_async_callback(http.close)
    data = data_dir(options.data, demo=options.demo)
    kept = KeptToken(options.hub, vault=await open_vault(), file=data.screen_token)
    hub = EnrolledHub(options.hub, http, station=_station("wall"), kept=kept)
    client = _client(options, hub.find, http, mode="wall")
    scope = TaskScope("link")
    stack.push_async_callback(scope.close)
    scope.spawn("run", stay(client, hub))
    return client, hub


async def stay(client: HubClient, hub: EnrolledHub) -> None:
    """Run a wall's link, also after its screen was sent away: then it asks to be let in again."""
    await client.run()
    while await hub.renew():
        await client.run()


def _client(options: argparse.Namespace, find: Find, http: aiohttp.ClientSession, *, mode: str) -> HubClient:
    clock = SystemClock()
    return HubClient(
        find,
        http,
        station=_station(mode),
        mode=mode,
        clock=clock,
        last_known=LastKnown(data_dir(options.data, demo=options.demo).last_known, clock) if mode != "tool" else None,
    )


def _station(mode: str) -> str:
    """The lasting name of this machine's desk or wall."""
    return f"{mode}@{platform.node() or 'station'}"


async def live(client: HubClient, *, within: float = 25.0) -> None:
    """Wait until the link is live; raises Unavailable or what the hub said."""
    changed = asyncio.Event()
    stop = client.on_state(changed.set)
    try:
        async with asyncio.timeout(within):
            while client.state is not LinkState.LIVE:
                if client.state is LinkState.REFUSED:
                    raise Unavailable(client.reason)
                changed.clear()
                await changed.wait()
    except TimeoutError:
        raise Unavailable(client.reason or _("The hub cannot be reached.")) from None
    finally:
        stop()


def with_hub(options: argparse.Namespace, work: Callable[[HubClient], Awaitable[T]]) -> T:
    """Connect, do `work`, disconnect."""

    async def whole() -> T:
        async with AsyncExitStack() as stack:
            client = await open_link(options, stack, mode="tool")
            await live(client)
            return await work(client)

    return asyncio.run(whole())


def pairs(given: list[str]) -> dict[str, str]:
    """NAME=VALUE arguments as a dictionary; raises BadInput for anything else."""
    found: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise BadInput(_("“{pair}” is not of the form NAME=VALUE.").format(pair=pair))
        found[name.strip()] = value
    return found
