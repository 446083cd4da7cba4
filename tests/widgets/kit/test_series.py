import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.kit.series import Scale, as_rows, excess, round_top, runs, thin


def test_a_scale_maps_both_ends() -> None:
    scale = Scale(0, 120, 272, 80)
    assert (scale(0), scale(120), scale(60)) == (272, 80, 176)


@given(st.floats(min_value=0, max_value=1e7))
def test_an_axis_holds_its_highest_value_with_three_or_four_round_steps(highest: float) -> None:
    top, step = round_top(highest)
    assert top >= highest
    assert 3 <= round(top / step) <= 4
    assert top <= max(2.1 * highest, 3)


def test_a_gap_in_the_data_is_a_gap_in_the_line() -> None:
    assert runs([(0, 1), (1, 2), (5, 3), (6, 4)], longest_step=1) == [[(0, 1), (1, 2)], [(5, 3), (6, 4)]]


def test_excess_starts_and_ends_where_the_line_crosses_the_range() -> None:
    (area,) = excess(np.array([(0.0, 0.0), (10.0, 20.0), (20.0, 0.0)]), np.full(3, 10.0))
    assert area.tolist() == [[5, 10], [10, 20], [15, 10], [15, 10], [10, 10], [5, 10]]


def test_each_run_above_the_range_is_one_area() -> None:
    assert len(excess(np.array([(0.0, 0.0), (1.0, 9.0), (2.0, 0.0), (3.0, 9.0)]), np.full(4, 5.0))) == 2


def test_excess_begins_where_the_range_begins() -> None:
    line, limits = np.array([(0.0, 9.0), (1.0, 9.0), (2.0, 9.0)]), np.array([np.nan, 5.0, 5.0])
    (area,) = excess(line, limits)
    assert area.tolist() == [[1, 9], [2, 9], [2, 5], [1, 5]]


def test_a_single_moment_above_the_range_has_no_area() -> None:
    assert excess(np.array([(0.0, 9.0), (1.0, 9.0)]), np.array([np.nan, 5.0])) == []


def test_nothing_exceeds_where_nothing_is_expected() -> None:
    assert excess(np.array([(0.0, 5.0), (1.0, 900.0)]), np.full(2, np.nan)) == []


def test_thinning_keeps_the_spike() -> None:
    points = np.column_stack((np.arange(1000.0), np.ones(1000)))
    points[503, 1] = 99.0
    thinned = thin(points, most=100)
    assert len(thinned) <= 102
    assert [503.0, 99.0] in thinned.tolist()
    assert thinned[[0, -1]].tolist() == points[[0, -1]].tolist()
    assert (np.diff(thinned[:, 0]) > 0).all()


def test_thinning_keeps_the_spike_among_the_last_few() -> None:
    points = np.column_stack((np.arange(1003.0), np.ones(1003)))
    points[1001, 1] = -7.0
    assert [1001.0, -7.0] in thin(points, most=100).tolist()


def test_a_series_of_few_points_is_not_thinned() -> None:
    points = np.array([[1.0, 2.0], [2.0, 3.0]])
    assert thin(points, most=100) is points


def test_tuples_become_rows() -> None:
    assert as_rows([(1.0, 2.0, 3.0), (4.0, 5.0, 6.0)]).tolist() == [[1, 2, 3], [4, 5, 6]]


def test_a_scale_maps_many_values_as_it_maps_one() -> None:
    scale = Scale(0, 120, 272, 80)
    assert scale(np.array([0.0, 60.0, 120.0])).tolist() == [scale(0), scale(60), scale(120)]
