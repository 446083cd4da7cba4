"""What became of a reply of ours and who did it, as lines of a timeline. Known by the words of events; knows domain and
core."""

from collections.abc import Callable
from typing import Any

from app.core.i18n import _
from app.domain.reply import OutboxState
from widgets.models.words import isolate

After = dict[str, Any]
"""What was kept of a reply as it stood afterwards."""


def _retried(who: str, after: After) -> str:
    if after.get("state") == OutboxState.HELD:
        return _("{who} tried the reply again; it is held").format(who=who)
    return _("{who} tried the reply again").format(who=who)


def _settled(who: str, after: After) -> str:
    if after.get("state") == OutboxState.SENT:
        return _("{who} looked: the reply is there").format(who=who)
    return _("{who} looked: the reply is not there").format(who=who)


def _released(who: str, after: After) -> str:
    if after.get("state") == OutboxState.CANCELLED:
        return _("{who} cancelled the held reply").format(who=who)
    return _("{who} let the held reply go").format(who=who)


def _held(_who: str, after: After) -> str:
    return _("The reply was held: {reason}").format(reason=isolate(str(after.get("reason", ""))))


def _failed(_who: str, after: After) -> str:
    return _("The reply was not sent: {cause}").format(cause=isolate(str(after.get("error", ""))))


def _unknown(_who: str, after: After) -> str:
    return _("The reply may have been posted: {cause}").format(cause=isolate(str(after.get("error", ""))))


REPLIES: dict[str, Callable[[str, After], str]] = {
    "reply.undone": lambda who, _after: _("{who} took the reply back").format(who=who),
    "reply.retried": _retried,
    "reply.settled": _settled,
    "reply.released": _released,
    "reply.held": _held,
    "reply.failed": _failed,
    "reply.unknown": _unknown,
    "reply.not_there": lambda _who, _after: _("The reply was not there: it goes out again"),
}
"""By the deed's name, what to say of it."""
