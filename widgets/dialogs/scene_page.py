"""The page of the scene editor that arranges one scene. Known by the scene editor; knows the grid, the preview and the
scene's draft."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _
from widgets.dialogs.ask_words import field_style
from widgets.dialogs.scene_grid import SceneGrid
from widgets.dialogs.scene_preview import ScenePreview
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook
from widgets.wall.grid import Cells, Shape
from widgets.wall.scene_draft import SceneDraft
from widgets.wall.scenes import MOST_SCREENS

SHAPES = (Shape.WIDE, Shape.MEDIUM, Shape.SQUARE, Shape.TALL, Shape.FAR)


class ScenePage(QWidget):
    """Grid, preview, and the settings of the chosen panel.

    Signals:
        changed: the draft is another than before.
        refused: a FishbowlError: what was asked for cannot be done.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, look: DeskLook, kinds: Sequence[str], *, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._panel = look, 0
        self._draft: SceneDraft | None = None
        self.grid = SceneGrid(look)
        self.preview = ScenePreview(look, locale=locale)
        self.shapes = Choice(look, {shape.value: shape.value for shape in SHAPES}, chosen="wide", parent=self)
        self.shown_screen = self._number(_("Screen of the scene"))
        self.title = self._field(_("Title"))
        self.kind = self._kinds(kinds, _("What the panel shows"))
        self.options = self._field(_("Options, such as minutes = 720"))
        self.panel_screen = self._number(_("The panel's screen"))
        self.grows = QCheckBox(_("Takes the height that is left over"))
        self.grows.setFont(look.font("base"))
        self.new_kind = self._kinds(kinds, _("Kind of a new panel"))
        self._lay()
        self._listen()

    def show_draft(self, draft: SceneDraft) -> None:
        """Work on this scene from now on."""
        if draft is not self._draft:
            self._draft, self._panel = draft, 0
        self.renew()

    def renew(self) -> None:
        """Show what the draft says now."""
        if self._draft is None:
            return
        shape, screen, panels = Shape(self.shapes.chosen), self.shown_screen.value(), self._draft.panels
        self.grid.show_panels(panels, shape=shape, screen=screen, panel=self._panel)
        self.title.setText(self._draft.title)
        chosen = self._chosen
        for field in (self.kind, self.options, self.panel_screen, self.grows):
            field.setEnabled(chosen is not None)
        if chosen is not None:
            self.kind.setCurrentText(panels[chosen].kind)
            self.options.setText(self._draft.options(chosen))
            self.panel_screen.setValue(panels[chosen].screen)
            self.grows.setChecked(panels[chosen].grows)
        if self._draft.scene is not None:
            self.preview.show_scene(self._draft.scene, shape=shape, screen=screen)

    # inside

    @property
    def _chosen(self) -> int | None:
        return self.grid.panel if self.grid.panel >= 0 else None

    def _listen(self) -> None:
        self.shapes.idClicked.connect(lambda _number: self.renew())
        self.shown_screen.valueChanged.connect(lambda _number: self.renew())
        self.grid.chosen.connect(self._choose)
        self.grid.placed.connect(self._place)
        self.grid.add_requested.connect(self._add)
        self.grid.remove_requested.connect(self._remove)
        self.title.editingFinished.connect(self._set_title)
        self.kind.activated.connect(lambda _n: self._set(lambda draft, n: draft.set_kind(n, self.kind.currentText())))
        self.options.editingFinished.connect(self._set_options)
        self.panel_screen.editingFinished.connect(
            lambda: self._set(lambda draft, n: draft.set_screen(n, self.panel_screen.value()))
        )
        self.grows.clicked.connect(lambda: self._set(lambda draft, n: draft.set_grows(n, grows=self.grows.isChecked())))

    def _choose(self, panel: int) -> None:
        self._panel = panel
        self.renew()

    def _place(self, panel: int, cells: Cells) -> None:
        self._do(lambda draft: draft.place(panel, Shape(self.shapes.chosen), cells))

    def _add(self) -> None:
        kind, shape, screen = self.new_kind.currentText(), Shape(self.shapes.chosen), self.shown_screen.value()
        before = len(self._draft.panels) if self._draft is not None else 0
        self._panel = before
        self._do(lambda draft: draft.add(kind, shape, screen=screen))

    def _remove(self) -> None:
        self._set(lambda draft, panel: draft.remove(panel))

    def _set_title(self) -> None:
        if self._draft is not None and self.title.text() != self._draft.title:
            self._do(lambda draft: draft.set_title(self.title.text()))

    def _set_options(self) -> None:
        if self._draft is not None and self._chosen is not None:
            words = self.options.text()
            if words != self._draft.options(self._chosen):
                self._set(lambda draft, panel: draft.set_options(panel, words))

    def _set(self, change: Callable[[SceneDraft, int], None]) -> None:
        """Change the chosen panel."""
        panel = self._chosen
        if panel is not None:
            self._do(lambda draft: change(draft, panel))

    def _do(self, change: Callable[[SceneDraft], None]) -> None:
        if self._draft is None:
            return
        try:
            change(self._draft)
        except FishbowlError as error:
            self.refused.emit(error)
            return
        self.renew()
        self.changed.emit()

    # layout

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(self._look.px(6))
        right.setSpacing(self._look.px(5))
        row.addLayout(left, 1)
        row.addLayout(right)
        top = QHBoxLayout()
        top.setSpacing(self._look.px(4))
        for button in self.shapes.buttons_:
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self._label(_("Screen")))
        top.addWidget(self.shown_screen)
        left.addLayout(top)
        left.addWidget(self.grid, 1)
        left.addLayout(self._lay_adding())
        right.addWidget(self.preview)
        for label, field in (
            (_("Title of the scene"), self.title),
            (_("The chosen panel shows"), self.kind),
            (_("Options, such as minutes = 720"), self.options),
        ):
            right.addWidget(self._label(label))
            right.addWidget(field)
        last = QHBoxLayout()
        last.addWidget(self.grows)
        last.addStretch(1)
        last.addWidget(self._label(_("On screen")))
        last.addWidget(self.panel_screen)
        right.addLayout(last)
        right.addStretch(1)

    def _lay_adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(6))
        add = DeskButton(self._look, _("Add"), cap="Ins")
        remove = DeskButton(self._look, _("Remove"), cap="Del")
        add.clicked.connect(self._add)
        remove.clicked.connect(self._remove)
        row.addWidget(self.new_kind)
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        return row

    def _label(self, words: str) -> Words:
        return Words(self._look, words, style="small", ink=self._look.tokens.t3)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setFont(self._look.font("base"))
        field.setStyleSheet(field_style(self._look))
        return field

    def _kinds(self, kinds: Sequence[str], name: str) -> QComboBox:
        field = QComboBox()
        field.addItems(list(kinds))
        field.setAccessibleName(name)
        field.setFont(self._look.font("base"))
        return field

    def _number(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.setRange(1, MOST_SCREENS)
        field.setAccessibleName(name)
        field.setFont(self._look.font("base"))
        return field
