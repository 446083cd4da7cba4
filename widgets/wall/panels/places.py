"""Countries by reach, with how they feel about us. Known by the registry; knows wall.places."""

from app.core.i18n import _
from app.wire.feeds import Feed, RegionFeed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.feeling import WIDTH, paint_feeling
from widgets.wall.panel import PAD, Panel
from widgets.wall.places import Place, read_places
from widgets.wall.post import sentiment_word

TOP, PITCH, TALLEST = 64, 54, 72


class Places(Panel):
    """A row for each country: name, bar, value, sentiment; options as of the map: `minutes`, `topic`, `measure`."""

    INFO = PanelInfo(
        kind="places",
        help="Countries by reach or posts, with their sentiment.",
        expires_after=3600,
        pace=10,
        counts=True,
        formula="Volume and reach",
    )

    _places: tuple[Place, ...] = ()

    @property
    def feed(self) -> RegionFeed:
        return RegionFeed(topic=int(self.options.get("topic", 0)), minutes=int(self.options.get("minutes", 60)))

    @property
    def measure(self) -> str:
        return "posts" if self.options.get("measure") == "posts" else "reach"

    def title(self) -> str:
        return _("Countries")

    def subtitle(self) -> str:
        named = _("by posts, {length}") if self.measure == "posts" else _("by reach, {length}")
        return named.format(length=self.words.span(self.feed.minutes))

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed,)

    def prepare(self) -> None:
        found = read_places(self.rows(self.feed).values(), self.words, by=self.measure)
        self._places = tuple(found[: max(1, int((self.height_ - TOP - 8) // PITCH))])

    def is_empty(self) -> str:
        return "" if self._places else _("No post says where it comes from")

    def summary(self) -> str:
        return " ".join(
            _("{name} {value}, {sentiment}.").format(
                name=place.name, value=self._value(place), sentiment=sentiment_word(place.feeling.leans)
            )
            for place in self._places
        )

    def paint_data(self, canvas: Canvas) -> None:
        pitch = min(float(TALLEST), (self.height_ - TOP - 8) / max(1, len(self._places)))
        most = max((getattr(place, self.measure) for place in self._places), default=1) or 1
        for number, place in enumerate(self._places):
            self._paint_place(canvas, place, TOP + number * pitch, share=getattr(place, self.measure) / most)

    def _paint_place(self, canvas: Canvas, place: Place, top: float, *, share: float) -> None:
        right = self.width_ - PAD
        paint_feeling(canvas, self.theme, self.words, place.feeling, right=right, baseline=top + 32)
        right -= WIDTH
        value = self.figure(self._value(place))
        taken = canvas.text(right, top + 32, value, size=24, color=self.figure_color, weight=SEMI_BOLD, align="right")
        name = canvas.fit(place.name, right - taken - 16 - PAD, 24)
        canvas.text(PAD, top + 32, name, size=24, color=self.theme.text1)
        width = self.width_ - 2 * PAD
        canvas.fill(PAD, top + 42, width, 4, self.theme.hairline, radius=2)
        canvas.fill(PAD, top + 42, max(4.0, width * share), 4, self.theme.accent, radius=2)

    def _value(self, place: Place) -> str:
        return self.words.number(getattr(place, self.measure))
