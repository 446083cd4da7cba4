"""Walls: which there are, what each shows, and the orders to one of them or to all. Known by the agent's window; knows
kit and the hub's list of stations.

J and K choose a wall; N next, H hold or go on, P pin a scene, M message, R release.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.walls import ALL, Verb
from app.wire.feeds import StationRow
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_marks import rounded
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.wall_words import orders_words, wall_words
from widgets.models.watch import Watch
from widgets.models.words import isolate
from widgets.theme.desk import DeskLook


class WallRow(QWidget):
    """One wall, or all of them.

    Signals:
        pressed: somebody pressed it.
    """

    pressed = Signal()

    def __init__(self, look: DeskLook, name: str, says: str, told: str, *, chosen: bool) -> None:
        super().__init__()
        self._look, self._chosen = look, chosen
        column = QVBoxLayout(self)
        set_margins(column, look.px(12), look.px(8), look.px(12), look.px(8))
        column.setSpacing(look.px(2))
        column.addWidget(Words(look, name, style="name"))
        for words, ink in ((says, look.tokens.t2), (told, look.tokens.warn)):
            if words:
                column.addWidget(TextBlock(look, words, style="small", ink=ink))
        self.setAccessibleName(". ".join(part for part in (name, says, told) if part))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chosen:
            px, tokens = self._look.px, self._look.tokens
            rounded(QPainter(self), self.rect(), px(8), fill=tokens.sel, frame=tokens.acc)


class WallsDialog(DeskDialog):
    """The list and its keys.

    Signals:
        ordered: a wall's name (or `all`) and the verb that is to happen there; pin and message need words first.
        panic_requested: every wall neutral, now.
    """

    ordered = Signal(str, object)
    panic_requested = Signal()

    def __init__(self, look: DeskLook, stations: Watch, parent: QWidget | None = None) -> None:
        words = _("What you order is shown on the wall with your name, and kept in the audit.")
        super().__init__(look, _("Walls"), words, width=620, parent=parent)
        self._stations = stations
        stations.setParent(self)
        self._target = ALL
        self._listing = QVBoxLayout()
        self._listing.setSpacing(look.px(4))
        self._rows: dict[str, WallRow] = {}
        self.body.addLayout(self._listing)
        self._keep = DeskButton(look, _("Hold"), cap="H")
        self._add_buttons()
        self.answer_with(_("Close"), "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        stations.changed.connect(lambda _change: self.refresh())
        self.finished.connect(lambda _result: stations.close())
        self.refresh()

    # public

    @property
    def target(self) -> str:
        """The chosen wall's name, or `all`."""
        return self._target

    def walls(self) -> list[StationRow]:
        """Every wall the hub knows of, by name."""
        rows: list[StationRow] = list(self._stations.rows.values())
        return sorted((one for one in rows if one.scenes or one.mode == "wall"), key=lambda one: one.name)

    def scenes(self) -> dict[str, str]:
        """Titles by name of the scenes the chosen wall can show; for all, those that any can."""
        chosen = [wall for wall in self.walls() if self._target in {ALL, wall.name}]
        return {name: title for wall in chosen for name, title in wall.scenes}

    def refresh(self) -> None:
        """Say again what each shows and was told."""
        for row in self._rows.values():
            self._listing.removeWidget(row)
            row.hide()
            row.deleteLater()
        walls = self.walls()
        if self._target not in {ALL, *(wall.name for wall in walls)}:
            self._target = ALL
        says = "" if walls else _("No wall is connected. What you order is told to each that comes.")
        self._rows = {ALL: self._add(ALL, _("All walls"), says, "")}
        for wall in walls:
            told = orders_words(wall.orders, dict(wall.scenes))
            self._rows[wall.name] = self._add(wall.name, isolate(wall.name), wall_words(wall), told)
        self._keep.set_words(_("Go on") if self._is_held() else _("Hold"))

    def order(self, verb: Verb) -> None:
        """Give an order to the chosen wall; hold means go on where it is held."""
        if verb is Verb.HOLD and self._is_held():
            verb = Verb.RESUME
        self.ordered.emit(self._target, verb)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verbs = {
            Qt.Key.Key_N: Verb.NEXT,
            Qt.Key.Key_H: Verb.HOLD,
            Qt.Key.Key_P: Verb.PIN,
            Qt.Key.Key_M: Verb.MESSAGE,
            Qt.Key.Key_R: Verb.RELEASE,
        }
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in verbs:
            self.order(verbs[Qt.Key(event.key())])
        elif plain and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # inside

    def _add_buttons(self) -> None:
        look = self.look
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        buttons = (
            (DeskButton(look, _("Next"), cap="N"), Verb.NEXT),
            (self._keep, Verb.HOLD),
            (DeskButton(look, _("Pin..."), cap="P"), Verb.PIN),
            (DeskButton(look, _("Message..."), cap="M"), Verb.MESSAGE),
            (DeskButton(look, _("Release"), cap="R"), Verb.RELEASE),
        )
        for button, verb in buttons:
            button.clicked.connect(lambda _checked=False, one=verb: self.order(one))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        panic = DeskButton(look, _("Panic scene on every wall"), glyph="shield")
        panic.clicked.connect(self.panic_requested)
        self.body.addWidget(panic)

    def _add(self, target: str, name: str, says: str, told: str) -> WallRow:
        row = WallRow(self.look, name, says, told, chosen=target == self._target)
        row.pressed.connect(lambda: self._choose(target))
        self._listing.addWidget(row)
        return row

    def _choose(self, target: str) -> None:
        self._target = target
        self.refresh()

    def _step(self, by: int) -> None:
        names = list(self._rows)
        self._choose(names[max(0, min(len(names) - 1, names.index(self._target) + by))])

    def _is_held(self) -> bool:
        """Whether the chosen wall is held; for all, whether every one is."""
        chosen = [wall for wall in self.walls() if self._target in {ALL, wall.name}]
        return bool(chosen) and all(any(one.verb is Verb.HOLD for one in wall.orders) for wall in chosen)
