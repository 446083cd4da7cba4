"""What was done to a conversation, as a line of its timeline. Known by the thread's rows; knows domain and core."""

from collections.abc import Callable
from typing import Any

import msgspec

from app.core.i18n import N_, _
from app.domain.conversation import UNTIL_THEY_WRITE, Entry
from app.domain.shift import Mode
from widgets.models.consent_words import PURPOSES
from widgets.models.reply_event_words import REPLIES
from widgets.models.words import ahead, isolate

_DONE = {
    "conversation.open": N_("{who} reopened it"),
    "conversation.pending": N_("{who} let it wait for the person"),
    "conversation.resolved": N_("{who} resolved it"),
    "conversation.taken": N_("{who} took it"),
    "conversation.split": N_("{who} split it here: the later posts are a conversation of their own"),
    "conversation.split_off": N_("{who} split this off another conversation"),
    "conversation.unmerged": N_("{who} took a merge back"),
    "conversation.unsplit": N_("{who} put together again what was split"),
    "conversation.spam": N_("{who} marked it as spam: hidden from walls and counts"),
    "conversation.no_spam": N_("{who} took it off the spam"),
    "note.added": N_("{who} wrote a note"),
}


def event_words(entry: Entry, *, me: str = "") -> str:
    """Who did what, in one line; a deed this version has no words for stands as it was kept."""
    who = _("You") if entry.by == me and me else isolate(entry.by)
    known = _DONE.get(entry.text)
    if known is not None:
        return _(known).format(who=who)
    if entry.text == "conversation.snoozed":
        return _snoozed(who, entry)
    reply = REPLIES.get(entry.text)
    if reply is not None:
        return reply(who, _after(entry))
    told = _TOLD.get(entry.text)
    return told(who, _after(entry), me) if told is not None else entry.text


def _after(entry: Entry) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(entry.name) if entry.name else {}
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _snoozed(who: str, entry: Entry) -> str:
    until = _after(entry).get("snoozed_until")
    if not isinstance(until, int) or until <= 0:
        return _("{who} snoozed it").format(who=who)
    if until >= UNTIL_THEY_WRITE:
        return _("{who} snoozed it until the person writes").format(who=who)
    return _("{who} snoozed it until {time}").format(who=who, time=ahead(until, now=entry.at))


def _assigned(who: str, after: dict[str, Any], me: str) -> str:
    name = str(after.get("assignee", ""))
    if not name:
        return _("{who} gave it back to the queue").format(who=who)
    return _("{who} assigned it to {name}").format(who=who, name=_("you") if name == me else isolate(name))


def _routed(_who: str, after: dict[str, Any], me: str) -> str:
    """Why this came to me, in one line."""
    name, has, most = str(after.get("assignee", "")), after.get("open", 0), after.get("capacity", 0)
    whom = _("you") if name == me else isolate(name)
    if after.get("mode") == Mode.LOAD.value:
        return _("Came to {name} by load: {open} of {capacity} open, the least of everybody here").format(
            name=whom, open=has, capacity=most
        )
    return _("Came to {name} in turn: {open} of {capacity} open").format(name=whom, open=has, capacity=most)


def _returned(_who: str, after: dict[str, Any], _me: str) -> str:
    return _("Came back to the queue: {name} is away").format(name=isolate(str(after.get("from", ""))))


def _labelled(who: str, after: dict[str, Any], _me: str) -> str:
    labels = ", ".join(str(label) for label in after.get("labels", ()))
    return (
        _("{who} set the labels: {labels}").format(who=who, labels=labels)
        if labels
        else _("{who} took the labels off").format(who=who)
    )


def _merged(who: str, after: dict[str, Any], _me: str) -> str:
    words = isolate(" ".join(str(after.get("words", "")).split()))
    return _("{who} merged a conversation into this one: {words}").format(who=who, words=words)


def _consented(who: str, after: dict[str, Any], words: str) -> str:
    names = {purpose.value: name for purpose, name in PURPOSES.items()}
    purpose = str(after.get("purpose", ""))
    return words.format(who=who, what=_(names[purpose]) if purpose in names else purpose)


_TOLD: dict[str, Callable[[str, dict[str, Any], str], str]] = {
    "conversation.assigned": _assigned,
    "conversation.routed": _routed,
    "conversation.returned": _returned,
    "conversation.labelled": _labelled,
    "conversation.merged": _merged,
    "consent.asked": lambda who, after, _me: _consented(who, after, _("{who} asked for consent: {what}")),
    "consent.given": lambda who, after, _me: _consented(who, after, _("{who} noted a consent: {what}")),
    "consent.refused": lambda who, after, _me: _consented(who, after, _("{who} noted a refusal: {what}")),
}
