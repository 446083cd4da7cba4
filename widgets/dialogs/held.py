"""Goes through held replies one by one: each is read, then sent or cancelled. Known by the agent's window; knows kit
and domain."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _, ngettext, number
from app.domain.reply import OutboxItem
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

SHOWN = 4
"""So many stand there at once; the next comes when one is decided."""


class HeldDialog(DeskDialog):
    """The replies that wait for release.

    Signals:
        decided: an item, and True to send it, False to cancel it.
    """

    decided = Signal(object, bool)

    def __init__(self, look: DeskLook, held: list[OutboxItem], parent: QWidget | None = None) -> None:
        count = ngettext("{count} reply is held", "{count} replies are held", len(held)).format(count=len(held))
        words = _("Read each again: the world may have changed since it was written.")
        super().__init__(
            look, count if held else _("No reply is held"), words if held else "", width=560, parent=parent
        )
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self._behind, self._left = held[SHOWN:], len(held)
        self._more = Words(look, style="small", ink=look.tokens.t3)
        self.body.addWidget(self._more)
        for item in held[:SHOWN]:
            self._add(item)
        self._say_more()
        self.answer_with(_("Close"), "")

    def _add(self, item: OutboxItem) -> None:
        look = self.look
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, look.px(8), 0, look.px(8))
        head = _("{account} to {person}, written by {name}").format(
            account=at_handle(item.handle), person=at_handle(item.to_handle), name=item.author
        )
        column.addWidget(Words(look, head, style="small", ink=look.tokens.t3))
        column.addWidget(TextBlock(look, item.text, style="read"))
        buttons = QHBoxLayout()
        for words, send in ((_("Send this one"), True), (_("Cancel it"), False)):
            button = DeskButton(look, words)
            button.clicked.connect(lambda _checked=False, choice=send: self._decide(item, row, send=choice))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._rows.addWidget(row)

    def _decide(self, item: OutboxItem, row: QWidget, *, send: bool) -> None:
        row.hide()
        self._left -= 1
        self.decided.emit(item, send)
        if self._behind:
            self._add(self._behind.pop(0))
            self._say_more()
        if not self._left:
            self.accept()

    def _say_more(self) -> None:
        words = ngettext("{count} more waits behind these.", "{count} more wait behind these.", len(self._behind))
        self._more.setText(words.format(count=number(len(self._behind))))
        self._more.setVisible(bool(self._behind))
