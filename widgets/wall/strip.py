"""The connector strip at the foot of a wall: which networks we hear, and how lately. Known by the window; knows
wire.feeds."""

from dataclasses import dataclass

from app.core.i18n import _
from app.domain.account import Health, HealthState
from app.link.base import LinkState
from app.wire.feeds import Feed, HealthFeed
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond, hollow_square
from widgets.theme.fonts import REGULAR, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness, hub_is_lost
from widgets.wall.hearing import nothing_heard, source_names
from widgets.wall.panel import PAD, Panel

FEED = HealthFeed()
MOST = 9
BASELINE, MIDDLE = 41, 32


@dataclass(frozen=True)
class Item:
    """One connector as the strip shows it; `state` is ok, late or down."""

    name: str
    age: str
    state: str


class Strip(Panel):
    """Label and items with equal gaps; faults are never collapsed."""

    INFO = PanelInfo(kind="strip", help="Health of the connectors.", interval=10)
    GROWS_OLD = True

    def title(self) -> str:
        return _("Connectors")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def summary(self) -> str:
        return ", ".join(f"{item.name} {item.age}".strip() for item in self._items())

    def paint_chrome(self, canvas: Canvas) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)
        canvas.fill(0, 0, self.width_, self.height_, self.theme.surface, radius=8)
        canvas.text(PAD, BASELINE, self.title(), size=24, color=self.theme.text1, weight=SEMI_BOLD)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The strip is one line; its items say it all."""

    def paint_data(self, canvas: Canvas) -> None:
        items = self._fitting(canvas)
        left = PAD + canvas.width_of(self.title(), 24, weight=SEMI_BOLD)
        widths = [self._width(canvas, item) for item in items]
        gap = (self.width_ - PAD - left - sum(widths)) / max(1, len(items))
        x = left
        for item, width in zip(items, widths, strict=True):
            x += min(gap, 160.0)
            self._paint_item(canvas, item, x)
            x += width

    def pass_second(self) -> None:
        """Every item has an age of its own."""
        shown = self.moment() or self.context.notices.scenes
        if (shown and self.has_aged()) or self._speaks_now():
            self.picture_due.emit(False)

    def say(self, canvas: Canvas, sentence: str, *, marked: bool = False) -> None:
        left = PAD + canvas.width_of(self.title(), 24, weight=SEMI_BOLD) + 40
        if marked:
            diamond(canvas, left + 8, MIDDLE, self.theme.warn)
            left += 26
        text = canvas.fit(sentence, self.width_ - PAD - left, 24)
        canvas.text(left, BASELINE, text, size=24, color=self.theme.text2)

    def is_empty(self) -> str:
        if hub_is_lost(self.context.link) or self.context.notices.scenes:
            return ""
        return nothing_heard(self.rows(FEED).values())

    def _judge(self) -> Freshness:
        judged = super()._judge()
        return judged if judged in {Freshness.LOADING, Freshness.REFUSED} else Freshness.FRESH

    def _age_text(self) -> str:
        return ""

    def _items(self) -> list[Item]:
        rows, names = self.rows(FEED).values(), source_names(self.rows(FEED).values())
        heard = [row for row in rows if row.state is not HealthState.OFF]
        named = sorted(((names[row.account_id], row) for row in heard), key=lambda one: one[0].casefold())
        items = [self._item(name, row) for name, row in named]
        if self.context.link.state is LinkState.LOST:
            lost = _("out of reach since {time}").format(time=self.words.time(self.context.link.since))
            items = [Item(_("Hub"), lost, "down"), *[item for item in items if item.state != "ok"]]
        elif len(items) > MOST:
            items = self._collapsed(items)
        trouble = self.context.notices.scenes
        return [Item(_("Scenes"), trouble, "late"), *items] if trouble else items

    def _collapsed(self, items: list[Item]) -> list[Item]:
        faults = [item for item in items if item.state != "ok"]
        healthy = len(items) - len(faults)
        return [Item(_("{count} connected").format(count=healthy), "", "ok"), *faults[: MOST - 1]]

    def _fitting(self, canvas: Canvas) -> list[Item]:
        items = self._items()
        room = self.width_ - 2 * PAD - canvas.width_of(self.title(), 24, weight=SEMI_BOLD)
        if sum(self._width(canvas, item) + 24 for item in items) <= room:
            return items
        items = self._collapsed(items)
        while len(items) > 1 and sum(self._width(canvas, item) + 24 for item in items) > room:
            items.pop()
        return items

    def _item(self, name: str, row: Health) -> Item:
        if row.state in {HealthState.DOWN, HealthState.SIGN_IN}:
            text = _("sign-in refused") if row.state is HealthState.SIGN_IN else _("down")
            return Item(name, f"{text} {self.words.time(row.since)}", "down")
        age = self.words.age(self.now - row.last_contact) if row.last_contact else _("starting")
        return Item(name, age, "late" if row.state is HealthState.LATE else "ok")

    def _width(self, canvas: Canvas, item: Item) -> float:
        weight = REGULAR if item.state == "ok" else SEMI_BOLD
        age = canvas.width_of(item.age, 24, weight=weight) + 9 if item.age else 0
        return 26 + canvas.width_of(item.name, 24) + age

    def _paint_item(self, canvas: Canvas, item: Item, x: float) -> None:
        if item.state == "ok":
            canvas.dot(x + 8, MIDDLE, 7, self.theme.positive)
        elif item.state == "late":
            diamond(canvas, x + 8, MIDDLE, self.theme.warn)
        else:
            hollow_square(canvas, x + 8, MIDDLE, self.theme.warn, self.theme.surface)
        used = canvas.text(x + 26, BASELINE, item.name, size=24, color=self.theme.text2)
        color, weight = (self.theme.text3, REGULAR) if item.state == "ok" else (self.theme.warn, SEMI_BOLD)
        canvas.text(x + 35 + used, BASELINE, item.age, size=24, color=color, weight=weight)
