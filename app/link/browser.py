"""A whole sign-in in the browser, from a station: listen, open the page, hand over what comes back. Known by commands
and the desk; knows the link, wire and redirect."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from app.core.errors import Unavailable
from app.core.i18n import _
from app.domain.account import Account
from app.link.redirect import HOST, listening
from app.wire.answers import SignedInAs, SignInTurn
from app.wire.calls import BeginSignIn, FinishSignIn, Request


class Asks(Protocol):
    """The part of a link that is needed."""

    async def call(self, request: Request) -> Any:
        """Ask the hub."""
        ...


async def sign_in(
    link: Asks, account: Account, secrets: dict[str, str], *, show: Callable[[str], object]
) -> tuple[str, SignedInAs]:
    """Let a person sign in as this account; the turn's id for SaveAccount, and who that is.

    `show` opens the page or prints its address. Cancelling ends the listening. Raises FishbowlErrors in words.
    """
    async with listening() as back:
        turn: SignInTurn = await link.call(
            BeginSignIn(
                network=account.network,
                redirect=back.url,
                options=account.options,
                secrets=secrets,
                account_id=account.id,
            )
        )
        if not is_safe(turn.url):
            raise Unavailable(_("“{url}” is no address to sign in at.").format(url=turn.url))
        show(turn.url)
        identity: SignedInAs = await link.call(FinishSignIn(id=turn.id, answer=await back.answer()))
    return turn.id, identity


def is_safe(url: str) -> bool:
    """Whether a browser may be sent there: encrypted, or on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == HOST)
