"""`main.py token …`: who may connect to a team's hub. Known by app.cli; knows link and wire."""

import argparse

from app.core.i18n import _
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.calls import MintToken, RevokeToken


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    with_hub(options, lambda link: (_add if options.verb == "add" else _remove)(link, options))
    return 0


async def _add(link: HubClient, options: argparse.Namespace) -> None:
    print(await link.call(MintToken(name=options.name, role=options.role)))


async def _remove(link: HubClient, options: argparse.Namespace) -> None:
    await link.call(RevokeToken(name=options.name))
    print(_("The token of {name} is no longer good.").format(name=options.name))
