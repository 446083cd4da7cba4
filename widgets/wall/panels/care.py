"""How the answering goes: open, late, first reply. Known by the registry; knows wall.listing."""

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import Feed, KpiFeed, KpiRow
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.listing import paint_rows
from widgets.wall.panel import Panel

FEED = KpiFeed()


class Care(Panel):
    """The figures of the queue, one below the other."""

    INFO = PanelInfo(
        kind="care",
        help="Open and late conversations and the time to a first reply.",
        expires_after=900,
        formula="open_conversations",
    )

    def title(self) -> str:
        return _("Care")

    def subtitle(self) -> str:
        return _("conversations")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def is_empty(self) -> str:
        return "" if self._rows() else _("No figure yet")

    def summary(self) -> str:
        return ", ".join(f"{word} {value}" for word, value in self._rows())

    def paint_data(self, canvas: Canvas) -> None:
        paint_rows(canvas, self.theme, self._rows(), width=self.width_, height=self.height_)

    def _rows(self) -> list[tuple[str, str]]:
        rows = [
            (_("Open"), self._count("open_conversations")),
            (_("Past target"), self._count("overdue_conversations")),
            (_("First reply"), self._first_reply()),
        ]
        return [(word, self.figure(value)) for word, value in rows if value]

    def _count(self, name: str) -> str:
        row = self._known(name)
        return self.words.number(row.value) if row else ""

    def _first_reply(self) -> str:
        row = self._known("first_reply_minutes")
        if row is None:
            return ""
        length = " ".join(part for part in self.words.elapsed(round(row.value) * MINUTE) if part)
        if not row.has_target:
            return length
        return _("{length}, target {target}").format(length=length, target=round(row.target))

    def _known(self, name: str) -> KpiRow | None:
        row = self.rows(FEED).get(name)
        return row if row is not None and row.known else None
