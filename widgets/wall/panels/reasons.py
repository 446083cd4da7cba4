"""Why the current alarm was raised. Known by the registry; knows wall.episode."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel
from widgets.wall.listing import paint_rows


class Reasons(EpisodePanel):
    """The alarm's reasons, strongest first."""

    INFO = PanelInfo(kind="reasons", help="Why the current alarm was raised.", expires_after=3600)

    def title(self) -> str:
        return _("Why")

    def subtitle(self) -> str:
        alarm = self.alarm
        return _("alarm since {time}").format(time=self.words.time(alarm.began_at)) if alarm else ""

    def is_empty(self) -> str:
        alarm = self.alarm
        return super().is_empty() or ("" if alarm and alarm.reasons else _("No reason is given"))

    def summary(self) -> str:
        alarm = self.alarm
        return ". ".join(alarm.reasons) + "." if alarm else self.is_empty()

    def paint_data(self, canvas: Canvas) -> None:
        alarm = self.alarm
        rows = [(reason[:1].upper() + reason[1:], "") for reason in alarm.reasons] if alarm else []
        paint_rows(canvas, self.theme, rows, width=self.width_, height=self.height_)
