"""What the current crisis is called, what is the matter, who owns it; without one, how calm it is. Known by the
registry; knows wall.episode."""

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.kit.wrap import wrap
from widgets.theme.fonts import BOLD, SEMI_BOLD
from widgets.wall.calm import HEAT, Calm
from widgets.wall.context import PanelInfo
from widgets.wall.episode import EpisodePanel
from widgets.wall.headline import LOUD
from widgets.wall.panel import PAD

NAME_SIZES = (72, 52, 44)


class Episode(EpisodePanel):
    """Name, matter (the first reason while nobody has said it), owner and time of declaration.

    Without an alarm: that all is calm, since when, and what was loud last.
    """

    INFO = PanelInfo(
        kind="episode", help="Name, reason and owner of the current crisis.", expires_after=3600, formula="Alarms"
    )

    def title(self) -> str:
        return _("Crisis")

    def summary(self) -> str:
        name, reason = self._told()
        return " ".join((f"{name}.", f"{reason}.", *(f"{word} {value}." for word, value in self._facts())))

    def paint_chrome(self, canvas: Canvas) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)
        canvas.fill(0, 0, self.width_, self.height_, self.theme.surface, radius=8)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The name is the title."""

    def paint_data(self, canvas: Canvas) -> None:
        name, reason = self._told()
        self._paint_name(canvas, name)
        room = self.width_ - 2 * PAD
        canvas.text(PAD, 138, canvas.fit(reason, room, 32), size=32, color=self.theme.text2)
        x = float(PAD)
        for word, value in self._facts():
            needed = canvas.width_of(word, 28) + 8 + canvas.width_of(value, 28, weight=SEMI_BOLD)
            if x + needed > self.width_ - PAD:
                break
            x += canvas.text(x, 190, word, size=28, color=self.theme.text2) + 8
            x += canvas.text(x, 190, value, size=28, color=self.theme.text1, weight=SEMI_BOLD) + 28

    def _paint_name(self, canvas: Canvas, name: str) -> None:
        """The largest size in which the whole name fits; a name is never cut while it fits in two lines."""
        room = self.width_ - 2 * PAD
        for size in NAME_SIZES:
            if canvas.width_of(name, size, weight=BOLD, tracking=-0.02) <= room:
                baseline = 86 if size > 60 else 80
                canvas.ink_text(PAD, baseline, name, size=size, color=self.theme.text1, weight=BOLD, tracking=-0.02)
                return
        lines = wrap(name, room, 36, scale=self.scale, weight=BOLD)
        shown = [*lines[:1], canvas.fit(" ".join(lines[1:]), room, 36, weight=BOLD)]
        for number, line in enumerate(shown):
            canvas.text(PAD, 50 + 44 * number, line, size=36, color=self.theme.text1, weight=BOLD)

    def _facts(self) -> list[tuple[str, str]]:
        alarm = self.alarm
        if alarm is None:
            return self._calm_facts(self.calm)
        if not alarm.declared_at:
            return [(_("Since"), self.words.time(alarm.began_at)), (_("Declared"), _("not yet"))]
        declared = (_("Declared"), self.words.time(alarm.declared_at))
        return [(_("Owner"), alarm.owner), declared] if alarm.owner else [declared]

    def _told(self) -> tuple[str, str]:
        """The name in large type, and the sentence below it."""
        alarm, calm = self.alarm, self.calm
        if alarm is not None:
            return alarm.name, alarm.matter or (alarm.reasons[0] if alarm.reasons else "")
        if calm is None or calm.is_loud:
            return _("No alarm is open"), self._loud(calm) if calm else ""
        if calm.last is None:
            length = self.words.span(HEAT.minutes)
            return _("All is calm"), _("No topic above {heat} in {length}").format(heat=LOUD, length=length)
        time = self.words.time(calm.since)
        return _("All is calm"), _("No topic above {heat} since {time}").format(heat=LOUD, time=time)

    def _loud(self, calm: Calm) -> str:
        hottest = calm.hottest
        return _("{topic}: heat {heat}").format(topic=hottest.name, heat=hottest.now)

    def _calm_facts(self, calm: Calm | None) -> list[tuple[str, str]]:
        if calm is None:
            return []
        facts = []
        if calm.hottest.now and not calm.is_loud:
            facts.append((_("Hottest"), f"{calm.hottest.name} {calm.hottest.now}"))
        if calm.last is not None and not calm.is_loud:
            facts.append((_("Last loud"), f"{calm.last.name} {calm.last.heat}"))
        return facts

    def _age_text(self) -> str:
        return ""
