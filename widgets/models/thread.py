"""A conversation's entries as rows to show: day lines, folded events and replies, the post to answer. Known by the
thread view; knows domain and core."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from app.core.clock import SECOND, Millis
from app.core.i18n import ngettext
from app.domain.conversation import Entry, EntryKind
from widgets.models.event_words import event_words
from widgets.models.naming import called_in
from widgets.models.reports import failures, reason, report_words
from widgets.models.words import day_of, day_words

FOLD_EVENTS = 3
"""So many events in a row become one line."""

FOLD_REPLIES = 4
"""So many replies of other people in a row become one line: fewer are read as fast as the line."""

NOTE_ADDED = "note.added"

LONGEST = 60
"""The newest rows that are built; older ones on demand."""


class RowKind(StrEnum):
    DAY = "day"
    POST = "post"
    ASK = "ask"
    OWN = "own"
    NOTE = "note"
    EVENT = "event"
    FOLD = "fold"
    REPORT = "report"


FOLDING = frozenset({RowKind.FOLD, RowKind.REPORT})
"""A press opens them."""


@dataclass(frozen=True)
class ThreadRow:
    """One row.

    Attributes:
        key: lasting identity, for keeping widgets.
        words: text of a day line, an event or a fold.
        quiet: context rather than the person we talk to.
        undelivered: why nobody has read this reply of ours; empty when somebody may have.
        unfolded: what it stands for is shown below it.
        called: where a note names a colleague: the first unit of each and how many, in UTF-16 units.
    """

    kind: RowKind
    key: str
    words: str = ""
    entry: Entry | None = None
    quiet: bool = False
    folded: tuple[Entry, ...] = ()
    undelivered: str = ""
    unfolded: bool = False
    called: tuple[tuple[int, int], ...] = ()


def newest_post(entries: Sequence[Entry]) -> Entry | None:
    """The post the composer answers: the newest one that is somebody else's and was said to us."""
    posts = [entry for entry in entries if entry.kind is EntryKind.POST and not entry.aside]
    return max(posts, key=lambda entry: (entry.at, entry.id), default=None)


def thread_rows(
    entries: Sequence[Entry],
    *,
    handle: str,
    now: Millis,
    me: str = "",
    answerable: bool = True,
    colleagues: Collection[str] = (),
) -> list[ThreadRow]:
    """Rows in order of time, newest last; `handle` is the person's, whose posts are not mere context.

    `me` is who reads: what he did himself is told as "You took it". Where nothing is answered no post has a frame.
    `colleagues` are those whom a note may name.
    """
    ordered = sorted(_without_echoes(entries), key=lambda entry: (entry.at, entry.id))
    target = newest_post(ordered) if answerable else None
    first = next((entry.at for entry in ordered if entry.kind is EntryKind.POST), 0)
    failed = failures(ordered)
    rows: list[ThreadRow] = []
    last_day = None
    for entry in ordered:
        day = day_of(entry.at)
        if day != last_day:
            rows.append(ThreadRow(RowKind.DAY, f"day:{day}", words=day_words(entry.at, now=now)))
            last_day = day
        rows.append(_told(_row(entry, target=target, handle=handle, first=first, me=me), failed))
    return _fold([_calling(row, colleagues) for row in rows])


def unfolded_rows(row: ThreadRow, *, me: str = "") -> list[ThreadRow]:
    """What a fold stands for, each as a row of its own."""
    return [_event_row(entry, me=me) if entry.kind is EntryKind.EVENT else _reply_row(entry) for entry in row.folded]


def _reply_row(entry: Entry) -> ThreadRow:
    """What somebody else than the person said."""
    return ThreadRow(RowKind.POST, row_key(entry), entry=entry, quiet=True)


def row_key(entry: Entry) -> str:
    """The key of an entry's own row."""
    return f"{entry.kind}:{entry.id}"


def _event_row(entry: Entry, *, me: str) -> ThreadRow:
    """What somebody did, as a row of its own."""
    return ThreadRow(RowKind.EVENT, row_key(entry), words=event_words(entry, me=me), entry=entry)


def _without_echoes(entries: Sequence[Entry]) -> list[Entry]:
    """Without the event that tells what stands beside it anyway: a note that is shown."""
    notes = [(entry.by, entry.at) for entry in entries if entry.kind is EntryKind.NOTE]
    return [
        entry
        for entry in entries
        if entry.kind is not EntryKind.EVENT
        or entry.text != NOTE_ADDED
        or not any(by == entry.by and abs(at - entry.at) <= SECOND for by, at in notes)
    ]


def _row(entry: Entry, *, target: Entry | None, handle: str, first: Millis, me: str) -> ThreadRow:
    """One entry's row; what is ours from before the first post (at `first`) is context, not a reply."""
    key = row_key(entry)
    if entry.automatic:
        return ThreadRow(RowKind.REPORT, key, words=report_words(entry), entry=entry)
    if entry.kind is EntryKind.POST:
        kind = RowKind.ASK if entry is target else RowKind.POST
        return ThreadRow(kind, key, entry=entry, quiet=entry.handle != handle)
    if entry.kind is EntryKind.EVENT:
        return _event_row(entry, me=me)
    before = entry.kind is EntryKind.OWN and entry.at < first
    return ThreadRow(RowKind.NOTE if entry.kind is EntryKind.NOTE else RowKind.OWN, key, entry=entry, quiet=before)


def _told(row: ThreadRow, failed: Mapping[str, Entry]) -> ThreadRow:
    """The row of a reply that was not delivered says why."""
    entry = row.entry
    report = failed.get(entry.native_id) if entry is not None and row.kind is RowKind.OWN else None
    return replace(row, undelivered=reason(report)) if report is not None else row


def _calling(row: ThreadRow, colleagues: Collection[str]) -> ThreadRow:
    """A note says where it names a colleague."""
    if row.kind is not RowKind.NOTE or row.entry is None:
        return row
    return replace(row, called=tuple(called_in(row.entry.text, colleagues)))


def _fold(rows: list[ThreadRow]) -> list[ThreadRow]:
    return [row for alike, run in groupby(rows, _folds_as) for row in _folded(alike, list(run))]


def _folds_as(row: ThreadRow) -> RowKind | None:
    """What a row folds together with, of those beside it; None for a row that always stands."""
    if row.kind is RowKind.EVENT or (row.kind is RowKind.POST and row.quiet):
        return row.kind
    return None


def _folded(alike: RowKind | None, run: list[ThreadRow]) -> list[ThreadRow]:
    least = {RowKind.EVENT: FOLD_EVENTS, RowKind.POST: FOLD_REPLIES}
    if alike is None or len(run) < least[alike]:
        return run
    words = ngettext("{count} event", "{count} events", len(run))
    if alike is RowKind.POST:
        words = ngettext("{count} other reply", "{count} other replies", len(run))
    entries = tuple(row.entry for row in run if row.entry is not None)
    told = words.format(count=len(run))
    return [ThreadRow(RowKind.FOLD, f"fold:{run[0].key}", words=told, entry=entries[-1], folded=entries)]
