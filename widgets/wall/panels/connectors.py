"""The connectors one by one: state, contact, delay, budget. Known by the registry; knows wire.feeds."""

from collections.abc import Mapping

from app.core.clock import SECOND
from app.core.i18n import _, ngettext
from app.domain.account import Health, HealthState
from app.wire.feeds import Feed, HealthFeed
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond, hollow_square
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.hearing import nothing_heard, source_names
from widgets.wall.panel import PAD, Panel

FEED = HealthFeed()
TOP, PITCH, TALLEST = 64, 50, 68
OLD_TOP = 106
"""Where the rows begin below a line that says how old they are."""
BROKEN = frozenset({HealthState.DOWN, HealthState.SIGN_IN})
WORST_FIRST = (
    HealthState.SIGN_IN, HealthState.DOWN, HealthState.LATE, HealthState.OFF, HealthState.STARTING,
    HealthState.CONNECTED,
)  # fmt: skip


class Connectors(Panel):
    """A row for each account that is listened to, what is broken first."""

    INFO = PanelInfo(kind="connectors", help="Health of each connector in words.", expires_after=3600)
    GROWS_OLD = True

    def title(self) -> str:
        return _("Connectors")

    def subtitle(self) -> str:
        rows = [row for row in self._rows() if row.state is not HealthState.OFF]
        well = sum(row.state is HealthState.CONNECTED for row in rows)
        return _("{count} of {total} connected").format(count=well, total=len(rows))

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def is_empty(self) -> str:
        return nothing_heard(self.rows(FEED).values())

    def summary(self) -> str:
        return " ".join(f"{self._names()[row.account_id]}: {self._state(row)}." for row in self._rows())

    def pass_second(self) -> None:
        """Each row has an age of its own."""
        if self.moment() and self.has_aged():
            self.picture_due.emit(False)
        else:
            super().pass_second()

    def paint_subtitle(self, canvas: Canvas) -> None:
        """Beside the title, where it has room; else what is too old is said in a line of its own."""
        if self._is_crowded(canvas):
            diamond(canvas, PAD + 9, TOP + 15, self.theme.warn)
            said = self.expiry(canvas, self.width_ - 2 * PAD - 34)
            canvas.text(PAD + 34, TOP + 24, said, size=24, color=self.theme.text2)
        else:
            super().paint_subtitle(canvas)

    def _is_crowded(self, canvas: Canvas) -> bool:
        """Whether the title leaves no room to say that all this is too old."""
        return self.is_expired and not self.expiry(canvas, self.context_room(canvas))

    def paint_data(self, canvas: Canvas) -> None:
        top = OLD_TOP if self._is_crowded(canvas) else TOP
        names, rows, most = self._names(), self._rows(), max(1, int((self.height_ - top - 8) // PITCH))
        shown = rows if len(rows) <= most else rows[: most - 1]
        lines = len(shown) + (len(rows) > len(shown))
        pitch = min(float(TALLEST), (self.height_ - top - 8) / max(1, lines))
        for number, row in enumerate(shown):
            self._paint_row(canvas, row, names[row.account_id], top + pitch * (number + 0.5) + 9)
        if len(rows) > len(shown):
            self._paint_rest(canvas, rows[len(shown) :], top + pitch * (len(shown) + 0.5) + 9)

    def _paint_rest(self, canvas: Canvas, rows: list[Health], baseline: float) -> None:
        """How many more there are; that all of them are well only while it is known and has room."""
        room = self.width_ - 2 * PAD - 34
        if len(rows) == len(self._rows()):
            said = [ngettext("{count} account", "{count} accounts", len(rows)).format(count=len(rows))]
        elif self.is_expired:
            said = [_("and {count} more").format(count=len(rows))]
        else:
            said = _rest(rows)
        text = next((words for words in said if canvas.width_of(words, 24) <= room), f"+{len(rows)}")
        canvas.text(PAD + 34, baseline, text, size=24, color=self.theme.text2)

    def _paint_row(self, canvas: Canvas, row: Health, name: str, baseline: float) -> None:
        x, y = PAD + 9, baseline - 9
        if row.state in BROKEN:
            hollow_square(canvas, x, y, self.theme.warn, self.theme.surface)
        elif row.state is HealthState.LATE:
            diamond(canvas, x, y, self.theme.warn)
        elif row.state is HealthState.OFF:
            hollow_square(canvas, x, y, self.theme.text3, self.theme.surface)
        else:
            canvas.dot(x, y, 7, self.theme.positive)
        is_well = row.state not in BROKEN and row.state is not HealthState.LATE
        color, weight = (self.theme.text2, 400) if is_well else (self.theme.warn, SEMI_BOLD)
        left, room = PAD + 34, self.width_ - 2 * PAD - 34
        state = self._state(row)
        if canvas.width_of(state, 24, weight=weight) > room * 0.62:
            state = canvas.fit(state.rsplit(", ", 1)[0], room * 0.62, 24, weight=weight)
        taken = canvas.text(self.width_ - PAD, baseline, state, size=24, color=color, weight=weight, align="right")
        title = canvas.fit(name, room - taken - 16, 28)
        canvas.text(left, baseline, title, size=28, color=self.theme.text1)

    def _state(self, row: Health) -> str:
        """In words: how lately it answered, how late posts come, or what is wrong since when."""
        if row.state is HealthState.SIGN_IN:
            return _("sign-in refused {time}").format(time=self.words.time(row.since))
        if row.state is HealthState.DOWN:
            return _("down since {time}").format(time=self.words.time(row.since))
        if row.state is HealthState.OFF:
            return _("paused by {name}, {time}").format(name=row.paused_by, time=self.words.time(row.since))
        if not row.last_contact:
            return _("starting")
        age = self.words.age(self.now - row.last_contact)
        if row.state is HealthState.LATE:
            return _("late, {age}").format(age=age)
        if row.lag_ms < SECOND:
            return age
        return _("{age}, posts {lag} late").format(age=age, lag=self.words.age(row.lag_ms))

    def _rows(self) -> list[Health]:
        """Those that are meant to be heard, and those that a person has paused."""
        rows, names = self.rows(FEED).values(), self._names()
        told = [row for row in rows if row.state is not HealthState.OFF or row.paused_by]
        return sorted(told, key=lambda row: (WORST_FIRST.index(row.state), names[row.account_id].casefold()))

    def _names(self) -> Mapping[int, str]:
        return source_names(self.rows(FEED).values())


def _rest(rows: list[Health]) -> list[str]:
    """Those for which there is no room, the longer words first: the worst are shown, so that mostly all of these are
    well."""
    counted = _("and {count} more").format(count=len(rows))
    if any(row.state is not HealthState.CONNECTED for row in rows):
        return [counted]
    well = ngettext("and {count} more, connected", "and {count} more, all connected", len(rows))
    return [well.format(count=len(rows)), counted]
