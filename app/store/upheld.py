"""What people said of a post outlives its edits: a newer text is judged anew, but for what a person decided. Known by
`ingest`; knows spam, tables and the field's words."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from sqlalchemy import select

from app.domain.heard import Heard, Public
from app.domain.mark import NOT_ABOUT
from app.domain.topic import ALL_TOPICS
from app.domain.understanding import Sentiment, Understanding
from app.store import bulk
from app.store.spam import NO_SPAM, SPAM
from app.store.tables import corrections
from app.store.transaction import Read

_TONES = frozenset(one.value for one in Sentiment)
_LABELS = ("off_topic", "probable_spam")


class Words:
    """The newest word on each matter, of one post."""

    def __init__(self) -> None:
        self._tone: Sentiment | None = None
        self._about: dict[int, bool] = {}
        """Topic → whether the post is about it; for all topics, whether it is no spam."""

    def add(self, word: str) -> None:
        """A newer word."""
        kind, _colon, topic = word.partition(":")
        if kind in _TONES:
            self._tone = Sentiment(kind)
        elif kind in (SPAM, NO_SPAM):
            self._about[ALL_TOPICS] = kind == NO_SPAM
        elif topic:
            self._about[int(topic)] = kind == "about"

    def uphold(self, heard: Heard) -> Heard:
        """What the newer text is, as far as nobody decided otherwise."""
        denied = {topic for topic, about in self._about.items() if not about and topic != ALL_TOPICS}
        confirmed = {topic for topic, about in self._about.items() if about and topic != ALL_TOPICS}
        topics = tuple(sorted({*heard.topics, *confirmed} - denied))
        meaning, foreign = self._meaning(heard.meaning), bool(denied) and not topics
        labels = ((NOT_ABOUT, 0),) if foreign else ()
        return replace(
            heard,
            meaning=meaning,
            topics=topics,
            public=self._public(heard, foreign=foreign),
            reasons=(*labels, *_labelled(heard.reasons, meaning)),
        )

    def _meaning(self, meaning: Understanding) -> Understanding:
        """The person's tone, and no label on what a person has decided."""
        objections = tuple(one for one in meaning.objections if one.about not in self._about)
        return replace(meaning, objections=objections, sentiment=self._tone or meaning.sentiment)

    def _public(self, heard: Heard, *, foreign: bool) -> Public:
        """Spam is never shown; what is not about us waits for a person."""
        if self._about.get(ALL_TOPICS) is False:
            return Public.BLOCKED
        return Public.HELD if foreign and heard.public is Public.RELEASED else heard.public


def words_on(tx: Read, post_ids: Sequence[int]) -> dict[int, Words]:
    """What people said of those of these posts of which anybody said anything."""
    if not post_ids:
        return {}
    said: dict[int, Words] = {}
    wanted = select(corrections.c.post_id, corrections.c.after).where(bulk.one_of(tx, corrections.c.post_id, post_ids))
    for row in tx.connection.execute(wanted.order_by(corrections.c.id)):
        said.setdefault(row.post_id, Words()).add(row.after)
    return said


def _labelled(reasons: Iterable[tuple[str, int]], meaning: Understanding) -> tuple[tuple[str, int], ...]:
    """The reasons without labels that speak of nothing any more."""
    left = {objection.reason for objection in meaning.objections}
    return tuple(one for one in reasons if one[0] not in _LABELS or one[0] in left)
