"""A button of the desk: words, glyph, mark and keycap, painted. Known by the agent's room; knows theme and
desk_marks.

A button that does not work now stays focusable and says why; it is never greyed out silently.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.kit.desk_marks import (
    account_mark,
    draw_text,
    focus_ring,
    glyph_in,
    keycap,
    keycap_width,
    metrics,
    rounded,
    text_width,
)
from widgets.kit.key_words import key_words
from widgets.theme.desk import DeskLook


class ButtonKind(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    QUIET = "quiet"
    TAB = "tab"


@dataclass(frozen=True)
class Mark:
    """An account's sign on a button."""

    monogram: str
    hue: int


class DeskButton(QAbstractButton):
    """A push button.

    Signals:
        pressed_in_vain: pressed while it does not work; carries why.
    """

    pressed_in_vain = Signal(str)

    HEIGHT = 28

    def __init__(
        self,
        look: DeskLook,
        text: str = "",
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        glyph: str = "",
        name: str = "",
        cap: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._kind = kind
        self._glyph = glyph
        self._cap = key_words(cap)
        self._mark: Mark | None = None
        self._may = True
        self._why = ""
        self.setText(text)
        self.setAccessibleName(name or text)
        self._say_tip()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    # public

    @property
    def may(self) -> bool:
        """Whether it works now."""
        return self._may

    def set_words(self, text: str, *, name: str = "") -> None:
        """Change what it says."""
        if text != self.text() or (name or text) != self.accessibleName():
            self.setText(text)
            self.setAccessibleName(name or text)
            self._say_tip()
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.update()

    def set_glyph(self, glyph: str) -> None:
        if glyph != self._glyph:
            self._glyph = glyph
            self.updateGeometry()
            self.update()

    def set_mark(self, mark: Mark | None) -> None:
        if mark != self._mark:
            self._mark = mark
            self.updateGeometry()
            self.update()

    def set_cap(self, cap: str) -> None:
        """Show a key that works now, as Qt writes it or in words; empty for none."""
        words = key_words(cap)
        if words != self._cap:
            self._cap = words
            self.updateGeometry()
            self.update()

    def set_may(self, may: bool, why: str = "") -> None:
        """Let it work, or say why it does not."""
        if (may, why) != (self._may, self._why):
            self._may, self._why = may, why
            self._say_tip()
            self.setAccessibleDescription(why)
            self.update()

    # Qt

    def sizeHint(self) -> QSize:
        look = self._look
        return QSize(self._content_width() + 2 * self._padding(), look.px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        if self.isCheckable() and self._may:
            super().nextCheckState()

    def hitButton(self, pos: object) -> bool:
        return self._may and self.rect().contains(pos)  # type: ignore[call-overload]  # Qt gives a QPoint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = event.modifiers() & Qt.KeyboardModifier.ControlModifier  # Ctrl+Enter is whoever stands around's
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not command:
            if self._may:
                self.click()
            else:
                self.pressed_in_vain.emit(self._why)
            return
        if command:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_tip()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_box(painter)
        self._paint_content(painter)
        if self.hasFocus():
            focus_ring(painter, self._look, self.rect(), self._look.px(6))

    # inside

    def _padding(self) -> int:
        icon_only = not self.text() and not self._cap
        return self._look.px(6 if icon_only else 8 if self._kind is ButtonKind.TAB else 10)

    def _parts(self) -> list[tuple[str, int]]:
        look, parts = self._look, []
        if self._mark:
            parts.append(("mark", look.px(20)))
        if self._glyph:
            parts.append(("glyph", look.px(16)))
        if self.text():
            parts.append(("text", text_width(look, "label", self.text())))
        if self._cap:
            parts.append(("cap", keycap_width(look, self._cap)))
        return parts

    def _fitting(self) -> list[tuple[str, int]]:
        """The parts in the width there is: short of it, the words give way."""
        short = max(0, self._content_width() - (self.width() - 2 * self._look.px(6)))
        return [(part, max(0, width - short) if part == "text" else width) for part, width in self._parts()]

    def _say_tip(self) -> None:
        """Why it does not work, else what cannot be read on it."""
        read = bool(self.text()) and self._content_width() <= self.width() - 2 * self._look.px(6)
        self.setToolTip(self._why or ("" if read else self.accessibleName()))

    def _content_width(self) -> int:
        parts = self._parts()
        return sum(width for _, width in parts) + self._look.px(6) * max(0, len(parts) - 1)

    def _ink(self) -> QColor:
        tokens = self._look.tokens
        if not self._may:
            return tokens.t3
        if self._kind is ButtonKind.PRIMARY:
            return tokens.onfill
        if self._kind is ButtonKind.TAB and not self.isChecked():
            return tokens.t3
        return tokens.t2 if self._kind is ButtonKind.QUIET else tokens.t1

    def _paint_box(self, painter: QPainter) -> None:
        tokens, radius = self._look.tokens, self._look.px(6)
        hovered = self.underMouse() and self._may
        if self._kind is ButtonKind.PRIMARY or (not self._may and self._kind is not ButtonKind.QUIET):
            fill = tokens.fill if self._may else tokens.bg3
            # The ring would not be seen on the fill, and what does not work not at all where every fill is one colour.
            gap = self._look.ring + 1 if self.hasFocus() else 0
            frame = tokens.ctl if self._look.high_contrast and not self._may else None
            box = self.rect().adjusted(gap, gap, -gap, -gap)
            rounded(painter, box, max(1, radius - gap), fill=fill, frame=frame, dashed=frame is not None)
        elif self._kind is ButtonKind.PLAIN:
            rounded(painter, self.rect(), radius, fill=tokens.bg3 if hovered else None, frame=tokens.line2)
        elif hovered or (self._kind is ButtonKind.TAB and self.isChecked()):
            # Where every fill is one colour, what is chosen would not be seen without a frame.
            frame = tokens.line2 if self.isChecked() and tokens.bg3 == tokens.bg0 else None
            rounded(painter, self.rect(), radius, fill=tokens.bg3, frame=frame)

    def _paint_content(self, painter: QPainter) -> None:
        x = max(self._look.px(6), (self.width() - self._content_width()) // 2)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for part, width in self._fitting():
            left = self.width() - x - width if mirrored else x
            self._paint_part(painter, part, QRect(left, 0, width, self.height()))
            x += width + self._look.px(6)

    def _paint_part(self, painter: QPainter, part: str, cell: QRect) -> None:
        look, ink = self._look, self._ink()
        if part == "mark" and self._mark:
            side = cell.width()
            box = QRect(cell.x(), (cell.height() - side) // 2, side, side)
            on_fill = self._kind is ButtonKind.PRIMARY and self._may
            account_mark(painter, look, box, self._mark.monogram, self._mark.hue, ink=ink if on_fill else None)
        elif part == "glyph":
            glyph_in(painter, look, cell, self._glyph, ink)
        elif part == "text":
            centred = Qt.AlignmentFlag.AlignHCenter
            words = self.text()
            if cell.width() < text_width(look, "label", words):
                words = metrics(look, "label").elidedText(words, Qt.TextElideMode.ElideRight, cell.width())
            draw_text(painter, look, cell.adjusted(-2, 0, 2, 0), words, style="label", ink=ink, align=centred)
        else:
            height = look.px(18)
            box = QRect(cell.x(), (cell.height() - height) // 2, cell.width(), height)
            keycap(painter, look, box, self._cap, on_fill=self._kind is ButtonKind.PRIMARY and self._may)


def icon_button(look: DeskLook, glyph: str, name: str, parent: QWidget | None = None) -> DeskButton:
    """A square button with a glyph; `name` is its tool tip and accessible name."""
    return DeskButton(look, glyph=glyph, name=name, kind=ButtonKind.QUIET, parent=parent)
