"""The command palette: every command with its key, people in the queue, and a search through all posts. Known by the
faces; knows kit and shell.commands.

Commands that cannot run now stay listed with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.i18n import _
from widgets.kit.desk_fit import shrink_lists
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import draw_text, glyph_in, keycap, keycap_width, metrics, rounded, text_width
from widgets.kit.desk_text import Words
from widgets.shell.commands import matches
from widgets.theme.desk import DeskLook

ROWS_SEEN = 9
MOST_ROWS = 150
"""So many are made at most: whoever wants another one types on."""


@dataclass(frozen=True)
class Offer:
    """One thing the palette can do.

    Attributes:
        id: handed back when it is chosen.
        why_not: why it cannot run now; empty when it can.
        always: offered whatever is typed, with the typed words in it.
    """

    id: str
    words: str
    group: str
    key: str = ""
    icon: str = ""
    end: str = ""
    why_not: str = ""
    always: bool = False


class OfferRow(QAbstractButton):
    """One row."""

    def __init__(self, look: DeskLook, offer: Offer, hits: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.offer, self._hits = look, offer, frozenset(hits)
        self.chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(look.px(36))
        self.setToolTip(" · ".join(part for part in (offer.words, offer.why_not or offer.end) if part))
        spoken = [offer.words, offer.key, offer.why_not]
        self.setAccessibleName(", ".join(part for part in spoken if part))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(400), self._look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, tokens = QPainter(self), self._look, self._look.px, self._look.tokens
        if self.chosen:
            rounded(painter, self.rect(), px(6), fill=tokens.sel, frame=tokens.acc, width=look.ring)
        elif self.underMouse():
            rounded(painter, self.rect(), px(6), fill=tokens.bg3)
        ink = tokens.t3 if self.offer.why_not else tokens.t1
        if self.offer.icon:
            glyph_in(painter, look, self._place(px(10), px(16)), self.offer.icon, ink)
        self._paint_words(painter, self._paint_end(painter))

    def _place(self, x: int, width: int, height: int = 0) -> QRect:
        """A cell from the line's beginning, as high as the row or in its middle."""
        height = height or self.height()
        return flip(QRect(x, (self.height() - height) // 2, width, height), self.rect(), self.isRightToLeft())

    def _paint_words(self, painter: QPainter, end: int) -> None:
        """The words up to where the row's end begins; too long ones end in an ellipsis, the tool tip has them all."""
        look, x = self._look, self._look.px(36)
        ink = look.tokens.t3 if self.offer.why_not else look.tokens.t1
        for piece, strong in self._pieces():
            style = "name" if strong else "base"
            room = end - look.px(8) - x
            shown = metrics(look, style).elidedText(piece, Qt.TextElideMode.ElideRight, room)
            width = text_width(look, style, shown)
            align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, look, self._place(x, width + 2), shown, style=style, ink=ink, align=align)
            x += width
            if shown != piece:
                break

    def _pieces(self) -> list[tuple[str, bool]]:
        pieces: list[tuple[str, bool]] = []
        for place, letter in enumerate(self.offer.words):
            strong = place in self._hits
            if pieces and pieces[-1][1] == strong:
                pieces[-1] = (pieces[-1][0] + letter, strong)
            else:
                pieces.append((letter, strong))
        return pieces

    def _paint_end(self, painter: QPainter) -> int:
        """Keys, and why not or what else; returns where they begin."""
        look, px = self._look, self._look.px
        right = self.width() - px(10)
        for part in reversed(self.offer.key.split(" ") if self.offer.key else []):
            width = keycap_width(look, part)
            keycap(painter, look, self._place(right - width, width, px(18)), part)
            right -= width + px(4)
        words = self.offer.why_not or self.offer.end
        if words:
            shown = metrics(look, "small").elidedText(words, Qt.TextElideMode.ElideRight, self.width() // 2)
            width = text_width(look, "small", shown) + 1
            right -= width + px(4)
            draw_text(painter, look, self._place(right, width), shown, style="small", ink=look.tokens.t3)
        return right


class Palette(QDialog):
    """The palette.

    Signals:
        chosen: an offer was taken; carries its id and the typed words.
        typed: the words changed, for offers that must be looked up.
    """

    chosen = Signal(str, str)
    typed = Signal(str)

    def __init__(
        self, look: DeskLook, offers: Sequence[Offer], *, about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._look, self._offers = look, list(offers)
        self._rows: list[OfferRow] = []
        self._at = 0
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Commands"))
        self.setAccessibleName(_("Commands"))
        self.setFixedWidth(look.px(560))
        self.field = QLineEdit()
        self._about = Words(look, about, style="small", ink=look.tokens.t3)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._scroll = QScrollArea()
        self._build()
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self._filter("")

    # public

    def rows(self) -> list[Offer]:
        """What is listed now."""
        return [row.offer for row in self._rows]

    def fit(self, room: QSize) -> None:
        """Take no more than this room, in pixels: fewer rows are seen at once."""
        margin = 2 * self._look.px(8)
        self.setFixedWidth(min(self.minimumWidth(), room.width() - margin))
        shrink_lists(self, self.sizeHint().height() + margin - room.height(), least=self._look.px(36))
        if (column := self.layout()) is not None:
            column.activate()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take(self._at)
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        rounded(painter, self.rect(), px(12), fill=look.tokens.bg2, frame=look.tokens.ctl)
        painter.fillRect(QRect(1, px(52), self.width() - 2, 1), look.tokens.line)
        sign = flip(QRect(px(16), px(4), px(16), px(48)), self.rect(), self.isRightToLeft())
        glyph_in(painter, look, sign, "search", look.tokens.t2)

    # inside

    def _build(self) -> None:
        look, px, t = self._look, self._look.px, self._look.tokens
        self.field.setFont(look.font("head"))
        self.field.setAccessibleName(_("Search people, posts and commands"))
        self.field.setStyleSheet(f"QLineEdit {{ border: none; background: transparent; color: {t.t1.name()}; }}")
        self.field.setFixedHeight(px(48))
        top = QHBoxLayout()
        set_margins(top, px(42), px(4), px(16), 0)
        top.addWidget(self.field, 1)
        top.addWidget(self._about)
        set_margins(self._column, px(6), px(2), px(6), px(6))
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._scroll.setWidget(self._body)
        groups = len({offer.group for offer in self._offers})
        self._scroll.setFixedHeight(px(36) * min(ROWS_SEEN, len(self._offers)) + px(28) * min(2, groups) + px(8))
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, px(6))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(self._scroll)

    def _filter(self, typed: str) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        group = ""
        for offer, hits in self._found(typed)[:MOST_ROWS]:
            if offer.group != group:
                group = offer.group
                self._add_label(group)
            self._add_row(offer, hits)
        self._at = 0
        self._show_chosen()

    def _found(self, typed: str) -> list[tuple[Offer, list[int]]]:
        found: list[tuple[Offer, list[int]]] = []
        for offer in self._offers:
            if offer.always:
                if typed.strip():
                    found.append((offer, []))
                continue
            hits = matches(offer.words, typed)
            if hits is not None:
                found.append((offer, hits))
        order = {group: place for place, group in enumerate(dict.fromkeys(offer.group for offer in self._offers))}
        return sorted(found, key=lambda one: (order[one[0].group], _scatter(one[1])))

    def _add_label(self, words: str) -> None:
        label = Words(self._look, words, style="small", ink=self._look.tokens.t3)
        set_margins(label, self._look.px(10), 0, 0, 0)
        label.setFixedHeight(self._look.px(28))
        self._column.insertWidget(self._column.count() - 1, label)

    def _add_row(self, offer: Offer, hits: Sequence[int]) -> None:
        row = OfferRow(self._look, offer, hits)
        place = len(self._rows)
        row.clicked.connect(lambda: self._take(place))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _step(self, by: int) -> None:
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
            self._show_chosen()

    def _show_chosen(self) -> None:
        for place, row in enumerate(self._rows):
            row.chosen = place == self._at
            row.update()
        if self._rows:
            self._scroll.ensureWidgetVisible(self._rows[self._at])

    def _take(self, place: int) -> None:
        if not 0 <= place < len(self._rows) or self._rows[place].offer.why_not:
            return
        offer, typed = self._rows[place].offer, self.field.text()
        self.accept()
        self.chosen.emit(offer.id, typed)


def _scatter(hits: Sequence[int]) -> int:
    """How far apart the matched letters stand; one piece at the start is best."""
    return hits[0] + 4 * (hits[-1] - hits[0] - len(hits) + 1) if hits else 0
