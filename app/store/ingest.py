"""A batch of posts goes into the store: one transaction, counted once, however often it is delivered. Known by
services and hub; knows the parts that do people, conversations and counts.

Full-text search is not touched here: it would cost four times as much as everything else together (see `search.py`).
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy import delete

from app.domain.heard import Heard, Public
from app.domain.post import ADDRESSED, PostKind
from app.store import arrival, bulk, cursors, meaning, publishing, tallies, threads, upheld
from app.store.arrival import Arrival, listed
from app.store.counting import UNCOUNTED, Counting
from app.store.elsewhere import Elsewhere, answered, is_answer
from app.store.identities import Identities
from app.store.tables import context_posts, post_topics, posts, search_queue
from app.store.threads import Threads
from app.store.transaction import Write

_PLACE = ("kind", "account_id", "thread", "parent", "conversation_id", "accepted")
_CONTENT = (
    "text",
    "language",
    "sentiment",
    "score",
    "public",
    "moderated_by",
    "edited_at",
    "topics",
    "meaning",
    "media",
    "labels",
)
_GONE = ("text", "public", "media", "gone")


class IngestResult(Struct, frozen=True, kw_only=True):
    """What became of a batch."""

    new: int = 0
    repeated: int = 0
    edited: int = 0
    deleted: int = 0

    def __add__(self, other: "IngestResult") -> "IngestResult":
        return IngestResult(
            new=self.new + other.new,
            repeated=self.repeated + other.repeated,
            edited=self.edited + other.edited,
            deleted=self.deleted + other.deleted,
        )


def ingest(
    tx: Write,
    heard: Sequence[Heard],
    *,
    account_id: int,
    lane: str,
    cursor: str | None,
    deleted: Sequence[str] = (),
    deleted_authors: Sequence[str] = (),
    network: str = "",
    backfill: bool = False,
    conversation_id: int = 0,
) -> IngestResult:
    """Store a batch and its cursor.

    Posts come first, then what is `deleted` on `network` (that of the first post when empty), and whatever its
    `deleted_authors` said. Counts are what happened: an edit or a deletion does not take them back. With
    `conversation_id` the posts are the public thread around it and are shown there.
    """
    batch = _Batch(tx, heard, account_id=account_id, backfill=backfill)
    for one in heard:
        batch.take(one)
    batch.keep_posts()
    batch.take_back(network or (heard[0].post.network if heard else ""), deleted, authors=deleted_authors)
    batch.keep_rest()
    if conversation_id:
        batch.show_in(conversation_id)
    if cursor is not None:
        cursors.put(tx, account_id, lane=lane, value=cursor)
    tx.changes.backfill = tx.changes.backfill or backfill
    return batch.result()


class _Batch:
    """The work on one batch; methods in the order they are called."""

    def __init__(self, tx: Write, heard: Sequence[Heard], *, account_id: int, backfill: bool) -> None:
        self._tx = tx
        self._account_id = account_id
        self._backfill = backfill
        self._ids = iter(tx.ids.block(len(heard)) if heard else ())
        named = {
            (one.post.network, native_id)
            for one in heard
            if (one.post.kind is PostKind.OWN and one.post.parent) or is_answer(one.post)
            for native_id in answered(one.post)
        }
        wanted = {(one.post.network, one.post.native_id) for one in heard}
        self._known = arrival.load(tx, wanted | named)
        self._words = upheld.words_on(tx, self._changing(heard))
        self._identities = Identities(tx, (one.post for one in heard))
        self._new: list[Arrival] = []
        self._counting = Counting()
        self._threads = Threads(tx, self._identities.new_people)
        self._elsewhere = Elsewhere(tx, self._threads)
        self._load_threads(heard)
        self._repeated = self._edited = self._deleted = 0

    def take(self, heard: Heard) -> None:
        """One delivery."""
        post = heard.post
        key = (post.network, post.native_id)
        known = self._known.get(key)
        if known is None:
            made = arrival.arrive(heard, post_id=next(self._ids), account_id=self._account_id)
            self._known[key] = made
            self._new.append(made)
            author = self._identities.of(post)
            made.identity_id, made.person_id = author.id, author.person_id
            if post.kind not in UNCOUNTED:
                self._counting.add(heard)
            if threads.effect_of(post.kind):
                self._converse(made, heard)
            elif is_answer(post):
                parents = (self._known.get((post.network, native_id)) for native_id in answered(post))
                self._elsewhere.answers(made, next((one for one in parents if one and one.conversation_id), None))
        else:
            self._again(known, heard)

    def keep_posts(self) -> None:
        """Write people and posts, so that what follows can look them up."""
        self._identities.keep()
        for one in self._new:
            if one.kind is PostKind.OWN and one.conversation_id:
                publishing.give_way(self._tx, one.conversation_id, one.text)
        bulk.insert(self._tx, posts, [_row(one) for one in self._new])
        known = [one for one in self._known.values() if one.stored is not None]
        bulk.update(self._tx, posts, _PLACE, [(*_place(one), one.id) for one in known if one.moved])
        rewritten = [one for one in known if one.rewritten]
        bulk.update(self._tx, posts, _CONTENT, [(*_content(one), one.id) for one in rewritten])
        _queue_for_search(self._tx, rewritten)
        self._elsewhere.changed(rewritten)
        if rewritten:
            stale = bulk.one_of(self._tx, post_topics.c.post_id, [one.id for one in rewritten])
            self._tx.connection.execute(delete(post_topics).where(stale))
        bulk.insert(
            self._tx,
            post_topics,
            [
                (topic, one.id)
                for one in (*self._new, *rewritten)
                if one.latest and one.latest.topics
                for topic in one.latest.topics
            ],
        )

    def take_back(self, network: str, native_ids: Iterable[str], *, authors: Sequence[str] = ()) -> None:
        """Empty posts that are gone at the source; unknown ones and those already empty are passed over."""
        known = arrival.load(self._tx, {(network, name) for name in native_ids})
        known |= arrival.said_by(self._tx, network, authors)
        gone = [one for one in known.values() if not one.gone]
        if not gone:
            return
        bulk.update(self._tx, posts, _GONE, [("", Public.BLOCKED.value, "", 1, one.id) for one in gone])
        _queue_for_search(self._tx, gone)
        for one in sorted(gone, key=lambda gone_one: gone_one.id):
            self._threads.taken_back(one.conversation_id)
        self._elsewhere.taken_back([one.id for one in gone])
        self._tx.changes.deleted.update(one.id for one in gone)
        self._deleted = len(gone)

    def keep_rest(self) -> None:
        """Write conversations and counts, and gather the news."""
        self._threads.keep()
        self._elsewhere.keep()
        self._counting.keep(self._tx)
        if self._new:
            tallies.bump(self._tx, tallies.POSTS, len(self._new))
        self._tx.changes.posts.extend(one.id for one in self._new)
        self._tx.changes.edited.update(
            one.id for one in self._known.values() if one.stored is not None and (one.moved or one.rewritten)
        )

    def show_in(self, conversation_id: int) -> None:
        """Let a conversation show the batch's posts, even those that belong to another or to none."""
        rows = [(conversation_id, one.id) for one in self._known.values() if one.conversation_id != conversation_id]
        bulk.insert(self._tx, context_posts, sorted(rows), ignore=True)
        self._tx.changes.conversations.add(conversation_id)

    def result(self) -> IngestResult:
        return IngestResult(new=len(self._new), repeated=self._repeated, edited=self._edited, deleted=self._deleted)

    def _again(self, known: Arrival, heard: Heard) -> None:
        post = heard.post
        edit, promotion = known.is_edit(post), known.is_promotion(post)
        if known.id in self._words:
            heard = self._words[known.id].uphold(heard)
        if post.accepted and not known.accepted:
            known.accepted = known.moved = True
        self._elsewhere.heard(known, heard, account_id=post.account_id or self._account_id, backfill=self._backfill)
        if known.gone or not (edit or promotion):
            self._repeated += 1
            return
        if edit:
            known.rewrite(heard)
            self._edited += 1
        if promotion:
            self._promote(known, heard)
        elif known.conversation_id:
            self._threads.rewritten(known)

    def _changing(self, heard: Sequence[Heard]) -> list[int]:
        """The stored posts that a delivery shows in another light."""
        known = ((self._known.get((one.post.network, one.post.native_id)), one.post) for one in heard)
        return [one.id for one, post in known if one and (one.is_edit(post) or one.is_promotion(post))]

    def _promote(self, known: Arrival, heard: Heard) -> None:
        post = heard.post
        if known.kind in UNCOUNTED and post.kind not in UNCOUNTED:
            self._counting.add(heard)
        known.kind, known.account_id = post.kind, post.account_id or self._account_id
        known.thread, known.parent, known.moved = post.thread, post.parent, True
        if threads.effect_of(post.kind):
            self._converse(known, heard)

    def _converse(self, made: Arrival, heard: Heard) -> None:
        if made.kind in ADDRESSED:
            self._threads.heard(made, heard, backfill=self._backfill)
        else:
            parent = self._known.get((heard.post.network, made.parent))
            self._threads.answered(made, parent.conversation_id if parent else 0)

    def _load_threads(self, heard: Sequence[Heard]) -> None:
        keys: set[threads.Key] = set()
        for one in heard:
            if one.post.kind in ADDRESSED:
                person_id = self._identities.person_id(one.post)
                if person_id:
                    root = one.post.thread or one.post.native_id
                    keys.add((one.post.account_id or self._account_id, root, person_id))
        self._threads.load(keys, {one.conversation_id for one in self._known.values() if one.conversation_id})


def _row(one: Arrival) -> bulk.Row:
    """A new post in the order of the table's columns."""
    assert one.first is not None
    assert one.latest is not None
    post, said, understood = one.first.post, one.latest, one.latest.meaning
    return (
        one.id,
        post.network,
        post.native_id,
        one.kind.value,
        one.account_id,
        one.identity_id,
        one.conversation_id,
        one.text,
        post.url,
        one.thread,
        one.parent,
        understood.language,
        post.region,
        understood.sentiment.value,
        understood.score,
        post.reach,
        one.public,
        "",
        post.created_at,
        one.edited_at,
        0,
        listed(said.topics),
        meaning.pack(understood),
        meaning.pack_media(said.post.media),
        meaning.pack_labels(said.post.labels),
        int(one.accepted),
    )


def _place(one: Arrival) -> bulk.Row:
    return (one.kind.value, one.account_id, one.thread, one.parent, one.conversation_id, int(one.accepted))


def _content(one: Arrival) -> bulk.Row:
    assert one.latest is not None
    said, understood = one.latest, one.latest.meaning
    return (
        one.text,
        understood.language,
        understood.sentiment.value,
        understood.score,
        one.public,
        "",
        one.edited_at,
        listed(said.topics),
        meaning.pack(understood),
        meaning.pack_media(said.post.media),
        meaning.pack_labels(said.post.labels),
    )


def _queue_for_search(tx: Write, changed: Iterable[Arrival]) -> None:
    """Remember the words these posts are indexed under; the search index is mended later."""
    rows = [(one.id, str(one.stored.text)) for one in changed if one.stored is not None]
    bulk.insert(tx, search_queue, sorted(rows), ignore=True)
