"""What a conversation's timer says at a moment. Known by card, header and queue; knows domain and core.

The thresholds are DESK.md's defaults: calm above 15 minutes, soon to 5, due below, overdue past.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.conversation import UNTIL_THEY_WRITE, Card, Status
from widgets.models.words import ahead, minutes_seconds, span

SOON: Millis = 15 * MINUTE
DUE: Millis = 5 * MINUTE
FULL: Millis = 60 * MINUTE
"""The ring is full with an hour or more to go."""


class TimerState(StrEnum):
    NONE = "none"
    CALM = "calm"
    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    MET = "met"
    HELD = "held"


@dataclass(frozen=True)
class Timer:
    """A timer as shown.

    Attributes:
        left: share of the ring still there, 0–1.
    """

    state: TimerState
    text: str
    left: float = 0.0


def timer_of(card: Card, *, now: Millis, held: bool = False) -> Timer:
    """The timer of a card; `held` while all sending is held."""
    if card.status is Status.RESOLVED:
        return Timer(TimerState.MET, _("Resolved"))
    if card.status is Status.SNOOZED:
        if card.snoozed_until >= UNTIL_THEY_WRITE:
            return Timer(TimerState.SNOOZED, _("Until they write"))
        return Timer(TimerState.SNOOZED, _("Until {time}").format(time=ahead(card.snoozed_until, now=now)))
    if card.status is Status.PENDING:
        return Timer(TimerState.WAITING, _("Waiting"))
    if not card.due_at:
        return Timer(TimerState.NONE, "")
    if held:
        return Timer(TimerState.HELD, _("Held"))
    return _running(card.due_at - now)


def _running(left: Millis) -> Timer:
    share = max(0.0, min(1.0, left / FULL))
    if left < 0:
        over = minutes_seconds(-left) if -left < FULL else span(-left)
        return Timer(TimerState.OVERDUE, _("{length} over").format(length=over))
    if left < DUE:
        return Timer(TimerState.DUE, minutes_seconds(left), share)
    if left < SOON:
        return Timer(TimerState.SOON, minutes_seconds(left), share)
    return Timer(TimerState.CALM, span(left), share)


def timer_words(card: Card, *, now: Millis) -> str:
    """The timer for a screen reader, to the minute."""
    timer = timer_of(card, now=now)
    if timer.state is TimerState.OVERDUE:
        return _("overdue by {length}").format(length=span(now - card.due_at))
    if timer.state in {TimerState.CALM, TimerState.SOON, TimerState.DUE}:
        return _("due in {length}").format(length=span(card.due_at - now))
    return timer.text or _("no timer")
