"""How long the current crisis lasts, or the calm. Known by the registry; knows wall.episode."""

from app.core.clock import Millis
from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel, counted_from
from widgets.wall.panel import PAD


class Elapsed(EpisodePanel):
    """Time since the declaration, or since the alarm began; without one, since a topic was loud last."""

    INFO = PanelInfo(kind="elapsed", help="Time since the crisis was declared.", expires_after=3600)
    TILE = True
    GROWS_OLD = True

    def title(self) -> str:
        return _("Elapsed") if self.alarm else _("Calm for")

    def subtitle(self) -> str:
        calm = self.calm
        if calm is not None and calm.last is None:
            return _("Or longer")
        return _("Since {time}").format(time=self.words.time(self._began()))

    def summary(self) -> str:
        return f"{' '.join(self._elapsed())}, {self.subtitle()}"

    def paint_data(self, canvas: Canvas) -> None:
        number, unit = self._elapsed()
        number = self.figure(number)
        size = 88 if len(number) < 5 else 72
        reach = canvas.ink_text(PAD, 138, number, size=size, color=self.theme.text1, weight=SEMI_BOLD, tracking=-0.02)
        canvas.text(PAD + reach + 8, 138, unit, size=36, color=self.theme.text2, weight=MEDIUM)

    def pass_second(self) -> None:
        """A new minute is new data, whatever the hub says."""
        if self.has_aged():
            self.picture_due.emit(False)
        else:
            super().pass_second()

    def _elapsed(self) -> tuple[str, str]:
        return self.words.elapsed(self.now - self._began())

    def _began(self) -> Millis:
        """From when on it is counted."""
        alarm, calm = self.alarm, self.calm
        if alarm is not None:
            return counted_from(alarm)
        return calm.since if calm is not None else self.now
