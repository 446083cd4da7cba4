"""Share of voice: us beside our competitors. Known by the registry; knows wire.feeds.

A share is a brand's part of all posts about brands and competitors; a post that names two counts for both.
"""

from dataclasses import dataclass

from app.core.i18n import _, ngettext
from app.domain.topic import Topic, TopicKind
from app.wire.feeds import Feed, TopicFeed, VolumeFeed, VolumeRow
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.feeling import WIDTH, Feeling, paint_feeling
from widgets.wall.panel import PAD, Panel

TOPICS = TopicFeed()
TOP, PITCH, TALLEST = 64, 62, 116
MOST = 12
PERCENT, COLUMN = 104, WIDTH + 24


@dataclass(frozen=True)
class Voice:
    """One brand: its name, whether it is ours, its posts and percent of all, how it is spoken of."""

    name: str
    is_ours: bool
    posts: int
    share: float
    feeling: Feeling


class ShareOfVoice(Panel):
    """A bar for each brand and competitor; option `minutes` (1440)."""

    INFO = PanelInfo(
        kind="voice",
        help="Share of voice of brands and competitors.",
        expires_after=7200,
        pace=10,
        counts=True,
        formula="share_of_voice",
    )

    _voices: tuple[Voice, ...] = ()

    @property
    def minutes(self) -> int:
        return int(self.options.get("minutes", 1440))

    def title(self) -> str:
        return _("Share of voice")

    def subtitle(self) -> str:
        return _("of posts about brands, {length}").format(length=self.words.span(self.minutes))

    def short_subtitle(self) -> str:
        return self.words.span(self.minutes)

    def wants(self) -> tuple[Feed, ...]:
        return (TOPICS, *(self._feed(topic) for topic in self._brands()))

    def prepare(self) -> None:
        counted = [(topic, list(self.rows(self._feed(topic)).values())) for topic in self._brands()]
        total = sum(row.posts for _topic, rows in counted for row in rows)
        voices = [self._voice(topic, rows, total) for topic, rows in counted]
        self._voices = tuple(sorted(voices, key=lambda voice: (-voice.posts, voice.name)))

    def is_empty(self) -> str:
        if not any(not voice.is_ours for voice in self._voices):
            return _("No competitor is followed yet")
        return "" if any(voice.posts for voice in self._voices) else _("Nothing counted yet")

    def summary(self) -> str:
        return " ".join(
            ngettext("{name} {share} %, {posts} post.", "{name} {share} %, {posts} posts.", voice.posts).format(
                name=voice.name, share=round(voice.share), posts=self.words.number(voice.posts)
            )
            for voice in self._shown()
        )

    def paint_data(self, canvas: Canvas) -> None:
        shown = self._shown()
        pitch = min(float(TALLEST), (self.height_ - TOP - 8) / max(1, len(shown)))
        for number, voice in enumerate(shown):
            self._paint_voice(canvas, voice, TOP + number * pitch)

    def _paint_voice(self, canvas: Canvas, voice: Voice, top: float) -> None:
        """Name, posts, sentiment and percent in a line, and the bar below them."""
        ink, weight = (self.theme.text1, SEMI_BOLD) if voice.is_ours else (self.theme.text2, 400)
        right, baseline = self.width_ - PAD, top + 36
        posts = ngettext("{count} post", "{count} posts", voice.posts).format(count=self.words.number(voice.posts))
        columns = self._columns(canvas, posts, canvas.width_of(voice.name, 28, weight=weight))
        name = canvas.fit(voice.name, right - PERCENT - columns * COLUMN - PAD - 16, 28, weight=weight)
        canvas.text(PAD, baseline, name, size=28, color=ink, weight=weight)
        sign = canvas.text(right, baseline, "%", size=24, color=self.theme.text2, align="right")
        share = self.figure(str(round(voice.share)))
        canvas.text(
            right - sign - 8, baseline, share, size=32, color=self.figure_color, weight=SEMI_BOLD, align="right"
        )
        if columns:
            paint_feeling(canvas, self.theme, self.words, voice.feeling, right=right - PERCENT, baseline=baseline)
        if columns > 1:
            canvas.text(right - PERCENT - COLUMN, baseline, posts, size=24, color=self.theme.text2, align="right")
        width = self.width_ - 2 * PAD
        canvas.fill(PAD, top + 47, width, 12, self.theme.hairline, radius=6)
        fill = self.theme.accent if voice.is_ours else self.theme.neutral
        canvas.fill(PAD, top + 47, max(12.0, width * voice.share / 100), 12, fill, radius=6)

    def _columns(self, canvas: Canvas, posts: str, name: float) -> int:
        """How many columns have room between name and percent: none, sentiment, sentiment and posts."""
        room = self.width_ - 2 * PAD - PERCENT - name - 16
        if room < COLUMN:
            return 0
        return 2 if room >= COLUMN + canvas.width_of(posts, 24) + 16 else 1

    def _shown(self) -> tuple[Voice, ...]:
        return self._voices[: max(1, int((self.height_ - TOP - 8) // PITCH))]

    def _brands(self) -> list[Topic]:
        rows = self.rows(TOPICS).values()
        kinds = {TopicKind.BRAND, TopicKind.COMPETITOR}
        return sorted((topic for topic in rows if topic.kind in kinds), key=lambda topic: topic.id)[:MOST]

    def _feed(self, topic: Topic) -> VolumeFeed:
        return VolumeFeed(topic=topic.id, minutes=self.minutes, step=min(60, self.minutes))

    def _voice(self, topic: Topic, rows: list[VolumeRow], total: int) -> Voice:
        posts = sum(row.posts for row in rows)
        negative, positive = sum(row.negative for row in rows), sum(row.positive for row in rows)
        share = 100 * posts / total if total else 0.0
        return Voice(topic.name, topic.kind is TopicKind.BRAND, posts, share, Feeling(posts, negative, positive))
