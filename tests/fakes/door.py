"""The token address of a network with OAuth 2, as part of a fake network: codes, verifiers, refresh tokens that are
used once. Known by tests of the connectors; written from RFC 6749 and RFC 7636."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlsplit

from aiohttp import web


class FakeDoor:
    """Gives tokens.

    Attributes:
        lasts: seconds an access token lasts.
        rotates: a refresh token is used up by using it.
        access: tokens that are good now.
        forms: what was asked, in order; `headers` beside it.
        says_no: every grant is over.
        down: it cannot answer.
    """

    def __init__(self, *, lasts: int = 7200, rotates: bool = True) -> None:
        self.lasts = lasts
        self.rotates = rotates
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.forms: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.says_no = False
        self.down = False
        self.more: dict[str, object] = {}
        self._codes: dict[str, str] = {}

    def consent(self, url: str) -> dict[str, str]:
        """A person allows what the browser was sent for: the query it comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked.get("code_challenge", "")
        return {"code": code, "state": asked["state"]}

    async def token(self, request: web.Request) -> web.Response:
        """The token address."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        self.headers.append(dict(request.headers))
        if self.down:
            return web.Response(status=503)
        if self.says_no or not self._is_good(form):
            return web.json_response({"error": "invalid_grant", "error_description": "It is over."}, status=400)
        return web.json_response(self.give())

    def give(self) -> dict[str, object]:
        """New tokens."""
        access, refresh = secrets.token_urlsafe(8), secrets.token_urlsafe(8)
        self.access.add(access)
        self.refresh.add(refresh)
        return {"access_token": access, "refresh_token": refresh, "expires_in": self.lasts, **self.more}

    def _is_good(self, form: dict[str, str]) -> bool:
        if form.get("grant_type") == "refresh_token":
            known = form.get("refresh_token", "") in self.refresh
            if self.rotates:
                self.refresh.discard(form.get("refresh_token", ""))
            return known
        if form.get("code") not in self._codes:
            return False
        shown = self._codes.pop(form["code"])
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        return not shown or shown == base64.urlsafe_b64encode(digest).decode().rstrip("=")
