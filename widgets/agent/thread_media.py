"""One picture, film or link of a post: its words at once, the picture behind a button. Known by the thread's rows;
knows pictures and kit.

What is flagged says so and why before anything can be seen. Nothing is fetched before somebody asks.
"""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from app.domain.post import Media
from widgets.agent.pictures import Seen, Sight
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import draw_text, glyph_in, metrics, rounded
from widgets.kit.desk_text import SetText, set_text
from widgets.models.held_words import REASONS
from widgets.theme.desk import DeskLook

LINE = 28
WIDEST, HIGHEST = 440, 320


class MediaBox(QWidget):
    """What a post shows, one thing of it.

    Signals:
        show_requested: the picture is wanted.
        hide_requested: it is wanted no more.
    """

    show_requested = Signal()
    hide_requested = Signal()

    def __init__(
        self, look: DeskLook, media: Media, warnings: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._media, self._warnings = look, media, warnings
        self._seen = Seen()
        self._scaled: tuple[QSize, float, QImage] | None = None
        self._words_set: tuple[int, SetText] | None = None
        self.button = DeskButton(look, kind=ButtonKind.QUIET, parent=self)
        self.button.clicked.connect(self._pressed)
        self.button.setVisible(media.kind == "image")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    # public

    def show_seen(self, seen: Seen) -> None:
        """How far the picture is now."""
        if seen != self._seen:
            self._seen = seen
            self._scaled = None
            self._say()

    @property
    def is_hidden(self) -> bool:
        return self._seen.sight in {Sight.HIDDEN, Sight.FAILED}

    def may_be_shown(self, *, flagged: bool) -> bool:
        """Whether it is a picture, and none that is flagged unless those are wanted too."""
        return self._media.kind == "image" and (flagged or not self._warnings)

    def height_for(self, width: int) -> int:
        """The exact height in a width."""
        px = self._look.px
        height = px(LINE) + px(4)
        if self._below():
            height += self._set_below(width).height + px(4)
        if self._seen.image is not None:
            height += self._picture_size(width).height() + px(8)
        return height

    # Qt

    def resizeEvent(self, event: object) -> None:
        size = self.button.sizeHint()
        self.button.setGeometry(self._flipped(QRect(self._line_width() - size.width() - 2, 0, *_pair(size))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        line = QRect(0, 0, self._line_width(), px(LINE))
        rounded(painter, self._flipped(line), px(6), frame=look.tokens.line2)
        self._paint_line(painter)
        top = px(LINE) + px(4)
        if self._below():
            laid = self._set_below(self.width())
            ink = look.tokens.warn if self._warns() else look.tokens.t2
            laid.paint(painter, self._text_x(self.width()), top, ink)
            top += laid.height + px(4)
        if self._seen.image is not None:
            self._paint_picture(painter, top)

    # inside

    def _paint_line(self, painter: QPainter) -> None:
        look, px = self._look, self._look.px
        warns = self._warns()
        ink = look.tokens.warn if warns else look.tokens.t2
        glyph = "warning" if warns else {"video": "film", "link": "link"}.get(self._media.kind, "image")
        glyph_in(painter, look, self._flipped(QRect(px(10), 0, px(14), px(LINE))), glyph, ink, size=14)
        room = self._line_width() - px(36) - self._button_room()
        shown = metrics(look, "small").elidedText(self._line(), Qt.TextElideMode.ElideRight, room)
        align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        box = self._flipped(QRect(px(31), 0, room, px(LINE)))
        draw_text(painter, look, box, shown, style="small", ink=ink, align=align)

    def _paint_picture(self, painter: QPainter, top: int) -> None:
        size, ratio = self._picture_size(self.width()), self.devicePixelRatioF()
        if self._scaled is None or self._scaled[:2] != (size, ratio):
            self._scaled = (size, ratio, self._smooth(size, ratio))
        place = self._flipped(QRect(0, top, size.width(), size.height()))
        painter.drawImage(place, self._scaled[2])
        rounded(painter, place, 0, frame=self._look.tokens.line)

    def _smooth(self, size: QSize, ratio: float) -> QImage:
        assert self._seen.image is not None
        return self._seen.image.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def _picture_size(self, width: int) -> QSize:
        image, px = self._seen.image, self._look.px
        if image is None:
            return QSize()
        most = QSize(min(width, px(WIDEST)), px(HIGHEST))
        size = image.size()
        return size if size.width() <= most.width() and size.height() <= most.height() else _fit(size, most)

    def _say(self) -> None:
        words, name = self._button_words()
        self.button.set_words(words, name=name)
        self.setAccessibleName(f"{self._line()}. {self._below()}".strip(". "))
        self._words_set = None
        self.updateGeometry()
        self.update()
        self.resizeEvent(None)

    def _button_words(self) -> tuple[str, str]:
        alt = self._media.alt
        match self._seen.sight:
            case Sight.COMING:
                return _("Fetching..."), _("The picture is being fetched")
            case Sight.SHOWN:
                return _("Hide"), _("Hide the picture")
            case Sight.FAILED:
                return _("Try again"), _("Fetch the picture again")
        if self._warnings:
            return _("Show anyway"), _("Show the flagged picture: {alt}").format(alt=alt or _("without description"))
        return _("Show picture"), _("Show the picture: {alt}").format(alt=alt or _("without description"))

    def _line(self) -> str:
        media = self._media
        kind = {"image": _("Photo"), "video": _("Film"), "link": _("Link")}.get(media.kind, media.kind.title())
        words = media.alt or (media.url if media.kind != "image" else _("without description"))
        return f"{kind}: {words}" if words else kind

    def _below(self) -> str:
        """What is said under the line: why it is hidden, or why it cannot be shown."""
        if self._seen.sight is Sight.FAILED:
            return self._seen.why
        if self._warnings and self._seen.sight is Sight.HIDDEN and self._media.kind == "image":
            reasons = ", ".join(_(REASONS.get(one, one.replace("_", " "))) for one in self._warnings)
            return _("Flagged: {reasons}. It may not be sent on.").format(reasons=reasons)
        return ""

    def _warns(self) -> bool:
        return bool(self._warnings) or self._seen.sight is Sight.FAILED

    def _set_below(self, width: int) -> SetText:
        room = max(1, min(width, self._look.px(600)))
        if self._words_set is None or self._words_set[0] != room:
            self._words_set = (room, set_text(self._look, self._below(), style="small", width=room))
        return self._words_set[1]

    def _text_x(self, width: int) -> int:
        return width - min(width, self._look.px(600)) if self.isRightToLeft() else 0

    def _button_room(self) -> int:
        return self.button.sizeHint().width() + self._look.px(6) if not self.button.isHidden() else 0

    def _line_width(self) -> int:
        wanted = metrics(self._look, "small").horizontalAdvance(self._line()) + self._look.px(44) + self._button_room()
        return max(1, min(wanted, self.width(), self._look.px(600)))

    def _flipped(self, rect: QRect) -> QRect:
        return flip(rect, self.rect(), self.isRightToLeft())

    def _pressed(self) -> None:
        if self._seen.sight is Sight.SHOWN:
            self.hide_requested.emit()
        elif self._seen.sight is not Sight.COMING:
            self.show_requested.emit()


def _pair(size: QSize) -> tuple[int, int]:
    return size.width(), size.height()


def _fit(size: QSize, most: QSize) -> QSize:
    return size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
