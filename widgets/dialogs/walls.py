"""Walls: which there are, what each shows, and the orders to one, to one of its screens, to a room or to all. Known by
the agent's window; knows kit and the hub's list of stations.

J and K choose; N next, H hold or go on, P pin a scene, M message, R release; O room, E enrol a screen, Del send away;
F the figures it shows, and how they are made.
"""

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.walls import ALL, Verb
from app.wire.feeds import StationRow
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.wall_targets import WallTarget, wall_targets
from widgets.models.watch import Watch
from widgets.theme.desk import DeskLook

HIGHEST = 460
INDENT = 18
"""Of a wall in its room, and of a screen of its wall."""


class WallRow(QWidget):
    """One line: a wall, one of its screens, a room, or all.

    Signals:
        pressed: somebody pressed it.
    """

    pressed = Signal()

    def __init__(self, look: DeskLook, shown: WallTarget, *, chosen: bool) -> None:
        super().__init__()
        self._look, self._chosen = look, chosen
        column = QVBoxLayout(self)
        set_margins(column, look.px(12 + INDENT * shown.depth), look.px(7), look.px(12), look.px(7))
        column.setSpacing(look.px(2))
        column.addWidget(Words(look, shown.name, style="name"))
        for words, ink in ((shown.says, look.tokens.t2), (shown.told, look.tokens.warn)):
            if words:
                column.addWidget(TextBlock(look, words, style="small", ink=ink))
        self.setAccessibleName(". ".join(part for part in (shown.name, shown.says, shown.told) if part))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chosen:
            paint_chosen(QPainter(self), self._look, self)


class WallsDialog(DeskDialog):
    """The list and its keys.

    Signals:
        ordered: a target and the verb that is to happen there; pin and message need words first.
        panic_requested: every wall neutral, now.
        enrol_requested: let in a screen that shows a code.
        figures_requested: how what is shown there is made.
        place_requested: say where a wall hangs; carries its StationRow. removal_requested: send it away.
    """

    help_at = ("scenes", "Rooms, walls, screens")
    ordered = Signal(str, object)
    panic_requested = Signal()
    enrol_requested = Signal()
    figures_requested = Signal()
    place_requested = Signal(object)
    removal_requested = Signal(object)

    def __init__(self, look: DeskLook, stations: Watch, parent: QWidget | None = None) -> None:
        words = _("What you order is shown on the wall with your name, and kept in the audit.")
        super().__init__(look, _("Walls"), words, width=620, parent=parent)
        self._stations = stations
        stations.setParent(self)
        self._target = ALL
        self._box = ScrollBox(look, _("Walls"), highest=HIGHEST)
        self._listing = self._box.column
        self._rows: dict[str, WallRow] = {}
        self._shown: dict[str, WallTarget] = {}
        self.body.addWidget(self._box)
        self._keep = DeskButton(look, _("Hold"), cap="H")
        self._place = DeskButton(look, _("Room..."), cap="O")
        self._remove = DeskButton(look, _("Send away..."), cap="Del")
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
        """The chosen one, as an order names it."""
        return self._target

    @property
    def name(self) -> str:
        """What the chosen one is called."""
        return self._shown[self._target].name

    def walls(self) -> list[StationRow]:
        """Every wall the hub knows of, by name."""
        rows: list[StationRow] = list(self._stations.rows.values())
        walls = (one for one in rows if one.scenes or one.mode == "wall")
        return sorted(walls, key=lambda one: (one.title or one.name, one.name))

    def chosen_walls(self) -> tuple[StationRow, ...]:
        """The walls that are meant by what is chosen."""
        return self._shown[self._target].walls

    def scenes(self) -> dict[str, str]:
        """Titles by name of the scenes the chosen walls can show: those that any can."""
        return {name: title for wall in self._shown[self._target].walls for name, title in wall.scenes}

    def refresh(self) -> None:
        """Say again what each shows and was told."""
        for row in self._rows.values():
            self._listing.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = {one.target: one for one in wall_targets(self.walls())}
        if self._target not in self._shown:
            self._target = ALL
        self._rows = {target: self._add(one) for target, one in self._shown.items()}
        QTimer.singleShot(0, self._show_chosen)  # once the new lines have their places
        chosen = self._shown[self._target]
        self._keep.set_words(_("Go on") if chosen.is_held else _("Hold"))
        self._place.set_may(bool(chosen.station), _("Choose a wall first."))
        enrolled = bool(chosen.station) and bool(chosen.walls[0].title)
        self._remove.set_may(enrolled, _("Choose a screen that was enrolled."))

    def order(self, verb: Verb) -> None:
        """Give an order to the chosen wall; hold means go on where it is held."""
        if verb is Verb.HOLD and self._shown[self._target].is_held:
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
        others = {
            Qt.Key.Key_O: self._place.click,
            Qt.Key.Key_E: self.enrol_requested.emit,
            Qt.Key.Key_F: self.figures_requested.emit,
            Qt.Key.Key_Delete: self._remove.click,
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in verbs:
            self.order(verbs[Qt.Key(event.key())])
        elif plain and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif plain and event.key() in others:
            others[Qt.Key(event.key())]()
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
        self._add_tending()
        panic = DeskButton(look, _("Panic scene on every wall"), glyph="shield")
        panic.clicked.connect(self.panic_requested)
        self.body.addWidget(panic)

    def _add_tending(self) -> None:
        """What belongs to the screens themselves."""
        row = QHBoxLayout()
        row.setSpacing(self.look.px(6))
        enrol = DeskButton(self.look, _("Enrol a screen..."), cap="E")
        enrol.clicked.connect(self.enrol_requested)
        figures = DeskButton(self.look, _("Figures..."), cap="F")
        figures.clicked.connect(self.figures_requested)
        self._place.clicked.connect(lambda: self._tend(self._place, self.place_requested))
        self._remove.clicked.connect(lambda: self._tend(self._remove, self.removal_requested))
        for button in (figures, self._place, enrol, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _tend(self, button: DeskButton, wanted: SignalInstance) -> None:
        """Ask for it, for the chosen wall; a key comes here also while the button does not work."""
        if button.may:
            wanted.emit(self._shown[self._target].walls[0])

    def _add(self, shown: WallTarget) -> WallRow:
        target = shown.target
        row = WallRow(self.look, shown, chosen=target == self._target)
        row.pressed.connect(lambda: self._choose(target))
        self._listing.addWidget(row)
        return row

    def _choose(self, target: str) -> None:
        self._target = target
        self.refresh()

    def _show_chosen(self) -> None:
        self._box.ensureWidgetVisible(self._rows[self._target], 0, 0)

    def _step(self, by: int) -> None:
        names = list(self._rows)
        self._choose(names[max(0, min(len(names) - 1, names.index(self._target) + by))])
