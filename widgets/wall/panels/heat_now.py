"""How hot the current crisis is, or the hottest topic. Known by the registry; knows wall.episode."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel
from widgets.wall.figures import track_top
from widgets.wall.headline import LOUD
from widgets.wall.panel import PAD


class HeatNow(EpisodePanel):
    """Heat from 0 to 100, on its scale; without an alarm that of the hottest topic."""

    INFO = PanelInfo(
        kind="heat_now",
        help="Heat of the current crisis.",
        interval=60,
        expires_after=1800,
        counts=True,
        formula="Heat",
    )
    TILE = True

    def title(self) -> str:
        return _("Heat now")

    def subtitle(self) -> str:
        return _("Loud above {heat}").format(heat=LOUD)

    def summary(self) -> str:
        return self.is_empty() or _("Heat {heat} of 100.").format(heat=self._heat())

    def paint_frame(self, canvas: Canvas) -> None:
        """The empty track."""
        canvas.fill(PAD, track_top(self.height_), self.width_ - 2 * PAD, 8, self.theme.hairline, radius=4)

    def paint_data(self, canvas: Canvas) -> None:
        heat = self._heat()
        reach = canvas.ink_text(
            PAD,
            138,
            self.figure(str(heat)),
            size=88,
            color=self.figure_color,
            weight=SEMI_BOLD,
            tracking=-0.02,
        )
        canvas.text(PAD + reach + 8, 138, _("of 100"), size=32, color=self.theme.text2, weight=MEDIUM)
        length = (self.width_ - 2 * PAD) * min(100, heat) / 100
        canvas.fill(PAD, track_top(self.height_), length, 8, self.theme.heat_of(max(12, heat)), radius=4)
        canvas.fill(
            PAD + (self.width_ - 2 * PAD) * LOUD / 100 - 2, track_top(self.height_) - 5, 4, 18, self.theme.text1
        )

    def _heat(self) -> int:
        alarm, calm = self.alarm, self.calm
        if alarm is not None:
            return alarm.heat
        return max(0, calm.hottest.now) if calm is not None else 0
