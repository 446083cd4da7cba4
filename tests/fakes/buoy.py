"""The buoy: a network that calls us, in all the ways networks and strangers do. Known by hub tests; knows the contract.

A call with the header `x-key: bell` is genuine. Its body has one text a line; the path says what becomes of it: `renew`
keeps the body as a new token, `crash`, `full` and `hang` fail, anything else is heard.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

from app.connectors.base import HookAnswer, HookRequest, Identity, SignInFailed, Tools
from app.core.clock import Millis
from app.core.errors import StorageError
from app.domain.account import Account
from app.domain.network import Capability, FormField, NetworkInfo
from app.domain.post import Author, Batch, Post, PostKind

KEY = {"x-key": "bell"}


class Buoy:
    """The buoy's connector.

    Attributes:
        made: every one that was made, newest last.
        deaf: signing in fails from the next attempt on.
    """

    INFO: ClassVar[NetworkInfo] = NetworkInfo(
        name="buoy",
        title="Buoy",
        glyph="Bu",
        icon="buoy",
        capabilities=frozenset({Capability.MENTIONS}),
        form=(FormField(name="token", title="Token", secret=True, required=False),),
        proven=False,
        source="https://buoy.example/docs (2026-01-05)",
        hooked=True,
    )
    made: ClassVar[list["Buoy"]] = []
    deaf: ClassVar[bool] = False

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.secrets = dict(secrets)
        self.tools = tools
        self._account = account
        self.made.append(self)

    async def check(self) -> Identity:
        if self.deaf or self.secrets.get("token") == "wrong":
            raise SignInFailed("The buoy does not know this token.")
        return Identity(native_id="buoy:1", handle="harbour", title="The harbour", expires_at=0)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        await asyncio.Event().wait()
        yield Batch(lane="none")

    async def close(self) -> None:
        return

    async def hook(self, request: HookRequest) -> HookAnswer:
        if request.headers.get("x-key") != "bell":
            return HookAnswer(status=401)
        if request.method == "GET":
            return HookAnswer(body=request.query.get("challenge", "").encode())
        text = request.body.decode()
        match request.path:
            case "crash":
                raise ZeroDivisionError(text)
            case "full":
                raise StorageError(text)
            case "hang":
                await asyncio.Event().wait()
            case "renew":
                await self.tools.keep({"token": text})
                return HookAnswer()
        return HookAnswer(status=202, body=b"heard", batch=self._batch(text.splitlines(), self.tools.clock.now()))

    def _batch(self, texts: list[str], now: Millis) -> Batch:
        author = Author(native_id="mira", handle="mira", name="Mira Lindqvist")
        posts = tuple(
            Post(
                network="buoy",
                native_id=f"buoy-{text}",
                kind=PostKind.MENTION,
                text=text,
                created_at=now,
                author=author,
                account_id=self._account.id,
            )
            for text in texts
        )
        return Batch(lane="hook", posts=posts)
