"""The page of the scene editor for the playlist: what is shown when, for how long, and when the wall is on. Known by
the scene editor; knows the playlist's draft."""

from collections.abc import Callable, Sequence
from dataclasses import astuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _
from widgets.dialogs.ask_words import field_style
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook
from widgets.wall.playlist_draft import HoursRow, PlaylistDraft, ShowRow

NARROW = 140
Row = ShowRow | HoursRow


class Rows(QTableWidget):
    """Rows of words that are typed into."""

    def __init__(self, look: DeskLook, name: str, heads: Sequence[str]) -> None:
        super().__init__(0, len(heads))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setFont(look.font("base"))
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFont(look.font("small"))
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectItems)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, in place of what was there."""
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(astuple(row)):
                item = self.item(number, column) or QTableWidgetItem()
                item.setText(words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{self._head(column)}: {words}")
                self.setItem(number, column, item) if self.item(number, column) is None else None
        self.blockSignals(False)

    def words(self, row: int) -> list[str]:
        """What a row says now."""
        items = [self.item(row, column) for column in range(self.columnCount())]
        return [item.text() if item is not None else "" for item in items]

    def _head(self, column: int) -> str:
        head = self.horizontalHeaderItem(column)
        return head.text() if head is not None else ""


class PlaylistPage(QWidget):
    """Two lists and two settings.

    Signals:
        changed: the draft is another than before.
        refused: a FishbowlError: what was typed cannot be taken.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._draft: PlaylistDraft | None = None
        shown = (_("Scenes and seconds"), _("Screens"), _("Days"), _("From"), _("To"))
        self.shows = Rows(look, _("What is shown when"), shown)
        for column in range(1, len(shown)):
            self.shows.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.shows.setColumnWidth(column, look.px(NARROW))
        times = (_("Days"), _("From"), _("To"))
        self.hours = {
            "hours": Rows(look, _("When the wall is on"), times),
            "night": Rows(look, _("When its texts are quieter"), times),
        }
        self.zone = QLineEdit()
        self.zone.setAccessibleName(_("Time zone"))
        self.zone.setPlaceholderText("UTC")
        self.zone.setFont(look.font("base"))
        self.zone.setStyleSheet(field_style(look))
        self.transition = Choice(look, {"fade": _("Fade"), "cut": _("Cut")}, chosen="fade", parent=self)
        self._lay()
        self._listen()

    def show_draft(self, draft: PlaylistDraft) -> None:
        """Work on this playlist from now on."""
        self._draft = draft
        self.renew()

    def renew(self) -> None:
        """Show what the draft says now."""
        if self._draft is None:
            return
        self.shows.show_rows(self._draft.shows)
        for name, rows in self.hours.items():
            rows.show_rows(self._draft.hours(name))
        self.zone.setText(self._draft.zone)
        for button, name in zip(self.transition.buttons_, ("fade", "cut"), strict=True):
            button.setChecked(name == self._draft.transition)

    # inside

    def _listen(self) -> None:
        self.shows.cellChanged.connect(
            lambda row, _column: self._do(lambda draft: draft.set_show(row, ShowRow(*self.shows.words(row))))
        )
        for name, rows in self.hours.items():
            rows.cellChanged.connect(lambda row, _column, one=name: self._set_hours(one, row))
        self.zone.editingFinished.connect(self._set_zone)
        self.transition.idClicked.connect(
            lambda _number: self._do(lambda draft: draft.set_transition(self.transition.chosen))
        )

    def _set_hours(self, name: str, row: int) -> None:
        words = self.hours[name].words(row)
        self._do(lambda draft: draft.set_hours(name, row, HoursRow(*words)))

    def _set_zone(self) -> None:
        if self._draft is not None and self.zone.text().strip() != self._draft.zone:
            self._do(lambda draft: draft.set_zone(self.zone.text()))

    def _add(self, name: str) -> None:
        self._do(lambda draft: draft.add_show() if name == "show" else draft.add_hours(name))

    def _remove(self, name: str, rows: Rows) -> None:
        if rows.currentRow() >= 0:
            self._do(lambda draft: draft.remove(name, rows.currentRow()))

    def _do(self, change: Callable[[PlaylistDraft], None]) -> None:
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(6))
        column.addLayout(
            self._lay_rows("show", self.shows, _("The first rule that fits a screen and the time holds")), 3
        )
        both = QHBoxLayout()
        both.setSpacing(self._look.px(16))
        both.addLayout(self._lay_rows("hours", self.hours["hours"], _("The wall is on; always, without any hours")))
        both.addLayout(self._lay_rows("night", self.hours["night"], _("Its texts are quieter, as at night")))
        column.addLayout(both, 2)
        row = QHBoxLayout()
        row.setSpacing(self._look.px(6))
        row.addWidget(self._label(_("Time zone")))
        row.addWidget(self.zone)
        row.addWidget(self._label(_("From scene to scene")))
        for button in self.transition.buttons_:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _lay_rows(self, name: str, rows: Rows, words: str) -> QVBoxLayout:
        column, buttons = QVBoxLayout(), QHBoxLayout()
        for layout in (column, buttons):
            layout.setSpacing(self._look.px(6))
        adds, removes = _button_words(name)
        add, remove = DeskButton(self._look, adds), DeskButton(self._look, removes)
        add.clicked.connect(lambda: self._add(name))
        remove.clicked.connect(lambda: self._remove(name, rows))
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        column.addWidget(self._label(words))
        column.addWidget(rows)
        column.addLayout(buttons)
        return column

    def _label(self, words: str) -> Words:
        return Words(self._look, words, style="small", ink=self._look.tokens.t3)


def _button_words(name: str) -> tuple[str, str]:
    """What the buttons under a list say: add, remove."""
    match name:
        case "show":
            return _("Add a rule"), _("Remove the rule")
        case "hours":
            return _("Add hours"), _("Remove the hours")
        case _:
            return _("Add quiet hours"), _("Remove the quiet hours")
