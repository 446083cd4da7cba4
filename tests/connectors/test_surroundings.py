"""What stands around a post: oldest first, our own still ours, the rest context."""

from app.connectors.surroundings import surroundings
from app.domain.post import Author, Post, PostKind
from tests.fakes.clock import NOON


def post(native_id: str, at: int, kind: PostKind) -> Post:
    author = Author(native_id="41", handle="mira")
    return Post(
        account_id=5, network="lemmy", native_id=native_id, author=author, text="Late.", created_at=at, kind=kind
    )


def test_a_thread_is_told_from_its_beginning_and_only_our_own_stays_what_it_is() -> None:
    told = [post("c", NOON + 2, PostKind.REPLY), post("a", NOON, PostKind.COMMENT), post("b", NOON + 1, PostKind.OWN)]
    shown = surroundings(told)
    assert [(one.native_id, one.kind) for one in shown] == [
        ("a", PostKind.CONTEXT),
        ("b", PostKind.OWN),
        ("c", PostKind.CONTEXT),
    ]


def test_of_one_moment_the_order_given_stays() -> None:
    told = [post(name, NOON, PostKind.HEARD) for name in "bac"]
    assert [one.native_id for one in surroundings(told)] == ["b", "a", "c"]
