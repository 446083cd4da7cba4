"""The house's fonts: Inter for Latin, Greek and Cyrillic, Noto for the rest. Known by kit and the faces; knows
core.paths.

Sizes are device pixels. Figures are tabular (`tnum`) so that a changing number does not move its neighbours, and
hinting is off so that the same text is equally wide on every machine.
"""

import unicodedata
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from app.core.paths import resources

SANS = "Inter"
REGULAR, MEDIUM, SEMI_BOLD, BOLD = 400, 500, 600, 700

FALLBACKS = (
    "Noto Sans Arabic",
    "Noto Sans Devanagari",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "DejaVu Sans",
    "Noto Color Emoji",
)
"""Tried in this order for what Inter cannot write; the first four are bundled, the others come from the system."""

SAMPLES = {
    "Latin": "A",
    "Greek": "Ω",
    "Cyrillic": "Ж",
    "Arabic": "ع",
    "Hebrew": "ש",
    "Devanagari": "क",
    "Thai": "ก",
    "Chinese": "中",
    "Japanese": "の",
    "Korean": "한",
    "emoji": "😀",
}
"""One character of each script that a wall is expected to show."""


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to Qt, once; returns their families. Needs a QGuiApplication."""
    families: dict[str, None] = {}
    for path in sorted((resources() / "fonts").glob("*/*.[ot]tf")):
        for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))):
            families[family] = None
    return tuple(families)


@lru_cache(maxsize=512)
def font(pixels: int, weight: int = REGULAR, *, tracking: float = 0.0) -> QFont:
    """A font of the house.

    `pixels` is the em's height in device pixels, `weight` 400–700, `tracking` is in em. The answer is shared: copy
    it before changing it.
    """
    load_fonts()
    made = QFont()
    made.setFamilies([SANS, *FALLBACKS])
    made.setPixelSize(max(1, pixels))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setFeature(QFont.Tag("calt"), 1)
    if tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking * pixels)
    return made


def missing_scripts() -> tuple[str, ...]:
    """The scripts of SAMPLES that no font on this machine can write; for `doctor`."""
    load_fonts()
    families = [family for family in (SANS, *FALLBACKS) if QFontDatabase.hasFamily(family)]
    faces = [QRawFont.fromFont(QFont(family)) for family in families]
    return tuple(
        script for script, sample in SAMPLES.items() if not any(face.supportsCharacter(ord(sample)) for face in faces)
    )


_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_STRONG = frozenset({"L", "R", "AL"})


def is_right_to_left(text: str) -> bool:
    """Whether the text's first strong character is written from right to left (Unicode TR 9, rule P2).

    What is isolated, as names in a sentence are, does not count, unless there is nothing else.
    """
    isolated = ""
    depth = 0
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _ISOLATES:
            depth += 1
        elif direction == "PDI":
            depth = max(0, depth - 1)
        elif direction in _STRONG:
            if not depth:
                return direction != "L"
            isolated = isolated or direction
    return isolated in {"R", "AL"}
