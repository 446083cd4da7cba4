"""A person's consent in the browser, and tokens that are renewed before they end (OAuth 2). Known by connectors; knows
the contract and the JSON line.

Source: RFC 6749 (codes and refresh tokens), RFC 7636 (PKCE), RFC 8252 (loopback redirect), RFC 6749 §5.2 (errors).
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from app.connectors.base import BrowserTurn, ConnectorError, Malformed, Refused, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine, Judge, judged
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import MINUTE, SECOND, Millis
from app.core.errors import FishbowlError
from app.core.i18n import _

EARLY: Millis = 5 * MINUTE
"""So long before its end a token is renewed."""
_OVER = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "access_denied"})


@dataclass(frozen=True)
class Door:
    """Where a network asks for consent and gives tokens, and who we are to it.

    Attributes:
        authorize, token: addresses.
        client_secret: empty for an application that has none.
        basic: the client's id and secret go in an `Authorization: Basic` header, not in the form.
        pkce: the code is bound to a verifier of ours.
        more: further questions of the consent page (`access_type=offline`).
        renew: where tokens are renewed, when that is another address.
        inside: the tokens stand in this part of the answer, and the questions are asked as JSON.
        judge: tells what the network's own errors mean; None for those of RFC 6749.
    """

    name: str
    authorize: str
    token: str
    client_id: str
    client_secret: str = ""
    scopes: str = ""
    basic: bool = False
    pkce: bool = True
    more: Mapping[str, str] = field(default_factory=dict)
    renew: str = ""
    inside: str = ""
    judge: Judge | None = None


@dataclass(frozen=True)
class Tokens:
    """What a network gave.

    Attributes:
        expires_at, renewable_until: when the access and the refresh token end; 0 where that is not told.
        body: the whole answer, for what a network tells besides.
    """

    access: str
    refresh: str = ""
    expires_at: Millis = 0
    renewable_until: Millis = 0
    body: Any = None

    def secrets(self) -> dict[str, str]:
        """As they are kept in the keyring."""
        return {
            "token": self.access,
            "refresh_token": self.refresh,
            "expires_at": str(self.expires_at),
            "renewable_until": str(self.renewable_until),
        }


def tokens_of(secrets_kept: Mapping[str, str]) -> Tokens:
    """Tokens as they were kept; a token a person has entered by hand has no end that is known."""
    return Tokens(
        access=secrets_kept.get("token", "").strip(),
        refresh=secrets_kept.get("refresh_token", "").strip(),
        expires_at=count_of(secrets_kept.get("expires_at")),
        renewable_until=count_of(secrets_kept.get("renewable_until")),
    )


def begin(door: Door, *, redirect: str, kept: Mapping[str, str] | None = None) -> BrowserTurn:
    """Where the browser goes; `kept` is what `finish` will want to know besides. Raises Refused without an id."""
    if not door.client_id:
        raise Refused(_("Enter the client id of your application at {name} first.").format(name=door.name))
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48) if door.pkce else ""
    asked = {
        "response_type": "code",
        "client_id": door.client_id,
        "redirect_uri": redirect,
        "state": state,
        **({"scope": door.scopes} if door.scopes else {}),
        **({"code_challenge": challenge(verifier), "code_challenge_method": "S256"} if verifier else {}),
        **door.more,
    }
    glue = "&" if "?" in door.authorize else "?"
    return BrowserTurn(
        url=f"{door.authorize}{glue}{urlencode(asked)}", state={**(kept or {}), "state": state, "verifier": verifier}
    )


def code_of(turn: BrowserTurn, answer: Mapping[str, str]) -> str:
    """The code the browser came back with. Raises SignInFailed when it was refused or is not ours."""
    if not hmac.compare_digest(answer.get("state", "").encode(), turn.state["state"].encode()):
        raise SignInFailed(_("The browser came back from another sign-in; begin again."))
    if not answer.get("code"):
        said = answer.get("error_description") or answer.get("error") or ""
        raise SignInFailed(_("The sign-in was not allowed. {said}").format(said=said).strip())
    return answer["code"]


async def trade(door: Door, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> Tokens:
    """Tokens for the code the browser came back with. Raises SignInFailed when it was refused or is not ours."""
    form = {"grant_type": "authorization_code", "code": code_of(turn, answer), "redirect_uri": redirect}
    try:
        return await ask(door, {**form, "code_verifier": turn.state["verifier"]}, tools)
    except Refused as error:
        raise SignInFailed(error.message, hint=_("Begin the sign-in again.")) from error


async def renewed(door: Door, old: Tokens, tools: Tools) -> Tokens:
    """New tokens for the refresh token, which stays as it is where the network gives no new one."""
    form = {"grant_type": "refresh_token", "refresh_token": old.refresh}
    new = await ask(replace(door, token=door.renew or door.token), form, tools)
    return Tokens(
        access=new.access,
        refresh=new.refresh or old.refresh,
        expires_at=new.expires_at,
        renewable_until=new.renewable_until or old.renewable_until,
        body=new.body,
    )


async def ask(door: Door, form: Mapping[str, str], tools: Tools) -> Tokens:
    """Ask the token address. Raises SignInFailed for a grant that is over, Unreachable and the like otherwise."""
    line = JsonLine(door.token, name=door.name, tools=tools, judge=door.judge or _judge)
    address = f"{line.base}/" if door.token.endswith("/") else line.base
    headers = {}
    whole = dict(form)
    if door.basic and door.client_secret:
        pair = base64.b64encode(f"{door.client_id}:{door.client_secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    else:
        whole |= {"client_id": door.client_id, "client_secret": door.client_secret}
    # Not a writing request: one that broke off is asked again, and nothing was published.
    if door.inside:
        body = dig(await line.ask("POST", address, json=whole, headers=headers), door.inside)
    else:
        body = await line.ask("POST", address, form=whole, headers=headers)
    return read_tokens(body, now=tools.clock.now())


def read_tokens(body: Any, *, now: Millis) -> Tokens:
    """The tokens of an answer. Raises Malformed where there is none."""
    access = text_of(dig(body, "access_token"))
    if not access:
        raise Malformed(_("The network gave no token."))
    lasts, renewable = count_of(dig(body, "expires_in")), count_of(dig(body, "refresh_token_expires_in"))
    return Tokens(
        access=access,
        refresh=text_of(dig(body, "refresh_token")),
        expires_at=now + lasts * SECOND if lasts else 0,
        renewable_until=now + renewable * SECOND if renewable else 0,
        body=body,
    )


class Holder:
    """Holds the tokens of one account, and renews them before they end.

    Attributes:
        tokens: those in use.
    """

    def __init__(self, door: Door, tokens: Tokens, tools: Tools) -> None:
        self.tokens = tokens
        self._door = door
        self._tools = tools
        self._renewing = asyncio.Lock()
        self._unkept = False

    @property
    def ends_at(self) -> Millis:
        """When a person must sign in again; 0 when that is not known, or never."""
        return self.tokens.renewable_until if self.tokens.refresh else self.tokens.expires_at

    def headers(self) -> dict[str, str]:
        """The header that signs a request."""
        return {"Authorization": f"Bearer {self.tokens.access}"}

    async def fresh(self) -> str:
        """A token that lasts a while. Raises SignInFailed where there is none and none can be had."""
        if not self.tokens.access and not self.tokens.refresh:
            raise SignInFailed(_("Nobody has signed in to this account yet."), hint=_("Sign in with the browser."))
        if self._ends(EARLY) and self.tokens.refresh:
            await self._renew(self.tokens.access)
        elif self._ends(0):
            raise SignInFailed(_("The sign-in to {name} has ended.").format(name=self._door.name), hint=_again())
        if self._unkept:
            await self._keep()
        return self.tokens.access

    async def refused(self, access: str) -> bool:
        """The network refused this token before its end: renew it, unless somebody just did. False where none can."""
        if not self.tokens.refresh:
            return False
        await self._renew(access)
        return True

    def _ends(self, early: Millis) -> bool:
        ends_at = self.tokens.expires_at
        return not self.tokens.access or (0 < ends_at <= self._tools.clock.now() + early)

    async def _renew(self, old: str) -> None:
        async with self._renewing:
            if self.tokens.access != old:
                return
            try:
                self.tokens = await renewed(self._door, self.tokens, self._tools)
            except SignInFailed:
                raise
            except Refused as error:  # Networks word a refresh token that is over in many ways.
                raise SignInFailed(error.message, hint=_again()) from error
            except ConnectorError:
                if self._ends(0):
                    raise
                return  # It still lasts a few minutes: the next request tries again.
            self._unkept = True
            await self._keep()

    async def _keep(self) -> None:
        """A keyring that refuses is asked again with the next request: the old refresh token may be worth nothing."""
        try:
            await self._tools.keep(self.tokens.secrets())
            self._unkept = False
        except FishbowlError as error:
            self._tools.log.warning("renewed tokens could not be kept", error=str(error))


def challenge(verifier: str) -> str:
    """What is shown of a verifier (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _again() -> str:
    return _("Sign in again with the browser.")


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    code = answer.says("error") or answer.says("error", "status")
    said = answer.says("error_description") or answer.says("error", "message") or code
    if answer.status in (400, 401, 403) and (code in _OVER or answer.status != 400):
        return SignInFailed(_("The network does not accept the sign-in: {said}").format(said=said), hint=_again())
    return judged(answer, now, said=said)
