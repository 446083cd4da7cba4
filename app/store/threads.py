"""What posts do to conversations: open, continue, answer, correct. Known by `ingest` and `outbox`; knows thread rows.

A conversation is one person in one thread with one account. All work is done on rows in memory, in the order of
delivery, and kept once at the end of the batch.
"""

from collections.abc import Container, Iterable

import msgspec
from sqlalchemy import ColumnElement, select

from app.core.clock import MINUTE, Millis
from app.domain.conversation import Status
from app.domain.heard import Heard
from app.domain.mark import NOT_ABOUT, UNDELIVERED
from app.domain.post import ADDRESSED, PostKind
from app.store import marks, redirects, thread_row
from app.store.arrival import Arrival, listed
from app.store.tables import NEVER, conversations, posts
from app.store.thread_row import TEXT_LENGTH, Loaded, ThreadRow
from app.store.transaction import Write

Key = redirects.Key

_FIND_SQLITE = """
SELECT c.id FROM json_each(?) AS wanted CROSS JOIN conversations AS c
  ON c.account_id = json_extract(wanted.value, '$[0]') AND c.root = json_extract(wanted.value, '$[1]')
 AND c.person_id = json_extract(wanted.value, '$[2]')
"""
_FIND_POSTGRESQL = """
SELECT c.id FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS wanted (account_id, root, person_id)
  JOIN conversations AS c USING (account_id, root, person_id)
"""


class Threads:
    """The conversations a batch touches."""

    def __init__(self, tx: Write, new_people: Container[int]) -> None:
        """`new_people` were heard for the first time in this batch: they have no conversations yet."""
        self._tx = tx
        self._by_id: dict[int, Loaded] = {}
        self._by_key: dict[Key, Loaded] = {}
        self._touched: dict[int, Loaded] = {}
        self._asked: set[Key] = set()
        self._routes: dict[Key, int] = {}
        self._new_people = new_people

    def load(self, keys: set[Key], ids: set[int]) -> None:
        """Fetch at once what the batch is likely to need."""
        self._asked |= keys
        self._routes |= redirects.routes_of(self._tx, keys)
        wanted = ids | set(self._find(keys)) | set(self._routes.values())
        for thread in thread_row.load(self._tx, wanted - set(self._by_id)):
            self._remember(thread)

    def heard(self, arrival: Arrival, heard: Heard, *, backfill: bool) -> None:
        """A person addressed us: open a conversation, or continue the one there is."""
        key = (arrival.account_id, arrival.thread or heard.post.native_id, arrival.person_id)
        if key not in self._by_key and key not in self._asked and key[2] not in self._new_people:
            self.load({key}, set())
        thread = self._at(key) or self._open(arrival, heard, key)
        row = thread.row
        promised = heard.post.created_at + heard.promise_minutes * MINUTE if heard.promise_minutes else NEVER
        if thread.new and row.post_id == 0:
            row.due_at = promised
            _weigh(row, heard)
        elif row.status == Status.OPEN:
            if heard.priority > row.priority:
                _weigh(row, heard)
            row.due_at = row.due_at if row.due_at < NEVER else promised
            row.unread = 1
        elif heard.post.created_at > row.answered_at or not backfill:
            # Catching up with the past must not reopen what was answered since.
            row.reopen()
            _weigh(row, heard)
            row.due_at = row.due_at if row.due_at < NEVER else promised
        row.last_at = max(row.last_at, heard.post.created_at)
        if heard.topics:
            row.reasons = marks.drop(row.reasons, NOT_ABOUT)
        row.topics = listed(tuple(sorted({*row.topic_ids(), *heard.topics})))
        arrival.conversation_id = row.id
        self._show(row, arrival)
        self._touch(thread)

    def has_shown(self, arrival: Arrival, heard: Heard) -> bool:
        """Whether the conversation it belongs to shows this post, or a newer one, already."""
        thread = self._at((arrival.account_id, arrival.thread or heard.post.native_id, arrival.person_id))
        return thread is not None and (thread.row.post_at, thread.row.post_id) >= (arrival.created_at(), arrival.id)

    def answered(self, arrival: Arrival, conversation_id: int) -> None:
        """We said something in a thread: its conversation waits for the person now."""
        thread = self._get(conversation_id) or self._newest_in(arrival)
        if thread is None:
            return
        arrival.conversation_id = thread.row.id
        answer(thread.row, arrival.created_at())
        self._touch(thread)

    def rewritten(self, arrival: Arrival) -> None:
        """A post of a conversation was edited."""
        thread = self._get(arrival.conversation_id)
        if thread is None:
            return
        if thread.row.post_id == arrival.id:
            self._show(thread.row, arrival)
        self._touch(thread)

    def taken_back(self, conversation_id: int) -> None:
        """A post of a conversation is gone: the card shows the newest that is left, or nothing."""
        thread = self._get(conversation_id)
        if thread is None:
            return
        row = thread.row
        left = self._tx.connection.execute(
            select(posts)
            .where(
                posts.c.conversation_id == conversation_id,
                posts.c.gone == 0,
                posts.c.kind.in_(sorted(kind.value for kind in ADDRESSED)),
            )
            .order_by(posts.c.created_at.desc(), posts.c.id.desc())
            .limit(1)
        ).first()
        if left is None:
            row.text, row.post_at, row.post_id = "", 0, 0
        else:
            row.text, row.language, row.sentiment = left.text[:TEXT_LENGTH], left.language, left.sentiment
            row.score, row.reach, row.post_at, row.post_id = left.score, left.reach, left.created_at, left.id
        self._touch(thread)

    def keep(self) -> None:
        """Write everything touched."""
        thread_row.keep(self._tx, self._touched.values())

    def _find(self, keys: set[Key]) -> Iterable[int]:
        if not keys:
            return ()
        wanted = sorted(keys)
        if self._tx.sqlite:
            found = self._tx.connection.exec_driver_sql(_FIND_SQLITE, (msgspec.json.encode(wanted).decode(),))
        else:
            found = self._tx.connection.exec_driver_sql(_FIND_POSTGRESQL, tuple(map(list, zip(*wanted, strict=True))))
        return found.scalars().all()

    def _open(self, arrival: Arrival, heard: Heard, key: Key) -> Loaded:
        row = ThreadRow(
            id=self._tx.ids.next(),
            account_id=key[0],
            network=heard.post.network,
            root=key[1],
            person_id=key[2],
            identity_id=arrival.identity_id,
            opened_at=heard.post.created_at,
            last_at=heard.post.created_at,
        )
        thread = thread_row.fresh(row)
        self._remember(thread)
        return thread

    def _newest_in(self, arrival: Arrival) -> Loaded | None:
        """The conversation of this thread that moved last, when we cannot tell whom we answered."""
        if not arrival.thread:
            return None
        condition: ColumnElement[bool] = conversations.c.account_id == arrival.account_id
        newest = self._tx.connection.execute(
            select(conversations.c.id)
            .where(condition, conversations.c.root == arrival.thread)
            .order_by(conversations.c.last_at.desc(), conversations.c.id.desc())
            .limit(1)
        ).scalar()
        routed = redirects.routed_in(self._tx, arrival.account_id, arrival.thread)
        for number in (*routed, *([newest] if newest is not None else ())):
            self._get(number)
        here = [
            thread
            for thread in self._by_id.values()
            if thread.row.id in routed
            or (thread.row.account_id == arrival.account_id and thread.row.root == arrival.thread)
        ]
        return max(here, key=lambda thread: (thread.row.last_at, thread.row.id), default=None)

    def _at(self, key: Key) -> Loaded | None:
        """The conversation that posts of this thread by this person belong to."""
        routed = self._routes.get(key)
        return self._by_key.get(key) if routed is None else self._by_id[routed]

    def _get(self, conversation_id: int) -> Loaded | None:
        if conversation_id and conversation_id not in self._by_id:
            for thread in thread_row.load(self._tx, [conversation_id]):
                self._remember(thread)
        return self._by_id.get(conversation_id)

    def _remember(self, thread: Loaded) -> None:
        row = thread.row
        self._by_id[row.id] = thread
        self._by_key[row.account_id, row.root, row.person_id] = thread

    def _touch(self, thread: Loaded) -> None:
        self._touched[thread.row.id] = thread

    def _show(self, row: ThreadRow, arrival: Arrival) -> None:
        """Let the card show this post, if it is the newest of theirs."""
        if (arrival.created_at(), arrival.id) < (row.post_at, row.post_id):
            return
        shown = arrival.content()
        row.text, row.language, row.sentiment = shown.text[:TEXT_LENGTH], shown.language, shown.sentiment
        row.score, row.reach = shown.score, arrival.reach()
        row.post_at, row.post_id, row.identity_id = arrival.created_at(), arrival.id, arrival.identity_id


def answer(row: ThreadRow, at: Millis, *, composed_at: Millis = 0) -> None:
    """Our word of this moment is out. A post of theirs that came after it was written still wants an answer."""
    if at > row.answered_at:
        row.reasons = marks.drop(row.reasons, UNDELIVERED)
    row.last_at = max(row.last_at, at)
    row.answered_at = max(row.answered_at, at)
    row.first_answered_at = min(row.first_answered_at or at, at)
    if row.status == Status.OPEN and row.post_at <= (composed_at or at):
        row.status, row.due_at = Status.PENDING.value, NEVER


def effect_of(kind: PostKind) -> bool:
    """Whether posts of this kind move conversations."""
    return kind in ADDRESSED or kind is PostKind.OWN


def _weigh(row: ThreadRow, heard: Heard) -> None:
    """It presses as much as this post, and for its reasons."""
    reasons = msgspec.json.encode(heard.reasons).decode() if heard.reasons else ""
    row.priority, row.reasons = heard.priority, marks.renew(row.reasons, reasons)
