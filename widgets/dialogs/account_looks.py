"""How an account looks and behaves on desks: brand, monogram, hue, protection, undo, the promised first reply. Known by
the account form; knows kit and domain."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import MINUTE
from app.core.i18n import _
from app.domain.account import Account
from widgets.dialogs.account_fields import LineAnswer
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_marks import account_mark, focus_ring, rounded
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.words import span
from widgets.theme.desk import DeskLook

HUES = 8
UNDO_SECONDS = (0, 5, 10, 30, 60)
PROMISE_MINUTES = (0, 15, 30, 60, 240, 1440)


class HueButton(QAbstractButton):
    """One of the eight hues, shown as the account's mark would be."""

    def __init__(self, look: DeskLook, hue: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._hue, self._monogram = look, hue, ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(QSize(look.px(36), look.px(36)))

    def show_monogram(self, monogram: str) -> None:
        """Change the two letters."""
        self._monogram = monogram
        self.setAccessibleName(_("Mark {number}, {monogram}").format(number=self._hue + 1, monogram=monogram))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        if self.isChecked():
            rounded(painter, self.rect(), px(8), fill=look.tokens.sel, frame=look.tokens.acc)
        account_mark(painter, look, QRect(px(4), px(4), px(28), px(28)), self._monogram, self._hue)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), px(8))


class Looks(QWidget):
    """The part of the form that is the same for every network.

    Signals:
        changed: something is different.
    """

    changed = Signal()

    def __init__(self, look: DeskLook, account: Account, *, otherwise: str = "", parent: QWidget | None = None) -> None:
        """`otherwise` are the two letters while there is no name to take them from."""
        super().__init__(parent)
        self._look, self._account, self._otherwise = look, account, otherwise
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(4))
        self.brand = self._line(_("Name that people know"), account.brand)
        self.monogram = self._line(_("Two letters"), account.monogram)
        self.monogram.setMaxLength(2)
        self.monogram.setMaximumWidth(look.px(72))
        self.hues = QButtonGroup(self)
        self._add_hues()
        self.protected = self._choice(
            _("Sending"),
            {"": _("Sends at once"), "yes": _("Asks once more before sending")},
            "yes" if account.protected else "",
        )
        seconds = sorted({*UNDO_SECONDS, account.undo_seconds})
        self.undo = self._choice(
            _("A reply can be taken back for"),
            {str(one): _("{seconds} s").format(seconds=one) if one else _("Not at all") for one in seconds},
            str(account.undo_seconds),
        )
        minutes = sorted({*PROMISE_MINUTES, account.first_reply_minutes})
        self.promise = self._choice(
            _("First reply promised within"),
            {str(one): span(one * MINUTE) if one else _("No promise") for one in minutes},
            str(account.first_reply_minutes),
        )
        self._show_monogram()
        self.brand.textChanged.connect(self._show_monogram)
        self.monogram.textChanged.connect(self._show_monogram)

    # public

    def applied(self, account: Account) -> Account:
        """The account with what was chosen here."""
        return msgspec.structs.replace(
            account,
            brand=self.brand.answer() or account.handle,
            monogram=self._letters(),
            hue=max(0, self.hues.checkedId()),
            protected=bool(self.protected.chosen),
            undo_seconds=int(self.undo.chosen or 0),
            first_reply_minutes=int(self.promise.chosen or 0),
        )

    # inside

    def _head(self, title: str) -> None:
        self._column.addSpacing(self._look.px(6))
        self._column.addWidget(Words(self._look, title, style="label"))

    def _line(self, title: str, value: str) -> LineAnswer:
        self._head(title)
        edit = LineAnswer(self._look, secret=False)
        edit.setAccessibleName(title)
        edit.put(value)
        edit.textChanged.connect(lambda _text: self.changed.emit())
        self._column.addWidget(edit)
        return edit

    def _choice(self, title: str, words: Mapping[str, str], chosen: str) -> Choice:
        self._head(title)
        choice = Choice(self._look, words, chosen=chosen, parent=self)
        choice.lay(self._look, self._column, in_a_row=len(words))
        for button in choice.buttons_:
            button.setAccessibleName(f"{title}: {button.text()}")
        return choice

    def _add_hues(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(4))
        for hue in range(HUES):
            button = HueButton(self._look, hue)
            button.setChecked(hue == self._account.hue)
            self.hues.addButton(button, hue)
            row.addWidget(button)
        row.addStretch(1)
        self._head(_("Its mark on cards and rows"))
        self._column.addLayout(row)
        hint = _("The letters tell accounts apart, the colour only helps.")
        self._column.addWidget(TextBlock(self._look, hint, style="small", ink=self._look.tokens.t3))

    def _letters(self) -> str:
        words = self.brand.answer().split() or [self._account.handle or self._otherwise]
        made = "".join(word[0] for word in words[:2]) if len(words) > 1 else words[0][:2]
        return (self.monogram.answer() or made).upper()[:2]

    def _show_monogram(self) -> None:
        for button in self.hues.buttons():
            if isinstance(button, HueButton):
                button.show_monogram(self._letters())
