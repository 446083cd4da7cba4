"""Where everything stands on a card of the queue. Known by the card delegate; knows theme and desk_marks.

Pure geometry in the card's own left-to-right pixels; the delegate mirrors it for a right-to-left frame.
"""

from dataclasses import dataclass, fields

from PySide6.QtCore import QRect

from widgets.kit.desk_margins import flip
from widgets.theme.desk import DeskLook

CARD_HEIGHT, GROUP_HEIGHT = 92, 28


@dataclass(frozen=True)
class LineWidths:
    """Natural widths of what shares a line with the name or with the topic."""

    name: int
    reach: int
    tag: int
    timer: int
    topic: int
    score: int
    reason: int
    trouble: int = 0


@dataclass(frozen=True)
class CardCells:
    """Every rectangle of a card."""

    dot: QRect
    network: QRect
    mark: QRect
    name: QRect
    reach: QRect
    tag: QRect
    trouble: QRect
    timer: QRect
    text: QRect
    topic: QRect
    sentiment: QRect
    score: QRect
    reason: QRect
    who: QRect


CELL_NAMES = tuple(field.name for field in fields(CardCells))


def mirror(cells: CardCells, card: QRect) -> CardCells:
    """The same card, right to left."""
    return CardCells(**{name: flip(getattr(cells, name), card, True) for name in CELL_NAMES})


def lay_out(look: DeskLook, card: QRect, widths: LineWidths) -> CardCells:
    """Place everything; short of space, the reason gives way first, then the name, then the topic."""
    px, x, y = look.px, card.x(), card.y()
    left, right = x + px(46), x + card.width() - px(12)
    line = px(18)
    timer = QRect(right - widths.timer, y + px(8), widths.timer, line)
    after = right + px(6) if not widths.timer else timer.x()
    trouble = QRect(after - px(6) - widths.trouble, y + px(10), widths.trouble, px(14))
    end = trouble.x() if widths.trouble else timer.x()
    name, reach, tag = _first_line(look, left, y + px(8), end - px(6), widths)
    who = QRect(right - px(18), y + px(66), px(18), px(18))
    topic, sentiment, score, reason = _second_line(look, left, y + px(66), who.x() - px(8), widths)
    return CardCells(
        dot=QRect(x + px(6), y + px(14), px(5), px(5)),
        network=QRect(x + px(18), y + px(9), px(16), px(16)),
        mark=QRect(x + px(16), y + px(31), px(20), px(20)),
        name=name,
        reach=reach,
        tag=tag,
        trouble=trouble,
        timer=timer,
        text=QRect(left, y + px(27), right - left, px(36)),
        topic=topic,
        sentiment=sentiment,
        score=score,
        reason=reason,
        who=who,
    )


def _first_line(look: DeskLook, x: int, y: int, end: int, widths: LineWidths) -> tuple[QRect, QRect, QRect]:
    gap, line = look.px(6), look.px(18)
    tail = sum(width + gap for width in (widths.reach, widths.tag) if width)
    name_width = max(look.px(24), min(widths.name, end - x - tail))
    name = QRect(x, y, name_width, line)
    reach = QRect(name.right() + 1 + gap, y, widths.reach, line)
    after = reach.right() + 1 + gap if widths.reach else reach.x()
    tag_height = look.px(15)
    tag = QRect(after, y + (line - tag_height) // 2 + 1, widths.tag, tag_height)
    return name, reach, tag


def _second_line(look: DeskLook, x: int, y: int, end: int, widths: LineWidths) -> tuple[QRect, QRect, QRect, QRect]:
    gap, line, mark = look.px(8), look.px(18), look.px(10)
    fixed = mark + gap + widths.score
    topic_width = max(0, min(widths.topic, end - x - fixed - gap)) if widths.topic else 0
    topic = QRect(x, y, topic_width, line)
    after = topic.right() + 1 + gap if topic_width else x
    sentiment = QRect(after, y, mark, line)
    score = QRect(sentiment.right() + 1 + gap, y, widths.score, line)
    start = score.right() + 1 + look.px(6)
    room = max(0, end - start)
    reason = QRect(start, y, min(widths.reason, room), line)
    return topic, sentiment, score, reason
