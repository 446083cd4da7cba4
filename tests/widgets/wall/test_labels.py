from hypothesis import given
from hypothesis import strategies as some

from widgets.wall.labels import Disc, Spot, find_spot

EDGES = (0.0, 1000.0)


def test_a_name_stands_right_of_its_dot_when_there_is_room() -> None:
    spot = find_spot(Disc(100, 100, 10), width=80, height=28, taken=[], discs=[], edges=EDGES)
    assert spot == Spot(116, 196, 100, 28)


def test_a_name_goes_left_at_the_right_edge() -> None:
    spot = find_spot(Disc(950, 100, 10), width=80, height=28, taken=[], discs=[], edges=EDGES)
    assert spot is not None
    assert spot.right == 934


def test_a_dot_whose_surroundings_are_taken_stays_without_a_name() -> None:
    taken = [Spot(0, 1000, height, 28) for height in range(0, 300, 20)]
    assert find_spot(Disc(500, 150, 10), width=80, height=28, taken=taken, discs=[], edges=EDGES) is None


@given(
    some.lists(some.tuples(some.floats(0, 1000), some.floats(0, 500), some.floats(4, 60)), max_size=25),
    some.floats(20, 300),
)
def test_names_never_touch_each_other_or_leave_the_map(places: list[tuple[float, float, float]], width: float) -> None:
    discs = [Disc(*place) for place in places]
    taken: list[Spot] = []
    for disc in discs:
        spot = find_spot(disc, width=width, height=28, taken=taken, discs=discs, edges=EDGES)
        if spot is not None:
            assert not any(spot.meets(other) for other in taken)
            assert EDGES[0] <= spot.left <= spot.right <= EDGES[1]
            taken.append(spot)
