import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.wall.grid import Box, Cells, Grid, Shape, legible_scale, shape_of


@pytest.mark.parametrize(
    ("diagonal", "pixels", "distance", "scale"),
    [
        (75, (1920, 1080), 3, 1.0),
        (75, (3840, 2160), 3, 2.0),
        (55, (1920, 1080), 5, 2.25),
        (98, (1920, 1080), 3, 1.0),
        (55, (3840, 2160), 5, 4.75),
        (24, (1920, 1080), 0, 1.0),
        (0, (1920, 1080), 3, 1.0),
    ],
)
def test_the_smallest_type_is_legible_from_where_people_stand(
    diagonal: float, pixels: tuple[int, int], distance: float, scale: float
) -> None:
    length = (pixels[0] ** 2 + pixels[1] ** 2) ** 0.5
    assert legible_scale(pixels_diagonal=length, diagonal_inches=diagonal, distance_m=distance) == scale


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (1920, 1080, Shape.WIDE),
        (2560, 1440, Shape.WIDE),
        (3440, 1440, Shape.WIDE),
        (1280, 720, Shape.MEDIUM),
        (1536, 864, Shape.MEDIUM),
        (1920, 1920, Shape.SQUARE),
        (1080, 1920, Shape.TALL),
        (853, 480, Shape.FAR),
        (640, 360, Shape.FAR),
    ],
)
def test_the_logical_size_chooses_the_arrangement(width: float, height: float, shape: Shape) -> None:
    assert shape_of(width, height) is shape


def test_the_design_size_gives_the_design_measures() -> None:
    grid = Grid(1920, 1080)
    assert grid.box(Cells(1, 1, 4, 2)) == Box(32, 96, 608, 208)
    assert grid.box(Cells(5, 1, 2, 2)) == Box(656, 96, 296, 208)
    assert grid.box(Cells(1, 6, 8, 3)) == Box(32, 656, 1232, 320)
    assert grid.strip == Box(32, 992, 1856, 64)


def test_height_that_is_left_over_goes_to_the_charts() -> None:
    grid = Grid(1920, 1200, growing=[Cells(1, 3, 8, 6)])
    assert grid.box(Cells(1, 1, 4, 2)).height == 208
    assert grid.box(Cells(1, 3, 8, 3)).height == 380


@given(st.integers(640, 7680), st.integers(360, 4320))
def test_panels_end_above_the_strip_on_any_screen(width: int, height: int) -> None:
    grid = Grid(width, height)
    last = grid.box(Cells(grid.columns, grid.rows, 1, 1))
    assert last.x + last.width == pytest.approx(width - 32)
    assert last.y + last.height == pytest.approx(grid.strip.y - 16)


def test_cells_that_share_one_overlap_and_neighbours_do_not() -> None:
    assert Cells(1, 1, 4, 2).overlaps(Cells(4, 2, 1, 1))
    assert not Cells(1, 1, 4, 2).overlaps(Cells(5, 1, 2, 2))
    assert not Cells(1, 1, 4, 2).overlaps(Cells(1, 3, 4, 2))
