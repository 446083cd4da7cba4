from app.link.base import LinkState
from app.wire.feeds import AlarmFeed, HouseFeed
from widgets.bench.soak import CRISIS, DAY, HOUR, PANIC, Days, WeatherLink


def test_a_day_has_its_crisis_its_panic_and_its_lost_hubs() -> None:
    link = WeatherLink()
    alarms, house = link.subscribe(AlarmFeed()), link.subscribe(HouseFeed())
    seen = {"crisis": 0, "panic": 0, "lost": 0}
    for _minute in range(DAY):
        link.pass_minute()
        seen["crisis"] += bool(alarms.rows)
        seen["panic"] += house.rows["house"].panic
        seen["lost"] += link.state is LinkState.LOST
    assert seen["crisis"] >= len(CRISIS)
    assert seen["panic"] == len(PANIC)
    assert seen["lost"] == 40


def test_no_scene_of_a_day_leaves_widgets_behind() -> None:
    days = Days()
    before = days.widgets()
    for _minute in range(14 * HOUR):
        days.step()
    assert days.widgets() == before
    days.window.close()
