"""Rows of a word and a value at the right. Known by the panels that list; knows kit.canvas and theme."""

from collections.abc import Sequence

from widgets.kit.canvas import Canvas
from widgets.theme.wall import WallTheme

PITCH, FIRST, PAD = 42, 94, 24


def rows_that_fit(height: float) -> int:
    """How many rows a panel of this height has room for."""
    return max(1, int((height - FIRST - 10) // PITCH) + 1)


def paint_rows(
    canvas: Canvas, theme: WallTheme, rows: Sequence[tuple[str, str]], *, width: float, height: float
) -> None:
    """Each word at the left, its value at the right; a number is never cut, a sentence where it has to be."""
    for number, (word, said) in enumerate(rows[: rows_that_fit(height)]):
        baseline, value = FIRST + number * PITCH, said
        if not any(character.isdigit() for character in value):
            value = canvas.fit(value, width - 2 * PAD - 24 - canvas.width_of(word, 28), 28)
        taken = canvas.text(width - PAD, baseline, value, size=28, color=theme.text2, align="right")
        room = width - 2 * PAD - taken - (24 if value else 0)
        canvas.text(PAD, baseline, canvas.fit(word, room, 28), size=28, color=theme.text1)
