"""An app in a shop: its reviews in, one answer to each out. Known by the connectors of shops; knows one answer, the
board and the contract."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import ClassVar

from app.connectors._reviews.one_answer import OneAnswer, review_of
from app.connectors.base import Identity
from app.connectors.board import FIRST_LOOK, RECHECK, Asked, Board, Found
from app.connectors.json_line import Missing
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import count_of
from app.connectors.surroundings import surroundings
from app.core.clock import Clock, Millis
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "reviews"
POLL = 300.0
RECHECK_EVERY = 600.0
MOST_PAGES = 50


@dataclass(frozen=True)
class Review:
    """A review, when it was written or changed last, and what it says: its words and the answer to them."""

    at: Millis
    posts: Sequence[Post]


@dataclass(frozen=True)
class Page:
    """Some reviews, and the mark of the page behind them; empty on the last."""

    reviews: Sequence[Review]
    behind: str


class Shop(ABC):
    """One app. A connector adds how the shop is asked, and its INFO.

    Attributes:
        overlap: so far behind the cursor is read again, for a shop lists reviews late.
        pace: seconds between two signs of life.
        answers: publishes what we answer.
    """

    overlap: ClassVar[Millis]
    answers: OneAnswer

    def __init__(self, clock: Clock) -> None:
        self.pace = POLL * 1.5
        self._clock = clock

    @abstractmethod
    async def check(self) -> Identity:
        """Ask for the app."""

    @abstractmethod
    async def page(self, mark: str) -> Page:
        """One page of the reviews, the newest first; an empty mark is where they begin."""

    @abstractmethod
    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered reviews and answers are now."""

    @abstractmethod
    async def shown(self, review: str) -> Sequence[Post]:
        """A review and the answer to it. Raises Missing when it is gone."""

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Reviews for ever, and what becomes of them."""
        board = Board(self._clock)
        lanes: dict[str, StartLane] = {
            LANE: lambda cursor: board.listen(cursor, lane=LANE, look=self._newer, every=POLL),
            RECHECK: lambda cursor: board.recheck(cursor, again=self.again, every=RECHECK_EVERY),
        }
        async with aclosing(Lanes(lanes, main=frozenset({LANE}), clock=self._clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:  # noqa: B027 - a default, not a gap
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self.answers.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a review; an answer that stands there makes way."""
        return await self.answers.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self.answers.find(reply, key=key)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The review and the answer to it; nothing when it is gone."""
        try:
            return surroundings(await self.shown(review_of(native_id)))
        except Missing:
            return ()

    async def _newer(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Reviews written or changed since the cursor, a moment."""
        began = self._clock.now()
        since = (count_of(cursor) or began - FIRST_LOOK) - self.overlap
        mark = ""
        for _page in range(MOST_PAGES):
            page = await self.page(mark)
            new = [review for review in page.reviews if review.at >= since]
            yield Found([post for review in new for post in review.posts])
            mark = page.behind
            if not mark or len(new) < len(page.reviews):
                break
        yield Found((), str(began))
