"""Where a tour is, and how long it has taken against its plan. Known by the tour; knows tour.stop and core.clock."""

from app.core.clock import SECOND, Clock, Millis, SystemClock
from widgets.tour.stop import Script, Stop


class Course:
    """A tour on its way.

    Attributes:
        script: what is led through.
        number: the present stop, from 0.
        is_blank: the audience sees a dark screen.
        is_asking: the speaker was asked whether the tour shall end.
    """

    def __init__(self, script: Script, *, clock: Clock | None = None) -> None:
        self.script = script
        self.number = 0
        self.is_blank = False
        self.is_asking = False
        self._clock = clock or SystemClock()
        self.reset()

    @property
    def stop(self) -> Stop:
        return self.script.stops[self.number]

    @property
    def next_stop(self) -> Stop | None:
        """The one after; None at the last."""
        after = self.number + 1
        return self.script.stops[after] if after < len(self.script.stops) else None

    def reset(self) -> None:
        """To the first stop; the watch begins anew."""
        self.number, self.is_blank, self.is_asking = 0, False, False
        self._began = self._entered = self._clock.monotonic()

    def go(self, number: int) -> bool:
        """To stop `number` (from 0); False, and nothing changed, where there is none."""
        if not 0 <= number < len(self.script.stops):
            return False
        self.number, self.is_blank, self.is_asking = number, False, False
        self._entered = self._clock.monotonic()
        return True

    def use(self, script: Script) -> None:
        """Go on with another reading of the script, at the same stop or the last there is."""
        self.script = script
        self.number = min(self.number, len(script.stops) - 1)

    def passed(self) -> Millis:
        """Since the beginning."""
        return round((self._clock.monotonic() - self._began) * SECOND)

    def passed_here(self) -> Millis:
        """Since this stop was come to."""
        return round((self._clock.monotonic() - self._entered) * SECOND)

    def behind(self) -> Millis:
        """How far behind the plan; negative when ahead, 0 while the present stop may still take its time."""
        before, after = self.script.planned_until(self.number), self.script.planned_until(self.number + 1)
        passed = self.passed()
        if passed > after:
            return passed - after
        return min(0, passed - before)
