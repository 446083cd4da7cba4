"""What a person's consent in the browser left, and how it stays fresh. Known by the consent and the connector; knows
the line and proofs.

Source: atproto.com/specs/oauth (Tokens and Session Lifetime): a refresh token serves once; without a server of our own
that stands in for the program, a sign-in is over after two weeks.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from app.connectors._bluesky.dpop import ProofKey, Proofs
from app.connectors._bluesky.line import Line
from app.connectors.base import Refused, SignInFailed
from app.connectors.reading import count_of, text_of
from app.core.clock import DAY, SECOND, Millis
from app.core.i18n import _

SECRET = "oauth"
LASTS: Millis = 14 * DAY
SCOPE = "atproto transition:generic"


class Grant(Struct, frozen=True, kw_only=True, array_like=True):
    """Everything that is kept in the keyring, which on Windows takes 2,560 bytes of UTF-16: so without names. New
    fields come last.

    Attributes:
        token_url: where tokens are renewed.
        redirect: where the browser came back to, without the port.
        key: the key all tokens are bound to.
        over_at: when a person must sign in again.
    """

    did: str
    handle: str
    service: str
    token_url: str
    redirect: str
    key: str
    over_at: Millis
    access: str = ""
    refresh: str = ""
    ends_at: Millis = 0

    def with_tokens(self, answer: Mapping[str, Any], *, now: Millis) -> "Grant":
        """The grant with the tokens of an answer. Raises SignInFailed where they are not what we asked for."""
        access, whose = text_of(answer.get("access_token")), text_of(answer.get("sub"))
        allowed = text_of(answer.get("scope")).split()
        if not access or text_of(answer.get("token_type")).lower() != "dpop" or "atproto" not in allowed:
            raise SignInFailed(_("The server gave no token."), hint=_("Sign in again."))
        if whose != self.did:
            raise SignInFailed(_("The sign-in is for another account."))
        return msgspec.structs.replace(
            self,
            access=access,
            refresh=text_of(answer.get("refresh_token")),
            ends_at=now + count_of(answer.get("expires_in")) * SECOND,
        )

    @property
    def secrets(self) -> dict[str, str]:
        """As they are kept; a password that was there before must not win over it."""
        return {SECRET: msgspec.json.encode(self).decode(), "password": ""}


def read_grant(secret: str) -> Grant | None:
    """The grant that was kept; None for what is none."""
    try:
        grant = msgspec.json.decode(secret, type=Grant)
        ProofKey.read(grant.key)
    except (msgspec.DecodeError, ValueError):
        return None
    return grant


def client_id(redirect: str) -> str:
    """Who we are to the server: the same from the first request to the last renewal."""
    return f"http://localhost?{urlencode({'redirect_uri': redirect, 'scope': SCOPE})}"


class Granted:
    """A login by consent."""

    def __init__(self, line: Line, grant: Grant) -> None:
        self._line = line
        self._take(grant)
        self.proofs: Proofs | None = Proofs(ProofKey.read(grant.key))

    async def renew(self) -> None:
        """Trade the refresh token; the new one is kept before anybody uses it."""
        grant, now = self._grant, self._line.tools.clock.now()
        if not grant.refresh or now >= grant.over_at:
            raise _over()
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh, "client_id": client_id(grant.redirect)}
        try:
            answer = await self._line.ask("POST", grant.token_url, data=form, proofs=self.proofs)
        except Refused as error:
            raise _over() from error
        renewed = grant.with_tokens(answer, now=now)
        self._take(renewed)
        await self._line.tools.keep(renewed.secrets)

    async def start(self) -> None:
        """Nobody but a person can begin anew."""
        await self.renew()

    def _take(self, grant: Grant) -> None:
        self._grant = grant
        self.did, self.handle, self.service = grant.did, grant.handle, grant.service
        self.access, self.ends_at, self.over_at = grant.access, grant.ends_at, grant.over_at


def _over() -> SignInFailed:
    return SignInFailed(
        _("The sign-in in the browser is over; Bluesky lets one last two weeks."),
        hint=_("Sign in with the browser again."),
    )
