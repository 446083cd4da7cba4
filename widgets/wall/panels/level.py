"""The level of the current crisis: the wall's one red block. Known by the registry; knows wall.episode."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import BOLD, MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel
from widgets.wall.headline import is_crisis
from widgets.wall.panel import PAD


class Level(EpisodePanel):
    """The level, large; red only once a person has declared a crisis of level 3 or more."""

    INFO = PanelInfo(
        kind="level", help="Level of the current crisis or alarm.", expires_after=3600, pace=0, formula="Alarms"
    )
    TILE = True

    def title(self) -> str:
        return _("Crisis level")

    def summary(self) -> str:
        alarm = self.alarm
        if alarm is None:
            return self.is_empty() or _("No alarm is open.")
        sentence = _("Crisis level {level} of 5.") if is_crisis(alarm) else _("Alarm level {level} of 5, not declared.")
        return sentence.format(level=alarm.level)

    def paint_chrome(self, canvas: Canvas) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The block says nothing but the level."""

    def paint_data(self, canvas: Canvas) -> None:
        alarm = self.alarm
        red = alarm is not None and is_crisis(alarm)
        ink = self.theme.on_alarm if red else self.theme.text1
        canvas.fill(0, 0, self.width_, self.height_, self.theme.alarm if red else self.theme.surface, radius=8)
        title = self.title() if red else _("Alarm level")
        if canvas.width_of(title, 28, weight=SEMI_BOLD) > self.width_ - PAD - 16:
            title = _("Crisis") if red else _("Alarm")
        canvas.text(PAD, 42, title, size=28, color=ink, weight=SEMI_BOLD)
        reach = canvas.ink_text(PAD, 188, str(alarm.level if alarm else 0), size=152, color=ink, weight=BOLD)
        if PAD + reach + 16 + canvas.width_of(_("of 5"), 40, weight=MEDIUM) < self.width_ - 16:
            canvas.text(PAD + reach + 16, 188, _("of 5"), size=40, color=ink, weight=MEDIUM)

    def say(self, canvas: Canvas, sentence: str, *, marked: bool = False) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.surface, radius=8)
        canvas.text(PAD, 42, _("Alarm level"), size=28, color=self.theme.text1, weight=SEMI_BOLD)
        super().say(canvas, sentence, marked=marked)

    def _age_text(self) -> str:
        return ""
