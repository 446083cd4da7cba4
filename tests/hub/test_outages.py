"""Networks that fall silent: a hole is no drop, what is filled in later is no spike, and nothing is learned from it."""

import pytest
from msgspec.structs import replace

from app.analytics.alarms import AlarmChange
from app.analytics.shelf import SeriesKey
from app.core.clock import MINUTE, minute_of
from app.domain.account import Account, Health, HealthState
from app.domain.changes import Changes
from app.domain.post import Batch
from app.domain.topic import Topic
from app.hub.figures import Figures
from app.hub.outages import unheard
from app.hub.recount import Lost
from app.link.client import HubClient
from app.store.engine import Store
from app.wire.feeds import AlarmFeed, HealthFeed, VolumeFeed
from tests.fakes.clock import NOON, ManualClock, SettableClock
from tests.fakes.minutes import count
from tests.fakes.pond import Water
from tests.fakes.rollups import store_counts
from tests.hub.conftest import Rooms, Until

NOW = minute_of(NOON)
OUTAGE_MINUTES = 20


def health(network: str, state: HealthState, *, account: int = 1, silent: int = 0) -> Health:
    contact = NOON - silent * MINUTE
    return Health(account_id=account, network=network, title=network, state=state, last_contact=contact)


def test_a_network_that_is_down_is_unheard_since_its_last_contact() -> None:
    told = [health("pond", HealthState.DOWN, silent=9), health("lake", HealthState.CONNECTED, account=2)]
    assert unheard(told, now=NOW) == [Lost(NOW - 8, NOW, "pond")]


def test_a_network_is_heard_while_one_of_its_accounts_is() -> None:
    told = [health("pond", HealthState.DOWN, silent=9), health("pond", HealthState.CONNECTED, account=2)]
    assert unheard(told, now=NOW) == []


def test_where_no_network_is_heard_everything_is_lost() -> None:
    told = [health("pond", HealthState.DOWN, silent=9), health("lake", HealthState.SIGN_IN, account=2, silent=5)]
    assert Lost(NOW - 4, NOW) in unheard(told, now=NOW)


def test_an_account_that_is_switched_off_is_no_outage() -> None:
    assert unheard([health("pond", HealthState.OFF, silent=900)], now=NOW) == []


class Evening:
    """Two days of a steady topic on the pond, then whatever a test makes of it."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON - 2 * 1440 * MINUTE)
        self.figures = Figures(self.clock)
        self.figures.follow([Topic(id=1, name="Delays", query="delay*")])
        self.changes: list[AlarmChange] = []

    async def play(self, minutes: int, posts: int, *, silent_since: int = 0) -> None:
        for _minute in range(minutes):
            now = minute_of(self.clock.now())
            if posts:
                heard = tuple(count(now, posts, topic=topic, network="pond") for topic in (0, 1))
                self.figures.take(Changes(counts=heard))
            lost = [Lost(silent_since, now, "pond")] if silent_since else []
            self.changes += self.figures.tick(lost)
            await self.clock.advance(60.0)

    def rate(self) -> float:
        shelf = self.figures.counts.topics
        return float(shelf.baseline.learned_rate(shelf.row_by_key[SeriesKey(1)]))


async def test_a_hole_is_no_drop_and_what_fills_it_is_no_spike() -> None:
    evening = Evening()
    await evening.play(2 * 1440, 3)
    learned = evening.rate()
    await evening.play(240, 0, silent_since=NOW + 1)
    late = tuple(count(NOW + minute, 3, topic=topic, network="pond") for minute in range(1, 240) for topic in (0, 1))
    evening.figures.take(Changes(counts=late, backfill=True))
    await evening.play(120, 3)
    assert evening.changes == []
    assert evening.rate() == pytest.approx(learned, rel=0.03)
    assert not evening.figures.stale


async def test_a_hole_is_left_out_of_the_volume_until_it_is_filled_in() -> None:
    evening = Evening()
    await evening.play(1440, 3)
    begun = minute_of(evening.clock.now())
    await evening.play(60, 0, silent_since=begun)
    feed = VolumeFeed(topic=1, minutes=60, step=10)
    assert len(evening.figures.volume(feed)) <= 1
    late = tuple(count(begun + minute, 3, network="pond") for minute in range(60))
    evening.figures.take(Changes(counts=late, backfill=True))
    assert sum(row.posts for row in evening.figures.volume(feed).values()) >= 150


@pytest.fixture
def clock(rooms: Rooms) -> SettableClock:
    rooms.clock = SettableClock()
    return rooms.clock


async def test_an_outage_of_the_pond_raises_nothing_and_is_not_drawn_as_silence(
    clock: SettableClock, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    volume, states, alarms = (
        desk.subscribe(feed) for feed in (VolumeFeed(minutes=60, step=1), HealthFeed(), AlarmFeed())
    )
    first = water.say("Is anybody there?", at=clock.now())
    await until(volume, lambda: any(row.posts for row in volume.rows.values()))
    key = str(brand.id)

    water.dry_up()
    await until(states, lambda: key in states.rows and states.rows[key].state is HealthState.LATE)
    begun = minute_of(clock.now())
    clock.let_pass(60.0 * OUTAGE_MINUTES)
    inside = {str(begun + minute) for minute in range(2, OUTAGE_MINUTES)}
    await until(volume, lambda: str(begun) in volume.rows and not inside & set(volume.rows))

    water.refill()
    moments = [clock.now() - (number % 17 + 1) * MINUTE for number in range(300)]
    late = [replace(first, native_id=f"late-{number}", created_at=at) for number, at in enumerate(moments)]
    water.deliver(Batch(lane="all", posts=tuple(late), cursor="300", backfill=True))
    await until(volume, lambda: sum(row.posts for row in volume.rows.values()) >= 300)
    assert alarms.rows == {}


async def test_an_outage_is_known_again_after_a_restart(store: Store) -> None:
    clock = ManualClock()
    before = Figures(clock)
    await store_counts(store, [count(NOW - 100, 3), count(NOW, 3)])
    await before.load(store)
    before.tick([Lost(NOW - 60, NOW - 40, "pond"), Lost(NOW - 30, NOW - 20)])
    await before.keep_holes(store)
    after = Figures(clock)
    after.follow([Topic(id=1, name="Delays", query="delay*")])
    await after.load(store)
    drawn = {int(minute) - NOW for minute in after.volume(VolumeFeed(topic=1, minutes=60, step=1))}
    assert not drawn & set(range(-30, -19))
    assert {-31, -19} <= drawn
