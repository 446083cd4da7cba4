"""A whole sentence with strong parts, wrapped and never elided. Known by the agent's room; knows theme."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets.theme.desk import DeskLook


def strong(text: str) -> str:
    """A strong part, safe to put into a sentence."""
    return f"<span style='font-weight:600'>{escape(text)}</span>"


class Sentence(QLabel):
    """A label for a translated sentence whose named parts were made with `strong`."""

    def __init__(
        self, look: DeskLook, *, style: str = "base", ink: QColor | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._laid = look, 0
        self.setFont(look.font(style))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), ink or look.tokens.t1)
        self.setPalette(palette)

    def minimumSizeHint(self) -> QSize:
        """Every line of it: where all is short of height, something else gives way."""
        least = super().minimumSizeHint()
        tall = self.heightForWidth(self._laid) if self._laid else 0
        return QSize(least.width(), max(least.height(), tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and event.size().width() != self._laid:
            self._laid = event.size().width()
            self.updateGeometry()

    def say(self, template: str, **parts: str) -> None:
        """A sentence whose `{named}` parts are strong; everything else is taken as plain words."""
        plain = template.format(**parts)
        self.setText(escape(template).format(**{name: strong(part) for name, part in parts.items()}))
        self.setAccessibleName(plain)

    def say_two(self, bold: str, rest: str) -> None:
        """Strong words, then the rest."""
        self.setText(f"{strong(bold)} {escape(rest)}" if rest else strong(bold))
        self.setAccessibleName(f"{bold} {rest}".strip())
