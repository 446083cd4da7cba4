import numpy as np

from widgets.kit.stroke import MITRE_LIMIT, outline


def test_a_straight_line_becomes_a_rectangle() -> None:
    edge = outline([(0, 0), (10, 0)], 4)
    assert sorted(map(tuple, edge.tolist())) == [(0, -2), (0, 2), (10, -2), (10, 2)]


def test_a_sharp_corner_does_not_reach_far() -> None:
    edge = outline([(0, 0), (10, 0), (0, 0.1)], 4)
    assert np.hypot(edge[:, 0] - 10, edge[:, 1]).min() <= 2 * MITRE_LIMIT + 1e-6
    assert edge[:, 0].max() <= 10 + 2 * MITRE_LIMIT + 1e-6


def test_points_that_coincide_leave_no_hole() -> None:
    assert np.isfinite(outline([(0, 0), (0, 0), (5, 5), (5, 5)], 4)).all()


def test_a_single_point_has_no_outline() -> None:
    assert len(outline([(3, 3)], 4)) == 0


def test_a_line_that_turns_straight_back_keeps_its_width() -> None:
    edge = outline([(0, 0), (10, 0), (0, 0)], 4)
    assert np.isfinite(edge).all()
    assert np.abs(edge[:, 1]).max() <= 2 * MITRE_LIMIT + 1e-6
    assert np.abs(edge[:, 1]).min() >= 2 - 1e-6
