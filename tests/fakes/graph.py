"""What servers of Meta's Graph API have in common, on loopback, written from developers.facebook.com/docs/graph-api
(November 2026): errors, usage headers, paging, tokens, webhooks. Known by the fakes of Meta's networks."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.connectors._meta.graph import proof
from app.connectors._meta.hook import SIGNATURE, sign
from app.connectors.base import HookRequest
from app.core.clock import SECOND, Clock, Millis
from tests.fakes.network import FakeNetwork

TOKEN = "EAAGharbourPageToken"
APP_ID, APP_SECRET, VERIFY_TOKEN = "7001", "0123456789abcdef0123456789abcdef", "harbour verifies"
SECRETS = {"token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN}


class FakeGraph(FakeNetwork):
    """The server. A subclass adds its edges.

    Attributes:
        expires_at: when the token ends, seconds since 1970; 0 for never.
        usage: percent of the app's patience that is used.
        errors: what the next requests that publish are refused with, in order.
        proofs: whether each request had the right proof.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.expires_at = 0
        self.usage = 3
        self.errors: list[web.Response] = []
        self.proofs: list[bool] = []
        self.app.router.add_get("/debug_token", self._debug)
        self.app.on_response_prepare.append(self._tell_usage)

    def now(self) -> str:
        """The moment as Meta writes it."""
        return stamp(self.clock.now())

    def refusal(self) -> web.Response:
        return error(190, "Error validating access token: Session has expired.", subcode=463)

    def too_many(self) -> web.Response:
        use = {"7001": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 1}]}
        refused = error(80_001, "There have been too many calls to this Page account.")
        refused.headers["X-Business-Use-Case-Usage"] = json.dumps(use)
        return refused

    def refused(self, request: web.Request, *, writing: bool = False) -> web.Response | None:
        """The refusal of a request whose token is not good, or that publishes while errors are in wait."""
        token = request.query.get("access_token", "")
        self.proofs.append(request.query.get("appsecret_proof") == proof(APP_SECRET, token))
        if token != TOKEN:
            return error(190, "Invalid OAuth access token - Cannot parse access token")
        return self.errors.pop(0) if writing and self.errors else None

    async def _debug(self, request: web.Request) -> web.Response:
        if request.query.get("access_token") != f"{APP_ID}|{APP_SECRET}":
            return error(190, "Invalid OAuth access token signature.")
        return web.json_response({"data": {"is_valid": True, "expires_at": self.expires_at}})

    async def _tell_usage(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["X-App-Usage"] = json.dumps({"call_count": self.usage, "total_time": 1, "total_cputime": 1})


def stamp(moment: Millis) -> str:
    """A moment as the Graph API writes it: whole seconds, an offset without a colon."""
    return datetime.fromtimestamp(moment // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def error(code: int, message: str, *, subcode: int = 0, status: int = 400, **more: Any) -> web.Response:
    """A refusal in the Graph API's shape."""
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf", **more}
    if subcode:
        told["error_subcode"] = subcode
    return web.json_response({"error": told}, status=status)


def gone(native_id: str) -> web.Response:
    """What is said of an object that is not there, or not to be seen."""
    words = f"Unsupported get request. Object with ID '{native_id}' does not exist, cannot be loaded"
    return error(100, words, subcode=33, type="GraphMethodException")


def paged(rows: Sequence[Any], request: web.Request, *, most: int = 25) -> dict[str, Any]:
    """One page of a list, and where the next one begins."""
    start = int(request.query.get("after") or 0)
    end = start + min(int(request.query.get("limit") or most), most)
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(rows):
        paging["next"] = f"https://graph.facebook.com/next?after={end}"
    return {"data": list(rows[start:end]), "paging": paging}


def delivery(about: str, *entries: dict[str, Any], secret: str = APP_SECRET) -> HookRequest:
    """A signed delivery of a webhook, as the hub hands it over."""
    body = json.dumps({"object": about, "entry": entries}).encode()
    return HookRequest(method="POST", path="", query={}, headers={SIGNATURE: sign(secret, body)}, body=body)


def challenge(token: str = VERIFY_TOKEN) -> HookRequest:
    """The question whether the address is ours."""
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    return HookRequest(method="GET", path="", query=query, headers={}, body=b"")
