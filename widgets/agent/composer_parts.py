"""Parts of the composer: the destination, the counter, the frame. Known by the composer; knows kit and models."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _, ngettext, number
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import account_mark, draw_text, glyph_in, rounded, text_width, timer_ring
from widgets.kit.desk_sentence import Sentence
from widgets.kit.desk_text import Words
from widgets.models.composition import Destination
from widgets.models.counting import Counted
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

FEW_LEFT = 20
EDGE = 6


class DestinationBar(QWidget):
    """Where the reply goes, whole and locked; wraps, never elides.

    Signals:
        change_requested: another account is wanted for this reply.
    """

    change_requested = Signal()

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._destination: Destination | None = None
        self._note = False
        self._said: tuple[object, ...] = ()
        self.sentence = Sentence(look)
        self._lock = Words(look, _("Locked"), style="small", ink=look.tokens.t3)
        self.change_button = DeskButton(look, _("Change..."), kind=ButtonKind.QUIET)
        self.change_button.clicked.connect(self.change_requested)
        row = QHBoxLayout(self)
        set_margins(row, look.px(56), look.px(4), look.px(8), look.px(4))
        row.setSpacing(look.px(8))
        row.addWidget(self.sentence, 1)
        row.addSpacing(look.px(14))
        row.addWidget(self._lock)
        row.addWidget(self.change_button)
        self.setMinimumHeight(look.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # public

    def show_destination(self, destination: Destination | None, *, may_change: bool) -> None:
        """Say where a public reply goes."""
        if not self._is_news(destination, may_change):
            return
        self._note, self._destination = False, destination
        self._lock.setVisible(destination is not None)
        self.change_button.setVisible(may_change and destination is not None)
        if destination is None:
            self.sentence.say(_("Looking up whom this answers..."))
        else:
            self.sentence.say(
                _("Reply publicly as {account} to {person} on {network}"),
                account=at_handle(destination.handle),
                person=at_handle(destination.to_handle),
                network=destination.network_title,
            )
        self.update()

    def show_note(self) -> None:
        """Say that only the team reads this."""
        if not self._is_news("note"):
            return
        self._note, self._destination = True, None
        self._lock.hide()
        self.change_button.hide()
        self.sentence.say_two(_("Private note."), _("Only your team reads this."))
        self.update()

    def _is_news(self, *said: object) -> bool:
        """Whether this is not what it says already; it is told every second."""
        before, self._said = self._said, said
        return said != before

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, mirrored = QPainter(self), self._look, self.isRightToLeft()
        middle = self.height() // 2
        if self._note:
            box = QRect(look.px(22), middle - look.px(8), look.px(16), look.px(16))
            glyph_in(painter, look, flip(box, self.rect(), mirrored), "lock", look.tokens.notet)
        elif self._destination is not None:
            side = look.px(28)
            mark = QRect(look.px(18), middle - side // 2, side, side)
            account_mark(
                painter, look, flip(mark, self.rect(), mirrored), self._destination.monogram, self._destination.hue
            )
            self._paint_lock(painter, mirrored)
        painter.fillRect(
            flip(
                QRect(look.px(EDGE), self.height() - 1, self.width() - look.px(EDGE) - look.ring, 1),
                self.rect(),
                mirrored,
            ),
            look.tokens.noteline if self._note else look.tokens.line,
        )

    def _paint_lock(self, painter: QPainter, mirrored: bool) -> None:
        look, words = self._look, self._lock.geometry()
        x = words.right() + look.px(2) if mirrored else words.x() - look.px(16)
        glyph_in(painter, look, QRect(x, words.y(), look.px(14), words.height()), "lock", look.tokens.t3, size=13)


class Counter(QWidget):
    """How much may still be written, by the network's own rule."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._counted, self._parts = Counted(0, 0), 0
        self._brief = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, counted: Counted, *, parts: int = 0) -> None:
        """Say a count; of a text that goes out in parts nothing is too much."""
        if (counted, parts) != (self._counted, self._parts):
            self._counted, self._parts = counted, parts
            self.setAccessibleName(" ".join(self._words()))
            self.updateGeometry()
            self.update()

    def set_brief(self, brief: bool) -> None:
        """Only the number, where there is no room for words; they are in the tool tip."""
        if brief != self._brief:
            self._brief = brief
            self.setToolTip(self.accessibleName() if brief else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        strong, rest = self._shown()
        look = self._look
        width = look.px(22) + text_width(look, "section", strong) + look.px(4) + text_width(look, "small", rest)
        return QSize(width + look.px(4), look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        counted, mirrored, (strong, rest) = self._counted, self.isRightToLeft(), self._shown()
        ink = tokens.warn if counted.over and not self._parts else tokens.t1
        side = look.px(14)
        start = 0
        if counted.limit and not self._parts:
            ring = flip(QRect(0, (self.height() - side) // 2, side, side), self.rect(), mirrored)
            timer_ring(painter, look, ring, max(0.0, counted.left / counted.limit), ink if counted.over else tokens.t3)
            start = look.px(22)
        width = text_width(look, "section", strong) + 1
        box = flip(QRect(start, 0, width, self.height()), self.rect(), mirrored)
        draw_text(painter, look, box, strong, style="section", ink=ink)
        after = QRect(start + width + look.px(4), 0, text_width(look, "small", rest) + 2, self.height())
        draw_text(painter, look, flip(after, self.rect(), mirrored), rest, style="small", ink=tokens.t3)

    def _shown(self) -> tuple[str, str]:
        strong, rest = self._words()
        return (strong, "") if self._brief else (strong, rest)

    def _words(self) -> tuple[str, str]:
        counted, parts = self._counted, self._parts
        if parts:
            return number(counted.used), ngettext("in {count} part", "in {count} parts", parts).format(count=parts)
        if not counted.limit:
            return number(counted.used), _("written")
        if counted.over:
            return _("{count} over").format(count=number(counted.over)), number(counted.limit)
        return number(counted.left), _("left of {limit}").format(limit=number(counted.limit))


class ComposerBox(QWidget):
    """The composer's frame: the account's edge in public, dashes in private, the ring while it has the text focus."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._hue = -1
        self._note = False
        self._focused = False

    def show_state(self, *, hue: int, note: bool, focused: bool) -> None:
        """`hue` is the account's, −1 for none."""
        if (hue, note, focused) != (self._hue, self._note, self._focused):
            self._hue, self._note, self._focused = hue, note, focused
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        radius = look.px(10)
        fill = tokens.note if self._note else tokens.bg1
        if self.rect().adjusted(radius, radius, -radius, -radius).contains(event.rect()):
            painter.fillRect(event.rect(), fill)  # what lies inside has no edge: a hundredth of the rounded box's cost
            return
        frame = tokens.noteline if self._note else tokens.ctl
        rounded(painter, self.rect(), radius, fill=fill)
        if self._hue >= 0 and not self._note:
            clip = QPainterPath()
            clip.addRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
            painter.save()
            painter.setClipPath(clip)
            edge = flip(QRect(0, 0, look.px(EDGE), self.height()), self.rect(), self.isRightToLeft())
            painter.fillRect(edge, tokens.hue(self._hue))
            painter.restore()
        if self._focused:
            rounded(painter, self.rect(), radius, frame=tokens.acc, width=look.ring)
        else:
            rounded(painter, self.rect(), radius, frame=frame, dashed=self._note, width=look.ring - 1)
