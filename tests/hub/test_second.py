"""The second opinion at work: beside the listening, a batch at a time, and quiet where there is nothing to judge
with."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from app.core.clock import Clock
from app.core.settings import Settings, UnderstandingSettings
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.heard import Heard, Public
from app.domain.understanding import Sentiment
from app.hub import second
from app.hub.main import Hub
from app.hub.second import ASLEEP_SECONDS, AT_ONCE, REPORT_SECONDS, SecondLook, second_look
from app.language.embedding import NoEmbedding
from app.language.second import SecondOpinion
from app.services.doubts import Doubts
from app.services.house import House
from app.services.listening import Listening
from app.services.presence import Attendance
from app.store import posts
from app.store.engine import Store
from tests.fakes.clock import NOON, HurriedClock, ManualClock
from tests.fakes.pond import Water
from tests.fakes.second_head import Mood, head, opinion, said
from tests.hub.conftest import PATIENCE, Rooms
from tests.store.builders import heard, take

CLOSE = said(0.40, 0.35, 0.25)


class Desk:
    """A look with everything it needs."""

    def __init__(
        self, store: Store, clock: Clock, *, most: int = 1024, has_wall: Callable[[], bool] = lambda: False
    ) -> None:
        self.mood = Mood()
        self.opinion = opinion(self.mood)
        self.doubts = Doubts(self.opinion.is_doubtful, most=most)
        self.look = SecondLook(store, self.doubts, self.opinion, clock, model="test-1", has_wall=has_wall)
        self._store = store

    async def hear(self, *told: Heard) -> None:
        """As listening does: stored first."""
        await take(self._store, *told)
        self.doubts.add(told)


def doubted(native_id: str, text: str = "good") -> Heard:
    return replace(heard(native_id, text), meaning=CLOSE)


async def sentiment_of(store: Store, native_id: str) -> tuple[Sentiment, str]:
    found = await store.read(lambda tx: posts.by_native(tx, "pond", native_id))
    assert found is not None
    return found.meaning.sentiment, found.meaning.model


async def test_a_doubtful_post_is_judged_again_and_a_certain_one_is_not(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock)
    await desk.hear(doubted("a"), replace(heard("b", "good too"), meaning=said(0.8, 0.1, 0.1)))
    assert await desk.look.look() == 1
    assert desk.mood.read == ["good"]
    assert await sentiment_of(store, "a") == (Sentiment.POSITIVE, "test-1+second.mood")
    assert await sentiment_of(store, "b") == (Sentiment.NEGATIVE, "test-1")


async def test_a_second_delivery_is_not_judged_a_third_time(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock)
    for _delivery in range(2):
        await desk.hear(doubted("a"))
        await desk.look.look()
    assert desk.mood.read == ["good"]


async def test_a_person_who_was_faster_keeps_the_last_word(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock)
    await desk.hear(doubted("a"))
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    await store.write(lambda tx: posts.correct(tx, found.id, sentiment=Sentiment.NEUTRAL, by="eve"))
    assert await desk.look.look() == 0
    assert await sentiment_of(store, "a") == (Sentiment.NEUTRAL, "test-1")


def certain(native_id: str, *, public: Public, language: str = "en") -> Heard:
    return replace(heard(native_id, "good"), meaning=said(0.8, 0.1, 0.1, language=language), public=public)


async def test_what_a_wall_may_show_is_judged_again_once(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock)
    shown, waits = certain("a", public=Public.RELEASED), certain("b", public=Public.HELD)
    await desk.hear(shown, waits, certain("c", public=Public.RELEASED, language="de"))
    assert await desk.look.glance() == 1
    assert await desk.look.glance() == 0
    assert (await sentiment_of(store, "a"))[1] == "test-1+second.mood"
    assert [(await sentiment_of(store, name))[1] for name in "bc"] == ["test-1", "test-1"]


async def test_what_a_wall_may_show_comes_after_what_is_in_doubt_and_only_where_a_wall_is(store: Store) -> None:
    clock = HurriedClock()
    coming = iter([False, False, True])
    desk = Desk(store, clock, has_wall=lambda: next(coming, True))
    await desk.hear(certain("a", public=Public.RELEASED), doubted("b", "bad"))
    judged = asyncio.Event()
    store.listen(lambda changes: judged.set() if desk.mood.read == ["bad", "good"] else None)
    scope = TaskScope("test", clock=clock)
    scope.spawn("look", desk.look.work())
    await asyncio.wait_for(judged.wait(), PATIENCE)
    assert next(coming, None) is None
    await scope.close()


async def test_it_works_through_the_queue_in_batches_and_lets_its_memory_go(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock)
    await desk.hear(*(doubted(str(number)) for number in range(AT_ONCE + 1)))
    assert await desk.look.look() == AT_ONCE
    assert await desk.look.look() == 1
    rested = threading.Event()
    desk.opinion.rest = rested.set  # type: ignore[method-assign]
    scope = TaskScope("test", clock=clock)
    scope.spawn("look", desk.look.work())
    await clock.advance(ASLEEP_SECONDS - 2)
    assert not rested.is_set()
    await clock.advance(6)
    assert rested.wait(5)
    await scope.close()


async def test_what_there_was_no_time_for_is_reported_with_its_number(store: Store, clock: ManualClock) -> None:
    desk = Desk(store, clock, most=1)
    desk.doubts.add([doubted("a"), doubted("b"), doubted("c")])
    desk.doubts.take(1)
    scope = TaskScope("test", clock=clock)
    with capture_logs() as logged:
        scope.spawn("look", desk.look.work())
        await clock.advance(3 * REPORT_SECONDS)
    await scope.close()
    assert [(one["log_level"], one["posts"]) for one in logged] == [("info", 2)]


async def test_without_weights_every_post_keeps_its_first_opinion_and_one_line_says_so(
    store: Store, clock: ManualClock
) -> None:
    def none() -> Mood:
        raise NoEmbedding("The package is not installed.")

    doubts = Doubts(opinion(Mood()).is_doubtful)
    look = SecondLook(store, doubts, SecondOpinion(head(), none), clock, model="test-1")
    await take(store, doubted("a"))
    doubts.add([doubted("a")])
    with capture_logs() as logged:
        await look.work()
    assert [one["event"] for one in logged] == ["no second opinion: every post keeps its first"]
    assert await sentiment_of(store, "a") == (Sentiment.NEGATIVE, "test-1")


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    rooms.clock = HurriedClock()
    return await rooms.open_hub()


async def test_from_the_network_to_both_opinions(hub: Hub, brand: Account, water: Water) -> None:
    judged = asyncio.Event()
    stop = hub.house.store.listen(lambda changes: judged.set() if changes.edited else None)
    said_there = water.say("I am not sure this is what I wanted", at=NOON)
    await asyncio.wait_for(judged.wait(), PATIENCE)
    stop()
    found = await hub.house.store.read(lambda tx: posts.by_native(tx, "pond", said_there.native_id))
    assert found is not None
    first, _plus, mark = found.meaning.model.partition("+second.")
    assert first == hub.listening.understander.version
    assert mark


def a_listening() -> Listening:
    return cast(Listening, SimpleNamespace(doubts=None, understander=SimpleNamespace(version="test-1")))


def a_house(store: Store, clock: ManualClock, *, on: bool) -> House:
    settings = Settings(understanding=UnderstandingSettings(second_opinion=on))
    return cast(House, SimpleNamespace(settings=settings, store=store, clock=clock, attendance=Attendance()))


async def test_a_setting_turns_it_off(
    store: Store, clock: ManualClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nowhere = tmp_path_factory.mktemp("none") / "second.msgpack"
    off, on = a_listening(), a_listening()
    assert second_look(a_house(store, clock, on=False), off, taught=nowhere) is None
    assert off.doubts is None
    look = second_look(a_house(store, clock, on=True), on, taught=nowhere)
    assert look is not None
    assert on.doubts is not None
    look.close()


async def test_a_missing_file_means_the_first_opinion_and_one_line(
    store: Store, clock: ManualClock, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path_factory.mktemp("none") / "second.msgpack"
    monkeypatch.setattr("app.language.second.second_path", lambda: nowhere)
    listening = a_listening()
    with capture_logs() as logged:
        assert second.second_look(a_house(store, clock, on=True), listening, taught=nowhere) is None
    assert [one["log_level"] for one in logged] == ["warning"]
    assert "cannot be read" in logged[0]["error"]
    assert listening.doubts is None
