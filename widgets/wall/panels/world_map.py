"""Where in the world we are spoken of: bubbles on outlines. Known by the registry; knows wall.map_image, wall.places.

A bubble's area is reach, or posts; countries are never filled, because the area of a country is not the reach of its
people.
"""

import math

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import Feed, RegionFeed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.grid import Box
from widgets.wall.labels import Disc, Spot, find_spot
from widgets.wall.map_image import MapImage
from widgets.wall.panel import PAD, Panel
from widgets.wall.places import Place, known_share, read_places
from widgets.wall.post import paint_sentiment
from widgets.wall.world import project, world

TOP, FOOT = 64, 12
MOST_BUBBLES = 60
LEAST_RADIUS = 4.0
LARGEST_SHARE = 0.09
"""The largest bubble's radius, of the map's height."""
ALWAYS_NAMED = 4
MARK = 24
SUN_EVERY = 5 * MINUTE


class WorldMap(Panel):
    """Bubbles by reach on the outlines of the land.

    Options: `minutes` (60), `topic` (0 for all), `measure` (reach or posts), `night` (true shades where it is night).
    """

    INFO = PanelInfo(
        kind="world",
        help="A map with bubbles by reach or posts.",
        expires_after=3600,
        pace=10,
        counts=True,
        formula="Volume and reach",
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]  # the base's own arguments, passed on
        self._map: MapImage | None = None
        self._sun_at = -1
        self._places: list[Place] = []

    @property
    def feed(self) -> RegionFeed:
        return RegionFeed(topic=int(self.options.get("topic", 0)), minutes=int(self.options.get("minutes", 60)))

    @property
    def measure(self) -> str:
        return "posts" if self.options.get("measure") == "posts" else "reach"

    def title(self) -> str:
        return _("World")

    def subtitle(self) -> str:
        length = self.words.span(self.feed.minutes)
        named = _("posts by country, {length}") if self.measure == "posts" else _("reach by country, {length}")
        share = known_share(self.rows(self.feed).values())
        said = _("{share} % of posts say where").format(share=share) if share is not None and share < 100 else ""
        return ", ".join(part for part in (named.format(length=length), said) if part)

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed,)

    def prepare(self) -> None:
        found = read_places(self.rows(self.feed).values(), self.words, by=self.measure)
        self._places = [place for place in found if place.region in world().places][:MOST_BUBBLES]

    def is_empty(self) -> str:
        return "" if self._places else _("No post says where it comes from")

    def summary(self) -> str:
        listed = ", ".join(f"{place.name} {self._value(place)}" for place in self._places[:10])
        return f"{self.subtitle()}: {listed}."

    def pass_second(self) -> None:
        """The sun moves too."""
        if self.options.get("night") and self.now // SUN_EVERY != self._sun_at:
            self.picture_due.emit(False)
        else:
            super().pass_second()

    def paint_data(self, canvas: Canvas) -> None:
        with canvas.unmirrored():
            self._paint_world(canvas, self._area())

    def _paint_world(self, canvas: Canvas, area: Box) -> None:
        """Land, bubbles and names: west is left in every language."""
        chart = self._chart(area)
        canvas.image(area.x, area.y, chart.image)
        discs = self._discs(area)
        for disc in discs:
            canvas.dot(disc.x, disc.y, disc.radius + 2, self.theme.surface)
            canvas.dot(disc.x, disc.y, disc.radius, self.theme.accent)
            if disc.radius > 7:
                canvas.dot(disc.x, disc.y, disc.radius - 2.5, self.theme.excess)
        self._paint_names(canvas, discs)

    def _chart(self, area: Box) -> MapImage:
        """The land at this size; painted anew when the sun has moved."""
        width, height = round(area.width * self.scale), round(area.height * self.scale)
        if self._map is None or (self._map.width, self._map.height) != (width, height):
            self._map, self._sun_at = MapImage(width, height), -1
        sun = self.now // SUN_EVERY if self.options.get("night") else 0
        if sun != self._sun_at:
            night = self.theme.hairline if self.options.get("night") else None
            day = self.theme.axis if night else self.theme.hairline
            self._map.paint(sea=self.theme.surface, day=day, night=night, moment=self.now)
            self._sun_at = sun
        return self._map

    def _area(self) -> Box:
        """The largest frame of the world's proportions, in the middle of the panel."""
        wide, high = self.width_ - 2 * PAD, self.height_ - TOP - FOOT
        width = min(wide, high * world().aspect)
        height = width / world().aspect
        return Box(PAD + (wide - width) / 2, TOP + (high - height) / 2, width, height)

    def _discs(self, area: Box) -> list[Disc]:
        """One for each place, largest first."""
        most = max((getattr(place, self.measure) for place in self._places), default=1) or 1
        earth = world()
        largest = LARGEST_SHARE * area.height
        discs = []
        for place in self._places:
            x, y = project(*earth.places[place.region]).tolist()
            across = (x - earth.left) / (earth.right - earth.left)
            down = (y - earth.top) / (earth.bottom - earth.top)
            radius = max(LEAST_RADIUS, largest * math.sqrt(getattr(place, self.measure) / most))
            discs.append(Disc(area.x + across * area.width, area.y + down * area.height, radius))
        return discs

    def _paint_names(self, canvas: Canvas, discs: list[Disc]) -> None:
        """The largest places by name, as many as there is room for without one lying on another."""
        taken: list[Spot] = []
        for place, disc in zip(self._places, discs, strict=True):
            value, mark = self.figure(self._value(place)), MARK if place.feeling.is_known else 0
            name = canvas.width_of(place.name, 24, weight=MEDIUM)
            width = mark + name + 8 + canvas.width_of(value, 24, weight=SEMI_BOLD)
            spot = self._spot(disc, width, taken=taken, discs=discs)
            if spot is None:
                continue
            taken.append(spot)
            if mark:
                paint_sentiment(canvas, self.theme, spot.left + 9, spot.middle, place.feeling.leans)
            x, baseline = spot.left + mark, spot.middle + 9
            canvas.text(x, baseline, place.name, size=24, color=self.theme.text1, weight=MEDIUM)
            canvas.text(x + name + 8, baseline, value, size=24, color=self.figure_color, weight=SEMI_BOLD)

    def _spot(self, disc: Disc, width: float, *, taken: list[Spot], discs: list[Disc]) -> Spot | None:
        """Room for a name; that of one of the largest may lie over a small dot."""
        edges = (PAD / 2 + 4, self.width_ - PAD / 2 - 4)
        largest = discs[:ALWAYS_NAMED]
        for others in (discs, largest) if disc in largest else (discs,):
            spot = find_spot(disc, width=width, height=28, taken=taken, discs=others, edges=edges)
            if spot is not None and TOP + 8 < spot.middle < self.height_ - 16:
                return spot
        return None

    def _value(self, place: Place) -> str:
        return self.words.number(getattr(place, self.measure))
