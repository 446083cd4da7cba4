"""One topic's form: its name, its query and what can be written there, whose it is, and the query tried on last week's
posts. Known by the desk's hands for topics; knows kit and domain.

It asks nothing of the hub itself: it says what is wanted, and is told what came of it. Ctrl+T tries the query,
the page keys scroll what it found.
"""

from collections.abc import Callable, Sequence
from html import escape

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.topic import Topic, TopicKind
from app.wire.answers import TriedQuery
from widgets.dialogs.account_fields import LineAnswer
from widgets.dialogs.query_field import QueryField
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.topic_words import KINDS, WRITTEN, example_words, place_of, trial_words
from widgets.models.words import isolate
from widgets.theme.desk import DeskLook

WIDTH, HELP_WIDTH = 880, 300
TRIAL_HEIGHT = 180
MOST_IN_TIP = 4_000
TRY = "Ctrl+T"


class TopicForm(DeskDialog):
    """Adds a topic (id 0) or changes one.

    Signals:
        try_requested: run the query on last week's posts: `tried` or `refuse` answers. Carries the query.
        save_requested: save it: the form is closed or told to `refuse`.
    """

    help_at = ("topics", "Topics")
    try_requested = Signal(str)
    save_requested = Signal()

    def __init__(
        self,
        look: DeskLook,
        topic: Topic,
        *,
        network: Callable[[str], str],
        now: Callable[[], Millis],
        parent: QWidget | None = None,
    ) -> None:
        head = _("Change {topic}").format(topic=isolate(topic.name)) if topic.id else _("Add a topic")
        words = _("A topic is a saved query. Every post that is heard from now on is tried on it.")
        super().__init__(look, head, words, width=WIDTH, parent=parent)
        self._before, self._network, self._now = topic, network, now
        self.name = self._line(_("Name"), topic.name)
        self.query = QueryField(look)
        self.kind = QComboBox()
        self.business = self._line(_("Line of business (optional)"), topic.line_of_business)
        self.region = self._line(_("Region (optional)"), topic.region)
        places = {"yes": _("A row of the wall's heat map"), "": _("Not on the wall")}
        self.wall = Choice(look, places, chosen="yes" if topic.on_wall else "", parent=self)
        self.trial = DeskButton(look, _("Try it on last week's posts"), glyph="search", cap=TRY)
        self._found = ScrollBox(look, _("What it would have found"), highest=TRIAL_HEIGHT)
        self._examples: list[QWidget] = []
        self.said = TextBlock(look, ink=look.tokens.t2, widest=840)
        self._build(topic)
        self._refresh()
        (self.query if topic.id else self.name).setFocus()

    # public

    @property
    def topic(self) -> Topic:
        """The topic as the form says now."""
        return replace(
            self._before,
            name=self.name.answer(),
            query=self.query.answer(),
            kind=TopicKind(self.kind.currentData()),
            line_of_business=self.business.answer(),
            region=self.region.answer(),
            on_wall=bool(self.wall.chosen),
        )

    def tried(self, query: str, found: TriedQuery) -> None:
        """What the query would have found; an answer for words that were changed since is left."""
        if query != self.query.answer():
            return
        self.query.unmark()
        warns = bool(found.warnings)
        tokens = self.look.tokens
        self.said.set_words(" ".join((trial_words(found), *found.warnings)), ink=tokens.warn if warns else tokens.t2)
        lines = [example_words(hit, network=self._network(hit.network), now=self._now()) for hit in found.examples]
        self._show(lines, [hit.text for hit in found.examples])

    def refuse(self, error: FishbowlError) -> None:
        """It did not work, in words; the place in the query is marked."""
        self._show((), ())
        self.said.set_words(str(error), ink=self.look.tokens.warn)
        place = place_of(error, self.query.answer())
        if place >= 0:
            self.query.mark(place)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if key not in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            super().keyPressEvent(event)
            return
        bar = self._found.verticalScrollBar()
        bar.setValue(bar.value() + (1 if key is Qt.Key.Key_PageDown else -1) * self._found.height() // 2)

    # inside

    def _build(self, topic: Topic) -> None:
        look, left = self.look, QVBoxLayout()
        left.setSpacing(look.px(3))
        for kind, title in KINDS.items():
            self.kind.addItem(_(title), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(topic.kind.value))
        self.kind.setFont(look.font("base"))
        self.query.put(topic.query)
        for title, field in ((_("Kind"), self.kind), (_("Name"), self.name), (_("Query"), self.query)):
            self._add(left, title, field)
        belongs = QHBoxLayout()
        belongs.setSpacing(look.px(8))
        for field in (self.business, self.region):
            column = QVBoxLayout()
            column.setSpacing(look.px(3))
            self._add(column, field.accessibleName(), field)
            belongs.addLayout(column)
        left.addLayout(belongs)
        left.addSpacing(look.px(6))
        self.wall.lay(look, left, in_a_row=2)
        columns = QHBoxLayout()
        columns.setSpacing(look.px(16))
        columns.addLayout(left, 1)
        columns.addWidget(self._written())
        self.body.addLayout(columns)
        row = QHBoxLayout()
        row.addWidget(self.trial)
        row.addStretch(1)
        self.body.addLayout(row)
        self._found.column.addWidget(self.said)
        self._found.column.addStretch(1)
        self._found.setFixedHeight(look.px(TRIAL_HEIGHT))
        self.body.addWidget(self._found)
        self.answer_with(_("Cancel"), _("Save") if topic.id else _("Add"))
        self._connect()

    def _connect(self) -> None:
        self.trial.clicked.connect(self._try)
        self.trial.pressed_in_vain.connect(self._say_why)
        QShortcut(QKeySequence(TRY), self).activated.connect(self.trial.click)
        self.query.textChanged.connect(self._typed)
        for field in (self.name, self.business, self.region):
            field.textChanged.connect(lambda _text: self._refresh())
            field.returnPressed.connect(self._enter)
        if self.act_button is not None:
            self.act_button.clicked.disconnect()
            self.act_button.clicked.connect(self.save_requested)
            self.act_button.pressed_in_vain.connect(self._say_why)

    def _line(self, title: str, value: str) -> LineAnswer:
        field = LineAnswer(self.look, secret=False)
        field.setAccessibleName(title)
        field.put(value)
        field.setCursorPosition(0)
        return field

    def _add(self, column: QVBoxLayout, title: str, field: QWidget) -> None:
        field.setAccessibleName(title)
        column.addWidget(Words(self.look, title, style="label"))
        column.addWidget(field)
        column.addSpacing(self.look.px(5))

    def _written(self) -> QWidget:
        """What can be written in a query."""
        look, holder = self.look, QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(2))
        grid.addWidget(Words(look, _("What can be written"), style="label"), 0, 0, 1, 2)
        for row, (written, finds) in enumerate(WRITTEN, start=1):
            grid.addWidget(Words(look, isolate(written), style="small", ink=look.tokens.t1), row, 0)
            grid.addWidget(TextBlock(look, _(finds), style="small", ink=look.tokens.t2), row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(WRITTEN) + 1, 1)
        holder.setFixedWidth(look.px(HELP_WIDTH))
        return holder

    def _typed(self) -> None:
        self.query.unmark()
        self._refresh()

    def _try(self) -> None:
        self.said.set_words(_("Trying it on the posts of the last week..."), ink=self.look.tokens.t2)
        self.try_requested.emit(self.query.answer())

    def _show(self, lines: Sequence[str], texts: Sequence[str]) -> None:
        for widget in self._examples:
            self._found.column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        look = self.look
        self._examples = [TextBlock(look, line, style="small", ink=look.tokens.t1, widest=840) for line in lines]
        for widget, whole in zip(self._examples, texts, strict=True):
            widget.setToolTip(f"<p>{escape(whole[:MOST_IN_TIP])}</p>")  # as a paragraph it is wrapped
        for place, widget in enumerate(self._examples, start=1):
            self._found.column.insertWidget(place, widget)
        self._found.verticalScrollBar().setValue(0)

    def _enter(self) -> None:
        if why := self._missing():
            self._say_why(why)
        else:
            self.save_requested.emit()

    def _say_why(self, why: str) -> None:
        self.said.set_words(why, ink=self.look.tokens.warn)

    def _missing(self) -> str:
        if not self.name.answer():
            return _("“{title}” is missing.").format(title=_("Name"))
        return "" if self.query.answer() else _("“{title}” is missing.").format(title=_("Query"))

    def _refresh(self) -> None:
        why = self._missing()
        no_query = "" if self.query.answer() else _("“{title}” is missing.").format(title=_("Query"))
        self.trial.set_may(not no_query, no_query)
        if self.act_button is not None:
            self.act_button.set_may(not why, why)
