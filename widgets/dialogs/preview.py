"""Shows a reply as its readers will see it: who answers whom, the words, the links, where it would be cut. Known by the
agent's window; knows kit and models."""

import re

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_marks import account_mark, draw_text, glyph_in, rounded, text_width
from widgets.kit.desk_text import set_text
from widgets.kit.encoded import PNG, decoded
from widgets.models.attached import Attached
from widgets.models.composition import Destination
from widgets.models.counting import Counted
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

_LINK = re.compile(r"https?://\S+")
WIDTH, TOP, THUMB = 480, 54, 64


class PreviewPost(QWidget):
    """The reply as a post."""

    def __init__(
        self,
        look: DeskLook,
        destination: Destination,
        text: str,
        *,
        pictures: tuple[Attached, ...] = (),
        follows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With `follows` it answers the part above it."""
        super().__init__(parent)
        self._look, self._destination = look, destination
        self._laid = set_text(look, text, style="read", width=look.px(WIDTH - 110))
        self._pictures = [PreviewPicture(look, one, self) for one in pictures]
        answers = _("Answers {person}").format(person=at_handle(destination.to_handle))
        self._lines = (
            destination.brand,
            at_handle(destination.handle),
            _("Goes on from above") if follows else answers,
        )
        said = [f"{', '.join(self._lines)}: {text}", *(one.accessibleName() for one in self._pictures)]
        self.setAccessibleName(". ".join(said) if pictures else said[0])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        set_margins(column, look.px(58), look.px(TOP + 8) + self._laid.height, look.px(14), look.px(12))
        column.setSpacing(look.px(6))
        for picture in self._pictures:
            column.addWidget(picture)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        px = self._look.px
        pictures = sum(one.sizeHint().height() + px(6) for one in self._pictures)
        return QSize(px(WIDTH - 32), px(TOP + 12) + round(self._laid.height) + pictures)

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
        painter.setPen(look.tokens.t1)
        for layout in self._laid.layouts:
            layout.draw(painter, QPointF(left, px(TOP)), _links(layout.text(), look))


class PreviewPicture(QWidget):
    """A picture that goes with it, and what those are told who cannot see it."""

    def __init__(self, look: DeskLook, one: Attached, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._one = look, one
        self._thumb = decoded(one.thumb, PNG) if one.thumb else QImage()
        self._words = one.alt.strip() or _("Without a description")
        self._laid = set_text(look, self._words, style="small", width=look.px(WIDTH - 190), most_lines=4)
        self.setAccessibleName(_("Picture: {alt}").format(alt=self._words))
        self.setToolTip(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(THUMB))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, side = QPainter(self), self._look, self._look.px(THUMB)
        place = QRect(0, 0, side, side)
        rounded(painter, place, look.px(6), fill=look.tokens.bg3, frame=look.tokens.line2)
        if self._thumb.isNull():
            glyph_in(painter, look, place, "image", look.tokens.t3)
        else:
            inner = QRect(place.topLeft(), self._thumb.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
            inner.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(inner, self._thumb)
        self._laid.paint(painter, side + look.px(10), look.px(2), look.tokens.t3)


class PreviewDialog(DeskDialog):
    """The preview: one post, or each part of a thread.

    Attributes:
        posts: what is shown, in its order.
    """

    help_at = ("desk", "Sending")

    def __init__(
        self,
        look: DeskLook,
        destination: Destination,
        text: str,
        counted: Counted,
        *,
        parts: tuple[str, ...] = (),
        pictures: tuple[Attached, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        head = _("As {network} shows it").format(network=destination.network_title)
        split = len(parts) > 1
        super().__init__(look, head, _facts(text, counted, split=split), width=WIDTH, parent=parent)
        cut = text[: counted.surplus_at] if counted.surplus_at >= 0 else text
        self.posts = [
            PreviewPost(look, destination, part, pictures=() if place else pictures, follows=bool(place))
            for place, part in enumerate(parts if split else (cut.strip(),))
        ]
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


def _links(text: str, look: DeskLook) -> list[QTextLayout.FormatRange]:
    """Links in the colour of links; every other letter as it is."""
    found = []
    for link in _LINK.finditer(text):
        one = QTextLayout.FormatRange()
        one.start = len(text[: link.start()].encode("utf-16-le")) // 2
        one.length = len(link.group().encode("utf-16-le")) // 2
        one.format.setForeground(look.tokens.acc)
        found.append(one)
    return found


def _facts(text: str, counted: Counted, *, split: bool) -> str:
    """What the picture cannot show."""
    said = []
    if counted.over and not split:
        said.append(_("{count} over the limit; the rest is not shown.").format(count=counted.over))
    links = len(_LINK.findall(text))
    if links:
        said.append(ngettext("{count} link.", "{count} links.", links).format(count=links))
    return " ".join(said)
