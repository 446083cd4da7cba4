"""A tour as data: its stops in order. Known by the tour; knows core.clock."""

from dataclasses import dataclass

from app.core.clock import MINUTE, Millis


@dataclass(frozen=True)
class Stop:
    """One stop of a tour.

    Attributes:
        title, caption: what the audience reads below the scene.
        notes: what the speaker reads, paragraph by paragraph.
        scene: which scene of the wall is shown.
        panel: the kind of panel put forward; empty for none.
        moment: where the replay is set to; empty to let it go on.
        minutes: how long it is meant to take.
        formulas: how the scene's figures are made is shown over it.
        neutral: the neutral scene is shown, as when somebody stops all walls.
    """

    title: str
    caption: str
    scene: str
    notes: str = ""
    panel: str = ""
    moment: str = ""
    minutes: float = 1.0
    formulas: bool = False
    neutral: bool = False

    @property
    def planned(self) -> Millis:
        return round(self.minutes * MINUTE)


@dataclass(frozen=True)
class Script:
    """A whole tour; it has at least one stop."""

    title: str
    stops: tuple[Stop, ...]

    @property
    def planned(self) -> Millis:
        """How long all of it is meant to take."""
        return sum(stop.planned for stop in self.stops)

    def planned_until(self, number: int) -> Millis:
        """How long everything before stop `number` (from 0) is meant to take."""
        return sum(stop.planned for stop in self.stops[:number])
