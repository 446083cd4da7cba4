"""What is done about the crisis a wall speaks of. Known by the panels of Crisis watch; knows wall.episode."""

from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import _
from app.link.mirror import Mirror
from app.wire.feeds import Feed, ResponseFeed, ResponseRow
from widgets.wall.calm import HEAT
from widgets.wall.episode import ALARMS, EpisodePanel
from widgets.wall.headline import is_crisis
from widgets.wall.words import UNIT_SPACE, Words

RESPONSES = ResponseFeed()
COUNTED_DOWN = 12 * HOUR
"""Farther off than this, the day says more than a countdown."""


class ResponsePanel(EpisodePanel):
    """A panel about the response; its countdowns are right to the minute, whatever the hub says."""

    _minute = -1

    @property
    def response(self) -> ResponseRow | None:
        """None while nobody has declared a crisis."""
        alarm = self.alarm
        row: ResponseRow | None = self.rows(RESPONSES).get(str(alarm.id)) if alarm and is_crisis(alarm) else None
        return row

    def wants(self) -> tuple[Feed, ...]:
        return (ALARMS, RESPONSES)

    def is_empty(self) -> str:
        if self.response is not None:
            return ""
        if self.TILE:
            return _("Not declared") if self.alarm else _("No crisis")
        if self.alarm is None:
            return _("No crisis is declared")
        return _("Not declared: a supervisor declares it at the desk, G A, C")

    def pass_second(self) -> None:
        if self.response is not None and self.now // MINUTE != self._minute:
            self.picture_due.emit(False)
        else:
            super().pass_second()

    def prepare(self) -> None:
        super().prepare()
        self._minute = self.now // MINUTE

    def _needed(self) -> list[Mirror]:
        return [mirror for feed, mirror in self._subscriptions.mirrors.items() if feed != HEAT]


def is_late(due: Millis, now: Millis) -> bool:
    """Whether a whole minute has passed since it was due."""
    return 0 < due <= now - MINUTE


def due_words(words: Words, due: Millis, now: Millis) -> str:
    """In 10 min, 4 min late, now; beyond half a day the day itself. Empty without a time."""
    if not due:
        return ""
    if is_late(due, now):
        return _("{length} late").format(length=_length(words, now - due))
    left = -(-(due - now) // MINUTE) * MINUTE
    if left > COUNTED_DOWN:
        return words.day(due)
    return _("in {length}").format(length=_length(words, left)) if left > 0 else _("now")


def _length(words: Words, length: Millis) -> str:
    return UNIT_SPACE.join(part for part in words.elapsed(length) if part)
