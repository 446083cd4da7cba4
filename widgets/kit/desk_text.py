"""Text as the desk sets it: lines of a fixed height, each paragraph in its own direction. Known by the agent's painted
widgets; knows theme.

QTextLayout, not QLabel: the height for a width is exact, the line height is the type table's, and a layout is kept
until text, width or look change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets.kit.desk_marks import metrics
from widgets.theme.desk import DeskLook
from widgets.theme.fonts import is_right_to_left

LONGEST_LINE = 500
"""No line of a list is longer, in code points; setting the whole of a long post costs more than it shows."""

FAR_ABOVE = -10_000
"""Where the line goes that is painted elided instead."""


@dataclass(frozen=True)
class Part:
    """Some of a text in its own ink: the first of its UTF-16 units, and how many."""

    start: int
    length: int
    ink: QColor


@dataclass(frozen=True)
class SetText:
    """A laid-out text: its lines, ready to paint."""

    layouts: tuple[QTextLayout, ...]
    height: int

    def paint(self, painter: QPainter, x: float, y: float, ink: QColor, *, parts: Sequence[Part] = ()) -> None:
        """Paint with the top left corner at x, y; `parts` of a whole text have inks of their own."""
        painter.setPen(ink)
        start = 0
        for layout in self.layouts:
            layout.draw(painter, QPointF(x, y), _inked(parts, start) if parts else ())
            start += len(layout.text().encode("utf-16-le")) // 2 + 1 if parts else 0


def set_text(look: DeskLook, text: str, *, style: str, width: int, most_lines: int = 0) -> SetText:
    """Set a text in a width; with `most_lines` the last line that fits is elided at its logical end."""
    step = look.line(style)
    layouts: list[QTextLayout] = []
    y = 0
    lines_left = most_lines or 1_000_000
    paragraphs = text.split("\n") if not most_lines else [" ".join(text[: most_lines * LONGEST_LINE].split())]
    for paragraph in paragraphs:
        made, used = _set_paragraph(look, paragraph, style, max(1, width), lines_left, y)
        layouts.extend(made)
        y += used * step
        lines_left -= used
    return SetText(tuple(layouts), y)


@lru_cache(maxsize=1_500)
def kept_text(look: DeskLook, text: str, *, style: str, width: int) -> SetText:
    """The same, kept: for texts that are shown again and again."""
    return set_text(look, text, style=style, width=width)


def _set_paragraph(
    look: DeskLook, text: str, style: str, width: int, most: int, top: int
) -> tuple[list[QTextLayout], int]:
    """Layouts of one paragraph from `top` on, and how many lines they take."""
    step = look.line(style)
    layout = _new_layout(look, text, style)
    layout.beginLayout()
    lines, cut_at = 0, -1
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        if lines == most - 1 and line.textStart() + line.textLength() < len(text.rstrip()):
            cut_at = line.textStart()
            line.setPosition(QPointF(0, FAR_ABOVE))
            break
        line.setPosition(QPointF(0, top + lines * step + (step - line.height()) / 2))
        lines += 1
    layout.endLayout()
    if cut_at < 0:
        return [layout], max(1, lines)
    rest = metrics(look, style).elidedText(text[cut_at:], Qt.TextElideMode.ElideRight, width)
    last = _new_layout(look, rest, style, like=text)
    last.beginLayout()
    line = last.createLine()
    line.setLineWidth(width + step)
    shift = -step if is_right_to_left(text) else 0
    line.setPosition(QPointF(shift, top + lines * step + (step - line.height()) / 2))
    last.endLayout()
    return [layout, last], lines + 1


def _inked(parts: Sequence[Part], start: int) -> list[QTextLayout.FormatRange]:
    """The parts as a paragraph that begins at `start` paints them; those of others lie outside it."""
    found = []
    for part in parts:
        if part.start >= start:
            one = QTextLayout.FormatRange()
            one.start, one.length = part.start - start, part.length
            shape = QTextCharFormat()
            shape.setForeground(part.ink)
            one.format = shape
            found.append(one)
    return found


def _new_layout(look: DeskLook, text: str, style: str, *, like: str = "") -> QTextLayout:
    layout = QTextLayout(text, look.font(style))
    layout.setTextOption(_option(is_right_to_left(like or text)))
    layout.setCacheEnabled(True)
    return layout


@lru_cache(maxsize=2)
def _option(mirrored: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class TextBlock(QWidget):
    """A wrapping text of fixed line height, at most `widest` logical pixels wide at 100 %."""

    def __init__(
        self,
        look: DeskLook,
        text: str = "",
        *,
        style: str = "base",
        ink: QColor | None = None,
        widest: int = 600,
        most_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._style, self._widest, self._most = look, style, widest, most_lines
        self._ink = ink or look.tokens.t1
        self._text = ""
        self._set: tuple[int, SetText] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(text)

    @property
    def words(self) -> str:
        return self._text

    def set_words(self, text: str, *, ink: QColor | None = None) -> None:
        """Change the text."""
        self._ink = ink or self._ink
        if text != self._text:
            self._text, self._set = text, None
            self.setAccessibleName(text)
            self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid(width).height

    def sizeHint(self) -> QSize:
        natural = max(metrics(self._look, self._style).horizontalAdvance(line) for line in self._text.split("\n"))
        width = min(natural + 2, self._look.px(self._widest))
        return QSize(width, self._laid(width).height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(40), self._look.line(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        # Wider than a line may be, the column stands where reading begins.
        spare = max(0, self.width() - self._look.px(self._widest)) if self.isRightToLeft() else 0
        self._laid(self.width()).paint(QPainter(self), spare, 0, self._ink)

    def _laid(self, width: int) -> SetText:
        room = min(width, self._look.px(self._widest))
        if self._set is None or self._set[0] != room:
            laid = set_text(self._look, self._text, style=self._style, width=room, most_lines=self._most)
            self._set = (room, laid)
        return self._set[1]


class Words(QLabel):
    """A plain one-line label in a type style."""

    def __init__(
        self,
        look: DeskLook,
        text: str = "",
        *,
        style: str = "base",
        ink: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._ink_name = ""
        self.setFont(look.font(style))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_ink(ink or look.tokens.t1)

    def set_ink(self, ink: QColor) -> None:
        """Change the colour."""
        if ink.name() != self._ink_name:
            self._ink_name = ink.name()
            palette = self.palette()
            palette.setColor(self.foregroundRole(), ink)
            self.setPalette(palette)
