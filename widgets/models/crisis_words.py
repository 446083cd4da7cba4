"""A crisis' times and steps in words, and back. Known by the crisis dialog; knows domain and words."""

from datetime import datetime, timedelta

from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.core.i18n import _
from app.domain.crisis import Step
from widgets.models.words import clock_time, isolate, span

PAST = 6 * HOUR
"""A time that is further back than this is meant for tomorrow."""


def time_words(moment: Millis) -> str:
    """15:30 in local time, empty for none."""
    return clock_time(moment) if moment else ""


def read_time(text: str, *, now: Millis) -> Millis:
    """The moment that hours and minutes mean: today, or tomorrow when today's is long past; 0 for no words, −1 for what
    is no time."""
    words = text.strip().replace(".", ":")
    if not words:
        return 0
    try:
        told = datetime.strptime(words, "%H:%M").time()
    except ValueError:
        return -1
    moment = datetime.combine(datetime.fromtimestamp(now / SECOND).date(), told)
    if round(moment.timestamp() * SECOND) < now - PAST:
        moment += timedelta(days=1)
    return round(moment.timestamp() * SECOND)


def step_words(step: Step, now: Millis) -> str:
    """Who, by when, and whether it is done or overdue."""
    if step.done_at:
        return _("Done {time} by {name}").format(time=clock_time(step.done_at), name=isolate(step.done_by))
    who = [isolate(part) for part in (step.team, step.person) if part]
    if not step.due:
        return " · ".join(who) or _("No time is set")
    due = _("due {time}").format(time=clock_time(step.due))
    if step.due <= now - MINUTE:
        due = _("due {time}, overdue by {length}").format(time=clock_time(step.due), length=span(now - step.due))
    return " · ".join((*who, due))
