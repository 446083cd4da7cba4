"""What is held back: sending, and replies that wait for release. Known by the registry; knows wall.listing."""

from app.core.i18n import _
from app.wire.feeds import Feed, HouseFeed, HouseRow
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.listing import paint_rows
from widgets.wall.panel import Panel

FEED = HouseFeed()


class Hold(Panel):
    """Whether all sending is held, since when, and how many replies wait."""

    INFO = PanelInfo(kind="hold", help="Whether sending is held, and how many replies wait.", expires_after=3600)

    def title(self) -> str:
        return _("On hold")

    def subtitle(self) -> str:
        house = self._house()
        if house is None or not house.hold:
            return _("nothing is held") if house and not house.held else ""
        if not house.hold_by:
            return _("until somebody lifts it")
        return _("paused by {name}, {time}").format(name=house.hold_by, time=self.words.time(house.hold_since))

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def is_empty(self) -> str:
        return "" if self._house() else _("No figure yet")

    def summary(self) -> str:
        return ", ".join(f"{word} {value}" for word, value in self._rows())

    def paint_data(self, canvas: Canvas) -> None:
        paint_rows(canvas, self.theme, self._rows(), width=self.width_, height=self.height_)

    def _rows(self) -> list[tuple[str, str]]:
        house = self._house()
        if house is None:
            return []
        since = _("held since {time}").format(time=self.words.time(house.hold_since)) if house.hold else _("as usual")
        rows = [(_("All sending"), since), (_("Replies waiting"), self.words.number(house.held))]
        return [*rows, (_("Reason"), house.hold)] if house.hold else rows

    def _house(self) -> HouseRow | None:
        return next(iter(self.rows(FEED).values()), None)
