"""One of the agent's own replies: how it stands, from which account to whom, whose card it belongs to, its words.
Known by the dialog of own replies; knows kit."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.kit.desk_button import DeskButton, Mark
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import account_mark
from widgets.kit.desk_text import TextBlock
from widgets.models.own_replies import OwnReply
from widgets.models.words import isolate, shorten
from widgets.theme.desk import DeskLook

MARK, LONGEST = 24, 160


class OwnReplyRow(QWidget):
    """One row.

    Signals:
        pressed: somebody pressed it.
        undo_pressed, open_pressed: one of its buttons was pressed.
    """

    pressed = Signal()
    undo_pressed = Signal()
    open_pressed = Signal()

    def __init__(
        self, look: DeskLook, reply: OwnReply, *, name: str, mark: Mark | None, parent: QWidget | None = None
    ) -> None:
        """`name` is the card's, empty where it is not known; `mark` the account's, None where that is not."""
        super().__init__(parent)
        self._look, self._mark, self._name, self._current = look, mark, name, False
        self.reply = reply
        self._how = TextBlock(look, style="label", widest=560)
        card = _("{where}, in the conversation with {name}").format(where=reply.where, name=isolate(name))
        self._where = TextBlock(look, card if name else reply.where, style="small", ink=look.tokens.t3, widest=560)
        self._text = TextBlock(look, shorten(reply.item.text, LONGEST), style="base", widest=560)
        self._text.setToolTip(reply.item.text)
        self.undo_button = DeskButton(look, cap="Z", parent=self)
        self.open_button = DeskButton(look, _("Open it"), cap="↵", parent=self)
        self._lay()
        self.show_reply(reply)

    def show_reply(self, reply: OwnReply) -> None:
        """How it stands now."""
        self.reply = reply
        ink = self._look.tokens.warn if reply.warns else self._look.tokens.t1
        self._how.set_words(reply.how, ink=ink)
        self.undo_button.set_words(reply.undo)
        self._place_buttons()
        parts = [reply.how, self._where.words, self._text.words, reply.why]
        self.setAccessibleName(". ".join(part.rstrip(".") for part in parts if part))

    def show_current(self, current: bool) -> None:
        """Whether it is the one that keys mean."""
        if current != self._current:
            self._current = current
            self._place_buttons()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        if self._current:
            paint_chosen(painter, look, self)
        if self._mark is not None:
            box = QRect(px(14), px(10), px(MARK), px(MARK))
            mark = flip(box, self.rect(), self.isRightToLeft())
            account_mark(painter, look, mark, self._mark.monogram, self._mark.hue)

    def _lay(self) -> None:
        px = self._look.px
        column = QVBoxLayout(self)
        set_margins(column, px(14 + MARK + 10), px(10), px(14), px(10))
        column.setSpacing(px(2))
        for block in (self._how, self._text):
            column.addWidget(block)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._where, 1)
        for button, said in ((self.undo_button, self.undo_pressed), (self.open_button, self.open_pressed)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(said)
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.hide()
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)

    def _place_buttons(self) -> None:
        """Only beside the row that keys mean; their room is kept, so that no row moves."""
        self.undo_button.setVisible(self._current and bool(self.reply.undo))
        self.open_button.setVisible(self._current)
