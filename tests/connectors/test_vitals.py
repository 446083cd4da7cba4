"""Health: red when dead even if nothing was tried, and green again only when something lived."""

import dataclasses
from typing import Any

import msgspec
import pytest

from app.connectors.base import Identity, RateLimited, SignInFailed, Unreachable
from app.connectors.vitals import Vitals
from app.core.clock import DAY, MINUTE, SECOND
from app.domain.account import Account, Health, HealthState
from app.domain.network import Limits
from app.domain.post import Batch
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.scripted import Scripted, batch

ACCOUNT = Account(id=3, network="scripted", handle="us.test", brand="Harbour")
US = Identity(native_id="us", handle="us.test", expires_at=NOON + 9 * DAY)


class Gauge:
    """A rate budget's readings, set by hand."""

    def __init__(self) -> None:
        self.left = -1.0
        self.heard_at = 0


class Bed:
    """Vitals, a clock that stands, and what was told."""

    def __init__(self, *, pace: float = 60.0) -> None:
        self.clock = ManualClock()
        self.gauge = Gauge()
        self.told: list[Health] = []
        self.vitals = Vitals(
            ACCOUNT, Scripted.INFO, pace=pace, clock=self.clock, gauge=self.gauge, tell=self.told.append
        )
        self.vitals.began()

    @property
    def now(self) -> Health:
        return self.vitals.health

    async def look_after(self, seconds: float) -> HealthState:
        await self.clock.advance(seconds)
        self.vitals.look()
        return self.now.state


async def test_silence_alone_is_late_then_down_though_nothing_failed_or_was_tried() -> None:
    bed = Bed(pace=60)
    bed.vitals.signed_in(US)

    assert await bed.look_after(180) is HealthState.CONNECTED
    assert await bed.look_after(1) is HealthState.LATE
    assert await bed.look_after(420) is HealthState.DOWN
    assert bed.now.error == "Nothing was heard for 10 minutes."


async def test_a_connector_that_never_comes_up_is_down_as_well() -> None:
    bed = Bed(pace=60)

    assert await bed.look_after(60) is HealthState.STARTING
    assert await bed.look_after(600) is HealthState.DOWN
    assert bed.now.last_contact == 0


async def test_one_sign_of_life_ends_silence() -> None:
    bed = Bed(pace=60)
    bed.vitals.signed_in(US)
    await bed.look_after(700)
    bed.vitals.heard(Batch(lane="main"))

    assert (bed.now.state, bed.now.error) == (HealthState.CONNECTED, "")


async def test_an_answer_to_any_request_is_a_sign_of_life() -> None:
    bed = Bed(pace=60)
    bed.vitals.signed_in(US)
    await bed.clock.advance(500)
    bed.gauge.heard_at = bed.clock.now()

    assert await bed.look_after(100) is HealthState.CONNECTED


async def test_who_may_be_silent_for_ever_is_never_late() -> None:
    bed = Bed(pace=float("inf"))
    bed.vitals.signed_in(US)

    assert await bed.look_after(10 * DAY / SECOND) is HealthState.CONNECTED


@pytest.mark.parametrize(
    ("error", "state"), [(Unreachable("gone"), HealthState.DOWN), (SignInFailed("no"), HealthState.SIGN_IN)]
)
async def test_being_called_does_not_mend_what_failed(error: Any, state: HealthState) -> None:
    bed = Bed()
    for _failure in range(3):
        bed.vitals.failed(error)
    bed.vitals.called(batch("a"))

    assert bed.now.state is state
    assert bed.now.last_post_at == NOON


async def test_being_called_ends_silence() -> None:
    bed = Bed(pace=60)
    bed.vitals.signed_in(US)
    await bed.look_after(700)
    bed.vitals.called(batch("a"))

    assert bed.now.state is HealthState.CONNECTED


async def test_a_wait_that_was_asked_for_is_late_and_never_down() -> None:
    bed = Bed()
    for _failure in range(9):
        bed.vitals.failed(RateLimited("wait", until=NOON + 10 * MINUTE))

    assert bed.now.state is HealthState.LATE


async def test_the_sign_in_s_last_day_the_budget_and_the_lag_are_told() -> None:
    bed = Bed()
    bed.vitals.signed_in(US)
    bed.gauge.left = 0.4
    bed.vitals.heard(batch("a", created_at=NOON - 2000))
    bed.vitals.heard(batch("b", created_at=NOON - 4000))
    bed.vitals.heard(Batch(lane="old", posts=batch("c", created_at=NOON - DAY).posts, backfill=True))

    assert (bed.now.expires_at, bed.now.budget_left, bed.now.lag_ms) == (NOON + 9 * DAY, 0.4, 3000)
    assert bed.now.last_post_at == NOON


async def test_what_cannot_be_stored_is_said_though_the_network_is_well() -> None:
    bed = Bed()
    bed.vitals.signed_in(US)
    bed.vitals.store_failed("The disk is full.")
    assert (bed.now.state, bed.now.error) == (HealthState.LATE, "The disk is full.")
    bed.vitals.store_failed("")

    assert bed.now.state is HealthState.CONNECTED


async def test_one_that_is_run_again_after_its_end_is_not_switched_off() -> None:
    bed = Bed()
    bed.vitals.ended()
    assert bed.now.state is HealthState.OFF
    bed.vitals.began()
    bed.vitals.signed_in(US)

    assert bed.now.state is HealthState.CONNECTED


async def test_only_what_changed_is_told() -> None:
    bed = Bed()
    bed.vitals.signed_in(US)
    told = len(bed.told)
    bed.vitals.look()
    bed.vitals.look()

    assert len(bed.told) == told


async def test_a_sign_of_life_is_told_though_nothing_else_changed_but_not_more_than_once_a_second() -> None:
    bed = Bed()
    bed.vitals.signed_in(US)
    bed.vitals.heard(Batch(lane="live"))
    told = len(bed.told)
    for _sign in range(5):
        await bed.clock.advance(0.1)
        bed.vitals.heard(Batch(lane="live"))
    assert len(bed.told) == told
    await bed.clock.advance(5)
    bed.vitals.heard(Batch(lane="live"))
    assert [health.last_contact for health in bed.told[told:]] == [bed.clock.now()]


async def test_an_account_keeps_the_limits_its_own_server_told() -> None:
    bed = Bed()
    bed.vitals.signed_in(dataclasses.replace(US, limits=Limits(length=5000)))
    assert bed.now.limits == Limits(length=5000)
    bed.vitals.signed_in(US)
    assert bed.now.limits is None


async def test_the_past_is_told_as_catching_up_until_the_present_or_a_pause() -> None:
    bed = Bed()
    past = msgspec.structs.replace(batch("old"), backfill=True)
    bed.vitals.heard(past)
    assert bed.now.catching_up

    bed.vitals.heard(msgspec.structs.replace(batch("new"), lane="another"))
    assert bed.now.catching_up, "another lane's present does not end this one's past"
    bed.vitals.heard(batch("new"))
    assert not bed.now.catching_up

    bed.vitals.heard(past)
    await bed.look_after(6)
    assert not bed.now.catching_up


async def test_an_empty_look_at_the_past_is_no_catching_up() -> None:
    bed = Bed()
    bed.vitals.heard(msgspec.structs.replace(batch(), backfill=True))
    assert not bed.now.catching_up
