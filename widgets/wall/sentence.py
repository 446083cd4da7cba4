"""Writes the one sentence that a panel shows instead of its data. Known by wall.panel; knows kit and theme."""

from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.kit.wrap import wrap
from widgets.theme.wall import WallTheme

PAD, TOP, LINE = 24, 100.0, 36


def write_sentence(
    canvas: Canvas,
    theme: WallTheme,
    sentence: str,
    *,
    size: tuple[float, float],
    foot_room: float = 0.0,
    marked: bool = False,
) -> None:
    """At the start of the content, in as many lines as a panel of that size has room for; in one line at its foot where
    `foot_room` is wide enough."""
    width, height = size
    indent, at_foot = (32, 30) if marked else (0, 0)
    if canvas.width_of(sentence, 24) <= foot_room - at_foot:
        canvas.text(PAD + at_foot, height - 18, sentence, size=24, color=theme.text2)
        if marked:
            diamond(canvas, PAD + 10, height - 27, theme.warn)
        return
    lines = wrap(sentence, width - 2 * PAD - indent, 28, scale=canvas.scale)
    for number, line in enumerate(lines[: max(1, int((height - TOP - 8) // LINE) + 1)]):
        canvas.text(PAD + indent, TOP + LINE * number, line, size=28, color=theme.text2)
    if marked:
        diamond(canvas, PAD + 10, TOP - 10, theme.warn)
