"""The audit, read-only: who did what and when, what it changed, by person, kind and time. Known by the desk's hands for
the house; knows kit.

J and K choose, Enter opens the conversation an act concerns, O and N turn to older and newer acts, P goes to the
person's field; the page keys scroll what the act changed.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.audit import AuditRow
from app.domain.audit_words import KINDS, verbs_of
from app.wire.calls import ListAudit
from widgets.dialogs.ask_words import field_style
from widgets.dialogs.audit_row import AuditLine
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock, Words
from widgets.kit.focus_paint import KeylessRows
from widgets.models.audit_lines import SPANS, change_lines, since_of
from widgets.theme.desk import DeskLook

PAGE = 50
HEIGHT, TOLD_HEIGHT = 360, 100
TYPED_MS = 300
"""A name is asked for when nobody has typed for so long."""


class AuditDialog(DeskDialog):
    """The list, its filters, and what the chosen act changed.

    Signals:
        wanted: a ListAudit; answered with `show_page` or `refuse`.
        open_requested: go to a conversation; carries its id.
    """

    help_at = ("security", "Who may do what")
    wanted = Signal(object)
    open_requested = Signal(object)

    def __init__(self, look: DeskLook, *, now: Millis, parent: QWidget | None = None) -> None:
        words = _("Every act as it was kept. Nobody can change it, and nothing here does.")
        super().__init__(look, _("Who did what"), words, width=820, parent=parent)
        self._now = now
        self._rows: tuple[AuditRow, ...] = ()
        self._views: list[AuditLine] = []
        self._place = 0
        self._cursors: list[int] = [0]
        self._asked: ListAudit | None = None
        self.person = QLineEdit()
        self.kind = self._choice({"": _("Every kind"), **{name: _(title) for name, (title, _n) in KINDS.items()}})
        self.span = self._choice({name: _(title) for name, title in SPANS.items()})
        self._list, self._holder = KeylessRows(), QWidget()
        self._listing = QVBoxLayout(self._holder)
        self._empty = EmptyState(look, glyph="clock", parent=self)
        self._changes = TextBlock(look, style="small", ink=look.tokens.t2, widest=780)
        self._told = ScrollBox(look, _("What it changed"), highest=TOLD_HEIGHT)
        self._open = DeskButton(look, _("Open the conversation"), cap="↵")
        self._older = DeskButton(look, _("Older"), cap="O")
        self._newer = DeskButton(look, _("Newer"), cap="N")
        self._typing = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._build()
        self.answer_with(_("Close"), "")
        self._list.setFocus()

    # public

    @property
    def chosen(self) -> AuditRow | None:
        """The act that keys mean."""
        return self._rows[self._place] if self._rows else None

    @property
    def said(self) -> str:
        """What is said of the chosen act, or what went wrong."""
        return self._changes.words

    def ask(self) -> None:
        """Ask for the newest acts that fit the filters."""
        self._cursors = [0]
        self._want()

    def show_page(self, request: ListAudit, rows: tuple[AuditRow, ...]) -> None:
        """The answer to `wanted`; one that came too late is for another question and is left."""
        if request != self._asked:
            return
        self._rows, self._place = rows, 0
        self._list_rows()
        self._older.set_may(len(rows) == PAGE, _("There are no older ones."))
        self._newer.set_may(len(self._cursors) > 1, _("These are the newest."))
        self._choose(0)

    def refuse(self, error: FishbowlError) -> None:
        """What the hub could not do, in its words."""
        self._changes.set_words(f"{error.message} {error.hint}".strip(), ink=self.look.tokens.warn)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_J, Qt.Key.Key_Down}:
            self._choose(self._place + 1)
        elif key in {Qt.Key.Key_K, Qt.Key.Key_Up}:
            self._choose(self._place - 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open_chosen()
        elif key is Qt.Key.Key_O:
            self._turn(older=True)
        elif key is Qt.Key.Key_N:
            self._turn(older=False)
        elif key is Qt.Key.Key_P:
            self.person.setFocus()
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            bar = self._told.verticalScrollBar()
            bar.setValue(bar.value() + (1 if key is Qt.Key.Key_PageDown else -1) * self._told.height() // 2)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look = self.look
        self._lay_filters()
        self._listing.setContentsMargins(0, 0, 0, 0)
        self._listing.setSpacing(look.px(2))
        self._list.setAccessibleName(_("Acts"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._list.setWidget(self._holder)
        self._list.setFixedHeight(look.px(HEIGHT))
        self._empty.setFixedHeight(look.px(HEIGHT // 2))
        self._empty.say(_("Asking the hub"), _("What was done is listed here."))
        self._list.hide()
        OverlayBar(look, self._list)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(6))
        acts = ((self._open, self._open_chosen), (self._older, self._go_older), (self._newer, self._go_newer))
        for button, act in acts:
            button.clicked.connect(act)
            button.pressed_in_vain.connect(self._changes.set_words)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._told.column.addWidget(self._changes)
        self._told.column.addStretch(1)
        self._told.setFixedHeight(look.px(TOLD_HEIGHT))
        for widget in (self._list, self._empty, self._told):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)

    def _lay_filters(self) -> None:
        look, filters = self.look, QWidget()
        filters.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self.person.setFont(look.font("base"))
        self.person.setStyleSheet(field_style(look))
        self.person.setPlaceholderText(_("Everybody"))
        for title, field, share in (
            (_("Person"), self.person, 3),
            (_("Kind"), self.kind, 4),
            (_("Time"), self.span, 2),
        ):
            field.setAccessibleName(title)
            column = QVBoxLayout()
            column.setSpacing(look.px(2))
            column.addWidget(Words(look, title, style="small", ink=look.tokens.t3))
            field.setFixedHeight(self.person.sizeHint().height())
            column.addWidget(field)
            row.addLayout(column, share)
        self.person.textEdited.connect(lambda _text: self._typing.start())
        self.person.returnPressed.connect(self._list.setFocus)
        self._typing.timeout.connect(self.ask)
        self.kind.activated.connect(lambda _place: self.ask())
        self.span.activated.connect(lambda _place: self.ask())
        self.body.addWidget(filters)

    def _choice(self, words: Mapping[str, str]) -> QComboBox:
        field = QComboBox()
        field.setFont(self.look.font("base"))
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name, title in words.items():
            field.addItem(title, name)
        return field

    def _want(self) -> None:
        kind = str(self.kind.currentData())
        self._asked = ListAudit(
            before=self._cursors[-1],
            limit=PAGE,
            who=self.person.text().strip(),
            what=verbs_of(kind) if kind else (),
            since=since_of(str(self.span.currentData()), now=self._now),
        )
        self.wanted.emit(self._asked)

    def _list_rows(self) -> None:
        while (item := self._listing.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._views = [self._make(place, row) for place, row in enumerate(self._rows)]
        for view in self._views:
            self._listing.addWidget(view)
        self._listing.addStretch(1)
        self._list.verticalScrollBar().setValue(0)
        self._list.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)
        self._empty.say(_("Nothing was done that fits"), _("Choose another person, kind or time."))
        if not any(field.hasFocus() for field in (self.person, self.kind, self.span)):
            (self._list if self._rows else self.person).setFocus()

    def _make(self, place: int, row: AuditRow) -> AuditLine:
        view = AuditLine(self.look, row, now=self._now)
        view.pressed.connect(lambda: self._choose(place))
        view.opened.connect(self._open_chosen)
        return view

    def _choose(self, place: int) -> None:
        self._place = max(0, min(len(self._rows) - 1, place))
        for number, view in enumerate(self._views):
            view.choose(number == self._place)
        row = self.chosen
        if row is not None:
            self._list.ensureWidgetVisible(self._views[self._place], 0, self.look.px(12))
        self._changes.set_words(change_lines(row) if row is not None else "", ink=self.look.tokens.t2)
        self._told.verticalScrollBar().setValue(0)
        self._open.set_may(row is not None and bool(row.conversation_id), _("This act concerns no conversation."))

    def _open_chosen(self) -> None:
        row = self.chosen
        if row is not None and row.conversation_id:
            self.open_requested.emit(row.conversation_id)
        elif row is not None:
            self._changes.set_words(_("This act concerns no conversation."))

    def _turn(self, *, older: bool) -> None:
        if older and len(self._rows) == PAGE:
            self._cursors.append(self._rows[-1].id)
            self._want()
        elif not older and len(self._cursors) > 1:
            self._cursors.pop()
            self._want()

    def _go_older(self) -> None:
        self._turn(older=True)

    def _go_newer(self) -> None:
        self._turn(older=False)
