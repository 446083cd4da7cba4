"""How the community does: six factors and their mean. Known by the registry; knows theme."""

from app.core.i18n import _, ngettext
from app.wire.feeds import CommunityFeed, CommunityRow, Feed, KpiFeed, KpiRow
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.panel import PAD, Panel

FEED, KPIS = CommunityFeed(), KpiFeed()
TOP, PITCH, LEAST_PITCH = 64, 44, 38
INDEX, NAMES, VALUES = 92, 196, 56
STILL = 50.0
"""The factor of a community that stands still."""


class Community(Panel):
    """The index in large, and a bar for each factor with a mark where nothing changes."""

    INFO = PanelInfo(
        kind="community",
        help="Health of the community: six factors.",
        interval=1200,
        expires_after=86_400,
        pace=30,
        formula="Community health",
    )

    def title(self) -> str:
        return _("Community")

    def subtitle(self) -> str:
        row = self._row()
        if row is None:
            return ""
        days = ngettext("{count} day", "{count} days", row.days).format(count=row.days)
        threads = ngettext("{count} conversation", "{count} conversations", row.sample)
        range_ = _("{days}, {threads}").format(days=days, threads=threads.format(count=self.words.number(row.sample)))
        return range_ if self._is_tall else _("{index} of 100, {range}").format(index=round(row.index), range=range_)

    def wants(self) -> tuple[Feed, ...]:
        return (FEED, KPIS)

    def is_empty(self) -> str:
        return "" if self._row() else _("Known after two weeks with conversations")

    def summary(self) -> str:
        row = self._row()
        if row is None:
            return self.is_empty()
        factors = ", ".join(f"{name} {value:.0f}" for name, value in _factors(row))
        health = _("Health {index} of 100: {factors}; 50 stands still.").format(index=round(row.index), factors=factors)
        first = self._first()
        if first is None:
            return health
        helped = _("The community answers {share} % of questions first.").format(share=round(first.value))
        return f"{health} {helped}"

    def paint_data(self, canvas: Canvas) -> None:
        row = self._row()
        if row is None:
            return
        top = float(TOP)
        if self._is_tall:
            self._paint_index(canvas, row)
            self._paint_first(canvas)
            top += INDEX
        pitch = min(float(PITCH), (self.height_ - top - 8) / 6)
        for number, (name, value) in enumerate(_factors(row)):
            self._paint_factor(canvas, name, value, top + (number + 0.5) * pitch)

    def _paint_index(self, canvas: Canvas, row: CommunityRow) -> None:
        number = self.figure(str(round(row.index)))
        reach = canvas.ink_text(PAD, 134, number, size=72, color=self.figure_color, weight=SEMI_BOLD, tracking=-0.02)
        if not self.is_expired:
            canvas.text(PAD + reach + 10, 134, _("of 100"), size=28, color=self.theme.text2, weight=MEDIUM)

    def _paint_first(self, canvas: Canvas) -> None:
        """How often the community answers before us, at the right of the index."""
        first = self._first()
        if first is None or self.is_expired:
            return
        label, number = _("community answers first"), str(round(first.value))
        if canvas.width_of(label, 24) > self.width_ / 2:
            return
        right = self.width_ - PAD
        canvas.text(right, 134, label, size=24, color=self.theme.text2, align="right")
        right -= 8 + canvas.text(right, 102, "%", size=28, color=self.theme.text2, weight=MEDIUM, align="right")
        canvas.text(right, 102, number, size=44, color=self.figure_color, weight=SEMI_BOLD, align="right")

    def _paint_factor(self, canvas: Canvas, name: str, value: float, middle: float) -> None:
        """Its name, a bar on a track, a mark at the middle, its number."""
        canvas.text(PAD, middle + 8, canvas.fit(name, NAMES - 12, 24), size=24, color=self.theme.text2)
        left, width = PAD + NAMES, self.width_ - 2 * PAD - NAMES - VALUES
        canvas.fill(left, middle - 5, width, 10, self.theme.hairline, radius=5)
        if not self.is_expired:
            color = self.theme.accent if value >= STILL else self.theme.warn
            canvas.fill(left, middle - 5, max(10.0, width * value / 100.0), 10, color, radius=5)
        canvas.fill(left + width * STILL / 100.0 - 2, middle - 9, 4, 18, self.theme.text1)
        text = self.figure(str(round(value)))
        canvas.text(
            self.width_ - PAD, middle + 8, text, size=24, color=self.figure_color, weight=SEMI_BOLD, align="right"
        )

    @property
    def _is_tall(self) -> bool:
        """Whether the index has room of its own."""
        return self.height_ - TOP - INDEX - 8 >= 6 * LEAST_PITCH

    def _first(self) -> KpiRow | None:
        """Of houses that are asked on forums."""
        row: KpiRow | None = self.rows(KPIS).get("community_first")
        return row if row is not None and row.known else None

    def _row(self) -> CommunityRow | None:
        found = self.rows(FEED).get("community")
        return found if isinstance(found, CommunityRow) and found.known else None


def _factors(row: CommunityRow) -> tuple[tuple[str, float], ...]:
    return (
        (_("Members"), row.members),
        (_("Posts"), row.content),
        (_("Views"), row.traffic),
        (_("Liveliness"), row.liveliness),
        (_("Interaction"), row.interaction),
        (_("Answers"), row.responsiveness),
    )
