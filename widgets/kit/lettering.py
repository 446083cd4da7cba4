"""Texts measured once and, when they come again, copied from a small picture. Known by kit.canvas; knows theme.fonts,
numpy and Qt.

Copying a text costs a tenth of painting its glyphs; making the picture costs as much as painting four times, so that a
text gets one only once it has come as often: a stranger's post, which comes once, gets none. Figures above 64 pixels,
which Qt paints as outlines every time, are put together from pictures of the ten digits. What is kept is bounded in
bytes, and what has not come for long goes: a wall uses no more memory after a month than after an hour.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QStaticText

from widgets.theme.fonts import REGULAR, font

PHASES = 4
"""A text begins at a quarter of a device pixel; finer places look the same."""
MOST_BYTES = 24 << 20
TURN_AFTER = 50_000
"""After so many texts, half an hour of a wall, what nobody has asked for since the last turn is let go."""
MARGIN = 2
LARGE = 64
"""From this size on Qt keeps no glyphs."""
FIRST_PAINTED = 4
"""So often a text is painted before it gets a picture."""
REMEMBERED = 1024
"""So many texts that have no picture yet are remembered, to know how often they came."""
DARK, LIGHT, MIDDLE = QColor("#121722"), QColor("#F2F4F8"), 110
"""On which ground a bright or a dark text is painted before it is lifted; texts with a lightness above MIDDLE are
bright."""
DIGITS = frozenset("0123456789")
MINUS = "\u2212"


@lru_cache(maxsize=256)
def _metrics(pixels: int, weight: int, tracking: float) -> QFontMetricsF:
    return QFontMetricsF(font(pixels, weight, tracking=tracking))


@lru_cache(maxsize=4096)
def advance(text: str, pixels: int, weight: int, tracking: float) -> float:
    """How far the next text would begin after this one, in device pixels.

    A text is shaped once, for its width and for being painted; a space at its end has no width when it is painted.
    """
    if is_plain(text) and not text.endswith(" "):
        return _prepared(text, pixels, weight, tracking)[0].size().width()
    return _metrics(pixels, weight, tracking).horizontalAdvance(text)


@lru_cache(maxsize=512)
def ink_left(text: str, pixels: int, weight: int, tracking: float) -> float:
    """How far a text's ink begins right of its place, in device pixels."""
    return _metrics(pixels, weight, tracking).tightBoundingRect(text).left()


@lru_cache(maxsize=512)
def ink_right(text: str, pixels: int, weight: int, tracking: float) -> float:
    """How far before a text's end its ink ends, in device pixels."""
    metrics = _metrics(pixels, weight, tracking)
    return advance(text, pixels, weight, tracking) - metrics.tightBoundingRect(text).right()


def width_of(text: str, size: float, *, scale: float = 1.0, weight: int = REGULAR, tracking: float = 0.0) -> float:
    """How wide a text is, in logical pixels."""
    return advance(text, round(size * scale), weight, tracking) / scale


@lru_cache(maxsize=4096)
def is_plain(text: str) -> bool:
    """Whether Inter writes all of it; another font's line is higher, which would move the baseline.

    What steers direction (U+200E, U+202A, U+2066 and their like) counts as another font's.
    """
    return all(
        character < "\u0590"
        or "\u2010" <= character < "\u202a"
        or "\u202f" <= character < "\u2060"
        or "\u2070" <= character < "\u2300"
        for character in text
    )


@lru_cache(maxsize=1024)
def _prepared(text: str, pixels: int, weight: int, tracking: float) -> tuple[QStaticText, float]:
    """A text laid out once, and how far its baseline lies below its top."""
    prepared = QStaticText(text)
    prepared.setTextFormat(Qt.TextFormat.PlainText)
    prepared.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    prepared.prepare(font=font(pixels, weight, tracking=tracking))
    return prepared, _metrics(pixels, weight, tracking).ascent()


class Look(NamedTuple):
    """How a text is painted: em height in device pixels, weight, tracking in em, colour as Qt's ARGB number."""

    pixels: int
    weight: int
    tracking: float
    color: int


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture of a text; its corner lies `left` and `top` device pixels from where its baseline begins."""

    picture: QImage
    left: int
    top: int

    @property
    def bytes(self) -> int:
        return 4 * self.picture.width() * self.picture.height()


_Key = tuple[str, int, Look]


class Sprites:
    """Pictures of texts, in two generations: what was used since the last turn, and what was used before it.

    Attributes:
        bytes: how much is kept, at most `most_bytes`.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, turn_after: int = TURN_AFTER) -> None:
        self._most_bytes, self._turn_after = most_bytes, turn_after
        self._finds = self._young_bytes = self._old_bytes = 0
        self._young: dict[_Key, Sprite] = {}
        self._old: dict[_Key, Sprite] = {}
        self._painted: OrderedDict[_Key, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    @property
    def bytes(self) -> int:
        return self._young_bytes + self._old_bytes

    def find(self, text: str, look: Look, *, phase: int) -> Sprite | None:
        """The text's picture, beginning `phase` quarters of a pixel in; None while a small text has not come often, and
        for one that Inter does not write."""
        key = (text, phase, look)
        self._finds += 1
        return self._young.get(key) or self._revive(key)

    def _revive(self, key: _Key) -> Sprite | None:
        """A picture that has not been used since the last turn, or one that is worth making now."""
        text, phase, look = key
        if not is_plain(text):
            return None
        kept = self._old.pop(key, None)
        if kept is not None:
            self._old_bytes -= kept.bytes
            return self._keep(key, kept)
        times = self._painted.pop(key, 0)
        if look.pixels >= LARGE or times >= FIRST_PAINTED:
            return self._keep(key, _picture_of(text, look, phase / PHASES))
        self._painted[key] = times + 1
        if len(self._painted) > REMEMBERED:
            self._painted.popitem(last=False)
        return None

    def _keep(self, key: _Key, sprite: Sprite) -> Sprite:
        if self._finds > self._turn_after or self._young_bytes + sprite.bytes > self._most_bytes // 2:
            self._old, self._old_bytes = self._young, self._young_bytes
            self._young, self._young_bytes, self._finds = {}, 0, 0
        self._young[key] = sprite
        self._young_bytes += sprite.bytes
        return sprite


SPRITES = Sprites()


def write(painter: QPainter, x: float, baseline: int, text: str, look: Look) -> None:
    """Paint a text that begins at `x`, in device pixels."""
    if look.pixels >= LARGE and len(pieces := _pieces(text)) > 1:
        for piece in pieces:
            write(painter, x, baseline, piece, look)
            x += advance(piece, look.pixels, look.weight, look.tracking)
        return
    place, phase = divmod(round(x * PHASES), PHASES)
    sprite = SPRITES.find(text, look, phase=phase)
    if sprite is None:
        _write_glyphs(painter, place + phase / PHASES, baseline, text, look)
    else:
        painter.drawImage(place + sprite.left, baseline + sprite.top, sprite.picture)


def _pieces(text: str) -> tuple[str, ...]:
    """A figure's digits, which are equally wide and do not touch; a minus stays with its digit, whose height it
    takes. Anything else is one piece."""
    digits = text.removeprefix(MINUS)
    if not DIGITS.issuperset(digits) or not digits:
        return (text,)
    return (text[: len(text) - len(digits) + 1], *digits[1:])


def _write_glyphs(painter: QPainter, x: float, baseline: int, text: str, look: Look) -> None:
    painter.setFont(font(look.pixels, look.weight, tracking=look.tracking))
    painter.setPen(QColor.fromRgba(look.color))
    if is_plain(text):
        prepared, ascent = _prepared(text, look.pixels, look.weight, look.tracking)
        painter.drawStaticText(QPointF(x, baseline - ascent), prepared)
    else:
        painter.drawText(QPointF(x, baseline), text)


def _picture_of(text: str, look: Look, shift: float) -> Sprite:
    """As large as the text's ink, and a little more for what antialiasing adds."""
    ink = _metrics(look.pixels, look.weight, look.tracking).tightBoundingRect(text)
    left, top = math.floor(ink.left()) - MARGIN, math.floor(ink.top()) - MARGIN
    width, height = math.ceil(ink.right() + shift) + MARGIN - left, math.ceil(ink.bottom()) + MARGIN - top
    image = QImage(width, height, QImage.Format.Format_RGB32)
    ground = DARK if QColor.fromRgba(look.color).lightness() > MIDDLE else LIGHT
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _write_glyphs(painter, shift - left, -top, text, look)
    painter.end()
    return Sprite(_lifted(image, look.color, ground.rgb()), left, top)


def _lifted(image: QImage, color: int, ground: int) -> QImage:
    """What was painted on a ground, without the ground.

    Qt paints glyphs a little stronger on what is opaque (it corrects gamma there) than on what is transparent; a
    picture made this way looks like the text painted in place.
    """
    place, table = _lifting(color, ground)
    channel = np.frombuffer(image.constBits(), dtype=np.uint8)[place // 8 :: 4]
    lifted = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    pixels: NDArray[np.uint32] = np.frombuffer(lifted.bits(), dtype=np.uint32)
    np.take(table, channel, out=pixels, mode="clip")  # any other mode makes a copy of `out`
    return lifted


@lru_cache(maxsize=64)
def _lifting(color: int, ground: int) -> tuple[int, NDArray[np.uint32]]:
    """How much ink each of 256 values of the channel with the most contrast stands for, as a premultiplied pixel;
    and how many bits that channel lies from the right."""
    place = max((0, 8, 16), key=lambda bits: abs((color >> bits & 0xFF) - (ground >> bits & 0xFF)))
    under, ink = ground >> place & 0xFF, color >> place & 0xFF
    strength = np.clip((np.arange(256) - under) / (ink - under), 0, 1)
    table: NDArray[np.uint32] = np.rint(255 * strength).astype(np.uint32) << np.uint32(24)
    for bits in (0, 8, 16):
        table |= np.rint((color >> bits & 0xFF) * strength).astype(np.uint32) << np.uint32(bits)
    return place, table
