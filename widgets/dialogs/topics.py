"""The topics: what each is, whose it is and what it looks for. Known by the desk's hands for topics; knows kit, models
and the desk's directory.

J and K choose; A adds, Enter or E changes, Delete removes, Z takes the last change back.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.topic import Topic
from widgets.dialogs.account_row import ChoiceRow
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_text import TextBlock
from widgets.models.directory import Directory
from widgets.models.topic_words import topic_line
from widgets.models.words import isolate, shorten
from widgets.theme.desk import DeskLook

HIGHEST = 420
LONGEST_QUERY = 100


class TopicsDialog(DeskDialog):
    """The list.

    Signals:
        add_requested: another topic. undo_requested: take the last change back.
        change_requested, remove_requested: carry the topic.
    """

    help_at = ("topics", "Topics")
    add_requested = Signal()
    undo_requested = Signal()
    change_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(
        self, look: DeskLook, directory: Directory, *, current: int = 0, parent: QWidget | None = None
    ) -> None:
        words = _("Saved queries that sort what is heard: by brand, product, competitor, risk and the like.")
        super().__init__(look, _("Topics"), words, width=680, parent=parent)
        self._directory = directory
        self._rows: dict[int, ChoiceRow] = {}
        self._shown: dict[int, Topic] = {}
        self._current = current
        self._box = ScrollBox(look, _("Topics"), highest=HIGHEST)
        self._empty = EmptyState(look, glyph="hash")
        self._empty.say(
            _("No topic yet"), _("Add one, and posts are sorted by it."), button=_("Add a topic..."), cap="A"
        )
        self._empty.go_requested.connect(self.add_requested)
        self._said = TextBlock(look, ink=look.tokens.t2)
        self._add = DeskButton(look, _("Add..."), cap="A")
        self._change = DeskButton(look, _("Change..."), cap="E")
        self._remove = DeskButton(look, _("Remove"), cap="Del")
        self._undo = DeskButton(look, _("Undo"), cap="Z")
        self._build()
        directory.accounts_changed.connect(self.refresh)  # topics come with the small tables
        self.finished.connect(lambda _result: directory.accounts_changed.disconnect(self.refresh))
        self.refresh()
        (self if self._shown else self._empty.button).setFocus()

    # public

    @property
    def chosen(self) -> Topic | None:
        """The topic that the keys mean."""
        return self._shown.get(self._current)

    @property
    def said(self) -> str:
        """The line under the list."""
        return self._said.words

    def say(self, words: str, *, undo: bool) -> None:
        """What was done, and whether it can be taken back."""
        self._said.set_words(words, ink=self.look.tokens.t2)
        self._said.setVisible(bool(words))
        self._undo.setVisible(undo)
        self.order_focus()

    def refuse(self, error: FishbowlError) -> None:
        """It did not work, in words."""
        self._said.set_words(str(error), ink=self.look.tokens.warn)
        self._said.setVisible(True)

    def refresh(self) -> None:
        """Say again what there is, by name."""
        topics = {one.id: one for one in sorted(self._directory.topics(), key=lambda one: one.name.casefold())}
        if topics != self._shown or list(topics) != list(self._shown):
            self._list(topics)
        if topics and self._empty.button.hasFocus():
            self.setFocus()
        if self._current not in topics:
            self._current = next(iter(topics), 0)
        for topic_id, row in self._rows.items():
            row.setChecked(topic_id == self._current)
        self._box.setVisible(bool(topics))
        self._empty.setVisible(not topics)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if topics else Qt.FocusPolicy.NoFocus)
        for button in (self._add, self._change, self._remove):
            button.setVisible(bool(topics))
        self.order_focus()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_A:
            self.add_requested.emit()
        elif key is Qt.Key.Key_Z:
            self.undo_requested.emit()
        elif key in steps:
            self._step(steps[key])
        elif key in {Qt.Key.Key_E, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.change_requested)
        elif key is Qt.Key.Key_Delete:
            self._ask(self.remove_requested)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(6))
        self._add.clicked.connect(self.add_requested)
        self._undo.clicked.connect(self.undo_requested)
        self._change.clicked.connect(lambda: self._ask(self.change_requested))
        self._remove.clicked.connect(lambda: self._ask(self.remove_requested))
        for button in (self._add, self._change, self._remove, self._undo):
            row.addWidget(button)
        row.addStretch(1)
        self._undo.hide()
        self._said.hide()
        for widget in (self._box, self._empty, self._said):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.answer_with(_("Close"), "")

    def _ask(self, signal: object) -> None:
        if self.chosen is not None:
            signal.emit(self.chosen)  # type: ignore[attr-defined]  # the stubs know no bound signal

    def _list(self, topics: dict[int, Topic]) -> None:
        for row in self._rows.values():
            self._box.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = topics
        self._rows = {topic_id: self._make(topic) for topic_id, topic in topics.items()}
        for row in self._rows.values():
            self._box.column.addWidget(row)

    def _make(self, topic: Topic) -> ChoiceRow:
        query = isolate(shorten(topic.query, LONGEST_QUERY))
        words = _("{what}: {query}").format(what=topic_line(topic), query=query)
        row = ChoiceRow(self.look, "hash", topic.name, words)
        row.setToolTip(topic.query)
        row.clicked.connect(lambda _checked=False: self._choose(topic.id))
        return row

    def _choose(self, topic_id: int) -> None:
        self._current = topic_id
        self.refresh()
        self._box.ensureWidgetVisible(self._rows[topic_id])

    def _step(self, by: int) -> None:
        ids = list(self._rows)
        if ids:
            self._choose(ids[max(0, min(len(ids) - 1, ids.index(self._current) + by))])
            self._rows[self._current].setFocus()
