"""A person's consent in the browser (OAuth 2). Known by the Reddit connector; knows the line,
oauth and the contract.

Source: github.com/reddit-archive/reddit/wiki/OAuth2. Reddit knows no PKCE; the state guards the redirect.
"""

from collections.abc import Mapping

from app.connectors import oauth
from app.connectors._reddit.info import SERVICE
from app.connectors._reddit.line import Line, sign_in_at
from app.connectors.base import BrowserTurn, Identity, Malformed, Refused, SignedIn, SignInFailed, Tools
from app.connectors.json_line import secure
from app.connectors.reading import dig, text_of
from app.core.i18n import _

SCOPES = "identity read submit privatemessages history edit"


async def begin(options: Mapping[str, str], secrets: Mapping[str, str], *, redirect: str) -> BrowserTurn:
    """Where the browser must go."""
    client_id = options.get("client_id", "").strip()
    if not client_id:
        raise Refused(_("Enter the app's id first."), hint=_("reddit.com/prefs/apps shows it."))
    service = options.get("service") or SERVICE
    door = oauth.Door(
        name="Reddit",
        authorize=f"{secure(sign_in_at(service))}/api/v1/authorize",
        token="",
        client_id=client_id,
        scopes=SCOPES,
        pkce=False,
        more={"duration": "permanent"},
    )
    kept = {"client_id": client_id, "client_secret": secrets.get("client_secret", ""), "service": service}
    return oauth.begin(door, redirect=redirect, kept=kept)


async def finish(turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
    """Trade the redirect's code for a token. Raises SignInFailed when it was refused or is not ours."""
    code = oauth.code_of(turn, answer)
    line = Line(turn.state, {"client_secret": turn.state["client_secret"]}, tools=tools)
    refresh = await line.trade({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect})
    if not refresh:
        raise SignInFailed(_("The server gave no token."))
    return SignedIn(identity=await identity(line), secrets={"refresh_token": refresh}, options={})


async def identity(line: Line) -> Identity:
    """Who the token belongs to."""
    me = await line.get("/api/v1/me")
    number, name = text_of(dig(me, "id")), text_of(dig(me, "name"))
    if not number or not name:
        raise Malformed(_("The answer of {name} makes no sense.").format(name="Reddit"))
    return Identity(native_id=f"t2_{number}", handle=name)
