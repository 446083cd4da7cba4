"""What was heard from where, ready to be named and drawn. Known by the panels with places; knows wire.feeds,
wall.feeling and wall.world."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.wire.feeds import RegionRow
from widgets.wall.feeling import Feeling
from widgets.wall.words import Words
from widgets.wall.world import place_name


@dataclass(frozen=True)
class Place:
    """A country, or a region with a name of its own: `region` as the hub says it, `name` as the wall's language."""

    region: str
    name: str
    posts: int
    reach: int
    feeling: Feeling


def read_places(rows: Iterable[RegionRow], words: Words, *, by: str = "reach") -> list[Place]:
    """The known places, largest first; `by` is reach or posts."""
    places = [
        Place(
            region=row.region,
            name=place_name(row.region, words.locale),
            posts=row.posts,
            reach=row.reach,
            feeling=Feeling(row.posts, row.negative, row.positive),
        )
        for row in rows
        if row.region and row.posts
    ]
    return sorted(places, key=lambda place: (-getattr(place, by), place.name))


def known_share(rows: Iterable[RegionRow]) -> int | None:
    """Percent of posts whose region is known; None without posts."""
    known = posts = 0
    for row in rows:
        posts += row.posts
        known += row.posts if row.region else 0
    return round(100 * known / posts) if posts else None
