"""Alarms: one an episode, early, explained; no alarm for a robot, a hole, a backfill or a clock."""

import pytest

from app.analytics.alarms import Turn
from app.analytics.memory import dump, restore
from app.analytics.shelf import SeriesKey
from app.analytics.signals import Evidence
from app.core.errors import BadInput
from tests.analytics.driver import Driver, both, noisy, silence, storm
from tests.fakes.minutes import MONDAY, count

DAY = 1440


def after_days(days: float, rate: float, **options: object) -> Driver:
    driver = Driver()
    driver.play(int(days * DAY), noisy(rate, **options))  # type: ignore[arg-type]
    return driver


@pytest.mark.parametrize("rate", [0.02, 0.5, 20.0])
def test_quiet_days_raise_nothing_however_loud_the_topic(rate: float) -> None:
    assert after_days(4, rate).changes == []


@pytest.mark.parametrize(("rate", "burst"), [(0.0, 2), (0.03, 4), (2.0, 40), (50.0, 800)])
def test_a_burst_raises_one_alarm_within_ten_minutes(rate: float, burst: int) -> None:
    driver = after_days(2, rate)
    driver.play(90, both(noisy(rate), storm(burst)))
    raised = [(passed, change) for passed, change in driver.changes if change.turn is Turn.RAISED]
    assert len(raised) == 1
    assert raised[0][0] - 2 * DAY <= 10
    assert raised[0][1].alarm.reasons


def test_an_alarm_grows_wanes_and_closes_under_one_id() -> None:
    driver = after_days(2, 0.5)
    driver.play(15, both(noisy(0.5), storm(4)))
    driver.play(60, both(noisy(0.5), storm(60)))
    driver.play(400, noisy(0.5))
    turns = [change.turn for _, change in driver.changes]
    assert turns[0] is Turn.RAISED
    assert Turn.GREW in turns
    assert Turn.WANED in turns
    assert turns[-1] is Turn.CLOSED
    assert len({change.alarm.id for _, change in driver.changes}) == 1
    assert driver.book.open_alarms() == []
    assert driver.changes[-1][1].alarm.peak >= 4


def test_a_second_episode_a_day_later_is_a_second_alarm() -> None:
    driver = after_days(2, 0.5)
    for size in (20, 60):
        driver.play(60, both(noisy(0.5), storm(size)))
        driver.play(DAY, noisy(0.5))
    assert [change.alarm.id for change in driver.turns(Turn.RAISED)] == [1, 2]


def test_one_robot_is_no_crisis_but_is_remembered_as_dismissed() -> None:
    robot = Evidence(posts=300, authors=1, top_author_posts=300)
    driver = Driver(witness=lambda _key, _first, _last: robot)
    driver.play(2 * DAY, noisy(0.2))
    driver.play(60, both(noisy(0.2), storm(10)))
    assert driver.changes == []
    assert driver.book.dismissed[0].key == SeriesKey(1)
    assert any("author" in reason for reason in driver.book.dismissed[0].reasons)


def test_one_robot_is_seen_from_counts_alone() -> None:
    driver = after_days(2, 0.2)
    driver.play(60, both(noisy(0.2), storm(20, authors=1)))
    assert driver.changes == []


def test_others_who_join_the_robot_raise_the_alarm() -> None:
    witnessed = [Evidence(posts=100, authors=1, top_author_posts=100)]
    driver = Driver(witness=lambda _key, _first, _last: witnessed[0])
    driver.play(2 * DAY, noisy(0.2))
    driver.play(20, both(noisy(0.2), storm(10)))
    witnessed[0] = Evidence(posts=200, authors=150, top_author_posts=40)
    driver.play(5, both(noisy(0.2), storm(10)))
    assert len(driver.turns(Turn.RAISED)) == 1


def test_a_hole_is_not_a_drop_and_its_end_is_not_a_spike() -> None:
    driver = after_days(2, 10.0)
    driver.play(300, silence)
    driver.counts.mark_lost(MONDAY + 2 * DAY, MONDAY + 2 * DAY + 299)
    driver.play(300, noisy(10.0))
    assert driver.changes == []


def test_a_backfill_after_an_outage_is_not_a_spike() -> None:
    driver = after_days(2, 5.0)
    driver.counts.mark_lost(MONDAY + 2 * DAY - 200, MONDAY + 2 * DAY - 1)
    driver.counts.add([count(MONDAY + 2 * DAY, 2000)], backfill=True)
    driver.play(120, noisy(5.0))
    assert driver.changes == []


def test_a_network_that_is_out_is_no_drop_of_the_topics_that_live_on_it() -> None:
    driver = Driver()
    driver.play(2 * DAY, noisy(5.0, network="mastodon"))
    driver.play(240, silence)
    driver.counts.mark_lost(MONDAY + 2 * DAY, MONDAY + 2 * DAY + 239, network="mastodon")
    for key in (SeriesKey(1), SeriesKey(1, network="mastodon")):
        shelf = driver.counts.shelf(key)
        assert not shelf.ring.known(shelf.row_by_key[key], MONDAY + 2 * DAY, MONDAY + 2 * DAY + 239).any()
    driver.play(240, noisy(5.0, network="mastodon"))
    assert driver.changes == []


def test_a_clock_that_jumps_back_and_forth_raises_nothing() -> None:
    driver = after_days(2, 5.0)
    assert driver.book.step(MONDAY + 100) == []
    driver.passed += 60
    driver.counts.advance(MONDAY + driver.passed, listening=False)
    driver.play(180, noisy(5.0))
    assert driver.changes == []


def test_a_rhythm_that_moves_by_an_hour_raises_nothing() -> None:
    driver = after_days(5, 5.0)
    moved = noisy(5.0)
    driver.play(2 * DAY, lambda passed: [_moved(cell) for cell in moved(passed + 60)])
    assert driver.changes == []


def _moved(cell: object) -> object:
    from msgspec.structs import replace

    return replace(cell, key=replace(cell.key, minute=cell.key.minute - 60))  # type: ignore[attr-defined, type-var]


def test_a_region_alone_raises_the_topics_alarm_and_is_named() -> None:
    driver = Driver()
    steady = both(noisy(40.0, region="us"), noisy(0.5, region="pt", seed=4))
    driver.play(2 * DAY, steady)
    driver.play(30, both(steady, storm(15, region="pt")))
    (change,) = driver.turns(Turn.RAISED)
    assert (change.alarm.topic, change.alarm.region) == (1, "pt")


def test_everything_together_raises_no_second_alarm_for_the_same_posts() -> None:
    driver = Driver()
    steady = both(noisy(1.0), noisy(1.0, topic=0))
    driver.play(2 * DAY, steady)
    driver.play(60, both(steady, storm(40), storm(40, topic=0)))
    assert [change.alarm.topic for change in driver.turns(Turn.RAISED)] == [1]


def test_anger_without_more_posts_raises_an_alarm_of_its_own() -> None:
    driver = after_days(2, 3.0)
    driver.play(60, storm(3))
    (change,) = driver.turns(Turn.RAISED)
    assert change.alarm.tone
    assert any("negative" in reason for reason in change.alarm.reasons)


def test_changes_up_to_a_minute_do_not_depend_on_what_comes_later() -> None:
    def play(minutes: int) -> list[tuple[int, object]]:
        driver = after_days(1.5, 1.0)
        driver.play(minutes, both(noisy(1.0), storm(25)))
        return list(driver.changes)

    short, long = play(40), play(120)
    assert short == [entry for entry in long if entry[0] <= 1.5 * DAY + 40]


def test_after_a_restart_the_same_things_are_unusual() -> None:
    before = after_days(2, 1.0)
    before.play(60, both(noisy(1.0), storm(20)))
    again = Driver()
    restore(again.book, dump(before.book))
    assert again.book.open_alarms() == before.book.open_alarms()
    assert again.book.next_id == 2
    again.counts.load(before.counted)
    again.book.refill()
    again.counts.advance(MONDAY + before.passed, listening=False)
    again.passed = before.passed
    for driver in (before, again):
        driver.play(1200, noisy(1.0))
    assert [change.turn for _, change in again.changes][-1] is Turn.CLOSED
    assert [look.bar for look in again.book.looks(SeriesKey(1))] == pytest.approx(
        [look.bar for look in before.book.looks(SeriesKey(1))], rel=0.1
    )


def test_damaged_memory_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="learned"):
        restore(Driver().book, b"\x00nonsense")


def test_the_numbers_behind_no_alarm_can_be_asked_for() -> None:
    driver = after_days(2, 2.0)
    looks = driver.book.looks(SeriesKey(1))
    assert [look.minutes for look in looks] == [5, 15, 60, 180, 360, 720, 1440]
    assert all(look.excess < look.bar for look in looks)
    assert driver.book.looks(SeriesKey(77)) == []


def test_a_forgotten_topic_closes_its_alarm() -> None:
    driver = after_days(2, 0.5)
    driver.play(30, both(noisy(0.5), storm(30)))
    assert [change.turn for change in driver.book.forget(1)] == [Turn.CLOSED]
    assert driver.book.open_alarms() == []
