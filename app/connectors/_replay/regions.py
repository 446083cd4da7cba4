"""Where the replay's people live, when they are awake and what they speak. Known by cast, rhythm and script; knows
core.paths."""

from functools import cache

import msgspec
from msgspec import Struct

from app.core.paths import resources


class Region(Struct, frozen=True, kw_only=True):
    """One country.

    Attributes:
        code: ISO 3166.
        offset: hours ahead of UTC; summer time is left out on purpose, so that a seed means the same all year.
        share: its part of the day's posts, relative to the others.
        languages: BCP 47 to relative frequency.
        money: how an amount is written there, with {n}; `scale` turns euros into that currency, `thousands` groups it.
    """

    code: str
    offset: float
    share: float
    languages: dict[str, float]
    money: str = "€{n}"
    scale: float = 1.0
    thousands: str = ","


class _File(Struct, frozen=True):
    region: tuple[Region, ...]


@cache
def load_regions() -> tuple[Region, ...]:
    """All regions of resources/replay/regions.toml, in the file's order."""
    return msgspec.toml.decode((resources() / "replay" / "regions.toml").read_bytes(), type=_File).region
