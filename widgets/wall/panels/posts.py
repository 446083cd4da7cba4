"""Posts released for public display, newest first. Known by the registry; knows wall.post."""

from app.core.i18n import _
from app.wire.feeds import Feed, StreamFeed, StreamRow
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.networks import network_title
from widgets.wall.panel import PAD, Panel
from widgets.wall.post import PostPainter, choose, pitch_of, sentiment_word

TOP = 66
NARROW = 540


class Posts(Panel):
    """As many posts as there is room for; option `topic` (0 for all).

    A new post waits its turn, eight seconds; one that was taken back goes at once.
    """

    INFO = PanelInfo(kind="posts", help="Released posts, newest first.", expires_after=3600, pace=8)

    @property
    def feed(self) -> StreamFeed:
        return StreamFeed(topic=int(self.options.get("topic", 0)))

    def title(self) -> str:
        return _("Posts")

    def subtitle(self) -> str:
        return _("approved for display")

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed,)

    def is_empty(self) -> str:
        return "" if self.rows(self.feed) else _("No posts approved in the last hour")

    def summary(self) -> str:
        return " ".join(
            _("{author}, {sentiment}: {text}").format(
                author=row.author, sentiment=sentiment_word(row.sentiment), text=row.text
            )
            for row in self._shown()
        )

    def paint_data(self, canvas: Canvas) -> None:
        painter = PostPainter(canvas, self.theme, width=self.width_, lines=self._lines)
        for number, row in enumerate(self._shown()):
            top = TOP + number * pitch_of(self._lines)
            if number:
                canvas.rule(PAD, top, self.width_ - 2 * PAD, self.theme.hairline)
            painter.paint(
                row,
                top,
                at_right=self.words.time(row.at),
                network=network_title(row.network),
            )

    @property
    def _lines(self) -> int:
        """A narrow panel gives a post more lines, so that most fit whole."""
        return 2 if self.width_ >= NARROW else 3

    def _shown(self) -> list[StreamRow]:
        newest = sorted(self.rows(self.feed).values(), key=lambda row: row.at, reverse=True)
        most = max(1, int((self.height_ - TOP + 4) // pitch_of(self._lines)))
        return choose(newest, width=self.width_, lines=self._lines, scale=self.scale, most=most)
