"""Heat: surprise × negativity × reach, each needed; holes are missing, not cold."""

import numpy as np

from app.analytics.heat import MISSING, heat_of, hour_by_weekday, region_heat, topic_heat
from app.analytics.ring import FIELDS, NEGATIVE, POSTS, REACH
from tests.analytics.driver import Driver, both, noisy, storm
from tests.fakes.minutes import MONDAY


def cell(posts: float, *, negative: float, reach: float, expected: float = 10.0) -> int:
    table = np.zeros((1, len(FIELDS)))
    table[0, [POSTS, NEGATIVE, REACH]] = posts, negative, reach
    return int(heat_of(table, np.array([expected]), np.array([expected * 2]), minutes=5)[0])


def test_usual_posts_are_cold_however_angry_and_seen() -> None:
    assert cell(18, negative=18, reach=1e7) == 0


def test_heat_grows_with_each_of_its_three_factors() -> None:
    base = cell(80, negative=20, reach=10_000)
    assert cell(200, negative=50, reach=10_000) > base
    assert cell(80, negative=60, reach=10_000) > base
    assert cell(80, negative=20, reach=1_000_000) > base


def test_heat_stays_on_its_scale() -> None:
    assert 95 <= cell(1e6, negative=1e6, reach=1e9) <= 100
    assert cell(0, negative=0, reach=0) == 0


def test_nothing_learned_is_missing_not_cold() -> None:
    assert cell(5, negative=1, reach=0, expected=-1.0) == MISSING


def test_a_storm_is_hot_and_a_hole_is_missing() -> None:
    driver = Driver()
    driver.play(1440, noisy(2.0, region="de"))
    driver.play(30, both(noisy(2.0, region="de"), storm(40, region="de")))
    now = MONDAY + driver.passed - 1
    driver.counts.mark_lost(now - 60, now - 56)
    start, cells = topic_heat(driver.counts, 1, minutes=120, step=5, now=now)
    assert start % 5 == 0
    assert cells[-2] > 60
    assert (cells == MISSING).sum() in (1, 2)
    assert region_heat(driver.counts, 1, "de", minutes=120, step=5, now=now)[1][-2] > 60


def test_hour_by_weekday_is_the_mean_of_what_is_known() -> None:
    minutes = np.array([MONDAY, MONDAY + 30, MONDAY + 1440, MONDAY + 1500])
    grid = hour_by_weekday(minutes, np.array([20, 40, MISSING, 7]))
    assert grid.shape == (7, 24)
    assert (grid[0, 0], grid[1, 0], grid[1, 1]) == (30, MISSING, 7)
