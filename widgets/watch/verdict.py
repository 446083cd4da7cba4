"""Whether a wall is well, by its pulse. Known by the watchdog; knows watch.pulse.

Pure: moments are given, so that a test needs no time.
"""

from dataclasses import dataclass

from widgets.watch.pulse import Pulse


@dataclass(frozen=True)
class Limits:
    """How long what may last, in seconds.

    Attributes:
        start: from the start to the first beat.
        silence: between two beats.
        blank: a window of one single colour.
        still: a picture that does not change; the header's minute changes it, so does the shift against burn-in.
        ending: from the request to end until it is killed.
        settled: a wall that lived so long is started again at once, others after a growing wait.
        waits: those waits, the last one for ever.
    """

    start: float = 40.0
    silence: float = 5.0
    blank: float = 8.0
    still: float = 240.0
    ending: float = 5.0
    settled: float = 60.0
    waits: tuple[float, ...] = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Verdict:
    """Judges one life of a wall.

    Attributes:
        began: when it was started; `heard` when it last gave a sign, both in seconds of a monotonic clock.
        pulse: its last beat, None before the first.
    """

    def __init__(self, limits: Limits, *, began: float) -> None:
        self.began = began
        self.heard = began
        self.pulse: Pulse | None = None
        self._limits = limits

    def hear(self, pulse: Pulse, now: float) -> str:
        """Take a beat; returns why the wall must be started anew, or nothing."""
        self.pulse, self.heard = pulse, now
        if pulse.blank_s >= self._limits.blank:
            return f"its picture has been blank for {pulse.blank_s:.0f} s"
        if pulse.still_s >= self._limits.still:
            return f"its picture has not changed for {pulse.still_s:.0f} s"
        if 0 < pulse.ceiling_mb < pulse.resident_mb:
            return f"it uses {pulse.resident_mb:.0f} MB, more than {pulse.ceiling_mb:.0f}"
        return ""

    def deadline(self) -> float:
        """When it counts as frozen unless it beats before."""
        return self.heard + (self._limits.start if self.pulse is None else self._limits.silence)

    def silent(self, now: float) -> str:
        """Why it counts as frozen, or nothing."""
        if now < self.deadline():
            return ""
        if self.pulse is None:
            return f"it did not come up in {self._limits.start:.0f} s"
        return f"it has been frozen for {now - self.heard:.0f} s"


class Waits:
    """How long to wait before the next start: nothing at first, longer when it dies soon, never for ever."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._soon = 0

    def after(self, lived: float, *, said_why: bool = False) -> float:
        """Seconds to wait after a life so long; one that has said on its screens why it cannot start needs none."""
        if said_why:
            return 0.0
        if lived >= self._limits.settled:
            self._soon = 0
        wait = self._limits.waits[min(self._soon, len(self._limits.waits) - 1)]
        self._soon += 1
        return wait
