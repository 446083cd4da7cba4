"""A few words of the house's own. Known by the registry; knows kit.wrap."""

from app.core.clock import DAY
from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.kit.direction import as_right_to_left
from widgets.kit.wrap import wrap
from widgets.theme.fonts import REGULAR, SEMI_BOLD, is_right_to_left
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.panel import PAD, Panel

SIZES = (72, 52, 44, 36, 28)
TOP = 64


class Message(Panel):
    """A text as large as it fits; options `title` and `text`, or `lines` of which each day has the next."""

    INFO = PanelInfo(
        kind="message", help="A text of your own: options title and text, or lines, one a day.", interval=3600
    )
    GROWS_OLD = True

    def title(self) -> str:
        usual = _("Quote of the day") if self._daily() else _("Message")
        return str(self.options.get("title", "") or usual)

    def is_empty(self) -> str:
        return "" if self._text() else _("No text is set")

    def summary(self) -> str:
        return self._text()

    def paint_data(self, canvas: Canvas) -> None:
        size, lines = self._lines()
        pitch = size * 1.22
        to_left = is_right_to_left(self._text())
        for number, line in enumerate(lines):
            baseline = TOP + size + pitch * number
            against = to_left is not canvas.mirrored
            x = self.width_ - PAD if against else float(PAD)
            written = as_right_to_left(line) if to_left else line
            color, weight = self.theme.text1, SEMI_BOLD if size > SIZES[-1] else REGULAR
            canvas.text(
                x, baseline, written, size=size, color=color, weight=weight, align="right" if against else "left"
            )

    def _lines(self) -> tuple[int, tuple[str, ...]]:
        """The largest size in which the text fits whole; in the smallest its end is cut."""
        room = self.width_ - 2 * PAD
        for size in SIZES:
            weight = SEMI_BOLD if size > SIZES[-1] else REGULAR
            lines = wrap(self._text(), room, size, scale=self.scale, weight=weight)
            most = max(1, int((self.height_ - TOP - 20) // (size * 1.22)))
            if len(lines) <= most:
                return size, lines
        return SIZES[-1], (*lines[: most - 1], f"{lines[most - 1]}…")

    def pass_second(self) -> None:
        """A new day is a new line."""
        if self._daily() and self.has_aged():
            self.picture_due.emit(False)

    def _text(self) -> str:
        lines = self._daily()
        return lines[self.now // DAY % len(lines)] if lines else str(self.options.get("text", "")).strip()

    def _daily(self) -> tuple[str, ...]:
        """The lines of which each day (UTC) has the next; none where there is one text."""
        lines = self.options.get("lines", ())
        return tuple(str(line).strip() for line in lines) if isinstance(lines, list | tuple) else ()

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _age_text(self) -> str:
        return ""
