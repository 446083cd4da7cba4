import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.core.clock import HOUR
from tests.fakes.link import NOON
from widgets.wall.map_image import MapImage
from widgets.wall.words import Words
from widgets.wall.world import is_night, part_of, parts, place_name, project, unproject, world

SEA, DAY_LAND, NIGHT_LAND = QColor("#121722"), QColor("#3A4760"), QColor("#263042")


def test_a_place_is_found_again_where_it_was_projected() -> None:
    latitude, longitude = np.array([78.0, 38.7, 0.0, -55.0]), np.array([-160.0, -9.1, 179.0, -68.0])
    points = project(latitude, longitude)
    found_latitude, found_longitude = unproject(points[:, 0], points[:, 1])
    assert np.allclose(found_latitude, latitude, atol=1e-6)
    assert np.allclose(found_longitude, longitude, atol=1e-6)


@pytest.mark.parametrize(
    ("hours", "longitude", "night"), [(0, 0.0, False), (0, 179.0, True), (12, 0.0, True), (6, -90.0, False)]
)
def test_the_sun_stands_over_the_meridian_where_it_is_noon(hours: int, longitude: float, night: bool) -> None:
    assert bool(is_night(np.array(0.0), np.array(longitude), NOON + hours * HOUR)) is night


def test_the_far_north_has_no_night_in_may() -> None:
    assert not is_night(np.full(24, 78.0), np.arange(-180.0, 180.0, 15.0), NOON).any()


def test_every_country_lies_in_a_part_of_the_world_and_on_the_map() -> None:
    earth = world()
    uninhabited = {"AQ", "GS", "TF"}
    assert set(earth.places) - set(parts()) == uninhabited
    for latitude, longitude in (earth.places[code] for code in set(earth.places) - uninhabited):
        x, y = project(latitude, longitude).tolist()
        assert earth.left <= x <= earth.right
        assert earth.top <= y <= earth.bottom


def test_no_coast_runs_across_the_map() -> None:
    for ring in world().land:
        steps = np.abs(np.diff(ring[:, 0]))
        assert steps.max() < 1.0


def test_a_region_that_is_no_country_keeps_its_name() -> None:
    assert (place_name("PT", Words("de").locale), place_name("Gulf coast", Words().locale)) == (
        "Portugal",
        "Gulf coast",
    )
    assert (part_of("PT"), part_of("Gulf coast")) == ("Europe", "Gulf coast")


def color_at(image: MapImage, latitude: float, longitude: float) -> str:
    x, y = image.at(*project(latitude, longitude).tolist())
    return image.image.pixelColor(round(x), round(y)).name().upper()


def test_land_is_land_and_sea_is_sea_by_day_and_by_night() -> None:
    image = MapImage(800, 350)
    image.paint(sea=SEA, day=DAY_LAND, night=NIGHT_LAND, moment=NOON)
    assert color_at(image, 47.0, 10.0) == "#3A4760"
    assert color_at(image, -25.0, 133.0) == "#263042"
    assert color_at(image, 0.0, -30.0) == "#121722"
    assert color_at(image, 42.0, 51.0) == "#121722"  # the Caspian Sea
