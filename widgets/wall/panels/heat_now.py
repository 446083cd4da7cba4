"""How hot the current crisis is. Known by the registry; knows wall.episode."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel
from widgets.wall.headline import LOUD
from widgets.wall.panel import PAD


class HeatNow(EpisodePanel):
    """Heat from 0 to 100, on its scale."""

    INFO = PanelInfo(kind="heat_now", help="Heat of the current crisis.", interval=60, expires_after=1800)
    TILE = True

    def title(self) -> str:
        return _("Heat now")

    def subtitle(self) -> str:
        return _("Loud above {heat}").format(heat=LOUD)

    def summary(self) -> str:
        alarm = self.alarm
        return _("Heat {heat} of 100.").format(heat=alarm.heat) if alarm else self.is_empty()

    def paint_frame(self, canvas: Canvas) -> None:
        """The empty track."""
        canvas.fill(PAD, 153, self.width_ - 2 * PAD, 8, self.theme.hairline, radius=4)

    def paint_data(self, canvas: Canvas) -> None:
        alarm = self.alarm
        if alarm is None:
            return
        reach = canvas.ink_text(
            PAD,
            138,
            self.figure(str(alarm.heat)),
            size=88,
            color=self.figure_color,
            weight=SEMI_BOLD,
            tracking=-0.02,
        )
        canvas.text(PAD + reach + 8, 138, _("of 100"), size=32, color=self.theme.text2, weight=MEDIUM)
        length = (self.width_ - 2 * PAD) * min(100, alarm.heat) / 100
        canvas.fill(PAD, 153, length, 8, self.theme.heat_of(max(12, alarm.heat)), radius=4)
        canvas.fill(PAD + (self.width_ - 2 * PAD) * LOUD / 100 - 2, 148, 4, 18, self.theme.text1)
