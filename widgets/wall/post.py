"""One post on a wall: glyph, text, sentiment, masked author. Known by the panels with posts; knows kit and theme."""

from collections.abc import Sequence
from functools import lru_cache

from app.core.i18n import N_, _
from app.domain.understanding import Sentiment
from app.wire.feeds import StreamRow
from widgets.kit.canvas import Canvas
from widgets.kit.direction import as_right_to_left, isolated
from widgets.kit.marks import bar, triangle_down, triangle_up
from widgets.kit.wrap import wrap
from widgets.theme.fonts import MEDIUM, SEMI_BOLD, is_right_to_left
from widgets.theme.wall import WallTheme

INDENT = 68
"""Where the text column starts, right of the panel's padding."""
LINE = 35
SENTIMENT_WORDS = {
    Sentiment.NEGATIVE: N_("Negative"),
    Sentiment.NEUTRAL: N_("Neutral"),
    Sentiment.POSITIVE: N_("Positive"),
}
PAD = 24


def pitch_of(lines: int) -> int:
    """The height of a post with so many lines, up to the next one."""
    return 51 + LINE * lines


def choose(rows: Sequence[StreamRow], *, width: float, lines: int, scale: float, most: int) -> list[StreamRow]:
    """The first posts that fit whole; one that does not is passed over, unless too few are left."""
    whole: list[int] = []
    others: list[int] = []
    for place, row in enumerate(rows):
        fits = len(post_lines(row, width=width, scale=scale)) <= lines
        (whole if fits else others).append(place)
        if len(whole) == most:
            break
    chosen = {*whole, *others[: most - len(whole)]}
    return [row for place, row in enumerate(rows) if place in chosen]


def post_lines(row: StreamRow, *, width: float, scale: float) -> tuple[str, ...]:
    """The post's text in lines of the text column of a panel that is `width` wide."""
    return _lines_of(row.text, width, scale)


@lru_cache(maxsize=256)
def _lines_of(text: str, width: float, scale: float) -> tuple[str, ...]:
    return wrap(isolated(text), width - 2 * PAD - INDENT, 28, scale=scale)


class PostPainter:
    """Paints posts of one panel.

    Attributes:
        width: of the panel; `lines` how many a post may have.
    """

    def __init__(self, canvas: Canvas, theme: WallTheme, *, width: float, lines: int) -> None:
        self.canvas = canvas
        self.theme = theme
        self.width = width
        self.lines = lines

    def paint(self, row: StreamRow, top: float, *, at_right: str, network: str = "") -> None:
        """One post below `top`; `at_right` stands at the end of the meta line, the network after the author."""
        theme, canvas = self.theme, self.canvas
        canvas.fill(PAD, top + 18, 48, 48, theme.raised, radius=8)
        canvas.text(PAD + 24, top + 50, row.glyph[:2], size=22, color=theme.text2, weight=SEMI_BOLD, align="center")
        self._paint_text(row, top)
        baseline = top + 38 + LINE * self.lines
        left = PAD + INDENT
        paint_sentiment(canvas, theme, left + 10, baseline - 8, row.sentiment)
        end = canvas.text(self.width - PAD, baseline, at_right, size=22, color=theme.text3, align="right")
        word_x = left + 30
        ink = {Sentiment.NEGATIVE: theme.negative, Sentiment.POSITIVE: theme.positive}.get(row.sentiment, theme.text2)
        used = canvas.text(word_x, baseline, sentiment_word(row.sentiment), size=22, color=ink, weight=MEDIUM)
        room = self.width - PAD - end - 12 - (word_x + used + 14)
        author = f"{row.author}, {network}" if network else row.author
        if canvas.width_of(author, 22) > room:
            author = canvas.fit(row.author, room, 22)
        canvas.text(word_x + used + 14, baseline, author, size=22, color=theme.text3)

    def _paint_text(self, row: StreamRow, top: float) -> None:
        found = post_lines(row, width=self.width, scale=self.canvas.scale)
        shown = list(found[: self.lines])
        if len(found) > self.lines:
            room = self.width - 2 * PAD - INDENT
            shown[-1] = self.canvas.fit(" ".join(found[self.lines - 1 :]), room, 28)
        to_left = is_right_to_left(row.text)
        middle = LINE * (self.lines - len(shown)) / 2
        for number, line in enumerate(shown):
            baseline = top + 40 + LINE * number + middle
            against = to_left is not self.canvas.mirrored
            x = self.width - PAD if against else PAD + INDENT
            written = as_right_to_left(line) if to_left else line
            self.canvas.text(
                x, baseline, written, size=28, color=self.theme.text1, align="right" if against else "left"
            )


def paint_sentiment(canvas: Canvas, theme: WallTheme, x: float, y: float, sentiment: Sentiment) -> None:
    """The shape that carries the meaning, in the colour that repeats it."""
    if sentiment is Sentiment.NEGATIVE:
        triangle_down(canvas, x, y, theme.negative)
    elif sentiment is Sentiment.POSITIVE:
        triangle_up(canvas, x, y, theme.positive)
    else:
        bar(canvas, x, y, theme.neutral)


def sentiment_word(sentiment: Sentiment) -> str:
    """Negative, Neutral, Positive."""
    return _(SENTIMENT_WORDS[sentiment])
