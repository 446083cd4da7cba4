"""The pictures under a reply's text: how far each is, what is on it, and the buttons for it. Known by the composer;
knows kit and the model of a picture."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton, icon_button
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import draw_text, glyph_in, metrics, rounded
from widgets.kit.encoded import PNG, decoded
from widgets.models.attached import Attached, size_words
from widgets.theme.desk import DeskLook

HEIGHT, THUMB = 48, 40
SEEN = 4
"""So many are seen at once; the others are scrolled to."""


class PictureRow(QWidget):
    """One picture.

    Signals:
        describe_requested, smaller_requested, off_requested, again_requested: what its buttons ask for.
    """

    describe_requested = Signal()
    smaller_requested = Signal()
    off_requested = Signal()
    again_requested = Signal()

    def __init__(self, look: DeskLook, one: Attached, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._one, self._words = look, one, ""
        self._thumb = QImage()
        self.describe_button = DeskButton(look)
        self.smaller_button = DeskButton(look, _("Make smaller"))
        self.again_button = DeskButton(look, _("Try again"))
        self.off_button = icon_button(look, "close", _("Take the picture off"))
        self.describe_button.clicked.connect(self.describe_requested)
        self.smaller_button.clicked.connect(self.smaller_requested)
        self.again_button.clicked.connect(self.again_requested)
        self.off_button.clicked.connect(self.off_requested)
        row = QHBoxLayout(self)
        set_margins(row, look.px(HEIGHT), 0, 0, 0)
        row.setSpacing(look.px(4))
        row.addStretch(1)
        for button in self._buttons():
            row.addWidget(button)
        self.setFixedHeight(look.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_picture(one)

    # public

    def show_picture(self, one: Attached, *, heavy: bool = False) -> None:
        """How it stands now; a heavy one can be made smaller."""
        if one.thumb != self._one.thumb or self._thumb.isNull():
            self._thumb = decoded(one.thumb, PNG) if one.thumb else QImage()
        self._one, self._words = one, one.words()
        if heavy:
            self._words = _("{size}. {words}").format(size=size_words(one.size), words=self._words)
        waits = not one.ready and not one.trouble and not one.lost
        self.describe_button.setVisible(one.ready)
        words = _("Change description...") if one.described else _("Describe...")
        self.describe_button.set_words(words, name=_("Describe the picture {name}").format(name=one.name))
        self.smaller_button.setVisible(heavy)
        self.smaller_button.setAccessibleName(_("Make the picture {name} smaller").format(name=one.name))
        self.again_button.setVisible(bool(one.trouble) and one.again)
        self.again_button.setAccessibleName(_("Upload {name} again").format(name=one.name))
        off = _("Cancel uploading {name}") if waits else _("Take {name} off the reply")
        self.off_button.setAccessibleName(off.format(name=one.name))
        self.off_button.setToolTip(off.format(name=one.name))
        self.setAccessibleName(_("Picture {name}. {state}").format(name=one.name, state=self._words))
        self.setToolTip(self._words)
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        place = self._flipped(QRect(0, px((HEIGHT - THUMB) // 2), px(THUMB), px(THUMB)))
        self._paint_thumb(painter, place)
        one, tokens = self._one, look.tokens
        left = px(THUMB + 10)
        buttons = [button for button in self._buttons() if not button.isHidden()]
        room = self.width() - left - sum(button.width() + px(4) for button in buttons) - px(6)
        warns = bool(one.trouble) or one.lost or (one.ready and not one.described)
        lines = (
            ("label", one.name, tokens.t1, px(6)),
            ("small", self._words, tokens.warn if warns else tokens.t3, px(24)),
        )
        align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        for style, words, ink, top in lines:
            shown = metrics(look, style).elidedText(words, Qt.TextElideMode.ElideRight, room)
            rect = self._flipped(QRect(left, top, room, px(18)))
            draw_text(painter, look, rect, shown, style=style, ink=ink, align=align)
        if not one.ready and not one.trouble and not one.lost:
            self._paint_progress(painter, left, room)

    # inside

    def _buttons(self) -> tuple[QAbstractButton, ...]:
        return self.describe_button, self.smaller_button, self.again_button, self.off_button

    def _paint_thumb(self, painter: QPainter, place: QRect) -> None:
        look = self._look
        rounded(painter, place, look.px(4), fill=look.tokens.bg3, frame=look.tokens.line2)
        if self._thumb.isNull():
            glyph_in(painter, look, place, "image", look.tokens.t3)
            return
        size = self._thumb.size().scaled(place.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        inner = QRect(place.topLeft(), size)
        inner.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(inner, self._thumb)

    def _paint_progress(self, painter: QPainter, left: int, room: int) -> None:
        look, one = self._look, self._one
        top = self.height() - look.px(4)
        painter.fillRect(self._flipped(QRect(left, top, room, look.px(2))), look.tokens.bg3)
        done = room * one.received // max(1, one.size)
        painter.fillRect(self._flipped(QRect(left, top, done, look.px(2))), look.tokens.acc)

    def _flipped(self, rect: QRect) -> QRect:
        return flip(rect, self.rect(), self.isRightToLeft())


class PictureList(QWidget):
    """All pictures of the reply that is shown.

    Signals:
        describe_requested, smaller_requested, off_requested, again_requested: a button of a picture; carry its token.
        grown: there is a picture more.
    """

    describe_requested = Signal(str)
    smaller_requested = Signal(str)
    off_requested = Signal(str)
    again_requested = Signal(str)
    grown = Signal()

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: dict[str, PictureRow] = {}
        box = ScrollBox(look, _("Pictures of the reply"), highest=SEEN * (HEIGHT + 2))
        box.setMinimumHeight(look.px(HEIGHT))
        self._column = box.column
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        outer = QVBoxLayout(self)
        set_margins(outer, look.px(20), 0, look.px(12), look.px(2))
        outer.addWidget(box)
        self.hide()

    def show_pictures(self, pictures: tuple[Attached, ...], *, heavy: Collection[str] = ()) -> None:
        """Show these, keeping the rows that stay; the tokens of the `heavy` ones can be made smaller."""
        wanted = {one.token: one for one in pictures}
        for token in [token for token in self._rows if token not in wanted]:
            row = self._rows.pop(token)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for token, one in wanted.items():
            if token in self._rows:
                self._rows[token].show_picture(one, heavy=token in heavy)
            else:
                self._rows[token] = self._make(one)
                self._rows[token].show_picture(one, heavy=token in heavy)
                self.grown.emit()
        self.setVisible(bool(wanted))

    def rows(self) -> list[PictureRow]:
        """The rows, in order."""
        return list(self._rows.values())

    def _make(self, one: Attached) -> PictureRow:
        row = PictureRow(self._look, one, self)
        row.describe_requested.connect(partial(self.describe_requested.emit, one.token))
        row.smaller_requested.connect(partial(self.smaller_requested.emit, one.token))
        row.off_requested.connect(partial(self.off_requested.emit, one.token))
        row.again_requested.connect(partial(self.again_requested.emit, one.token))
        self._column.addWidget(row)
        return row
