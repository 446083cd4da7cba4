"""What is done about a declared crisis: owner, matter, time of repair, and the checklist. Known by the agent's window;
knows kit, domain and the words of a crisis.

In the list J and K choose, X ticks, N adds, Del takes out, Enter writes; Ctrl+Enter saves from everywhere. Whatever
somebody else saves meanwhile is put below what is being written: nothing that was typed is ever lost.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.crisis import Crisis, Step, merged, next_id, next_place
from widgets.dialogs.alarm_row import AlarmRow
from widgets.dialogs.crisis_fields import add_field, fill
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.crisis_words import read_time, step_words, time_words
from widgets.theme.desk import DeskLook

WIDTH, LIST_WIDTH, LIST_HEIGHT = 940, 400, 400


class StepList(ScrollBox):
    """The checklist; keys are the dialog's."""

    def __init__(self, look: DeskLook, name: str) -> None:
        super().__init__(look, name, highest=LIST_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class CrisisDialog(DeskDialog):
    """The response to one crisis.

    Attributes:
        matter, owner, role, repair, source: the crisis' lines; words, team, person, due: those of the chosen step.
        list: the checklist.

    Signals:
        save_wanted: the Crisis as it shall be; answered with `saved` or `refuse`.
        end_wanted: the Crisis is over.
    """

    help_at = ("desk", "When it is a crisis")
    save_wanted = Signal(object)
    end_wanted = Signal(object)

    def __init__(
        self, look: DeskLook, crisis: Crisis, *, topic: str, now: Callable[[], Millis], parent: QWidget | None = None
    ) -> None:
        head = _("Crisis: {topic}").format(topic=topic)
        words = _("Walls show matter, time of repair, and each step with its team; of names at most the owner's first.")
        super().__init__(look, head, words, width=WIDTH, parent=parent)
        self._now, self._base, self._mine = now, crisis, crisis
        self._place = max(0, next_place([step.done_at > 0 for step in crisis.steps]))
        self._views: list[AlarmRow] = []
        self.list = StepList(look, _("Steps of the checklist"))
        self._trouble = TextBlock(look, style="base", ink=look.tokens.t1)
        self._build()
        self.answer_with(_("Close"), "")
        self._show()
        self.list.setFocus()

    # public

    @property
    def said(self) -> str:
        """What was said last: saved, refused, changed by somebody else."""
        return self._trouble.words

    @property
    def crisis(self) -> Crisis:
        """As the lines say it now."""
        return self._mine

    def take(self, theirs: Crisis) -> None:
        """Somebody has saved; what is being written here stays."""
        if theirs.revision <= self._base.revision:
            return
        dirty = self._mine != self._base
        self._mine, self._base = merged(self._base, self._mine, theirs), theirs
        self._show()
        if dirty:
            self._say(
                _("Somebody else has changed this crisis. What you wrote is kept: look, and save again."), bad=True
            )

    def saved(self, crisis: Crisis) -> None:
        """The hub has it."""
        if crisis.revision >= self._base.revision:
            self._base = self._mine = crisis
            self._show()
        self._say(_("Saved."))

    def refuse(self, words: str) -> None:
        """What the hub could not do, in its words."""
        self._say(words, bad=True)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._save()
        elif isinstance(self.focusWidget(), QLineEdit):
            if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                super().keyPressEvent(event)
        elif not self._act_on(key):
            super().keyPressEvent(event)

    # inside

    def _act_on(self, key: Qt.Key) -> bool:
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_J: lambda: self._choose(self._place + 1),
            Qt.Key.Key_Down: lambda: self._choose(self._place + 1),
            Qt.Key.Key_K: lambda: self._choose(self._place - 1),
            Qt.Key.Key_Up: lambda: self._choose(self._place - 1),
            Qt.Key.Key_X: self._tick,
            Qt.Key.Key_N: self._add,
            Qt.Key.Key_Delete: self._remove,
            Qt.Key.Key_Return: self.words.setFocus,
            Qt.Key.Key_E: self._end,
        }
        if key in acts:
            acts[key]()
        return key in acts

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(self.look.px(20))
        columns.addLayout(self._left())
        columns.addLayout(self._right(), 1)
        self.body.addLayout(columns)
        self.body.addWidget(self._trouble)

    def _left(self) -> QVBoxLayout:
        look, px = self.look, self.look.px
        self.list.setFixedWidth(px(LIST_WIDTH))
        column, buttons = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(px(6))
        buttons.setSpacing(px(6))
        self._done = self._button(_("Done"), "X", self._tick)
        self._more = self._button(_("Add"), "N", self._add)
        self._less = self._button(_("Take out"), "Del", self._remove)
        for button in (self._done, self._more, self._less):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addWidget(Words(look, _("Checklist"), style="section", ink=look.tokens.t3))
        column.addWidget(self.list)
        column.addLayout(buttons)
        column.addStretch(1)
        return column

    def _right(self) -> QVBoxLayout:
        look, px = self.look, self.look.px
        column = QVBoxLayout()
        column.setSpacing(px(8))
        self.matter = add_field(look, column, _("What is the matter"), self._typed)
        self.owner, self.role = self._pair(column, _("Owner, by name"), _("What the owner is, such as Duty lead"))
        self.repair, self.source = self._pair(column, _("Repair by, such as 16:10"), _("Who says so"))
        column.addWidget(Words(look, _("The chosen step"), style="section", ink=look.tokens.t3))
        self.words = add_field(look, column, _("What is to be done"), self._typed)
        self.team, self.person = self._pair(column, _("Team, as walls show it"), _("Person, for desks only"))
        self.due = add_field(look, column, _("Due, such as 15:30"), self._typed)
        ways = QHBoxLayout()
        ways.setSpacing(px(6))
        self._keep = DeskButton(look, _("Save"), kind=ButtonKind.PRIMARY, cap="Ctrl+Return")
        self._keep.clicked.connect(self._save)
        ways.addWidget(self._keep)
        ways.addWidget(self._button(_("The crisis is over"), "E", self._end))
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(1)
        return column

    def _pair(self, into: QVBoxLayout, first: str, second: str) -> tuple[QLineEdit, QLineEdit]:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        into.addLayout(row)
        return add_field(self.look, row, first, self._typed), add_field(self.look, row, second, self._typed)

    def _button(self, words: str, cap: str, act: Callable[[], None]) -> DeskButton:
        button = DeskButton(self.look, words, cap=cap)
        button.clicked.connect(act)
        return button

    # showing

    @property
    def _step(self) -> Step | None:
        return self._mine.steps[self._place] if self._mine.steps else None

    def _show(self) -> None:
        """Everything as it is now."""
        mine = self._mine
        self._place = max(0, min(self._place, len(mine.steps) - 1))
        for field, text in (
            (self.matter, mine.matter),
            (self.owner, mine.owner),
            (self.role, mine.role),
            (self.repair, time_words(mine.repair_by)),
            (self.source, mine.repair_source),
        ):
            fill(field, text)
        self._show_list()
        self._show_step()

    def _show_list(self) -> None:
        column = self.list.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._views = [self._row(place, step) for place, step in enumerate(self._mine.steps)]
        for view in self._views:
            column.addWidget(view)
        if not self._views:
            column.addWidget(TextBlock(self.look, _("No steps yet: N adds one."), ink=self.look.tokens.t2))
        column.addStretch(1)

    def _row(self, place: int, step: Step) -> AlarmRow:
        mark = "✓" if step.done_at else str(place + 1)
        view = AlarmRow(self.look, f"{mark}  {step.words or _('New step')}", step_words(step, self._now()))
        view.pressed.connect(lambda: self._choose(place))
        return view

    def _show_step(self) -> None:
        step = self._step
        for field, text in (
            (self.words, step.words if step else ""),
            (self.team, step.team if step else ""),
            (self.person, step.person if step else ""),
            (self.due, time_words(step.due) if step else ""),
        ):
            field.setEnabled(step is not None)
            fill(field, text)
        for place, view in enumerate(self._views):
            view.choose(place == self._place)
        if self._views:
            self.list.ensureWidgetVisible(self._views[self._place])
        self._done.set_words(_("Not done") if step and step.done_at else _("Done"))
        for button in (self._done, self._less):
            button.set_may(step is not None, _("There is no step."))

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._trouble.set_words(words, ink=self.look.tokens.warn if bad else self.look.tokens.t2)

    # acting

    def _choose(self, place: int) -> None:
        self._place = max(0, min(len(self._mine.steps) - 1, place))
        self._show_step()

    def _typed(self) -> None:
        """What the lines say becomes mine; a time that is none is said and not taken."""
        now, mine, step = self._now(), self._mine, self._step
        repair = self._time(self.repair, mine.repair_by, now)
        due = self._time(self.due, step.due, now) if step else 0
        if repair < 0 or due < 0:
            self._say(_("A time is written as hours and minutes, such as 15:30."), bad=True)
            return
        self._say("")
        steps = list(mine.steps)
        if step is not None:
            words, team, person = self.words.text(), self.team.text(), self.person.text()
            steps[self._place] = replace(step, words=words, team=team, person=person, due=due)
        self._mine = replace(
            mine,
            matter=self.matter.text(),
            owner=self.owner.text(),
            role=self.role.text(),
            repair_by=repair,
            repair_source=self.source.text(),
            steps=tuple(steps),
        )

    def _time(self, field: QLineEdit, before: Millis, now: Millis) -> Millis:
        """The moment a line means; one that nobody touched stays what it was, also on another day."""
        return before if field.text() == time_words(before) else read_time(field.text(), now=now)

    def _with_steps(self, steps: tuple[Step, ...], *, place: int) -> None:
        self._mine, self._place = replace(self._mine, steps=steps), place
        self._show()

    def _tick(self) -> None:
        """Ticked is saved: walls count on it."""
        step = self._step
        if step is not None:
            ticked = replace(step, done_at=0 if step.done_at else self._now(), done_by="")
            self._with_steps(tuple(ticked if one.id == step.id else one for one in self._mine.steps), place=self._place)
            self._save()

    def _add(self) -> None:
        added = Step(id=next_id((*self._mine.steps, *self._base.steps)), words="")
        place = self._place + 1 if self._mine.steps else 0
        steps = self._mine.steps
        self._with_steps((*steps[:place], added, *steps[place:]), place=place)
        self.words.setFocus()

    def _remove(self) -> None:
        if self._step is not None:
            gone = self._step.id
            self._with_steps(tuple(one for one in self._mine.steps if one.id != gone), place=self._place)

    def _save(self) -> None:
        now, step = self._now(), self._step
        if read_time(self.repair.text(), now=now) < 0 or (step is not None and read_time(self.due.text(), now=now) < 0):
            self._say(_("A time is written as hours and minutes, such as 15:30."), bad=True)
            return
        self.save_wanted.emit(self._mine)

    def _end(self) -> None:
        self.end_wanted.emit(self._base)
