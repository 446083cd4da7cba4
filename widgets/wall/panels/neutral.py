"""The neutral scene: who we are and what time it is, nothing else. Known by the window; knows wire.feeds.

Shown on every wall while somebody has asked for it, whatever scene is due.
"""

from app.core.i18n import _
from app.wire.feeds import Feed, HouseFeed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.panel import Panel

FEED = HouseFeed()


class Neutral(Panel):
    """The organisation's name and the time, in the middle."""

    INFO = PanelInfo(kind="neutral", help="The organisation's name and the time.", interval=60)
    GROWS_OLD = True

    def title(self) -> str:
        return _("Neutral scene")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def summary(self) -> str:
        return f"{self._organisation()} {self.words.time(self.now)} UTC"

    def paint_chrome(self, canvas: Canvas) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """It has none."""

    def paint_data(self, canvas: Canvas) -> None:
        middle, centre = self.width_ / 2, self.height_ / 2
        name = canvas.fit(self._organisation(), self.width_ - 64, 72, weight=SEMI_BOLD)
        canvas.text(middle, centre, name, size=72, color=self.theme.text1, weight=SEMI_BOLD, align="center")
        time = f"{self.words.time(self.now)} UTC"
        canvas.text(middle, centre + 72, time, size=44, color=self.theme.text2, align="center")

    def pass_second(self) -> None:
        """A new minute is new data."""
        if self.has_aged():
            self.picture_due.emit(False)

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _age_text(self) -> str:
        return ""

    def _organisation(self) -> str:
        house = next(iter(self.rows(FEED).values()), None)
        return house.organisation if house else ""
