"""The rate budget: what is kept for whom."""

import pytest

from app.connectors.base import RateLimited
from app.connectors.budget import RateBudget
from app.core.clock import SECOND
from app.core.tasks import TaskScope
from tests.fakes.clock import NOON, ManualClock


def headers(remaining: int, *, limit: int = 100, reset: int = 60) -> dict[str, str]:
    return {"RateLimit-Limit": str(limit), "RateLimit-Remaining": str(remaining), "RateLimit-Reset": str(reset)}


async def spends_at_once(budget: RateBudget, *, reply: bool = False, backfill: bool = False) -> bool:
    scope = TaskScope("test")
    task = scope.spawn("spend", budget.spend(reply=reply, backfill=backfill))
    await ManualClock().advance(0)
    done = task.done()
    await scope.close()
    return done


async def test_nothing_is_held_back_until_a_server_tells_its_limit() -> None:
    budget = RateBudget(ManualClock())
    assert budget.left == -1
    assert await spends_at_once(budget, backfill=True)


async def test_the_last_tenth_is_kept_for_replies_and_backfill_stops_earlier() -> None:
    budget = RateBudget(ManualClock())
    budget.learn(headers(31))
    assert await spends_at_once(budget, backfill=True)
    assert not await spends_at_once(budget, backfill=True)
    budget.learn(headers(11))
    assert await spends_at_once(budget)
    assert not await spends_at_once(budget)
    assert await spends_at_once(budget, reply=True)


async def test_a_spent_budget_waits_for_the_reset_and_then_goes_on() -> None:
    clock = ManualClock()
    budget = RateBudget(clock)
    budget.learn(headers(0, reset=60))
    scope = TaskScope("test")
    task = scope.spawn("spend", budget.spend())
    await clock.advance(59)
    assert not task.done()
    await clock.advance(2)
    assert task.done()
    await scope.close()


async def test_a_reply_that_would_wait_for_long_goes_back_and_holds_nobody_up() -> None:
    budget = RateBudget(ManualClock())
    budget.learn(headers(0, reset=600))
    with pytest.raises(RateLimited) as caught:
        await budget.spend(reply=True)
    assert caught.value.until >= NOON + 600 * SECOND
    budget.learn(headers(0, reset=5))
    assert not await spends_at_once(budget, reply=True)


async def test_where_a_network_keeps_a_limit_for_each_endpoint_a_spent_one_stops_no_other() -> None:
    budget = RateBudget(ManualClock())
    budget.of("GET /search").learn(headers(0))
    budget.of("POST /posts").learn(headers(80))
    assert not await spends_at_once(budget.of("GET /search"))
    assert await spends_at_once(budget.of("POST /posts"), reply=True)
    assert await spends_at_once(budget)
    assert (budget.left, budget.heard_at) == (0.0, NOON)


async def test_the_share_left_is_the_smallest_of_all_limits_and_unknown_after_their_reset() -> None:
    clock = ManualClock()
    budget = RateBudget(clock)
    budget.learn(headers(50, limit=100, reset=60))
    budget.learn(headers(60, limit=300, reset=120))
    assert budget.left == 0.2
    await clock.advance(121)
    assert budget.left == -1


async def test_each_request_is_counted_before_the_server_tells() -> None:
    budget = RateBudget(ManualClock())
    budget.learn(headers(50))
    await budget.spend()
    assert budget.left == 0.49


def test_any_answer_is_a_sign_of_life() -> None:
    budget = RateBudget(ManualClock())
    budget.learn({})
    assert budget.heard_at == NOON
