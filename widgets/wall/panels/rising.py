"""What people begin to talk about. Known by the registry; knows wire.feeds and wall.post.

The hub names a term only with a released post that holds it, so that nothing a stranger wrote comes here unchecked.
"""

from collections.abc import Sequence

from app.core.i18n import _
from app.wire.feeds import Feed, RisingFeed, RisingRow, StreamRow
from widgets.kit.canvas import Canvas, width_of
from widgets.kit.direction import isolated
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.panel import PAD, Panel

FEED = RisingFeed()
TOP, PITCH, WITH_POST, MOST_SPARE = 64, 46, 76, 24
Laid = tuple[RisingRow, StreamRow | None]
"""A term and its post, if it has one."""
LEAST_EXPECTED = 0.1
"""Below this a term is as good as new, and a ratio to it says nothing."""


class Rising(Panel):
    """Terms with how many times their usual posts they have, highest score first, and one post for each."""

    INFO = PanelInfo(
        kind="rising",
        help="Words on the rise, from released posts.",
        interval=60,
        expires_after=3600,
        pace=8,
        counts=True,
        formula="Rising terms",
    )

    _laid: Sequence[Laid] = ()

    def title(self) -> str:
        return _("Rising words")

    def subtitle(self) -> str:
        return _("against their usual, 15 min")

    def short_subtitle(self) -> str:
        return _("15 min")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def prepare(self) -> None:
        self._laid = self._lay()

    def is_empty(self) -> str:
        return "" if self.rows(FEED) else _("No word is on the rise")

    def posts(self) -> tuple[int, ...]:
        return tuple(post.id for _row, post in self._laid if post is not None)

    def has_lost_post(self) -> bool:
        there = {post.id for row in self.rows(FEED).values() for post in row.posts}
        return not there.issuperset(self.posts_shown)

    def summary(self) -> str:
        return " ".join(f"{row.term} {self._rise(row)}." for row, _post in self._laid)

    def paint_data(self, canvas: Canvas) -> None:
        laid = self._laid
        spare = self.height_ - TOP - 8 - sum(map(_height, laid))
        top = float(TOP)
        for row, post in laid:
            self._paint_term(canvas, row, top, post=post)
            top += _height((row, post)) + min(float(MOST_SPARE), spare / len(laid))

    def _paint_term(self, canvas: Canvas, row: RisingRow, top: float, *, post: StreamRow | None) -> None:
        right = self.width_ - PAD
        rise = self.figure(self._rise(row))
        taken = canvas.text(right, top + 34, rise, size=28, color=self.figure_color, weight=SEMI_BOLD, align="right")
        posts = _("{count} posts").format(count=self.words.number(row.recent))
        term_width = canvas.width_of(isolated(row.term), 28, weight=SEMI_BOLD)
        if right - taken - 24 - canvas.width_of(posts, 24) - 16 > PAD + term_width:
            taken += 24 + canvas.text(
                right - taken - 24, top + 34, self.figure(posts), size=24, color=self.theme.text2, align="right"
            )
        term = canvas.fit(isolated(row.term), right - taken - 16 - PAD, 28, weight=SEMI_BOLD)
        canvas.text(PAD, top + 34, term, size=28, color=self.theme.text1, weight=SEMI_BOLD)
        if post is not None:
            canvas.text(PAD, top + 68, _line(post), size=24, color=self.theme.text2)

    def _post(self, row: RisingRow) -> StreamRow | None:
        """A post that fits whole; none where all are longer: a post is not cut."""
        room = self.width_ - 2 * PAD
        return next((post for post in row.posts if width_of(_line(post), 24, scale=self.scale) <= room), None)

    def _rise(self, row: RisingRow) -> str:
        """How many times as many as usual, or that it is new."""
        if row.expected < LEAST_EXPECTED:
            return _("new")
        return self.words.ratio(row.recent / row.expected)

    def _lay(self) -> list[Laid]:
        """As many terms as there is room for, each with a post where three have room so; without one it takes less."""
        rows = sorted(self.rows(FEED).values(), key=lambda row: (-row.score, row.term))
        room = self.height_ - TOP - 8
        with_posts = room >= min(3, len(rows)) * WITH_POST
        laid: list[Laid] = []
        for row in rows:
            one = (row, self._post(row) if with_posts else None)
            if laid and sum(map(_height, [*laid, one])) > room:
                break
            laid.append(one)
        return laid


def _line(post: StreamRow) -> str:
    return isolated(" ".join(post.text.split()))


def _height(one: Laid) -> int:
    _row, post = one
    return PITCH if post is None else WITH_POST
