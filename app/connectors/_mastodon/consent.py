"""A person's consent in the browser (OAuth 2): our application is made known to the server on the spot. Known by the
Mastodon connector; knows the line, OAuth and the contract.

Source: docs.joinmastodon.org/spec/oauth, RFC 7636 (PKCE), RFC 8252 (loopback redirect).
"""

from collections.abc import Mapping
from typing import Any

from app.connectors import oauth
from app.connectors._mastodon.line import Line
from app.connectors.base import BrowserTurn, ConnectorError, Malformed, Refused, SignedIn, SignInFailed, Tools
from app.connectors.oauth import Door
from app.core.i18n import _

SCOPES = "read write:statuses write:media"
_NAME = "Fishbowl"


async def begin(options: Mapping[str, str], tools: Tools, *, redirect: str) -> BrowserTurn:
    """Make ourselves known to the server, and say where the browser must go."""
    if not options.get("server", "").strip():
        raise Refused(_("Enter the server on which the account lives first."))
    line = Line(options["server"], "", tools=tools)
    made = await line.post(
        "/api/v1/apps", {"client_name": _NAME, "redirect_uris": redirect, "scopes": SCOPES}, open_ended=False
    )
    if not isinstance(made, dict) or not isinstance(made.get("client_id"), str):
        raise Malformed(_("The server's answer makes no sense; does it speak the Mastodon API?"))
    door = Door(
        name="Mastodon",
        authorize=f"{line.server}/oauth/authorize",
        token="",
        client_id=made["client_id"],
        scopes=SCOPES,
        pkce=await _knows_pkce(line),
    )
    kept = {
        "server": line.server,
        "client_id": made["client_id"],
        "client_secret": str(made.get("client_secret") or ""),
    }
    return oauth.begin(door, redirect=redirect, kept=kept)


async def finish(turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
    """Trade the redirect's code for a token. Raises SignInFailed when it was refused or is not ours."""
    kept = turn.state
    token = await _trade(kept, oauth.code_of(turn, answer), tools, redirect)
    line = Line(kept["server"], token, tools=tools)
    identity = await line.sign_in()
    return SignedIn(identity=identity, secrets={"token": token}, options={"server": line.server})


async def _trade(kept: Mapping[str, str], code: str, tools: Tools, redirect: str) -> str:
    asked: dict[str, Any] = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": kept["client_id"],
        "client_secret": kept["client_secret"],
        "redirect_uri": redirect,
        "scope": SCOPES,
        "code_verifier": kept["verifier"],
    }
    try:
        got = await Line(kept["server"], "", tools=tools).post("/oauth/token", asked, open_ended=False)
    except Refused as error:
        raise SignInFailed(error.message, hint=_("Begin the sign-in again.")) from error
    token = got.get("access_token") if isinstance(got, dict) else None
    if not isinstance(token, str) or not token:
        raise SignInFailed(_("The server gave no token."))
    return token


async def _knows_pkce(line: Line) -> bool:
    """Servers since Mastodon 4.3 say so; older ones would ignore it."""
    try:
        told = await line.get("/.well-known/oauth-authorization-server", {})
    except ConnectorError:
        return False
    methods = told.get("code_challenge_methods_supported") if isinstance(told, dict) else None
    return isinstance(methods, list) and "S256" in methods
