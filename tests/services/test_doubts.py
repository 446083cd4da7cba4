"""The queue for the second opinion: bounded, first come first served, and nobody waits for it."""

from msgspec.structs import replace

from app.domain.heard import Heard
from app.services.doubts import Doubts
from tests.fakes.second_head import Mood, opinion, said
from tests.store.builders import heard


def doubted(native_id: str) -> Heard:
    return replace(heard(native_id), meaning=said(0.40, 0.35, 0.25))


def test_only_doubtful_posts_wait_in_the_order_they_came() -> None:
    doubts = Doubts(opinion(Mood()).is_doubtful)
    doubts.add([doubted("a"), replace(heard("b"), meaning=said(0.9, 0.05, 0.05)), doubted("c")])
    doubts.add([doubted("d")])
    assert doubts.take(2) == [("pond", "a"), ("pond", "c")]
    assert doubts.take(2) == [("pond", "d")]
    assert not doubts


def test_a_full_queue_drops_the_oldest_and_says_how_many() -> None:
    doubts = Doubts(opinion(Mood()).is_doubtful, most=2)
    doubts.add([doubted(name) for name in "abcde"])
    assert doubts.dropped == 3
    assert doubts.take(9) == [("pond", "d"), ("pond", "e")]
