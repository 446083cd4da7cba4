"""Publishes answers at LinkedIn in a page's name, each once, and takes them back. Known by the LinkedIn connector;
knows the signed line and comments.

Source: learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api (November 2026).
"""

from typing import Any
from urllib.parse import quote

from app.connectors._linkedin.comments import Us, place_of, urn_of
from app.connectors._linkedin.hearing import Comments
from app.connectors.base import Ambiguous, Refused
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig
from app.connectors.signed_line import SignedLine
from app.core.clock import Clock
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt


class Sender:
    """The keys of one account."""

    def __init__(self, line: SignedLine, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._once = Once(clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt:
        """Answer a comment, once for each key."""
        return await self._once.send(
            key, look=lambda: self.find(reply, us, key=key), publish=lambda: self._publish(reply, us)
        )

    async def find(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt | None:
        """What was published under this key, as far as the answers of the comment tell."""
        known = self._once.known(key)
        if known is not None or self._once.is_fresh(key):
            return known
        since = not_before(key)
        for post in await Comments(self._line, us, self._clock).answers_to(_top(reply)):
            ours = post.author.native_id == us.urn and post.created_at >= since
            if ours and _plain(post.text) == _plain(reply.text) and not self._once.is_anothers(post.native_id, key):
                return self._once.keep(key, Receipt(native_id=post.native_id, published_at=post.created_at))
        return None

    async def delete(self, native_id: str, us: Us) -> None:
        """Take an own comment back; one that is gone already is no error."""
        activity, number = place_of(native_id)
        if not activity:
            raise Refused(_("This is no comment of LinkedIn."))
        path = f"/rest/socialActions/{_escaped(activity)}/comments/{number}?actor={_escaped(us.urn)}"
        try:
            await self._line.delete(path)
        except Missing:
            return

    async def _publish(self, reply: OutgoingReply, us: Us) -> Receipt:
        top = _top(reply)
        activity = place_of(top)[0]
        if not activity:
            raise Refused(_("This is no comment of LinkedIn."))
        body: dict[str, Any] = {
            "actor": us.urn,
            "object": activity,
            "parentComment": top,
            "message": {"text": reply.text},
        }
        made = await self._line.post(f"/rest/socialActions/{_escaped(top)}/comments", body)
        urn = urn_of(made)
        if not urn:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="LinkedIn"))
        return Receipt(native_id=urn, published_at=count_of(dig(made, "created", "time")))


def _top(reply: OutgoingReply) -> str:
    """Comments have two levels: an answer to an answer hangs on the first comment as well."""
    return reply.thread or reply.parent


def _escaped(urn: str) -> str:
    return quote(urn, safe="")


def _plain(text: str) -> str:
    return " ".join(text.split())
