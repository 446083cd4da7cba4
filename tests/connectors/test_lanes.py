"""Lanes: several streams as one."""

from collections.abc import AsyncGenerator

import pytest

from app.connectors.base import SignInFailed, Unreachable
from app.connectors.lanes import Lanes
from app.core.tasks import TaskScope
from app.domain.post import Batch
from tests.fakes.clock import ManualClock, settle
from tests.fakes.scripted import Step, batch


class Lane:
    """Plays steps and remembers the cursors it was started with."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.resumed: list[str] = []
        self.asked = 0

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        self.resumed.append(cursor)
        while self.steps:
            step = self.steps.pop(0)
            if isinstance(step, Exception):
                raise step
            if step is None:
                return
            yield step
            self.asked += 1


def lanes(clock: ManualClock, **named: Lane) -> Lanes:
    return Lanes({name: lane.stream for name, lane in named.items()}, main=frozenset({"one", "two"}), clock=clock)


async def exhaust(merged: Lanes) -> None:
    async for _batch in merged.stream({}):
        await settle()


async def test_a_lane_goes_on_only_after_its_batch_was_taken() -> None:
    one = Lane(batch("a", lane="one"), batch("b", lane="one"))
    stream = lanes(ManualClock(), one=one).stream({})
    await anext(stream)
    await settle()
    assert one.asked == 0
    await anext(stream)
    assert one.asked == 1
    await stream.aclose()


async def test_a_failing_lane_resumes_behind_its_cursor_while_the_others_go_on() -> None:
    clock = ManualClock()
    one = Lane(batch("a", lane="one", cursor="7"), Unreachable("gone"), batch("b", lane="one"))
    two = Lane(batch("x", lane="two"), batch("y", lane="two"))
    heard: list[Batch] = []

    async def listen() -> None:
        async for one_batch in lanes(clock, one=one, two=two).stream({"one": "5"}):
            heard.append(one_batch)

    scope = TaskScope("test")
    task = scope.spawn("listen", listen())
    await settle(60)
    assert [one_batch.trouble for one_batch in heard if one_batch.trouble] == ["gone"]
    await clock.advance(2)
    assert task.done()
    ids = {post.native_id for one_batch in heard for post in one_batch.posts}
    assert ids == {"a", "b", "x", "y"}
    assert one.resumed == ["5", "7"]


async def test_when_every_main_lane_fails_the_stream_fails() -> None:
    named = {"one": Lane(Unreachable("gone")), "two": Lane(Unreachable("gone too")), "extra": Lane(batch("a"))}
    with pytest.raises(Unreachable):
        await exhaust(lanes(ManualClock(), **named))


async def test_a_lost_sign_in_fails_the_whole_stream() -> None:
    named = {"one": Lane(batch("a")), "extra": Lane(SignInFailed("no"))}
    with pytest.raises(SignInFailed):
        await exhaust(lanes(ManualClock(), **named))


async def test_a_bug_in_a_lane_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        await exhaust(lanes(ManualClock(), one=Lane(ZeroDivisionError("bug"))))
