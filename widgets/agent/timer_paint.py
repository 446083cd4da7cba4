"""A timer as painted on a card and in a conversation's header. Known by card delegate and header; knows theme,
desk_marks and models.timer."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from widgets.kit.desk_marks import draw_text, glyph_in, rounded, text_width, timer_ring
from widgets.kit.desk_stamp import stamp
from widgets.models.timer import Timer, TimerState
from widgets.theme.desk import DeskLook

_GLYPHS = {
    TimerState.OVERDUE: "clock",
    TimerState.WAITING: "pause",
    TimerState.HELD: "pause",
    TimerState.SNOOZED: "snooze",
    TimerState.MET: "check",
}
_BOXED = frozenset({TimerState.DUE, TimerState.OVERDUE})


def timer_style(timer: Timer) -> str:
    """The type style of its words."""
    return "section" if timer.state in {*_BOXED, TimerState.SOON} else "chip"


def timer_width(look: DeskLook, timer: Timer, *, suffix: str = "") -> int:
    """Its natural width; 0 for none."""
    if timer.state is TimerState.NONE:
        return 0
    padding = look.px(6) * 2 if timer.state in _BOXED else 0
    return look.px(12) + look.px(6) + text_width(look, timer_style(timer), timer.text + suffix) + padding


def timer_ink(look: DeskLook, timer: Timer) -> QColor:
    """The colour of its words and ring."""
    tokens = look.tokens
    return {TimerState.SOON: tokens.t1, TimerState.DUE: tokens.warn, TimerState.OVERDUE: tokens.onwarn}.get(
        timer.state, tokens.t3
    )


def paint_timer(
    painter: QPainter,
    look: DeskLook,
    rect: QRect,
    timer: Timer,
    *,
    mirrored: bool = False,
    suffix: str = "",
    quiet: QColor | None = None,
    ground: QColor | None = None,
) -> None:
    """Paint it into a rectangle of its natural width; `quiet` replaces t3 on a filled row, whose `ground` is plain."""
    if timer.state is TimerState.NONE:
        return
    ink = timer_ink(look, timer)
    if quiet is not None and ink == look.tokens.t3:
        ink = quiet
    if timer.state is TimerState.OVERDUE:
        rounded(painter, rect, look.px(4), fill=look.tokens.warn)
    elif timer.state is TimerState.DUE:
        rounded(painter, rect, look.px(4), frame=look.tokens.warn)
    inner = rect.adjusted(look.px(6), 0, -look.px(6), 0) if timer.state in _BOXED else rect
    side = look.px(12)
    x = inner.right() + 1 - side if mirrored else inner.x()
    _paint_sign(painter, look, QRect(x, inner.y() + (inner.height() - side) // 2, side, side), timer, ink, ground)
    align = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
    draw_text(painter, look, inner, timer.text + suffix, style=timer_style(timer), ink=ink, align=align)


RING_STEPS = 60
"""In how many steps a ring on a card runs out: one a minute, so that cards due in the same one share a picture."""


def stamp_timer(
    painter: QPainter,
    look: DeskLook,
    rect: QRect,
    timer: Timer,
    *,
    ground: QColor,
    filled: bool,
    mirrored: bool,
    ratio: float = 0.0,
) -> None:
    """The same on a plain ground, from a picture that is kept: many cards say the same."""
    if timer.state is not TimerState.NONE:
        shown = Timer(timer.state, timer.text, round(timer.left * RING_STEPS) / RING_STEPS)
        stamp(painter, look, rect, ground, _paint_on_row, shown, ground.rgba(), filled, mirrored, ratio=ratio)


def _paint_on_row(
    painter: QPainter, look: DeskLook, rect: QRect, timer: Timer, ground: int, filled: bool, mirrored: bool
) -> None:
    quiet = look.tokens.t2 if filled else look.tokens.t3
    paint_timer(painter, look, rect, timer, mirrored=mirrored, quiet=quiet, ground=QColor.fromRgba(ground))


def _paint_sign(
    painter: QPainter, look: DeskLook, box: QRect, timer: Timer, ink: QColor, ground: QColor | None
) -> None:
    glyph = _GLYPHS.get(timer.state)
    if glyph:
        glyph_in(painter, look, box, glyph, ink, size=13)
    elif ground is None:
        timer_ring(painter, look, box, timer.left, ink)
    else:
        stamp(painter, look, box, ground, _ring, timer.left, ink.rgba())


def _ring(painter: QPainter, look: DeskLook, box: QRect, left: float, ink: int) -> None:
    """Kept by itself: its words change every second, the ring itself every minute."""
    timer_ring(painter, look, box, left, QColor.fromRgba(ink))
