"""The runner: what it does about each kind of failure, and what it never loses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby, pairwise

import pytest
import structlog

from app.connectors.base import Malformed, RateLimited, SignInFailed, Unreachable
from app.connectors.budget import RateBudget
from app.core.errors import BadInput, StorageError
from app.core.tasks import TaskScope
from app.domain.account import Account, HealthState
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.ear import Ear
from tests.fakes.scripted import Scripted, batch

ACCOUNT = Account(id=3, network="scripted", handle="us.test", brand="Harbour")


class Stage:
    """A scripted connector, a clock that stands, and what came of it."""

    def __init__(self, connector: Scripted) -> None:
        self.clock = ManualClock()
        self.ear = Ear(ACCOUNT, self.clock)
        self.budget = RateBudget(self.clock)
        self.connector = connector
        self.runner = self.ear.runner(connector, self.budget)

    @property
    def state(self) -> HealthState:
        return self.ear.healths[-1].state


@asynccontextmanager
async def running(connector: Scripted) -> AsyncIterator[Stage]:
    stage = Stage(connector)
    scope = TaskScope("test")
    scope.spawn("runner", stage.runner.run())
    await stage.clock.advance(0)
    try:
        yield stage
    finally:
        assert await scope.close() == []
        assert connector.closed == 1


async def test_batches_are_committed_with_their_cursor() -> None:
    async with running(Scripted(batch("a", "b", cursor="2"))) as stage:
        assert set(stage.ear.posts) == {"a", "b"}
        assert stage.ear.cursors == {"main": "2"}
        assert stage.state is HealthState.CONNECTED


async def test_after_a_failure_the_stream_resumes_behind_the_committed_cursor() -> None:
    async with running(Scripted(batch("a", cursor="1"), Unreachable("gone"), batch("b", cursor="2"))) as stage:
        assert "b" not in stage.ear.posts
        await stage.clock.advance(1)
        assert "b" in stage.ear.posts
        assert stage.connector.resumed == [{}, {"main": "1"}]
        assert stage.state is HealthState.CONNECTED


async def test_failing_again_and_again_waits_longer_and_is_down() -> None:
    async with running(Scripted(*[Unreachable("gone")] * 4)) as stage:
        await stage.clock.advance(20)
        waits = [nap for nap in stage.clock.naps if nap != 5.0]
        assert all(later >= earlier for earlier, later in pairwise(waits))
        assert waits[-1] > waits[0]
        states = [health.state for health in stage.ear.healths if health.state is not HealthState.STARTING]
        assert [state for state, _told in groupby(states)] == [
            HealthState.CONNECTED,
            HealthState.LATE,
            HealthState.DOWN,
        ]


async def test_a_stream_with_nothing_to_tell_counts_as_recovered_once_it_held() -> None:
    async with running(Scripted(*[Unreachable("gone")] * 4)) as stage:
        await stage.clock.advance(20)
        assert stage.state is HealthState.DOWN
        await stage.clock.advance(40)
        assert stage.state is HealthState.CONNECTED
        assert stage.ear.healths[-1].error == ""


async def test_a_wait_the_network_asked_for_is_kept() -> None:
    error = RateLimited("wait", until=NOON + 600_000)
    async with running(Scripted(error, batch("a"))) as stage:
        await stage.clock.advance(599)
        assert stage.ear.posts == {}
        assert stage.state is HealthState.LATE
        await stage.clock.advance(2)
        assert "a" in stage.ear.posts


async def test_a_failed_sign_in_is_told_and_tried_again_slowly() -> None:
    connector = Scripted(batch("a"), checks=(SignInFailed("wrong password"), SignInFailed("wrong password")))
    async with running(connector) as stage:
        assert stage.state is HealthState.SIGN_IN
        assert stage.ear.healths[-1].error == "wrong password"
        await stage.clock.advance(25)
        assert len(connector.checks) == 1
        await stage.clock.advance(200)
        assert "a" in stage.ear.posts
        assert stage.state is HealthState.CONNECTED


@pytest.mark.parametrize("error", [Malformed("rubbish"), ValueError("a bug"), OSError("broken pipe"), TimeoutError()])
async def test_whatever_a_connector_raises_it_is_started_again(error: Exception) -> None:
    async with running(Scripted(error, batch("a"))) as stage:
        assert stage.ear.healths[-1].error
        await stage.clock.advance(2)
        assert "a" in stage.ear.posts


async def test_bad_input_is_told_in_its_own_words() -> None:
    async with running(Scripted(checks=(BadInput("The speed must be a number.", hint="Write 1."),))) as stage:
        assert stage.ear.healths[-1].error == "The speed must be a number. Write 1."


async def test_a_failure_is_logged_once_when_it_starts_and_once_when_it_ends() -> None:
    with structlog.testing.capture_logs() as logs:
        async with running(Scripted(*[Unreachable("gone")] * 5, batch("a"))) as stage:
            await stage.clock.advance(300)
            assert "a" in stage.ear.posts
    events = [entry["event"] for entry in logs]
    assert events == ["network unavailable", "network recovered"]


async def test_a_store_that_is_down_loses_no_batch_and_is_not_the_networks_fault() -> None:
    connector = Scripted()
    async with running(connector) as stage:
        stage.ear.refuse = StorageError("The disk is full.")
        connector.play(batch("a", cursor="1"), batch("b", cursor="2"))
        await stage.clock.advance(10)
        assert stage.ear.posts == {}
        assert stage.ear.healths[-1].error == "The disk is full."
        stage.ear.refuse = None
        await stage.clock.advance(20)
        assert set(stage.ear.posts) == {"a", "b"}
        assert len(connector.resumed) == 1
        assert stage.state is HealthState.CONNECTED


async def test_silence_alone_turns_health_late_and_then_down() -> None:
    async with running(Scripted(batch("a"))) as stage:
        assert stage.state is HealthState.CONNECTED
        await stage.clock.advance(3 * 300 + 10)
        assert stage.state is HealthState.LATE
        await stage.clock.advance(7 * 300 + 10)
        assert stage.state is HealthState.DOWN
        assert "50 minutes" in stage.ear.healths[-1].error or "51 minutes" in stage.ear.healths[-1].error
        stage.connector.play(batch("b"))
        await stage.clock.advance(1)
        assert stage.state is HealthState.CONNECTED


async def test_any_answer_of_the_network_ends_the_silence() -> None:
    async with running(Scripted(batch("a"))) as stage:
        for _quarter in range(8):
            await stage.clock.advance(225)
            stage.budget.learn({"RateLimit-Limit": "100", "RateLimit-Remaining": "40", "RateLimit-Reset": "900"})
        await stage.clock.advance(10)
        assert stage.state is HealthState.CONNECTED
        assert stage.ear.healths[-1].budget_left == 0.4


async def test_an_empty_batch_is_a_sign_of_life_and_costs_no_transaction() -> None:
    async with running(Scripted(batch())) as stage:
        assert stage.state is HealthState.CONNECTED
        assert stage.ear.batches == []


async def test_trouble_of_one_lane_is_shown_until_its_next_batch() -> None:
    async with running(Scripted(batch("a"), batch(lane="extra", trouble="The firehose ended."))) as stage:
        assert stage.state is HealthState.LATE
        assert stage.ear.healths[-1].error == "The firehose ended."
        stage.connector.play(batch("b"))
        await stage.clock.advance(1)
        assert stage.state is HealthState.LATE
        stage.connector.play(batch("c", lane="extra"))
        await stage.clock.advance(1)
        assert stage.state is HealthState.CONNECTED


async def test_a_stream_that_ends_ends_the_runner_and_closes_the_connector() -> None:
    stage = Stage(Scripted(batch("a"), None))
    await stage.runner.run()
    assert stage.connector.closed == 1
    assert stage.state is HealthState.OFF


async def test_cancelling_in_the_middle_reaches_the_connector() -> None:
    connector = Scripted(batch("a"))
    async with running(connector):
        assert connector.cancelled == 0
    assert connector.cancelled == 1


async def test_lag_is_the_median_and_ignores_what_is_caught_up() -> None:
    late = batch("late", created_at=NOON - 4000)
    async with running(Scripted(batch("a", created_at=NOON - 1000), batch("b", created_at=NOON - 2000), late)) as stage:
        assert stage.ear.healths[-1].lag_ms == 2000
