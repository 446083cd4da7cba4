"""The posts that carry the current crisis furthest. Known by the registry; knows wall.post and wall.episode."""

from app.core.i18n import _
from app.wire.feeds import Feed, StreamFeed, StreamRow
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.episode import ALARMS, EpisodePanel
from widgets.wall.panel import PAD
from widgets.wall.post import PostPainter, choose, pitch_of, post_lines, sentiment_word

TOP = 64
PITCHES = {1: 84, 2: pitch_of(2)}
"""From one post to the next, by its lines of text."""


class Driving(EpisodePanel):
    """Released posts of the alarm's topic, by reach; without an alarm the newest of all."""

    INFO = PanelInfo(kind="driving", help="Released posts of the current crisis, by reach.", expires_after=3600, pace=8)

    def title(self) -> str:
        return _("Driving posts") if self.alarm else _("Posts")

    def subtitle(self) -> str:
        return _("by reach") if self.alarm else _("approved for display")

    def wants(self) -> tuple[Feed, ...]:
        alarm = self.alarm
        return (ALARMS, StreamFeed(topic=alarm.topic if alarm else 0))

    def is_empty(self) -> str:
        return "" if self._posts() else _("No posts approved in the last hour")

    def posts(self) -> tuple[int, ...]:
        return tuple(row.id for row in self._shown())

    def summary(self) -> str:
        return " ".join(
            _("{author}, {sentiment}, {reach} reached: {text}").format(
                author=row.author,
                sentiment=sentiment_word(row.sentiment),
                reach=self.words.number(row.reach),
                text=row.text,
            )
            for row in self._shown()
        )

    def paint_data(self, canvas: Canvas) -> None:
        lines, shown = self._arranged()
        painter = PostPainter(canvas, self.theme, width=self.width_, lines=lines)
        for number, row in enumerate(shown):
            top = TOP + number * PITCHES[lines]
            if number:
                canvas.rule(PAD, top, self.width_ - 2 * PAD, self.theme.hairline)
            reach = _("{reach} reached").format(reach=self.words.number(row.reach))
            painter.paint(row, top, at_right=reach if self.alarm else self.words.time(row.at))

    def _posts(self) -> list[StreamRow]:
        rows = self.rows(self.wants()[1]).values()
        by_reach = self.alarm is not None
        return sorted(rows, key=lambda row: (-row.reach if by_reach else 0, -row.at))

    def _shown(self) -> list[StreamRow]:
        return self._arranged()[1]

    def _arranged(self) -> tuple[int, list[StreamRow]]:
        """Lines a post has, and the posts: fewer of two lines where three of one would be cut."""
        for lines, pitch in PITCHES.items():
            most = max(1, int((self.height_ - TOP + 4) // pitch))
            chosen = choose(self._posts(), width=self.width_, lines=lines, scale=self.scale, most=most)
            if all(len(post_lines(row, width=self.width_, scale=self.scale)) <= lines for row in chosen):
                break
        return lines, chosen
