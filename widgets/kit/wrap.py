"""Breaks a text into lines as its script wants. Known by the wall; knows theme.fonts and Qt.

Qt's layout knows where Chinese, Thai and Arabic may break; positions it gives are UTF-16, so the text is cut there.
"""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from widgets.theme.fonts import REGULAR, font, is_right_to_left


@lru_cache(maxsize=512)
def wrap(text: str, width: float, size: float, *, scale: float = 1.0, weight: int = REGULAR) -> tuple[str, ...]:
    """The text's lines when none may be wider than `width` logical pixels; a longer word is broken."""
    plain = " ".join(text.split())
    layout = QTextLayout(plain, font(round(size * scale), weight))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if is_right_to_left(plain):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout.setTextOption(option)
    units = plain.encode("utf-16-le")
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width * scale)
        start, length = 2 * line.textStart(), 2 * line.textLength()
        lines.append(units[start : start + length].decode("utf-16-le", errors="replace").strip())
    layout.endLayout()
    return tuple(line for line in lines if line)
