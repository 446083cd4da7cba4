"""An agent's own replies that have not come to rest, as a list tells them: what needs a look first, then what leaves
next, then what is held. Known by the list's dialog and hands; knows domain, directory and words."""

from dataclasses import dataclass

from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.reply import OutboxItem, OutboxState
from widgets.models.directory import Directory
from widgets.models.moments import is_scheduled
from widgets.models.words import ahead, at_handle, isolate, span

_STATES = (
    OutboxState.UNKNOWN,
    OutboxState.FAILED,
    OutboxState.SENDING,
    OutboxState.WAITING,
    OutboxState.HELD,
)
"""In the order of the list."""


@dataclass(frozen=True)
class OwnReply:
    """One row.

    Attributes:
        how: how it stands, in words; `warns` that somebody must look after it.
        where: from which account, to whom, on which network.
        undo: what taking it back is called; empty where it cannot be, and `why` says so.
    """

    item: OutboxItem
    how: str
    where: str
    undo: str
    why: str = ""
    warns: bool = False


def own_replies(directory: Directory, *, now: Millis) -> list[OwnReply]:
    """Everything of the agent's own, of a thread the part that leaves first."""
    items = [*directory.own_troubled(), *directory.first_on_the_way(), *directory.held()]
    items.sort(key=lambda item: (_STATES.index(item.state), item.not_before, item.id))
    return [_row(item, directory, now) for item in items]


def _row(item: OutboxItem, directory: Directory, now: Millis) -> OwnReply:
    network = directory.network(item.network).title
    words = _("{account} to {person} on {network}")
    where = words.format(account=at_handle(item.handle), person=at_handle(item.to_handle), network=isolate(network))
    undo = {
        OutboxState.WAITING: _("Undo"),
        OutboxState.HELD: _("Withdraw"),
        OutboxState.FAILED: _("Take back"),
    }.get(item.state, "")
    why = {
        OutboxState.SENDING: _("It is leaving now."),
        OutboxState.UNKNOWN: _("Open it and say whether it is there."),
    }.get(item.state, "")
    warns = item.state in (OutboxState.FAILED, OutboxState.UNKNOWN)
    return OwnReply(item, _how(item, directory.hold(), now), where, undo, why, warns)


def _how(item: OutboxItem, hold: str, now: Millis) -> str:
    match item.state:
        case OutboxState.UNKNOWN:
            return _("It may have been posted.")
        case OutboxState.FAILED:
            return _("Not sent. {cause}").format(cause=item.error or _("The network refused it."))
        case OutboxState.HELD:
            return _("Held: {reason}").format(reason=isolate(hold)) if hold else _("Held until a lead has read it")
        case OutboxState.SENDING:
            return _("It is leaving now.")
        case _:
            return _leaves(item, now)


def _leaves(item: OutboxItem, now: Millis) -> str:
    left = item.not_before - now
    if left <= 0:
        return _("Leaves when its turn comes")
    if item.error:
        return _("Tried again in {length}. {cause}").format(length=length_words(left), cause=item.error)
    if is_scheduled(item.not_before, item.created_at):
        return _("Leaves at {moment}").format(moment=ahead(item.not_before, now=now))
    return _("Leaves in {length}").format(length=length_words(left))


def length_words(left: Millis) -> str:
    """Seconds for what is near, minutes and hours for the rest."""
    seconds = max(0, -(-left // SECOND))
    return _("{seconds} s").format(seconds=seconds) if seconds < 100 else span(seconds * SECOND)
