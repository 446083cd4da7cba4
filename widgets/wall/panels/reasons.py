"""Why the current alarm was raised; without one, what is watched. Known by the registry; knows wall.episode."""

from app.core.clock import MINUTE
from app.core.i18n import _
from app.link.mirror import Mirror
from app.wire.feeds import Feed, VolumeFeed, VolumeRow
from widgets.kit.canvas import Canvas
from widgets.kit.wrap import wrap
from widgets.wall.calm import HEAT
from widgets.wall.context import PanelInfo
from widgets.wall.episode import ALARMS, EpisodePanel
from widgets.wall.listing import FIRST, PAD, PITCH, paint_rows, rows_that_fit

MINUTES, STEP = 60, 10
CLOSE = 34
"""From one line to the next where reasons need more lines than rows."""


class Reasons(EpisodePanel):
    """The alarm's reasons, strongest first; or the hottest topics with their posts and what is usual."""

    INFO = PanelInfo(kind="reasons", help="Why the current alarm was raised.", expires_after=3600, formula="Alarms")

    def title(self) -> str:
        return _("Why") if self.alarm else _("Watched topics")

    def subtitle(self) -> str:
        alarm = self.alarm
        if alarm is None:
            return _("posts in {length}").format(length=self.words.span(MINUTES))
        return _("alarm since {time}").format(time=self.words.time(alarm.began_at))

    def wants(self) -> tuple[Feed, ...]:
        return (*super().wants(), *(_feed(topic) for topic, _name in self._watched()))

    def is_empty(self) -> str:
        alarm = self.alarm
        return super().is_empty() or ("" if not alarm or alarm.reasons else _("No reason is given"))

    def summary(self) -> str:
        alarm = self.alarm
        if alarm is not None:
            return ". ".join(alarm.reasons) + "."
        return self.is_empty() or " ".join(f"{name}: {posts}." for name, posts in self._topics())

    def paint_data(self, canvas: Canvas) -> None:
        if self.alarm:
            self._paint_reasons(canvas)
        else:
            paint_rows(canvas, self.theme, self._topics(), width=self.width_, height=self.height_)

    def _paint_reasons(self, canvas: Canvas) -> None:
        """In lines, closer together where there are many; a reason that has no room whole is left out."""
        found = [
            wrap(reason[:1].upper() + reason[1:], self.width_ - 2 * PAD, 28, scale=self.scale)
            for reason in self._said()
        ]
        pitch = PITCH if sum(map(len, found)) <= rows_that_fit(self.height_) else CLOSE
        most = int((self.height_ - FIRST - 10) // pitch) + 1
        lines: list[str] = []
        for reason in found:
            lines += reason if len(lines) + len(reason) <= most else ()
        for number, line in enumerate(lines):
            canvas.text(PAD, FIRST + number * pitch, line, size=28, color=self.theme.text1)

    def _said(self) -> tuple[str, ...]:
        return self.alarm.reasons if self.alarm else ()

    def _needed(self) -> list[Mirror]:
        return [mirror for feed, mirror in self._subscriptions.mirrors.items() if feed == ALARMS]

    def _watched(self) -> list[tuple[int, str]]:
        """The hottest topics as (id, name), as many as have room; none during an alarm."""
        rows = [] if self.alarm else sorted(self.rows(HEAT).values(), key=lambda row: (-row.now, row.name))
        return [(row.topic, row.name) for row in rows[: rows_that_fit(self.height_)]]

    def _topics(self) -> list[tuple[str, str]]:
        """Each with its posts, and how many are usual."""
        return [(name, self._posts(list(self.rows(_feed(topic)).values()))) for topic, name in self._watched()]

    def _posts(self, rows: list[VolumeRow]) -> str:
        done = self.moment() // MINUTE
        rows = [row for row in rows if row.minute + STEP <= done]
        if not rows:
            return ""
        posts = self.figure(self.words.number(sum(row.posts for row in rows)))
        if any(row.expected < 0 for row in rows):
            return posts
        usual = self.words.number(sum(row.expected for row in rows))
        return _("{count}, usual {usual}").format(count=posts, usual=usual)


def _feed(topic: int) -> VolumeFeed:
    return VolumeFeed(topic=topic, minutes=MINUTES, step=STEP)
