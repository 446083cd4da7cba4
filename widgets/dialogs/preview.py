"""Shows a reply as its readers will see it: who answers whom, the words, the links, where it would be cut. Known by the
agent's window; knows kit and models."""

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_marks import account_mark, draw_text, rounded, text_width
from widgets.kit.desk_text import set_text
from widgets.models.composition import Destination
from widgets.models.counting import Counted
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

_LINK = re.compile(r"https?://\S+")
WIDTH = 480


class PreviewPost(QWidget):
    """The reply as a post."""

    def __init__(self, look: DeskLook, destination: Destination, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._destination = look, destination
        self._laid = set_text(look, text, style="read", width=look.px(WIDTH - 110))
        answers = _("Answers {person}").format(person=at_handle(destination.to_handle))
        self._lines = (destination.brand, at_handle(destination.handle), answers)
        self.setAccessibleName(f"{', '.join(self._lines)}: {text}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px = self._look.px
        return QSize(px(WIDTH - 32), px(66) + round(self._laid.height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        rounded(painter, self.rect().adjusted(0, 0, -1, -1), px(8), fill=look.tokens.bg1, frame=look.tokens.line2)
        destination = self._destination
        account_mark(painter, look, QRect(px(14), px(14), px(32), px(32)), destination.monogram, destination.hue)
        brand, handle, answers = self._lines
        left, width = px(58), text_width(look, "name", brand) + 1
        draw_text(painter, look, QRect(left, px(12), width, px(18)), brand, style="name", ink=look.tokens.t1)
        beside = QRect(left + width + px(6), px(12), self.width() - left - width - px(20), px(18))
        draw_text(painter, look, beside, handle, style="small", ink=look.tokens.t3)
        below = QRect(left, px(30), self.width() - left - px(14), px(18))
        draw_text(painter, look, below, answers, style="small", ink=look.tokens.t3)
        self._laid.paint(painter, left, px(54), look.tokens.t1)


class PreviewDialog(DeskDialog):
    """The preview: one post, or each part of a thread.

    Attributes:
        posts: what is shown, in its order.
    """

    def __init__(
        self,
        look: DeskLook,
        destination: Destination,
        text: str,
        counted: Counted,
        *,
        parts: tuple[str, ...] = (),
        alts: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        head = _("As {network} shows it").format(network=destination.network_title)
        split = len(parts) > 1
        super().__init__(look, head, _facts(text, counted, split=split, alts=alts), width=WIDTH, parent=parent)
        cut = text[: counted.surplus_at] if counted.surplus_at >= 0 else text
        self.posts = [PreviewPost(look, destination, part) for part in (parts if split else (cut.strip(),))]
        column = self._scrolling(look) if split else self.body
        for post in self.posts:
            column.addWidget(post)
        self.answer_with(_("Keep writing"), "")

    def _scrolling(self, look: DeskLook) -> QVBoxLayout:
        """Room for many parts, which scrolls by keyboard too."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        area = QScrollArea()
        area.setAccessibleName(_("Parts of the thread"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.setWidget(inner)
        area.setMinimumHeight(look.px(320))
        self.body.addWidget(area)
        return column


def _facts(text: str, counted: Counted, *, split: bool, alts: tuple[str, ...]) -> str:
    """What the picture cannot show."""
    said = []
    if counted.over and not split:
        said.append(_("{count} over the limit; the rest is not shown.").format(count=counted.over))
    links = len(_LINK.findall(text))
    if links:
        said.append(ngettext("{count} link.", "{count} links.", links).format(count=links))
    for alt in alts:
        said.append(_("Picture: {alt}.").format(alt=alt.rstrip(".") or _("without description")))
    return " ".join(said)
