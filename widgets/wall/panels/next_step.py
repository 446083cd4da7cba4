"""What is to be done next about the crisis, by whom and by when. Known by the registry; knows wall.response."""

from app.core.i18n import _
from app.domain.crisis import next_place
from app.wire.feeds import ResponseStep
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.kit.wrap import wrap
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.panel import PAD
from widgets.wall.response import ResponsePanel, due_words, is_late

LOW, FLAT = 190, 120
"""Below these heights the words and their time share a line, and the words stand beside the title."""
SIZES = (40, 32)
PITCH, FIRST_LATER = 42, 232


class NextStep(ResponsePanel):
    """The first open step of the checklist in large type, a segment for each, and what follows where there is room."""

    INFO = PanelInfo(
        kind="next_step",
        help="The next step of the crisis' checklist: what, who, by when.",
        expires_after=3600,
        formula="Response to a crisis",
    )

    def title(self) -> str:
        return _("Next step")

    def subtitle(self) -> str:
        steps, place = self._steps(), self._place()
        if place < 0:
            return ""
        count = _("{number} of {count}").format(number=place + 1, count=len(steps))
        return f"{count}: {steps[place].words}" if self.height_ < FLAT else count

    def is_empty(self) -> str:
        steps = self._steps()
        if super().is_empty() or not steps:
            return super().is_empty() or _("No steps yet: a supervisor adds them at the desk, G A, C")
        return _("All {count} steps are done").format(count=len(steps)) if self._place() < 0 else ""

    def summary(self) -> str:
        step, place = self._steps()[self._place()], self._place()
        words = _("{number} of {count}: {words}.").format(number=place + 1, count=len(self._steps()), words=step.words)
        who, when = self._who(step), due_words(self.words, step.due, self.now)
        rest = ", ".join(part for part in (who, when) if part)
        return f"{words} {rest}." if rest else words

    def paint_data(self, canvas: Canvas) -> None:
        step = self._steps()[self._place()]
        if self.height_ < FLAT:
            return
        if self.height_ < LOW:
            self._paint_low(canvas, step)
            return
        baseline = self._paint_words(canvas, step.words)
        self._paint_who(canvas, step, baseline)
        self._paint_segments(canvas, 174)
        self._paint_later(canvas)

    def _paint_low(self, canvas: Canvas, step: ResponseStep) -> None:
        """On a screen seen from afar: the words, when, and the segments."""
        baseline = self.height_ - 46
        taken = self._paint_when(canvas, step, self.width_ - PAD, baseline, align_right=True)
        room = self.width_ - 2 * PAD - taken - 24
        words = canvas.fit(step.words, room, 32, weight=SEMI_BOLD)
        canvas.text(PAD, baseline, words, size=32, color=self.theme.text1, weight=SEMI_BOLD)
        self._paint_segments(canvas, self.height_ - 26)

    def _paint_words(self, canvas: Canvas, words: str) -> float:
        """In the largest size in which they fit in a line, else in two; returns where the line below begins."""
        room = self.width_ - 2 * PAD
        for size in SIZES:
            if canvas.width_of(words, size, weight=SEMI_BOLD, tracking=-0.01) <= room:
                canvas.text(PAD, 102, words, size=size, color=self.theme.text1, weight=SEMI_BOLD, tracking=-0.01)
                return 146
        first, *rest = wrap(words, room, 28, scale=self.scale, weight=SEMI_BOLD)
        lines = [first, *([canvas.fit(" ".join(rest), room, 28, weight=SEMI_BOLD)] if rest else [])]
        for number, line in enumerate(lines):
            canvas.text(PAD, 86 + 33 * number, line, size=28, color=self.theme.text1, weight=SEMI_BOLD)
        return 154

    def _paint_who(self, canvas: Canvas, step: ResponseStep, baseline: float) -> None:
        when = canvas.width_of(due_words(self.words, step.due, self.now), 28, weight=SEMI_BOLD)
        room = self.width_ - 2 * PAD - when - 16 - 30
        who = canvas.fit(self._who(step), room, 28)
        x = PAD + canvas.text(PAD, baseline, who, size=28, color=self.theme.text2) + (16 if who else 0)
        self._paint_when(canvas, step, x, baseline)

    def _paint_when(
        self, canvas: Canvas, step: ResponseStep, x: float, baseline: float, *, align_right: bool = False
    ) -> float:
        """The countdown, or how late it is, with its mark; returns its width."""
        text, late = due_words(self.words, step.due, self.now), is_late(step.due, self.now)
        if not text or self.is_expired:
            return 0.0
        color, mark = (self.theme.warn, 30.0) if late else (self.theme.accent, 0.0)
        width = canvas.width_of(text, 28, weight=SEMI_BOLD) + mark
        left = x - width if align_right else x
        if late:
            diamond(canvas, left + 10, baseline - 10, color)
        canvas.text(left + mark, baseline, text, size=28, color=color, weight=SEMI_BOLD)
        return width

    def _paint_segments(self, canvas: Canvas, top: float) -> None:
        """One for each step: done, next, open."""
        steps, place = self._steps(), self._place()
        gap = 8 if len(steps) <= 16 else 4
        width = (self.width_ - 2 * PAD - gap * (len(steps) - 1)) / len(steps)
        for number, step in enumerate(steps):
            color = self.theme.accent if step.done else self.theme.hairline
            color = self.theme.text1 if number == place else color
            canvas.fill(PAD + number * (width + gap), top, width, 10, color, radius=3)

    def _paint_later(self, canvas: Canvas) -> None:
        """The open steps behind the next one, each with its time."""
        later = [step for step in self._steps()[self._place() + 1 :] if not step.done]
        most = max(0, int((self.height_ - FIRST_LATER - 10) // PITCH) + 1)
        for number, step in enumerate(later[:most]):
            baseline = FIRST_LATER + number * PITCH
            time = self.words.time(step.due) if step.due else ""
            taken = canvas.text(self.width_ - PAD, baseline, time, size=28, color=self.theme.text2, align="right")
            words = canvas.fit(step.words, self.width_ - 2 * PAD - taken - 24, 28)
            canvas.text(PAD, baseline, words, size=28, color=self.theme.text1)

    def _who(self, step: ResponseStep) -> str:
        due = _("due {time}").format(time=self.words.time(step.due)) if step.due else ""
        return ", ".join(part for part in (step.team, due) if part)

    def _steps(self) -> tuple[ResponseStep, ...]:
        return self.response.steps if self.response else ()

    def _place(self) -> int:
        return next_place([step.done for step in self._steps()])
