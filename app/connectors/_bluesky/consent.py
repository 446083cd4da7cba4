"""A person's consent in the browser, by the protocol's own profile of OAuth. Known by the Bluesky connector; knows the
directory, the grant and the contract.

Source: atproto.com/specs/oauth: the request is pushed to the server first (PAR, RFC 9126), PKCE (RFC 7636), tokens
bound to a key (DPoP). A program without a web site is known as `http://localhost` with its redirect in the query; its
port is left out there, for any will do.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.connectors._bluesky.directory import Authority, Directory
from app.connectors._bluesky.dpop import ProofKey, Proofs
from app.connectors._bluesky.grant import LASTS, SCOPE, Grant, client_id
from app.connectors._bluesky.info import SERVICE
from app.connectors._bluesky.line import Line
from app.connectors.base import BrowserTurn, Identity, Malformed, Refused, SignedIn, SignInFailed, Tools
from app.connectors.oauth import challenge, code_of
from app.connectors.reading import text_of
from app.core.i18n import _


async def begin(options: Mapping[str, str], tools: Tools, *, redirect: str) -> BrowserTurn:
    """Push what we ask for to the account's server, and say where the browser must go."""
    line, handle = Line(tools), options.get("handle", "").strip().lstrip("@")
    if not handle:
        raise Refused(_("Enter the handle of the account first."))
    directory = Directory(line, entry=options.get("service") or SERVICE, plc=options.get("directory", ""))
    home = await directory.by_handle(handle)
    authority = await directory.authority(home.service)
    key, state, verifier = ProofKey.new(), secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    asked = {
        "response_type": "code",
        "client_id": client_id(_portless(redirect)),
        "redirect_uri": redirect,
        "scope": SCOPE,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        "login_hint": handle,
    }
    url = await _push(line, authority, asked, Proofs(key))
    kept = {"entry": directory.entry, "directory": directory.plc, "service": home.service, "did": home.did}
    return BrowserTurn(url=url, state={**kept, "key": key.text, "state": state, "verifier": verifier})


async def finish(turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
    """Trade the redirect's code for tokens. Raises SignInFailed when it was refused or is not ours."""
    kept, line, now = turn.state, Line(tools), tools.clock.now()
    directory = Directory(line, entry=kept["entry"], plc=kept["directory"])
    authority = await directory.authority(kept["service"])
    code = code_of(turn, answer)
    if answer.get("iss") != authority.issuer:
        raise SignInFailed(_("The browser came back from another sign-in; begin again."))
    told = await _trade(line, authority, kept, code, redirect=redirect)
    did = text_of(told.get("sub"))
    if kept["did"] != did:
        raise SignInFailed(_("The sign-in is for another account."), hint=_("Sign in as the account you named."))
    home = await directory.confirm(did, authority)
    grant = Grant(
        did=did,
        handle=home.handle or did,
        service=home.service,
        token_url=authority.token,
        redirect=_portless(redirect),
        key=kept["key"],
        over_at=now + LASTS,
    ).with_tokens(told, now=now)
    identity = Identity(native_id=did, handle=grant.handle, expires_at=grant.over_at)
    return SignedIn(identity=identity, secrets=grant.secrets, options={})


async def _push(line: Line, authority: Authority, asked: Mapping[str, str], proofs: Proofs) -> str:
    """Hand the request to the server itself; the page's address, which only names it."""
    pushed = text_of((await line.ask("POST", authority.push, data=asked, proofs=proofs)).get("request_uri"))
    if not pushed:
        raise Malformed(_("The server does not say where one signs in."))
    return f"{authority.authorize}?{urlencode({'client_id': asked['client_id'], 'request_uri': pushed})}"


async def _trade(
    line: Line, authority: Authority, kept: Mapping[str, str], code: str, *, redirect: str
) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "client_id": client_id(_portless(redirect)),
        "code_verifier": kept["verifier"],
    }
    try:
        return await line.ask("POST", authority.token, data=form, proofs=Proofs(ProofKey.read(kept["key"])))
    except Refused as error:
        raise SignInFailed(error.message, hint=_("Begin the sign-in again.")) from error


def _portless(redirect: str) -> str:
    parts = urlsplit(redirect)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"
