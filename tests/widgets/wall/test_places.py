"""The list of countries agrees with the map beside it."""

from widgets.wall.panels.places import Places
from widgets.wall.panels.world_map import WorldMap


def test_map_and_list_of_the_same_figures_are_painted_at_one_pace() -> None:
    assert Places.INFO.pace == WorldMap.INFO.pace
