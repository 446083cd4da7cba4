"""One row of the account dialogs: an account with how it fares, or a network to choose. Known by them; knows kit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.domain.account import Account
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_marks import account_mark, draw_text, focus_ring, glyph_in, metrics, rounded
from widgets.kit.desk_text import SetText, set_text
from widgets.models.composition import monogram_of
from widgets.theme.desk import DeskLook

START, PAD, GAP = 48, 10, 2


class ChoiceRow(QAbstractButton):
    """A row with a sign, a name, a line of words and, in the ink of trouble, what is wrong.

    Pressed by Enter, Space or a click. `sign` is an account or the name of a glyph.
    """

    def __init__(
        self,
        look: DeskLook,
        sign: Account | str,
        name: str,
        words: str,
        *,
        trouble: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._sign = look, sign
        self._name, self._words, self._trouble = name, words, trouble
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._speak()

    def say(self, words: str, *, trouble: str = "") -> None:
        """Change what is said under the name."""
        if (words, trouble) != (self._words, self._trouble):
            self._words, self._trouble = words, trouble
            self._speak()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = self._look.px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(2 * PAD) + self._look.line("name"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = self._look
        height = look.px(2 * PAD) + look.line("name")
        for text, _ink in self._lines():
            height += look.px(GAP) + self._laid(text, width)[1]
        return height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look, px, tokens = QPainter(self), self._look, self._look.px, self._look.tokens
        if self.isChecked():
            paint_chosen(painter, look, self)
        elif self.underMouse():
            rounded(painter, self.rect(), px(8), fill=tokens.bg3)
        self._paint_sign(painter)
        room = self._text_rect(self.width())
        line = QRect(room.x(), px(PAD), room.width(), look.line("name"))
        name = metrics(look, "name").elidedText(self._name, Qt.TextElideMode.ElideRight, line.width())
        draw_text(painter, look, line, name, style="name", ink=tokens.t1, align=self._start())
        y = line.bottom() + 1
        for text, ink in self._lines():
            laid, height = self._laid(text, self.width())
            y += px(GAP)
            laid.paint(painter, room.x(), y, ink)
            y += height
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), px(8))

    def _speak(self) -> None:
        self.setAccessibleName(". ".join(part for part in (self._name, self._words, self._trouble) if part))

    def _lines(self) -> list[tuple[str, QColor]]:
        tokens = self._look.tokens
        pairs = ((self._words, tokens.t2), (self._trouble, tokens.warn))
        return [(text, ink) for text, ink in pairs if text]

    def _laid(self, text: str, width: int) -> tuple[SetText, int]:
        laid = set_text(self._look, text, style="small", width=self._text_rect(width).width(), most_lines=3)
        return laid, round(laid.height)

    def _text_rect(self, width: int) -> QRect:
        px = self._look.px
        start, end = (px(PAD), px(START)) if self.isRightToLeft() else (px(START), px(PAD))
        return QRect(start, 0, max(px(60), width - start - end), self.height())

    def _start(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft

    def _paint_sign(self, painter: QPainter) -> None:
        look, px = self._look, self._look.px
        side = px(28)
        x = self.width() - px(PAD) - side if self.isRightToLeft() else px(PAD)
        box = QRect(x, px(PAD), side, side)
        if isinstance(self._sign, Account):
            account_mark(painter, look, box, monogram_of(self._sign), self._sign.hue)
        else:
            glyph_in(painter, look, box, self._sign, look.tokens.t1, size=20)
