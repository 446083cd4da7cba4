"""A conversation's entries as rows to show: day lines, folded events, the post to answer. Known by the thread view;
knows domain and core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.clock import SECOND, Millis
from app.core.i18n import ngettext
from app.domain.conversation import Entry, EntryKind
from widgets.models.event_words import event_words
from widgets.models.reports import failures, reason, report_words
from widgets.models.words import day_of, day_words

FOLD_EVENTS = 3
"""So many events in a row become one line."""

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
    """

    kind: RowKind
    key: str
    words: str = ""
    entry: Entry | None = None
    quiet: bool = False
    folded: tuple[Entry, ...] = ()
    undelivered: str = ""
    unfolded: bool = False


def newest_post(entries: Sequence[Entry]) -> Entry | None:
    """The post the composer answers: the newest one that is somebody else's and was said to us."""
    posts = [entry for entry in entries if entry.kind is EntryKind.POST and not entry.aside]
    return max(posts, key=lambda entry: (entry.at, entry.id), default=None)


def thread_rows(
    entries: Sequence[Entry], *, handle: str, now: Millis, me: str = "", answerable: bool = True
) -> list[ThreadRow]:
    """Rows in order of time, newest last; `handle` is the person's, whose posts are not mere context.

    `me` is who reads: what he did himself is told as "You took it". Where nothing is answered no post has a frame.
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
    return _fold(rows)


def event_row(entry: Entry, *, me: str) -> ThreadRow:
    """What somebody did, as a row of its own."""
    return ThreadRow(RowKind.EVENT, f"{entry.kind}:{entry.id}", words=event_words(entry, me=me), entry=entry)


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
    key = f"{entry.kind}:{entry.id}"
    if entry.automatic:
        return ThreadRow(RowKind.REPORT, key, words=report_words(entry), entry=entry)
    if entry.kind is EntryKind.POST:
        kind = RowKind.ASK if entry is target else RowKind.POST
        return ThreadRow(kind, key, entry=entry, quiet=entry.handle != handle)
    if entry.kind is EntryKind.EVENT:
        return event_row(entry, me=me)
    before = entry.kind is EntryKind.OWN and entry.at < first
    return ThreadRow(RowKind.NOTE if entry.kind is EntryKind.NOTE else RowKind.OWN, key, entry=entry, quiet=before)


def _told(row: ThreadRow, failed: Mapping[str, Entry]) -> ThreadRow:
    """The row of a reply that was not delivered says why."""
    entry = row.entry
    report = failed.get(entry.native_id) if entry is not None and row.kind is RowKind.OWN else None
    return replace(row, undelivered=reason(report)) if report is not None else row


def _fold(rows: list[ThreadRow]) -> list[ThreadRow]:
    folded: list[ThreadRow] = []
    run: list[ThreadRow] = []
    for row in [*rows, ThreadRow(RowKind.DAY, "end")]:
        if row.kind is RowKind.EVENT:
            run.append(row)
            continue
        folded.extend(_folded(run))
        run = []
        folded.append(row)
    return folded[:-1]


def _folded(run: list[ThreadRow]) -> list[ThreadRow]:
    if len(run) < FOLD_EVENTS:
        return run
    entries = tuple(row.entry for row in run if row.entry is not None)
    words = ngettext("{count} event", "{count} events", len(run)).format(count=len(run))
    return [ThreadRow(RowKind.FOLD, f"fold:{run[0].key}", words=words, entry=entries[-1], folded=entries)]
