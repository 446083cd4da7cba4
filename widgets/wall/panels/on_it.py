"""How many people have to do with the crisis, as far as the hub knows. Known by the registry; knows wall.response."""

from app.core.i18n import _, ngettext
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.listing import paint_rows
from widgets.wall.response import ResponsePanel


class OnIt(ResponsePanel):
    """Who writes, reads or has open conversations of the crisis' topic: counted, never named."""

    INFO = PanelInfo(
        kind="on_it",
        help="How many people write, read and have open conversations about the crisis.",
        interval=30,
        expires_after=900,
        formula="Response to a crisis",
    )

    def title(self) -> str:
        return _("On it")

    def subtitle(self) -> str:
        row = self.response
        people = row.people if row else 0
        return ngettext("{count} person", "{count} people", people).format(count=self.words.number(people))

    def summary(self) -> str:
        return ", ".join((self.subtitle(), *(f"{word}: {value}" for word, value in self._rows()))) + "."

    def paint_data(self, canvas: Canvas) -> None:
        paint_rows(canvas, self.theme, self._rows(), width=self.width_, height=self.height_)

    def _rows(self) -> list[tuple[str, str]]:
        row = self.response
        if row is None:
            return []
        now = _("{writing} writing, {reading} reading").format(
            writing=self._count(row.writing), reading=self._count(row.reading)
        )
        people = ngettext("{count} person", "{count} people", row.assigned).format(count=self._count(row.assigned))
        return [
            (_("Right now"), now),
            (_("Assigned"), f"{people}, {self._cases(row.cases)}"),
            (_("Unassigned"), self._cases(row.waiting)),
        ]

    def _cases(self, number: int) -> str:
        return ngettext("{count} case", "{count} cases", number).format(count=self._count(number))

    def _count(self, value: int) -> str:
        return self.figure(self.words.number(value))
