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
LOOSEST, LEAST_SHARED = 1.35, 4


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

    def posts(self) -> tuple[int, ...]:
        return tuple(row.id for row in self._shown())

    def summary(self) -> str:
        return " ".join(
            _("{author}, {sentiment}: {text}").format(
                author=row.author, sentiment=sentiment_word(row.sentiment), text=row.text
            )
            for row in self._shown()
        )

    def paint_data(self, canvas: Canvas) -> None:
        painter = PostPainter(canvas, self.theme, width=self.width_, lines=self._lines)
        pitch = self._pitch()
        for number, row in enumerate(self._shown()):
            top = TOP + number * pitch
            if number:
                canvas.rule(PAD, top, self.width_ - 2 * PAD, self.theme.hairline)
            painter.paint(
                row,
                top + (pitch - pitch_of(self._lines)) / 2,
                at_right=self.words.time(row.at),
                network=network_title(row.network),
            )

    @property
    def _lines(self) -> int:
        """A narrow panel gives a post more lines, so that most fit whole."""
        return 2 if self.width_ >= NARROW else 3

    def _most(self) -> int:
        """How many posts have room."""
        return max(1, int((self.height_ - TOP + 4) // pitch_of(self._lines)))

    def _pitch(self) -> float:
        """From one post to the next; what is left over is shared out, as long as they still look like one list."""
        tight = pitch_of(self._lines)
        shared = (self.height_ - TOP) / self._most()
        return min(LOOSEST * tight, shared) if shared > tight + LEAST_SHARED else tight

    def _shown(self) -> list[StreamRow]:
        newest = sorted(self.rows(self.feed).values(), key=lambda row: row.at, reverse=True)
        most = self._most()
        return choose(newest, width=self.width_, lines=self._lines, scale=self.scale, most=most)
