"""Paints the queue: cards and group headers. Known by the queue pane; knows theme, kit and models.

A card's body is painted once per revision, width and state and kept; each second only timers are painted again.
"""

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.core.clock import Millis
from app.core.i18n import language
from app.domain.conversation import Card
from app.domain.reply import OutboxState
from widgets.agent.card_layout import CARD_HEIGHT, GROUP_HEIGHT, CardCells, LineWidths, lay_out, mirror
from widgets.agent.card_words import reason_words, trouble_words
from widgets.agent.company_words import company_words
from widgets.agent.timer_paint import stamp_timer, timer_width
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import (
    account_mark,
    chip,
    chip_width,
    draw_text,
    focus_ring,
    glyph_in,
    metrics,
    person_circle,
    rounded,
    sentiment_mark,
    sentiment_step,
    tag,
    tag_width,
    text_width,
)
from widgets.kit.desk_stamp import stamp
from widgets.kit.desk_text import set_text
from widgets.models.composition import monogram_of
from widgets.models.directory import Directory
from widgets.models.queue import GROUP_ROLE, QueueModel
from widgets.models.queue_order import Group
from widgets.models.timer import Timer, timer_of
from widgets.models.words import initials, short_count
from widgets.theme.desk import DeskLook
from widgets.theme.icons import network_icon

KEPT_BODIES = 160

Index = QModelIndex | QPersistentModelIndex


SELECTED, HOVERED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
"""As numbers: Python's flags are slow, and every row is asked in every frame."""


class RowState(NamedTuple):
    """How a row stands: chosen, under the pointer, and whether the queue has focus."""

    selected: bool
    focused: bool
    hovered: bool

    @property
    def filled(self) -> bool:
        return self.selected or self.hovered


class CardWords(NamedTuple):
    """What is written on a card, found once: it is measured, then painted."""

    reach: str
    tag: str
    topic: str
    score: str
    reason: str
    trouble: str


class CardDelegate(QStyledItemDelegate):
    """Paints rows of a QueueModel.

    Attributes:
        now: the hub's time that timers are painted for.
        language: the interface's; cards in it carry no tag.
    """

    def __init__(self, look: DeskLook, model: QueueModel, directory: Directory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._model, self._directory = look, model, directory
        self._bodies: OrderedDict[tuple[object, ...], tuple[QPixmap, QRect]] = OrderedDict()
        self.now: Millis = 0
        self.language = language().partition("_")[0]

    # public

    def forget(self) -> None:
        """Accounts or topics have other names: paint every card anew."""
        self._bodies.clear()

    def timer(self, card: Card) -> Timer:
        """The card's timer now."""
        return timer_of(card, now=self.now, held=bool(self._directory.hold()))

    def says_else(self, card: Card, *, since: Millis) -> bool:
        """Whether the card's timer has other words now than at a moment before."""
        held = bool(self._directory.hold())
        return timer_of(card, now=since, held=held).text != timer_of(card, now=self.now, held=held).text

    def timer_rect(self, card: Card, row: QRect, *, mirrored: bool) -> QRect:
        """What must be painted again when the timer's text changes, with room for a longer text."""
        look = self._look
        width = max(timer_width(look, self.timer(card)), look.px(96))
        x = row.x() + look.px(12) if mirrored else row.right() + 1 - look.px(12) - width
        return QRect(x, row.y() + look.px(8), width, look.px(18))

    # Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        group = index.data(GROUP_ROLE)
        return QSize(self._look.px(200), self._look.px(GROUP_HEIGHT if group is not None else CARD_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        what = self._model.at(index.row())
        if isinstance(what, Card):
            self._paint_card(painter, rect, what, _row_state(option), mirrored=mirrored)
        elif what is not None:
            painter.save()
            self._paint_group(painter, rect, what, mirrored=mirrored)
            painter.restore()

    # inside

    def _paint_group(self, painter: QPainter, rect: QRect, group: Group, *, mirrored: bool) -> None:
        look = self._look
        painter.fillRect(rect, look.tokens.bg0)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.tokens.line)
        inner = rect.adjusted(look.px(16), 0, -look.px(16), 0)
        count = f"{group.count}+" if group.more else str(group.count)
        start = QRect(inner.x(), inner.y(), text_width(look, "section", group.title), inner.height())
        after = QRect(start.right() + look.px(7), inner.y(), look.px(60), inner.height())
        draw_text(painter, look, flip(start, inner, mirrored), group.title, style="section", ink=look.tokens.t2)
        draw_text(
            painter,
            look,
            flip(after, inner, mirrored),
            count,
            style="small",
            ink=look.tokens.t3,
            align=_start(mirrored),
        )

    def _paint_card(self, painter: QPainter, rect: QRect, card: Card, state: RowState, *, mirrored: bool) -> None:
        """The body from the cache, the timer fresh."""
        look, timer = self._look, self.timer(card)
        width = timer_width(look, timer)
        ratio = painter.device().devicePixelRatioF()
        marks = (self._model.is_marked(card.id), self._model.any_marked)
        writer = self._directory.company.writer(card.id)
        key = (
            writer,
            card.id,
            card.revision,
            card.unread,
            rect.width(),
            rect.height(),
            state,
            mirrored,
            ratio,
            *marks,
            width,
        )
        kept = self._bodies.get(key)
        if kept is None:
            kept = self._body(rect.size(), width, card, state, writer=writer, mirrored=mirrored, ratio=ratio)
            self._bodies[key] = kept
        body, place = kept
        painter.drawPixmap(rect.topLeft(), body)
        box, ground = place.translated(rect.topLeft()), self._ground(state)
        stamp_timer(painter, look, box, timer, ground=ground, filled=state.filled, mirrored=mirrored, ratio=ratio)

    def _body(
        self, size: QSize, timer: int, card: Card, state: RowState, *, writer: str, mirrored: bool, ratio: float
    ) -> tuple[QPixmap, QRect]:
        """Everything of a card but its timer, and the place that is left for a timer of this width."""
        place = QRect(0, 0, size.width(), size.height())
        words = self._words(card)
        logical = lay_out(self._look, place, self._widths(card, words, timer))
        cells = mirror(logical, place) if mirrored else logical
        pixmap = self._canvas(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        look, tokens = self._look, self._look.tokens
        self._paint_ground(painter, place, state, mirrored=mirrored)
        self._paint_gutter(painter, cells, card, state)
        self._paint_first_line(painter, cells, card, words, state, mirrored=mirrored)
        ink = tokens.t1 if card.unread else tokens.t2
        set_text(look, card.text, style="base", width=cells.text.width(), most_lines=2).paint(
            painter, cells.text.x(), cells.text.y(), ink
        )
        self._paint_second_line(painter, cells, card, words, state, writer=writer, mirrored=mirrored)
        if state.selected and state.focused:
            focus_ring(painter, look, place.adjusted(2, 2, -2, -3), look.px(6))
        painter.end()
        return pixmap, cells.timer

    def _canvas(self, pixels: QSize) -> QPixmap:
        """Where a body is painted: on the one that was kept longest, when enough are; new memory costs more."""
        if len(self._bodies) >= KEPT_BODIES:
            oldest, _place = self._bodies.popitem(last=False)[1]
            if oldest.size() == pixels:
                return oldest
        return QPixmap(pixels)

    def _ground(self, state: RowState) -> QColor:
        tokens = self._look.tokens
        if state.selected:
            return tokens.sel if state.focused else tokens.bg3
        return tokens.bg3 if state.hovered else tokens.bg1

    def _paint_ground(self, painter: QPainter, rect: QRect, state: RowState, *, mirrored: bool) -> None:
        look, tokens = self._look, self._look.tokens
        painter.fillRect(rect, self._ground(state))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), tokens.line)
        if state.selected and (not state.focused or look.high_contrast):
            width = look.px(6 if look.high_contrast else 3)
            bar = QRect(rect.x(), rect.y(), width, rect.height() - 1)
            painter.fillRect(flip(bar, rect, mirrored), tokens.t3)
        if state.selected and look.high_contrast:
            rounded(painter, rect.adjusted(0, 0, 0, -1), 0, frame=tokens.t1, width=2)

    def _paint_gutter(self, painter: QPainter, cells: CardCells, card: Card, state: RowState) -> None:
        look, tokens, ground = self._look, self._look.tokens, self._ground(state)
        if card.unread:
            stamp(painter, look, cells.dot, ground, _unread_dot)
        if self._model.any_marked:
            box = cells.network
            marked = self._model.is_marked(card.id)
            rounded(painter, box, look.px(3), fill=tokens.fill if marked else None, frame=tokens.ctl)
            if marked:
                glyph_in(painter, look, box, "check", tokens.onfill, size=12)
        else:
            stamp(painter, look, cells.network, ground, _network_glyph, network_icon(card.network))
        account = self._directory.account(card.account_id)
        if account is not None:
            stamp(painter, look, cells.mark, ground, account_mark, monogram_of(account), account.hue)

    def _paint_first_line(
        self, painter: QPainter, cells: CardCells, card: Card, words: CardWords, state: RowState, *, mirrored: bool
    ) -> None:
        look, tokens = self._look, self._look.tokens
        style, ink = ("name", tokens.t1) if card.unread else ("label", tokens.t1 if state.selected else tokens.t2)
        name = _fitted(look, style, card.name, cells.name.width())
        draw_text(painter, look, cells.name, name, style=style, ink=ink, align=_start(mirrored))
        if words.reach:
            stamp(painter, look, cells.reach, self._ground(state), _reach, words.reach, state.filled)
        if words.tag:
            stamp(painter, look, cells.tag, self._ground(state), _tag, words.tag)
        if words.trouble:
            sign = "question" if card.outbox is OutboxState.UNKNOWN else "warning"
            stamp(painter, look, cells.trouble, self._ground(state), _trouble_sign, sign)

    def _paint_second_line(
        self,
        painter: QPainter,
        cells: CardCells,
        card: Card,
        words: CardWords,
        state: RowState,
        *,
        writer: str,
        mirrored: bool,
    ) -> None:
        look, ground = self._look, self._ground(state)
        if cells.topic.width() > look.px(20):
            stamp(painter, look, cells.topic, ground, _topic_chip, words.topic, state.filled)
        stamp(painter, look, cells.sentiment, ground, sentiment_mark, sentiment_step(card.score))
        if words.score:
            stamp(painter, look, cells.score, ground, _score, words.score)
        room = cells.reason.width()
        if writer:
            self._paint_writer(painter, cells, card, mirrored=mirrored)
        elif room > look.px(24):
            said = _fitted(look, "small", words.reason, room + 1)
            stamp(painter, look, cells.reason, ground, _reason, said, state.filled, mirrored)
        me = card.assignee == self._directory.me and bool(card.assignee)
        letters = initials(card.assignee) if card.assignee else ""
        stamp(painter, look, cells.who, ground, _who_circle, letters, me)

    def _paint_writer(self, painter: QPainter, cells: CardCells, card: Card, *, mirrored: bool) -> None:
        """A pen and "Ana is writing" before the circle, in the reason's place."""
        look, ink = self._look, self._look.tokens.t2
        start, end = cells.score.right() + look.px(6), cells.who.x() - look.px(8)
        if mirrored:
            start, end = cells.who.right() + look.px(8), cells.score.x() - look.px(6)
        words, glyph = company_words(self._directory.company, card.id)
        room = end - start - look.px(16)
        words = metrics(look, "small").elidedText(words, Qt.TextElideMode.ElideRight, room)
        width = min(room, text_width(look, "small", words) + 1)
        x = start if mirrored else end - width
        pen = QRect(x + width + look.px(4) if mirrored else x - look.px(16), cells.who.y(), look.px(12), look.px(18))
        glyph_in(painter, look, pen, glyph, ink, size=12)
        draw_text(painter, look, QRect(x, cells.who.y(), width, look.px(18)), words, style="small", ink=ink)

    def _words(self, card: Card) -> CardWords:
        trouble = trouble_words(card)
        return CardWords(
            reach=short_count(card.reach) if card.reach else "",
            tag=self._tag(card),
            topic=self._topic(card),
            score=str(card.priority) if card.priority else "",
            reason=trouble or reason_words(card),
            trouble=trouble,
        )

    def _widths(self, card: Card, words: CardWords, timer: int) -> LineWidths:
        look = self._look
        return LineWidths(
            name=text_width(look, "name" if card.unread else "label", card.name) + 1,
            reach=text_width(look, "small", words.reach) if words.reach else 0,
            tag=tag_width(look, words.tag) if words.tag else 0,
            timer=timer,
            trouble=look.px(14) if words.trouble else 0,
            topic=chip_width(look, words.topic) if words.topic else 0,
            score=text_width(look, "section", words.score) if words.score else 0,
            reason=text_width(look, "small", words.reason) + 1 if look.scale < 1.5 else 0,
        )

    def _tag(self, card: Card) -> str:
        language = card.language.partition("-")[0]
        return "" if language in {"", "und", self.language} else language.upper()

    def _topic(self, card: Card) -> str:
        topic = self._directory.topic(card.topics[0]) if card.topics else None
        return topic.name if topic is not None else card.labels[0] if card.labels else ""


def _unread_dot(painter: QPainter, look: DeskLook, rect: QRect) -> None:
    rounded(painter, rect, rect.width() / 2, fill=look.tokens.t1)


def _network_glyph(painter: QPainter, look: DeskLook, rect: QRect, name: str) -> None:
    glyph_in(painter, look, rect, name, look.tokens.t2)


def _trouble_sign(painter: QPainter, look: DeskLook, rect: QRect, glyph: str) -> None:
    glyph_in(painter, look, rect, glyph, look.tokens.warn, size=14)


def _reach(painter: QPainter, look: DeskLook, rect: QRect, words: str, filled: bool) -> None:
    draw_text(painter, look, rect, words, style="small", ink=look.tokens.t2 if filled else look.tokens.t3)


def _tag(painter: QPainter, look: DeskLook, rect: QRect, words: str) -> None:
    tag(painter, look, rect, words)


def _topic_chip(painter: QPainter, look: DeskLook, rect: QRect, words: str, filled: bool) -> None:
    chip(painter, look, rect, words, on_selection=filled)


def _score(painter: QPainter, look: DeskLook, rect: QRect, words: str) -> None:
    draw_text(painter, look, rect, words, style="section", ink=look.tokens.t1)


def _reason(painter: QPainter, look: DeskLook, rect: QRect, words: str, filled: bool, mirrored: bool) -> None:
    quiet = look.tokens.t2 if filled else look.tokens.t3
    draw_text(painter, look, rect, words, style="small", ink=quiet, align=_start(mirrored))


def _who_circle(painter: QPainter, look: DeskLook, rect: QRect, letters: str, me: bool) -> None:
    person_circle(painter, look, rect, letters, me=me)


def _fitted(look: DeskLook, style: str, text: str, room: int) -> str:
    """The text, or as much of it as has room; what fits was measured already."""
    if text_width(look, style, text) <= room:
        return text
    return metrics(look, style).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _start(mirrored: bool) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft


def _row_state(option: QStyleOptionViewItem) -> RowState:
    flags: int = option.state.value
    widget = option.widget
    return RowState(
        selected=bool(flags & SELECTED),
        focused=widget is not None and widget.hasFocus(),
        hovered=bool(flags & HOVERED),
    )
