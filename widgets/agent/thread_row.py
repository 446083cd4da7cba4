"""The rows of a thread: posts, own replies, notes, events, day lines. Known by the thread view; knows kit and models.

Each is one painted widget whose height for a width is exact; its accessible name reads it out whole.
"""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxState
from widgets.agent.pictures import Seen
from widgets.agent.row_words import meta_words, spoken_words, status_words
from widgets.agent.thread_media import MediaBox
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import (
    account_mark,
    draw_text,
    focus_ring,
    glyph_in,
    metrics,
    person_circle,
    rounded,
    text_width,
)
from widgets.kit.desk_text import Part, SetText, kept_text
from widgets.models.composition import monogram_of
from widgets.models.thread import FOLDING, RowKind, ThreadRow
from widgets.models.words import clock_time, initials
from widgets.theme.desk import DeskLook

TEXT_LEFT = 44
WIDEST, NOTE_WIDEST = 600, 760


class RowWidget(QWidget):
    """One row.

    Signals:
        unfold_requested: a folded line was pressed; carries its key.
        original_requested: the post's page is wanted; carries its address.
        judging_requested: somebody says that this post was judged wrongly.
        picture_requested: a picture is to be shown or hidden; carries the post's id, its place, and which of the two.

    Attributes:
        media: what the post shows, in its order. may_be_judged: whether its menu offers that.
    """

    unfold_requested = Signal(str)
    original_requested = Signal(str)
    judging_requested = Signal()
    picture_requested = Signal(object, int, bool)

    def __init__(self, look: DeskLook, row: ThreadRow, account: Account | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.row, self._account = look, row, account
        self._laid: tuple[int, SetText] | None = None
        self.may_be_judged = True
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        readable = row.kind not in {RowKind.DAY, RowKind.EVENT}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if readable else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(spoken_words(row))
        self.media = self._make_media()

    # public

    def show_picture(self, number: int, seen: Seen) -> None:
        """A picture of this row came, failed or was hidden."""
        if number < len(self.media):
            self.media[number].show_seen(seen)
            self.updateGeometry()
            self._place_media()
            self.update()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_media()
        self._say_tip()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height(width)

    def sizeHint(self) -> QSize:
        """Only a hint: the layout asks for the height of the width it gives."""
        return QSize(self.look.px(480), self.look.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paints = {
            RowKind.DAY: self._paint_day,
            RowKind.EVENT: self._paint_event,
            RowKind.NOTE: self._paint_note,
        }
        paints.get(self.row.kind, self._paint_post)(painter)
        if self.hasFocus():
            focus_ring(painter, self.look, self.rect().adjusted(2, 1, -2, -1), self.look.px(8))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.row.kind in FOLDING:
            self.unfold_requested.emit(self.row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.row.kind in FOLDING and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.unfold_requested.emit(self.row.key)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.row.entry
        if entry is None:
            return
        menu = QMenu(self)
        clipboard = QGuiApplication.clipboard()
        menu.addAction(_("Copy text")).triggered.connect(partial(clipboard.setText, entry.text))
        if entry.url:
            show = menu.addAction(_("Show on the network"))
            show.triggered.connect(lambda: self.original_requested.emit(entry.url))
            menu.addAction(_("Copy link")).triggered.connect(partial(clipboard.setText, entry.url))
        if entry.kind is EntryKind.POST and not entry.gone and self.may_be_judged:
            self.setFocus(Qt.FocusReason.PopupFocusReason)
            menu.addAction(_("Judged wrongly...")).triggered.connect(self.judging_requested)
        menu.popup(event.globalPos())

    # measures

    def _make_media(self) -> list[MediaBox]:
        entry, made = self.row.entry, list[MediaBox]()
        for number, media in enumerate(entry.media if entry is not None and not entry.gone else ()):
            box = MediaBox(self.look, media, entry.warnings if entry is not None else (), self)
            post_id = entry.id if entry is not None else 0
            box.show_requested.connect(partial(self.picture_requested.emit, post_id, number, True))
            box.hide_requested.connect(partial(self.picture_requested.emit, post_id, number, False))
            made.append(box)
        return made

    def _height(self, width: int) -> int:
        px = self.look.px
        fixed = {RowKind.DAY: 24, RowKind.EVENT: 22, RowKind.FOLD: 26, RowKind.REPORT: 26}
        if self.row.kind in fixed:
            return px(fixed[self.row.kind])
        text = self._text(width).height
        if self.row.kind is RowKind.NOTE:
            return px(8) + px(16) + px(6) + text + px(8) + px(8)
        padding = px(20) if self.row.kind is RowKind.ASK else px(14)
        return padding + px(19) + text + self._extras_height(width)

    def _extras_height(self, width: int) -> int:
        entry = self.row.entry
        if entry is None:
            return 0
        boxes = sum(box.height_for(self._media_room(width)) for box in self.media)
        return boxes + (self.look.px(32) if status_words(self.row, entry) else 0)

    def _media_room(self, width: int) -> int:
        return width - 2 * self._inset() - self.look.px(TEXT_LEFT)

    def _place_media(self) -> None:
        entry = self.row.entry
        if entry is None or not self.media:
            return
        px, room = self.look.px, self._media_room(self.width())
        top = px(10 if self.row.kind is RowKind.ASK else 7) + px(19) + self._text(self.width()).height + px(4)
        for box in self.media:
            height = box.height_for(room)
            box.setGeometry(self._place(self._inset() + px(TEXT_LEFT), top, room, height))
            top += height

    def _text(self, width: int) -> SetText:
        note = self.row.kind is RowKind.NOTE
        left = self.look.px(TEXT_LEFT + (12 if note else 0))
        room = min(
            width - self._inset() * 2 - left - self.look.px(12 if note else 0),
            self.look.px(NOTE_WIDEST if note else WIDEST),
        )
        if self._laid is None or self._laid[0] != room:
            entry = self.row.entry
            words = entry.text if entry is not None and not entry.gone else _("Deleted by its author.")
            self._laid = (room, kept_text(self.look, words, style="base" if note else "read", width=room))
        return self._laid[1]

    def _inset(self) -> int:
        """The thread's side margin; the post to answer reaches 12 further out."""
        return self.look.px(20)

    def _place(self, x: int, y: int, width: int, height: int) -> QRect:
        return flip(QRect(x, y, width, height), self.rect(), self.isRightToLeft())

    # painting

    def _paint_day(self, painter: QPainter) -> None:
        look, middle = self.look, self.height() // 2
        start, words = self._inset(), self.row.words
        label = self._place(start + look.px(TEXT_LEFT), 0, text_width(look, "small", words), self.height())
        draw_text(painter, look, label, words, style="small", ink=look.tokens.t3)
        painter.fillRect(self._place(start, middle, look.px(32), 1), look.tokens.line)
        after = start + look.px(TEXT_LEFT) + label.width() + look.px(12)
        painter.fillRect(self._place(after, middle, self.width() - start - after, 1), look.tokens.line)

    def _paint_event(self, painter: QPainter) -> None:
        look, entry = self.look, self.row.entry
        side = look.px(5)
        dot = self._place(self._inset() + look.px(16) - side // 2, (self.height() - side) // 2, side, side)
        rounded(painter, dot, side / 2, frame=look.tokens.ctl)
        if entry is not None:
            self._paint_line(painter, self.row.words, entry)

    def _paint_line(
        self, painter: QPainter, words: str, entry: Entry, *, indent: int = 0, ink: QColor | None = None
    ) -> None:
        look, left = self.look, self._inset() + self.look.px(TEXT_LEFT + indent)
        room = self.width() - left - self._inset() - look.px(60)
        align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        shown = metrics(look, "small").elidedText(words, Qt.TextElideMode.ElideRight, room)
        draw_text(
            painter,
            look,
            self._place(left, 0, room, self.height()),
            shown,
            style="small",
            ink=ink or look.tokens.t3,
            align=align,
        )
        self._paint_time(painter, entry, 0, self.height())

    def _paint_note(self, painter: QPainter) -> None:
        look, entry, px = self.look, self.row.entry, self.look.px
        if entry is None:
            return
        left = self._inset() + px(TEXT_LEFT)
        frame = self._place(left, px(4), self.width() - left - self._inset(), self.height() - px(8))
        tokens = look.tokens
        rounded(painter, frame, px(8), fill=tokens.note, frame=tokens.noteline, dashed=True, width=look.ring - 1)
        top = px(12)
        glyph_in(painter, look, self._place(left + px(12), top, px(14), px(16)), "lock", tokens.notet, size=13)
        label = _("Private note by {name}").format(name=entry.by or entry.name)
        rect = self._place(left + px(31), top, text_width(look, "chip", label) + 2, px(16))
        draw_text(painter, look, rect, label, style="chip", ink=tokens.notet)
        words = clock_time(entry.at)
        width = text_width(look, "small", words)
        time = self._place(self.width() - self._inset() - px(12) - width, top, width, px(16))
        draw_text(painter, look, time, words, style="small", ink=tokens.notet)
        self._paint_text(painter, top + px(16) + px(4), left=TEXT_LEFT + 12)

    def _paint_post(self, painter: QPainter) -> None:
        look, entry, px = self.look, self.row.entry, self.look.px
        if entry is None:
            return
        top = px(7)
        if self.row.kind is RowKind.ASK:
            box = QRect(self._inset() - px(12), 0, self.width() - 2 * (self._inset() - px(12)), self.height() - 1)
            rounded(painter, box, px(8), fill=look.tokens.ask, frame=look.tokens.line)
            top = px(10)
        self._paint_sender(painter, entry, top)
        self._paint_header(painter, entry, top)
        self._paint_text(painter, top + px(19), left=TEXT_LEFT)
        self._paint_extras(painter, entry, top + px(19) + self._text(self.width()).height + px(4))

    def _paint_sender(self, painter: QPainter, entry: Entry, top: int) -> None:
        look, px = self.look, self.look.px
        mark = self._place(self._inset(), top + px(1), px(32), px(32))
        if self.row.kind is RowKind.OWN and self._account is not None:
            account = self._account
            account_mark(painter, look, mark, monogram_of(account), account.hue)
            if not self.row.quiet:
                rule = self._place(self._inset() - px(10), top, px(3), self.height() - 2 * top)
                rounded(painter, rule, px(1), fill=look.tokens.hue(account.hue))
        else:
            person_circle(painter, look, mark, initials(entry.name or entry.handle))

    def _paint_header(self, painter: QPainter, entry: Entry, top: int) -> None:
        look, px, tokens = self.look, self.look.px, self.look.tokens
        left = self._inset() + px(TEXT_LEFT)
        name = entry.name or entry.handle
        if self.row.kind is RowKind.OWN and self._account is not None:
            name = self._account.brand
        width = min(text_width(look, "name", name) + 1, self.width() // 2)
        shown = metrics(look, "name").elidedText(name, Qt.TextElideMode.ElideRight, width)
        draw_text(painter, look, self._place(left, top, width, px(18)), shown, style="name", ink=tokens.t1)
        meta = meta_words(self.row, entry)
        room = max(0, self.width() - left - width - self._inset() - px(60))
        meta = metrics(look, "small").elidedText(meta, Qt.TextElideMode.ElideRight, room)
        rect = self._place(left + width + px(6), top, text_width(look, "small", meta) + 2, px(18))
        draw_text(painter, look, rect, meta, style="small", ink=tokens.t3)
        self._paint_time(painter, entry, top, px(18))

    def _paint_time(self, painter: QPainter, entry: Entry, top: int, height: int) -> None:
        words = clock_time(entry.at)
        width = text_width(self.look, "small", words) + 1
        rect = self._place(self.width() - self._inset() - width, top, width, height)
        draw_text(painter, self.look, rect, words, style="small", ink=self.look.tokens.t3)

    def _paint_text(self, painter: QPainter, top: int, *, left: int) -> None:
        tokens, entry = self.look.tokens, self.row.entry
        faded = entry is not None and (entry.gone or entry.kind is EntryKind.SENDING)
        ink = tokens.t3 if faded else tokens.t2 if self.row.quiet else tokens.t1
        laid = self._text(self.width())
        start = self._inset() + self.look.px(left)
        if self.isRightToLeft():
            start = self.width() - start - (self._laid[0] if self._laid else 0)
        parts = [Part(first, length, tokens.acc) for first, length in self.row.called]
        laid.paint(painter, start, top, ink, parts=parts)

    def _paint_extras(self, painter: QPainter, entry: Entry, top: int) -> None:
        look, px = self.look, self.look.px
        left = self._inset() + px(TEXT_LEFT)
        top += sum(box.height() for box in self.media)
        words = status_words(self.row, entry)
        if words:
            lost = entry.outbox is OutboxState.FAILED or bool(self.row.undelivered)
            warn = lost or entry.outbox is OutboxState.UNKNOWN
            ink = look.tokens.warn if warn else look.tokens.t3
            glyph = "warning" if lost else "question" if warn or entry.objections else "clock"
            glyph_in(painter, look, self._place(left, top, px(14), px(24)), glyph, ink, size=14)
            rect = self._place(left + px(20), top, text_width(look, "small", words) + 2, px(24))
            draw_text(painter, look, rect, words, style="small", ink=ink)

    def _say_tip(self) -> None:
        """Who it is, where the names are too long for their line."""
        entry = self.row.entry
        if entry is None or self.row.kind not in {RowKind.POST, RowKind.ASK}:
            return
        name, meta = entry.name or entry.handle, meta_words(self.row, entry)
        wide = text_width(self.look, "name", name) + text_width(self.look, "small", meta)
        room = self.width() - 2 * self._inset() - self.look.px(TEXT_LEFT + 66)
        cut = wide > room or text_width(self.look, "name", name) > self.width() // 2
        self.setToolTip(f"{name} {meta}" if cut else "")
