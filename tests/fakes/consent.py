"""A network one signs in to with the browser: its consent page, its tokens and its connector. Known by tests of the
sign-in; knows the contract."""

import asyncio
import base64
import hashlib
import secrets as random_secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import ClassVar
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from app.connectors.base import BrowserTurn, Identity, SignedIn, SignInFailed, Tools
from app.domain.account import Account
from app.domain.network import Capability, FormField, NetworkInfo
from app.domain.post import Batch


class ConsentServer:
    """The network.

    Attributes:
        url: its address once it runs.
        says_no: the person refuses consent.
        tokens: those it has given out.
    """

    def __init__(self) -> None:
        self.url = ""
        self.says_no = False
        self.tokens: set[str] = set()
        self._codes: dict[str, str] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["ConsentServer"]:
        application = web.Application()
        application.add_routes([web.get("/authorize", self._authorize), web.post("/token", self._token)])
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _authorize(self, request: web.Request) -> web.Response:
        asked = request.query
        code = random_secrets.token_urlsafe(8)
        self._codes[code] = asked["code_challenge"]
        answer = {"error": "access_denied"} if self.says_no else {"code": code}
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        challenge = self._codes.pop(str(form["code"]), "")
        if challenge != challenge_of(str(form["code_verifier"])):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = random_secrets.token_urlsafe(8)
        self.tokens.add(token)
        return web.json_response({"access_token": token, "sub": "u1"})


def challenge_of(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Consent:
    """Its connector."""

    INFO: ClassVar[NetworkInfo] = NetworkInfo(
        name="consent",
        title="Consent",
        glyph="Co",
        icon="consent",
        capabilities=frozenset({Capability.MENTIONS}),
        form=(
            FormField(name="server", title="Server"),
            FormField(name="token", title="Token", secret=True),
        ),
        browser=True,
    )

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._token = secrets.get("token", "")
        self._options = account.options

    async def check(self) -> Identity:
        if not self._token:
            raise SignInFailed("There is no token.")
        return Identity(native_id=self._options.get("subject", ""), handle="harbour")

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        await asyncio.Event().wait()
        yield Batch(lane="none")

    async def close(self) -> None:
        return

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        verifier, state = random_secrets.token_urlsafe(32), random_secrets.token_urlsafe(8)
        query = {"redirect_uri": redirect, "state": state, "code_challenge": challenge_of(verifier)}
        kept = {"server": options["server"], "verifier": verifier, "state": state}
        return BrowserTurn(url=f"{options['server']}/authorize?{urlencode(query)}", state=kept)

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        if answer.get("state") != turn.state["state"]:
            raise SignInFailed("This answer belongs to another sign-in.")
        if "code" not in answer:
            raise SignInFailed("Access was not allowed.")
        form = {"code": answer["code"], "code_verifier": turn.state["verifier"], "redirect_uri": redirect}
        async with tools.http.post(f"{turn.state['server']}/token", data=form) as response:
            given = await response.json()
        identity = Identity(native_id=given["sub"], handle="@harbour", title="The harbour")
        return SignedIn(identity=identity, secrets={"token": given["access_token"]}, options={"subject": given["sub"]})


async def visit(url: str) -> int:
    """What a person's browser does: follow the address wherever it leads; the last status."""
    async with aiohttp.ClientSession() as browser, browser.get(url) as page:
        return page.status
