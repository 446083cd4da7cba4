"""Asks which account answers, for one reply. Known by the agent's window; knows kit and domain."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.core.i18n import _
from app.domain.account import Account
from widgets.kit.desk_button import Mark
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import account_mark, draw_text, focus_ring, glyph_in, rounded
from widgets.models.composition import Destination, monogram_of
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook


class AccountRow(QAbstractButton):
    """One account to choose."""

    def __init__(self, look: DeskLook, account: Account, *, now: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._account, self._now = look, account, now
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(look.px(40))
        words = _("{account}, now") if now else "{account}"
        self.setAccessibleName(words.format(account=f"@{account.handle}"))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(300), self._look.px(40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        if self.isChecked():
            rounded(painter, self.rect(), px(6), fill=look.tokens.sel)
        account_mark(painter, look, self._cell(12, 24, top=8), monogram_of(self._account), self._account.hue)
        near, far = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        near, far = (far, near) if self.isRightToLeft() else (near, far)
        text = flip(QRect(px(46), 0, self.width() - px(150), self.height()), self.rect(), self.isRightToLeft())
        name = at_handle(self._account.handle)
        draw_text(painter, look, text, name, style="base", ink=look.tokens.t1, align=near)
        end = flip(QRect(self.width() - px(100), 0, px(88), self.height()), self.rect(), self.isRightToLeft())
        if self._now:
            draw_text(painter, look, end, _("Now"), style="small", ink=look.tokens.t3, align=far)
        elif self.isChecked():
            check = QRect(self.width() - px(30), 0, px(16), self.height())
            glyph_in(painter, look, flip(check, self.rect(), self.isRightToLeft()), "check", look.tokens.t1)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), px(6))

    def _cell(self, x: int, side: int, *, top: int) -> QRect:
        """A square from the line's beginning."""
        px = self._look.px
        return flip(QRect(px(x), px(top), px(side), px(side)), self.rect(), self.isRightToLeft())


class ChangeAccountDialog(DeskDialog):
    """The question.

    Signals:
        chosen: another account answers; carries it.
    """

    help_at = ("desk", "Sending")
    chosen = Signal(object)

    def __init__(
        self, look: DeskLook, now: Destination, accounts: list[Account], *, home: str, parent: QWidget | None = None
    ) -> None:
        """`home` is the handle they wrote to, which need not be the one that would answer now."""
        words = _("{person} wrote to {account}. A reply from another brand is public and may confuse people.")
        super().__init__(
            look,
            _("Reply from another account?"),
            words.format(person=at_handle(now.to_handle), account=at_handle(home)),
            parent=parent,
        )
        self._now = now
        self._picked_account: Account | None = None
        for account in accounts:
            row = AccountRow(look, account, now=account.id == now.account_id)
            row.clicked.connect(lambda _checked=False, one=account: self._pick(one))
            self.body.addWidget(row)
        self.answer_with(_("Keep {account}").format(account=at_handle(now.handle)), _("Reply as the chosen account"))
        if self.act_button is not None:
            self.act_button.set_may(False, _("Choose another account first."))
        self.accepted.connect(self._say)

    def _pick(self, account: Account) -> None:
        self._picked_account = account if account.id != self._now.account_id else None
        if self.act_button is None:
            return
        words = _("Reply as {account}").format(account=at_handle(account.handle))
        self.act_button.set_words(words)
        self.act_button.set_mark(Mark(monogram_of(account), account.hue))
        self.act_button.set_may(self._picked_account is not None, _("This is the account now."))

    def _say(self) -> None:
        if self._picked_account is not None:
            self.chosen.emit(self._picked_account)
