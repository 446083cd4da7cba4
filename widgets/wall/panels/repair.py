"""By when the trouble will be repaired, who said so, and when. Known by the registry; knows wall.response."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.panel import PAD
from widgets.wall.response import ResponsePanel, due_words, is_late

FOOT = 18
LEAST_LETTERS = 4


class Repair(ResponsePanel):
    """The time, how long it is until then, and whose word it is; a forecast bears no age, but when it was said."""

    INFO = PanelInfo(
        kind="repair",
        help="By when the crisis will be repaired, and who said so.",
        expires_after=3600,
        formula="Response to a crisis",
    )
    TILE = True

    def title(self) -> str:
        return _("Repair by")

    def subtitle(self) -> str:
        words = due_words(self.words, self._due(), self.now)
        return words[:1].upper() + words[1:]

    def is_empty(self) -> str:
        return super().is_empty() or ("" if self._due() else _("Nobody has said yet"))

    def summary(self) -> str:
        return f"{self.words.time(self._due())}, {due_words(self.words, self._due(), self.now)} ({self._said()})."

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The countdown; one that has run out is marked, and the word is as good as its source."""
        if not is_late(self._due(), self.now) or self.is_expired:
            super().paint_subtitle(canvas)
            return
        text, baseline = due_words(self.words, self._due(), self.now), self.height_ - FOOT
        diamond(canvas, PAD + 10, baseline - 9, self.theme.warn)
        width = canvas.text(PAD + 30, baseline, text, size=24, color=self.theme.warn, weight=SEMI_BOLD)
        self.context_end = PAD + 30 + width

    def paint_data(self, canvas: Canvas) -> None:
        number = self.figure(self.words.time(self._due()))
        canvas.ink_text(PAD, 138, number, size=88, color=self.figure_color, weight=SEMI_BOLD, tracking=-0.02)
        if not self._age_text() and not self.is_expired:
            self._paint_source(canvas)

    def _paint_source(self, canvas: Canvas) -> None:
        """Whose word it is; where not even its beginning has room, only when it was said."""
        room = self.width_ - PAD - 16 - self.context_end
        time = self.words.time(self._told_at())
        source = canvas.fit(self._source(), room - canvas.width_of(f", {time}", 24), 24)
        text = f"{source}, {time}" if len(source) >= min(LEAST_LETTERS, len(self._source()) or 99) else time
        if canvas.width_of(text, 24) <= room:
            canvas.text(self.width_ - PAD, self.height_ - FOOT, text, size=24, color=self.theme.text3, align="right")

    def _age_text(self) -> str:
        """Only once what is shown can no longer be trusted."""
        age = super()._age_text()
        return "" if self.freshness is Freshness.FRESH else age

    def _said(self) -> str:
        return ", ".join(part for part in (self._source(), self.words.time(self._told_at())) if part)

    def _due(self) -> int:
        return self.response.repair_by if self.response else 0

    def _source(self) -> str:
        return self.response.repair_source if self.response else ""

    def _told_at(self) -> int:
        return self.response.repair_said if self.response else 0
