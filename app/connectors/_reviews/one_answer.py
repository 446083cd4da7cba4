"""Publishes answers where a review can have one: another one takes its place. Known by the connectors of shops; knows
once.

Sending the same answer again changes nothing there, and what stands under a review can always be asked for.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.connectors.once import Once, not_before
from app.core.clock import Clock, Millis
from app.domain.reply import OutgoingReply, Receipt

ANSWER = "/answer"
"""Behind a review's id: the answer to it."""


@dataclass(frozen=True)
class Standing:
    """The answer under a review, and when it was written last."""

    text: str
    at: Millis


class OneAnswer:
    """The answers of one account."""

    def __init__(
        self,
        clock: Clock,
        *,
        standing: Callable[[str], Awaitable[Standing | None]],
        publish: Callable[[str, str], Awaitable[Receipt]],
        prepare: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`standing` asks for the answer under a review; `publish` puts a text there, `prepare` renews the sign-in."""
        self._once = Once(clock)
        self._standing = standing
        self._publish = publish
        self._prepare = prepare

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        review = review_of(reply.parent)
        return await self._once.send(
            key,
            look=lambda: self.find(reply, key=key),
            prepare=self._prepare,
            publish=lambda: self._publish(review, reply.text),
        )

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key: our words under the review, not older than the key."""
        known = self._once.known(key)
        if known is not None or self._once.is_fresh(key):
            return known
        review = review_of(reply.parent)
        found = await self._standing(review)
        if found is None or found.text.strip() != reply.text.strip() or found.at < not_before(key):
            return None
        return self._once.keep(key, Receipt(native_id=f"{review}{ANSWER}", published_at=found.at))


def review_of(native_id: str) -> str:
    """The review's id, of it or of the answer to it."""
    return native_id.removesuffix(ANSWER)
