"""A post on its way into the store: new, known, changed. Known by `ingest` and its parts; knows tables and the field's
words.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, select

from app.core.clock import Millis
from app.domain.heard import Heard, Public
from app.domain.post import ADDRESSED, Post, PostKind
from app.store import bulk
from app.store.tables import identities, posts
from app.store.transaction import Read

Key = tuple[str, str]
"""(network, native id): a post's identity."""

_AUTHOR = "JOIN identities ON identities.id = posts.identity_id"

_WEIGHT = {PostKind.CONTEXT: 0, PostKind.HEARD: 1, PostKind.OWN: 2, **dict.fromkeys(ADDRESSED, 2)}


class Content(Struct, frozen=True):
    """What a queue's card shows of a post."""

    text: str
    language: str
    sentiment: str
    score: float
    topics: tuple[int, ...]


class Arrival(Struct):
    """A post while its batch is worked on.

    Attributes:
        first: as first delivered; None for one that was stored before this batch.
        latest: the delivery whose text counts; None when the stored text does.
        stored: the row it has, None for a new one.
        moved: kind or conversation changed; `rewritten`: text and meaning changed.
    """

    id: int
    kind: PostKind
    account_id: int
    thread: str
    parent: str
    text: str
    edited_at: Millis
    public: str
    gone: bool = False
    accepted: bool = False
    person_id: int = 0
    identity_id: int = 0
    conversation_id: int = 0
    first: Heard | None = None
    latest: Heard | None = None
    stored: Row[Any] | None = None
    moved: bool = False
    rewritten: bool = False

    def is_edit(self, post: Post) -> bool:
        """Whether a later delivery brings a newer text."""
        if post.edited_at > self.edited_at:
            return True
        return post.edited_at == self.edited_at != 0 and post.text != self.text

    def is_promotion(self, post: Post) -> bool:
        """Whether a later delivery shows that the post is more to us than we thought."""
        return _WEIGHT[post.kind] > _WEIGHT[self.kind]

    def rewrite(self, heard: Heard) -> None:
        """Take over an edited text; what a person has blocked stays blocked."""
        self.latest = heard
        self.text, self.edited_at = heard.post.text, heard.post.edited_at
        if self.public != Public.BLOCKED:
            self.public = heard.public.value
        self.rewritten = True

    def content(self) -> Content:
        """What a card shows of it now."""
        if self.latest is not None:
            meaning = self.latest.meaning
            return Content(self.text, meaning.language, meaning.sentiment.value, meaning.score, self.latest.topics)
        assert self.stored is not None
        row = self.stored
        return Content(row.text, row.language, row.sentiment, row.score, numbers(row.topics))

    def created_at(self) -> Millis:
        return self.first.post.created_at if self.first else int(self.stored.created_at)  # type: ignore[union-attr]

    def reach(self) -> int:
        return self.first.post.reach if self.first else int(self.stored.reach)  # type: ignore[union-attr]


def arrive(heard: Heard, *, post_id: int, account_id: int) -> Arrival:
    """A post nobody has delivered before."""
    post = heard.post
    return Arrival(
        post_id,
        post.kind,
        post.account_id or account_id,
        post.thread,
        post.parent,
        post.text,
        post.edited_at,
        heard.public.value,
        accepted=post.accepted,
        first=heard,
        latest=heard,
    )


def load(tx: Read, wanted: Iterable[Key]) -> dict[Key, Arrival]:
    """Those of the wanted posts that are stored already."""
    rows = bulk.named(tx, posts, wanted, more=(identities.c.person_id,), join=_AUTHOR)
    return {(row.network, row.native_id): _known(row) for row in rows}


def said_by(tx: Read, network: str, authors: Collection[str]) -> dict[Key, Arrival]:
    """Every stored post that these people wrote there, by the network's ids of theirs."""
    if not authors:
        return {}
    named = identities.c.network == network, bulk.one_of(tx, identities.c.native_id, authors)
    ids = list(tx.connection.execute(select(identities.c.id).where(*named)).scalars())
    return _found(tx, bulk.one_of(tx, posts.c.identity_id, ids)) if ids else {}


def _found(tx: Read, *wanted: ColumnElement[bool]) -> dict[Key, Arrival]:
    rows = tx.connection.execute(
        select(posts, identities.c.person_id).join(identities, identities.c.id == posts.c.identity_id).where(*wanted)
    )
    return {(row.network, row.native_id): _known(row) for row in rows.all()}


def _known(row: Row[Any]) -> Arrival:
    return Arrival(
        row.id,
        PostKind(row.kind),
        row.account_id,
        row.thread,
        row.parent,
        row.text,
        row.edited_at,
        row.public,
        gone=bool(row.gone),
        accepted=bool(row.accepted),
        person_id=row.person_id,
        identity_id=row.identity_id,
        conversation_id=row.conversation_id,
        stored=row,
    )


@lru_cache(maxsize=4096)
def listed(topics: tuple[int, ...]) -> str:
    """A list of ids as it is stored; empty for none."""
    return msgspec.json.encode(topics).decode() if topics else ""


@lru_cache(maxsize=4096)
def numbers(stored: str) -> tuple[int, ...]:
    """The ids that `listed` stored."""
    return msgspec.json.decode(stored, type=tuple[int, ...]) if stored else ()
