"""What this wall is for, and how far its figures are from it. Known by the registry; knows wall.goals."""

from collections.abc import Mapping

from app.core.i18n import _
from app.wire.feeds import Feed, KpiFeed
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.kit.wrap import wrap
from widgets.theme.fonts import REGULAR, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.goals import AIMS, USUAL, Goal, read_goals
from widgets.wall.panel import PAD, Panel

FEED = KpiFeed()
TOP, LINE, PITCH, TALLEST = 64, 36, 88, 116
BAR, BAR_Y, FOOT_Y = 8, 44, 76
"""Of one goal: how high its bar is, where it begins, where the line below it stands."""


class Goals(Panel):
    """A row for each goal: figure, bar with the target, how far; options `purpose` and `targets`."""

    INFO = PanelInfo(
        kind="goals",
        help="Figures with their targets, and how far they are.",
        expires_after=900,
        formula="first_reply_minutes",
    )

    _goals: tuple[Goal, ...] = ()

    def title(self) -> str:
        return _("Goals")

    def subtitle(self) -> str:
        known = [goal for goal in self._goals if goal.value]
        reached = sum(goal.is_reached for goal in known)
        return _("{count} of {total} reached").format(count=reached, total=len(known)) if known else ""

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def prepare(self) -> None:
        self._goals = tuple(read_goals(self.rows(FEED), self._targets(), self.words))

    def is_empty(self) -> str:
        unknown = next((name for name in self._given() if name not in AIMS), "")
        if unknown:
            return _("No figure is called “{name}”").format(name=unknown)
        wrong = next((name for name, target in self._given().items() if not _is_target(target)), "")
        if wrong:
            return _("The target of “{name}” must be a number or “usual”").format(name=wrong)
        return "" if self._goals else _("No goal is set")

    def summary(self) -> str:
        said = (f"{goal.name} {goal.value}, {goal.target}, {_state(goal)}." for goal in self._goals)
        return " ".join((self._purpose(), *said)).strip()

    def paint_data(self, canvas: Canvas) -> None:
        top = self._paint_purpose(canvas)
        room = self.height_ - top - 8
        shown = self._goals[: max(1, int(room // PITCH))]
        pitch = min(float(TALLEST), room / max(1, len(shown)))
        for number, goal in enumerate(shown):
            self._paint_goal(canvas, goal, top + number * pitch)

    def _paint_purpose(self, canvas: Canvas) -> float:
        """What the wall is for, in at most two lines; returns where the goals begin."""
        lines = wrap(self._purpose(), self.width_ - 2 * PAD, 28, scale=self.scale) if self._purpose() else ()
        room = self.height_ - TOP - 8 - PITCH * min(2, len(self._goals))
        shown = lines if len(lines) <= 2 and len(lines) * LINE + 8 <= room else ()
        for number, line in enumerate(shown):
            canvas.text(PAD, TOP + 32 + LINE * number, line, size=28, color=self.theme.text2)
        return TOP + (LINE * len(shown) + 16 if shown else 0)

    def _paint_goal(self, canvas: Canvas, goal: Goal, top: float) -> None:
        right = self.width_ - PAD
        value = self.figure(goal.value) if goal.value else ""
        taken = canvas.text(right, top + 32, value, size=28, color=self.figure_color, weight=SEMI_BOLD, align="right")
        name = canvas.fit(goal.name, right - taken - 16 - PAD, 28)
        canvas.text(PAD, top + 32, name, size=28, color=self.theme.text1)
        self._paint_bar(canvas, goal, top + BAR_Y)
        used = self._paint_state(canvas, goal, right, top + FOOT_Y)
        target = canvas.fit(goal.target, right - used - 16 - PAD, 24)
        canvas.text(PAD, top + FOOT_Y, target, size=24, color=self.theme.text2)

    def _paint_bar(self, canvas: Canvas, goal: Goal, y: float) -> None:
        width = self.width_ - 2 * PAD
        canvas.fill(PAD, y, width, BAR, self.theme.hairline, radius=BAR / 2)
        if not self.is_expired and goal.value and goal.share > 0:
            color = self.theme.accent if goal.is_reached else self.theme.warn
            canvas.fill(PAD, y, max(float(BAR), goal.share * width), BAR, color, radius=BAR / 2)
        canvas.fill(PAD + goal.mark * width - 2, y - 5, 4, BAR + 10, self.theme.text1)

    def _paint_state(self, canvas: Canvas, goal: Goal, right: float, baseline: float) -> float:
        """How far it is, marked where it is not reached; returns the width taken."""
        if self.is_expired:
            return 0.0
        is_missed = bool(goal.distance)
        color, weight = (self.theme.warn, SEMI_BOLD) if is_missed else (self.theme.text2, REGULAR)
        width = canvas.text(right, baseline, _state(goal), size=24, color=color, weight=weight, align="right")
        if is_missed:
            diamond(canvas, right - width - 18, baseline - 9, color)
            width += 30
        return width

    def _purpose(self) -> str:
        return _(" ".join(str(self.options.get("purpose", "")).split()))

    def _given(self) -> Mapping[str, object]:
        given = self.options.get("targets", {})
        return given if isinstance(given, Mapping) else {}

    def _targets(self) -> dict[str, float | str]:
        """The scene's own targets; what is none says nothing."""
        return {
            name: float(target) if isinstance(target, int | float) else USUAL
            for name, target in self._given().items()
            if _is_target(target)
        }


def _is_target(target: object) -> bool:
    return target == USUAL or (isinstance(target, int | float) and not isinstance(target, bool))


def _state(goal: Goal) -> str:
    if not goal.value:
        return _("No figure yet")
    return _("reached") if goal.is_reached else goal.distance
