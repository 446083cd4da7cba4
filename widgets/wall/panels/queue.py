"""The queue and its promise: what waits, what is late, how fast we answer. Known by the registry; knows wire.feeds."""

from dataclasses import dataclass

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import Feed, HouseFeed, HouseRow, KpiFeed, KpiRow
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.panel import PAD, Panel

KPIS, HOUSE = KpiFeed(), HouseFeed()
TOP = 64
NUMBER, BAR, LEAST_ROW = 118, 16, 46


@dataclass(frozen=True)
class Line:
    """One line of the board; `is_late` marks what is past what was promised."""

    word: str
    value: str
    note: str = ""
    is_late: bool = False


class QueueBoard(Panel):
    """Open cases as one bar of those in time and those past target, and below it what else matters to the service."""

    INFO = PanelInfo(
        kind="queue",
        help="Open and late cases, first reply, replies that wait.",
        expires_after=900,
        formula="open_conversations",
    )

    def title(self) -> str:
        return _("Open cases")

    def subtitle(self) -> str:
        promise = self._known("first_reply_minutes")
        if promise is None or not promise.has_target:
            return _("no target is set")
        return _("first reply within {length}").format(length=self.words.span(round(promise.target)))

    def wants(self) -> tuple[Feed, ...]:
        return (KPIS, HOUSE)

    def is_empty(self) -> str:
        return "" if self._known("open_conversations") else _("No figure yet")

    def summary(self) -> str:
        count, late = self._counts()
        said = _("{count} open, {late} past target.").format(
            count=self.words.number(count), late=self.words.number(late)
        )
        return " ".join([said, *(f"{line.word} {line.value}." for line in self._lines())])

    def paint_data(self, canvas: Canvas) -> None:
        count, late = self._counts()
        self._paint_numbers(canvas, count, late)
        bottom = TOP + NUMBER + BAR
        self._paint_bar(canvas, TOP + NUMBER, count=count, late=late)
        lines = self._lines()[: max(0, int((self.height_ - bottom - 18) // LEAST_ROW))]
        pitch = min(72.0, (self.height_ - bottom - 18) / max(1, len(lines)))
        for number, line in enumerate(lines):
            self._paint_line(canvas, line, bottom + 8 + pitch * (number + 1) - pitch / 2 + 8)

    def _paint_numbers(self, canvas: Canvas, count: int, late: int) -> None:
        """In time at the left, past target at the right, where the bar says the same."""
        baseline = TOP + 92
        in_time, over = self.figure(self.words.number(count - late)), self.figure(self.words.number(late))
        size = 96 if len(in_time) + len(over) < 8 and self.width_ >= 560 else 72
        color = self.figure_color
        reach = canvas.ink_text(PAD, baseline, in_time, size=size, color=color, weight=SEMI_BOLD, tracking=-0.02)
        canvas.text(PAD + reach + 10, baseline, _("in time"), size=28, color=self.theme.text2, weight=MEDIUM)
        right = self.width_ - PAD
        right -= canvas.text(right, baseline, _("late"), size=28, color=self.theme.text2, weight=MEDIUM, align="right")
        used = canvas.text(
            right - 10, baseline, over, size=size, color=color, weight=SEMI_BOLD, tracking=-0.02, align="right"
        )
        if late and not self.is_expired:
            diamond(canvas, right - 10 - used - 24, baseline - size * 0.36, self.theme.warn, size=28)

    def _paint_bar(self, canvas: Canvas, top: float, *, count: int, late: int) -> None:
        width = self.width_ - 2 * PAD
        canvas.fill(PAD, top, width, BAR, self.theme.hairline, radius=8)
        if not count or self.is_expired:
            return
        split = width * (1 - late / count)
        if split > 0:
            canvas.fill(PAD, top, split - (2 if late else 0), BAR, self.theme.accent, radius=8)
        if late:
            canvas.fill(PAD + split, top, max(8.0, width - split), BAR, self.theme.warn, radius=8)

    def _paint_line(self, canvas: Canvas, line: Line, baseline: float) -> None:
        right = self.width_ - PAD
        if line.note and not self.is_expired:
            right -= 16 + canvas.text(right, baseline, line.note, size=24, color=self.theme.text2, align="right")
        value = self.figure(line.value)
        used = canvas.text(right, baseline, value, size=32, color=self.figure_color, weight=SEMI_BOLD, align="right")
        if line.is_late and not self.is_expired:
            diamond(canvas, right - used - 20, baseline - 11, self.theme.warn)
            used += 40
        word = canvas.fit(line.word, right - used - 16 - PAD, 28)
        canvas.text(PAD, baseline, word, size=28, color=self.theme.text2)

    def _lines(self) -> list[Line]:
        """What is held comes first, so that it is the last to be left out."""
        house, reply = self._house(), self._first_reply()
        lines = [reply] if reply else []
        if house is None:
            return lines
        lines.append(Line(_("Replies waiting for release"), self.words.number(house.held)))
        if not house.hold:
            return [*lines, Line(_("All sending"), _("as usual"))]
        since = _("since {time}").format(time=self.words.time(house.hold_since))
        return [Line(_("All sending"), _("held"), since, is_late=True), *lines]

    def _first_reply(self) -> Line | None:
        row = self._known("first_reply_minutes")
        if row is None:
            return None
        value = " ".join(part for part in self.words.elapsed(round(row.value) * MINUTE) if part)
        note = _("median of {count}").format(count=self.words.number(row.sample))
        return Line(_("First reply"), value, note, is_late=row.has_target and row.value > row.target)

    def _counts(self) -> tuple[int, int]:
        """Open, and of those past target."""
        count, late = self._known("open_conversations"), self._known("overdue_conversations")
        return round(count.value) if count else 0, round(late.value) if late else 0

    def _known(self, name: str) -> KpiRow | None:
        row = self.rows(KPIS).get(name)
        return row if row is not None and row.known else None

    def _house(self) -> HouseRow | None:
        return next(iter(self.rows(HOUSE).values()), None)
