"""The line under a conversation's head: which labels it bears, and who has it where that is somebody else. Known by the
conversation pane; knows the desk and kit.

A conversation of one's own, or of nobody, without labels has no such line: a healthy state says nothing.
"""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.domain.conversation import Card
from widgets.agent.desk import Desk
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import chip, chip_width, draw_text, glyph_in, metrics, person_circle, text_width
from widgets.kit.desk_panel import Panel
from widgets.models.words import initials, isolate
from widgets.theme.desk import DeskLook

HEIGHT, CIRCLE, CHIP, GAP = 30, 18, 18, 6
WIDEST_NAME = 200


class StandingLine(Panel):
    """Labels as chips; those there is no room for are counted, and named in the tool tip.

    Signals:
        labels_requested: the labels were pressed.
    """

    labels_requested = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent, line="bottom")
        self._desk, self._side = desk, 0
        self._name, self._labels = "", tuple[str, ...]()
        self.setFixedHeight(look.px(HEIGHT))
        self.hide()

    def show_card(self, card: Card) -> None:
        """Say how a conversation stands, or hide where there is nothing to say."""
        name = card.assignee if card.assignee != self._desk.directory.me else ""
        if (name, card.labels) == (self._name, self._labels) and self.isHidden() is not bool(name or card.labels):
            return
        self._name, self._labels = name, card.labels
        words = [_("{name} has it").format(name=isolate(name))] if name else []
        words += [_("Labels: {labels}").format(labels=", ".join(card.labels))] if card.labels else []
        self.setAccessibleName(". ".join(words))
        self.setToolTip("\n".join(words))
        self.setVisible(bool(words))
        self.update()

    def set_side(self, side: int) -> None:
        """Keep so many pixels more free on both sides."""
        self._side = side
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, px = QPainter(self), self.look.px
        x = self._paint_who(painter, px(20) + self._side) if self._name else px(20) + self._side
        if self._labels:
            self._paint_labels(painter, x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._labels:
            self.labels_requested.emit()

    # inside

    def _paint_who(self, painter: QPainter, x: int) -> int:
        """Returns where the labels begin."""
        look, px = self.look, self.look.px
        person_circle(painter, look, self._spot(x, px(CIRCLE), px(CIRCLE)), initials(self._name))
        words = _("{name} has it").format(name=isolate(self._name))
        shown = metrics(look, "small").elidedText(words, Qt.TextElideMode.ElideRight, px(WIDEST_NAME))
        width = text_width(look, "small", shown) + 1
        left = x + px(CIRCLE) + px(GAP)
        draw_text(painter, look, self._spot(left, width, px(16)), shown, style="small", ink=look.tokens.t2)
        return left + width + px(16)

    def _paint_labels(self, painter: QPainter, x: int) -> None:
        look, px = self.look, self.look.px
        glyph_in(painter, look, self._spot(x, px(14), px(16)), "tag", look.tokens.t2, size=14)
        x += px(14) + px(GAP)
        for place, label in enumerate(self._labels):
            rest = len(self._labels) - place - 1
            least = self._more_width(rest) if rest else 0
            width = chip_width(look, label)
            if x + width + least > self.width() - px(20) - self._side:
                self._paint_more(painter, x, rest + 1)
                return
            chip(painter, look, self._spot(x, width, px(CHIP)), label)
            x += width + px(GAP)

    def _paint_more(self, painter: QPainter, x: int, count: int) -> None:
        words = self._more(count)
        place = self._spot(x, text_width(self.look, "small", words) + 1, self.look.px(CHIP))
        draw_text(painter, self.look, place, words, style="small", ink=self.look.tokens.t3)

    def _more_width(self, count: int) -> int:
        return text_width(self.look, "small", self._more(count)) + self.look.px(GAP)

    @staticmethod
    def _more(count: int) -> str:
        return _("{count} more").format(count=count)

    def _spot(self, x: int, width: int, height: int) -> QRect:
        return flip(QRect(x, (self.height() - height) // 2, width, height), self.rect(), self.isRightToLeft())
