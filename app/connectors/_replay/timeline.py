"""Real time to simulated time, and the cursor that remembers both. Known by replay; knows options and core."""

from msgspec import Struct

from app.connectors._replay.options import Options
from app.connectors.base import Malformed
from app.core.clock import DAY, HOUR, Millis
from app.core.i18n import _


class Timeline(Struct, frozen=True, kw_only=True):
    """One opening of the replay.

    Attributes:
        opened: real moment at which it was first opened.
        begins: simulated moment of that; what lies before it is history.
        ends: simulated moment of the end; 0 for never.
    """

    opened: Millis
    begins: Millis
    ends: Millis = 0
    speed: float = 1.0

    def simulated(self, real: Millis) -> Millis:
        """The simulated moment of a real one: never ahead of the clock, never past the end."""
        moment = min(real, self.begins + round((real - self.opened) * self.speed))
        return min(moment, self.ends) if self.ends else moment

    def cursor(self, moment: Millis) -> str:
        """Everything up to and with this simulated moment is delivered."""
        return f"{moment}@{self.opened}"


def open_timeline(options: Options, opened: Millis) -> Timeline:
    """The opening at a real moment. Faster than life without a start begins that much in the past."""
    begins = options.start
    if not begins:
        begins = opened if options.speed <= 1 else opened - round(options.length_hours * HOUR or DAY)
    ends = begins + round(options.length_hours * HOUR) if options.length_hours else 0
    return Timeline(opened=opened, begins=begins, ends=ends, speed=options.speed)


def read_cursor(text: str) -> tuple[Millis, Millis]:
    """The simulated moment and the opening of a cursor. Raises Malformed."""
    moment, _at, opened = text.partition("@")
    try:
        return int(moment), int(opened)
    except ValueError:
        raise Malformed(
            _("The replay does not know where it stopped: {cursor}.").format(cursor=repr(text)),
            hint=_("Remove the replay account and add it again."),
        ) from None
