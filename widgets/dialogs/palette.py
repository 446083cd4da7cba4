"""The command palette: every command with its key, people in the queue, and a search through all posts. Known by the
faces; knows kit and shell.commands.

Commands that cannot run now stay listed with the reason. What fits the typed words best stands first, so that Enter
takes what was meant; the list is as high as what was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
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
from widgets.kit.desk_keys_line import KeysLine
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import draw_text, glyph_in, keycap, keycap_width, metrics, rounded, text_width
from widgets.kit.desk_text import Words
from widgets.kit.help_key import HelpKey, Place
from widgets.shell.commands import matches
from widgets.theme.desk import DeskLook

ROWS_SEEN = 9
ROW, LABEL = 36, 28
MOST_ROWS = 150
"""So many are made at most: whoever wants another one types on."""


@dataclass(frozen=True)
class Offer:
    """One thing the palette can do.

    Attributes:
        id: handed back when it is chosen.
        why_not: why it cannot run now; empty when it can.
        always: offered whatever is typed; `{typed}` in its words stands for what was.
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
        self.setFixedHeight(look.px(ROW))
        self.setToolTip(" · ".join(part for part in (offer.words, offer.why_not or offer.end) if part))
        spoken = [offer.words, offer.key, offer.why_not]
        self.setAccessibleName(", ".join(part for part in spoken if part))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(400), self._look.px(ROW))

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
            right -= width + px(12 if self.offer.key else 4)
            draw_text(painter, look, self._place(right, width), shown, style="small", ink=look.tokens.t3)
        return right


class Palette(QDialog):
    """The palette.

    Signals:
        chosen: an offer was taken; carries its id and the typed words.
        typed: the words changed, for offers that must be looked up.
    """

    help_at: Place | None = None
    chosen = Signal(str, str)
    typed = Signal(str)

    def __init__(
        self,
        look: DeskLook,
        offers: Sequence[Offer],
        *,
        title: str = "",
        prompt: str = "",
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`title` names the question, else the offers' one group does; `prompt` stands in the empty field."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._look, self._offers = look, list(offers)
        self._rows: list[OfferRow] = []
        self._at = 0
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        HelpKey(self)
        groups = list(dict.fromkeys(offer.group for offer in offers))
        title = title or (groups[0] if len(groups) == 1 else _("Commands"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(look.px(560))
        self._most = look.px(ROW) * ROWS_SEEN + look.px(LABEL) * 2 + look.px(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(prompt or _("Type to choose"))
        self.field.setAccessibleName(prompt or title)
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
        shrink_lists(self, self.sizeHint().height() + margin - room.height(), least=self._look.px(ROW))
        self._most = min(self._most, self._scroll.maximumHeight())
        self._take_height()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            pages = {Qt.Key.Key_PageDown: ROWS_SEEN, Qt.Key.Key_PageUp: -ROWS_SEEN}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in pages:
                self._choose(max(0, min(len(self._rows) - 1, self._at + pages[Qt.Key(event.key())])))
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
        font = QFont(look.font("head"))
        font.setWeight(QFont.Weight.Normal)
        self.field.setFont(font)
        self.field.setStyleSheet(
            f"QLineEdit {{ border: none; background: transparent; color: {t.t1.name()};"
            f" placeholder-text-color: {t.t3.name()}; }}"
        )
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
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, px(2))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(self._scroll)
        keys = ((("↑", "↓"), _("Move")), (("↵",), _("Take")), (("Esc",), _("Close")))
        column.addWidget(KeysLine(look, keys))

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
        if not self._rows:
            self._add_label(_("Nothing fits “{typed}”.").format(typed=typed.strip()))
        self._take_height()
        self._choose(next((place for place, row in enumerate(self._rows) if not row.offer.why_not), 0))

    def _take_height(self) -> None:
        """As high as what was found, up to what there is room for."""
        labels = self._column.count() - 1 - len(self._rows)
        needed = self._look.px(ROW) * len(self._rows) + self._look.px(LABEL) * labels + self._look.px(8)
        self._scroll.setFixedHeight(min(needed, self._most))
        if (column := self.layout()) is not None:
            column.activate()
        if self.isVisible():
            self.resize(self.width(), self.sizeHint().height())

    def _found(self, typed: str) -> list[tuple[Offer, list[int]]]:
        """What fits, the group with the best fit first; what cannot run now after what can.

        What always fits stands last, or first where it was given first.
        """
        words = typed.strip()
        fits = [(offer, matches(offer.words, typed)) for offer in self._offers if not offer.always]
        found = [(offer, hits) for offer, hits in fits if hits is not None]
        best: dict[str, tuple[bool, int]] = {}
        for offer, hits in found:
            best[offer.group] = min(best.get(offer.group, (True, 1_000_000)), _rank(offer, hits, words))
        groups = list(dict.fromkeys(offer.group for offer in self._offers))
        found.sort(key=lambda one: (best[one[0].group], groups.index(one[0].group), _rank(one[0], one[1], words)))
        always = [replace(offer, words=offer.words.replace("{typed}", words)) for offer in self._offers if offer.always]
        lasting = [(offer, list[int]()) for offer in always if words]
        return [*lasting, *found] if self._offers and self._offers[0].always else [*found, *lasting]

    def _add_label(self, words: str) -> None:
        label = Words(self._look, words, style="small", ink=self._look.tokens.t3)
        set_margins(label, self._look.px(10), 0, 0, 0)
        label.setFixedHeight(self._look.px(LABEL))
        self._column.insertWidget(self._column.count() - 1, label)

    def _add_row(self, offer: Offer, hits: Sequence[int]) -> None:
        row = OfferRow(self._look, offer, hits)
        place = len(self._rows)
        row.clicked.connect(lambda: self._take(place))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _step(self, by: int) -> None:
        if self._rows:
            self._choose((self._at + by) % len(self._rows))

    def _choose(self, at: int) -> None:
        self._at = at
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


def _rank(offer: Offer, hits: Sequence[int], typed: str) -> tuple[bool, int]:
    """The lower the better; with nothing typed everything stands as it was given."""
    return (bool(offer.why_not), _scatter(hits)) if typed else (False, 0)


def _scatter(hits: Sequence[int]) -> int:
    """How far apart the matched letters stand; one piece at the start is best."""
    return hits[0] + 4 * (hits[-1] - hits[0] - len(hits) + 1) if hits else 0
