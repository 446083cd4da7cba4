"""How some posts speak of us, and whether there are enough of them to say so. Known by the panels that compare;
knows wall.volume."""

from dataclasses import dataclass

from app.domain.understanding import Sentiment
from widgets.kit.canvas import Canvas
from widgets.theme.wall import WallTheme
from widgets.wall.post import paint_sentiment
from widgets.wall.volume import half_interval
from widgets.wall.words import Words

ENOUGH = 10
"""Fewer posts than this do not say how people feel."""
WIDTH = 96
"""What the shape and the number take, in logical pixels."""


@dataclass(frozen=True)
class Feeling:
    """Posts, and how many of them are negative or positive."""

    posts: int
    negative: int
    positive: int

    @property
    def is_known(self) -> bool:
        """Whether there are posts enough."""
        return self.posts >= ENOUGH

    @property
    def net(self) -> float:
        """Net sentiment, −100 … 100."""
        return 100 * (self.positive - self.negative) / self.posts if self.posts else 0.0

    @property
    def leans(self) -> Sentiment:
        """Negative or positive only where the 95 % interval leaves out zero."""
        if abs(self.net) <= half_interval(self.posts, negative=self.negative, positive=self.positive):
            return Sentiment.NEUTRAL
        return Sentiment.NEGATIVE if self.net < 0 else Sentiment.POSITIVE


def paint_feeling(
    canvas: Canvas, theme: WallTheme, words: Words, feeling: Feeling, *, right: float, baseline: float
) -> None:
    """Shape and number, right-aligned; nothing where the posts are too few."""
    if feeling.is_known:
        paint_sentiment(canvas, theme, right - WIDTH + 30, baseline - 9, feeling.leans)
        canvas.text(right, baseline, words.signed(feeling.net), size=24, color=theme.text2, align="right")
