"""What machines say about a mail, in words: not delivered, delayed, an automatic reply. Known by the thread's rows and
the composer; knows domain and core.

Source of the figures: RFC 3463 and the registry of enhanced status codes it set up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.i18n import N_, _
from app.domain.automatic import AUTO_REPLY, BOUNCE, DELAYED
from app.domain.conversation import Entry, EntryKind

MOST_WORDS = 140
"""So much of an automatic reply stands in its one line, in code points."""

_REASONS = {
    "1.1": N_("there is no such mailbox"),
    "1.2": N_("there is no such mail server"),
    "1.3": N_("the address is written wrongly"),
    "1.6": N_("the mailbox has moved"),
    "1.10": N_("the address takes no mail"),
    "2.1": N_("the mailbox is switched off"),
    "2.2": N_("mailbox full"),
    "2.3": N_("the mail is too large"),
    "3.4": N_("the mail is too large"),
    "4.1": N_("the mail server does not answer"),
    "4.2": N_("the connection broke"),
    "4.4": N_("the mail server was not found"),
    "4.7": N_("the mail server did not answer in time"),
    "7.1": N_("refused by the receiver's rules"),
}
_ROOMS = {
    "1": N_("the address does not work"),
    "2": N_("the mailbox takes no mail"),
    "4": N_("the mail server could not be reached"),
    "7": N_("refused by the receiver's rules"),
}


@dataclass(frozen=True)
class Undelivered:
    """A reply of ours that nobody has read, and the report that says so."""

    own: Entry
    report: Entry


def reason(entry: Entry) -> str:
    """Why a mail did not arrive, with the mail server's figures: `mailbox full (550 5.2.2)`."""
    figures = entry.code.split(" ")[-1]
    detail = figures.partition(".")[2]
    words = _REASONS.get(detail) or _ROOMS.get(detail.partition(".")[0])
    known = _(words) if words else _("refused by the mail server")
    return _("{reason} ({code})").format(reason=known, code=entry.code) if entry.code else known


def report_words(entry: Entry) -> str:
    """What the folded row says."""
    if entry.automatic == BOUNCE:
        return _("Delivery failed: {reason}").format(reason=reason(entry))
    if entry.automatic == DELAYED:
        return _("Not delivered yet: {reason}. The mail server goes on trying.").format(reason=reason(entry))
    words = " ".join(entry.text.split())[:MOST_WORDS]
    line = _("Automatic reply: {words}") if entry.automatic == AUTO_REPLY else _("Receipt: {words}")
    return line.format(words=words)


def failures(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The newest report that a mail was given up, by the native id of the mail."""
    found = [entry for entry in entries if entry.automatic == BOUNCE and entry.about]
    return {entry.about: entry for entry in sorted(found, key=lambda one: (one.at, one.id))}


def undelivered(entries: Sequence[Entry]) -> Undelivered | None:
    """The newest word of the talk, where it is a reply of ours that was not delivered; None when all is well."""
    talk = [one for one in entries if one.kind in {EntryKind.POST, EntryKind.OWN, EntryKind.SENDING}]
    last = max((one for one in talk if not one.automatic), key=lambda one: (one.at, one.id), default=None)
    report = failures(entries).get(last.native_id) if last is not None and last.kind is EntryKind.OWN else None
    return Undelivered(last, report) if last is not None and report is not None else None
