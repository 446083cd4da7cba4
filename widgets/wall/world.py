"""The world as a wall draws it: outlines, where countries lie, night and day. Known by the panels with places; knows
core.paths and Babel.

Projected as Equal Earth (Šavrič, Patterson and Jenny 2018, https://doi.org/10.1080/13658816.2018.1504949): areas keep
their proportions, so that no country looks larger than it is.
"""

import json
import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from app.core.clock import DAY, HOUR, Millis
from app.core.paths import resources

Floats = NDArray[np.float64]
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2
NORTH, SOUTH, WEST, EAST = 80.0, -56.0, -178.0, 180.0
"""What is shown of the world, in degrees: where people live."""
NEWTON_STEPS = 6
SOLSTICE_DAY, EPOCH_YEAR_DAYS = 172, 365.2425


@dataclass(frozen=True)
class World:
    """The outlines and the places.

    Attributes:
        land: rings of projected points, shape (n, 2), y downwards; see `project`.
        places: (latitude, longitude) of a country by its ISO 3166 code.
        left, top, right, bottom: the projected frame.
    """

    land: tuple[Floats, ...]
    places: dict[str, tuple[float, float]]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def aspect(self) -> float:
        """Width by height."""
        return (self.right - self.left) / (self.bottom - self.top)


@lru_cache(maxsize=1)
def world() -> World:
    """The shipped map."""
    table = json.loads((resources() / "map" / "world.json").read_text(encoding="utf-8"))
    rings = [
        np.cumsum(np.array(ring, dtype=np.float64).reshape(-1, 2), axis=0) / table["scale"] for ring in table["land"]
    ]
    (left, _y), (right, _y2) = project(0.0, WEST).tolist(), project(0.0, EAST).tolist()
    top, bottom = float(project(NORTH, 0.0)[1]), float(project(SOUTH, 0.0)[1])
    places = {code: (latitude, longitude) for code, (latitude, longitude) in table["places"].items()}
    land = tuple(project(ring[:, 1], ring[:, 0]) for ring in rings)
    return World(land, places, left, top, right, bottom)


def project(latitude: Floats | float, longitude: Floats | float) -> Floats:
    """(x, y) of places in degrees, shape (n, 2) or (2,); y grows to the south."""
    theta = np.arcsin(M * np.sin(np.radians(latitude)))
    square = theta * theta
    sixth = square**3
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = np.radians(longitude) * np.cos(theta) / (M * slope)
    return np.stack([x, -y], axis=-1)


def unproject(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """(latitude, longitude) in degrees of projected points; beyond the globe's edge longitude exceeds 180."""
    theta = -y / A1
    for _step in range(NEWTON_STEPS):
        square = theta * theta
        sixth = square**3
        off = theta * (A1 + A2 * square + sixth * (A3 + A4 * square)) + y
        theta = theta - off / (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square))
    square = theta * theta
    slope = A1 + 3 * A2 * square + square**3 * (7 * A3 + 9 * A4 * square)
    latitude = np.degrees(np.arcsin(np.clip(np.sin(theta) / M, -1, 1)))
    return latitude, np.degrees(x * M * slope / np.cos(theta))


def is_night(latitude: Floats, longitude: Floats, moment: Millis) -> NDArray[np.bool_]:
    """Where the sun is below the horizon, to about a degree: more than a wall shows."""
    day_of_year = moment / DAY % EPOCH_YEAR_DAYS
    declination = math.radians(23.44 * math.cos(2 * math.pi * (day_of_year - SOLSTICE_DAY) / EPOCH_YEAR_DAYS))
    noon_longitude = 180 - 15 * (moment % DAY) / HOUR
    height = np.sin(np.radians(latitude)) * math.sin(declination) + np.cos(np.radians(latitude)) * math.cos(
        declination
    ) * np.cos(np.radians(longitude - noon_longitude))
    return np.asarray(height < 0)


@lru_cache(maxsize=1)
def parts() -> dict[str, str]:
    """The part of the world of every country, by ISO 3166 code."""
    table = tomllib.loads((resources() / "map" / "parts.toml").read_text(encoding="utf-8"))["part"]
    return {code: part for part, codes in table.items() for code in codes.split()}


def part_of(region: str) -> str:
    """The part of the world of a country; a region that is no country is a part of its own."""
    return parts().get(region, region)


def place_name(region: str, locale: Locale) -> str:
    """A country's name in the wall's language; a region that is no country keeps its own."""
    return str(locale.territories.get(region, region))
