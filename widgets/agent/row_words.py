"""A thread's row in words: who and how, how far a reply is, and all of it read aloud. Known by the row; knows
models."""

from app.core.i18n import _
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxState
from widgets.models.moments import is_scheduled
from widgets.models.objection_words import objection_words
from widgets.models.thread import FOLDING, RowKind, ThreadRow
from widgets.models.words import clock_time, day_words


def meta_words(row: ThreadRow, entry: Entry) -> str:
    """Behind the name: the handle, whose hand it was, and whether it was edited."""
    handle = f"\u2066@{entry.handle.lstrip('@')}\u2069" if entry.handle else ""
    if row.kind is RowKind.OWN and entry.by:
        sent = _("written by {name}") if entry.kind is EntryKind.SENDING else _("sent by {name}")
        return ", ".join(part for part in (handle, sent.format(name=entry.by)) if part)
    edited = _("edited") if entry.edited else ""
    return ", ".join(part for part in (handle, edited) if part)


def status_words(row: ThreadRow, entry: Entry) -> str:
    """Under the text: how far a reply of ours is, or what speaks against a post; empty for neither."""
    if row.undelivered:
        return _("Not delivered: {reason}").format(reason=row.undelivered)
    words = {
        OutboxState.WAITING: _leaving(entry),
        OutboxState.SENDING: _("Sending"),
        OutboxState.HELD: _("Held. A lead looks at it before it goes out."),
        OutboxState.FAILED: _("Not sent. {cause}").format(cause=entry.error),
        OutboxState.UNKNOWN: _("It may have been posted."),
    }
    return words.get(entry.outbox, "") if entry.outbox is not None else objection_words(entry.objections)


def fold_words(row: ThreadRow) -> str:
    """What a press on a folded run does."""
    return (_("Hide {what}") if row.unfolded else _("Show {what}")).format(what=row.words)


def spoken_words(row: ThreadRow) -> str:
    """The whole row for a screen reader."""
    entry = row.entry
    if row.kind is RowKind.FOLD:
        return fold_words(row)
    if entry is None or row.kind is RowKind.DAY or row.kind in FOLDING:
        return row.words
    if row.kind is RowKind.EVENT:
        return f"{row.words}, {clock_time(entry.at)}"
    who = entry.name or entry.by
    if row.kind is RowKind.NOTE:
        who = _("Private note by {name}").format(name=entry.by or entry.name)
    parts = [who, clock_time(entry.at), status_words(row, entry)]
    return f"{', '.join(part for part in parts if part)}: {entry.text}"


def _leaving(entry: Entry) -> str:
    """When a waiting reply leaves, in words: its undo window is soon over, a chosen moment is named."""
    if not is_scheduled(entry.leaves_at, entry.at):
        return _("Leaves soon")
    day = day_words(entry.leaves_at, now=entry.at)
    return _("Leaves at {time}, {day}. Undo to change it.").format(day=day, time=clock_time(entry.leaves_at))
