"""Posts that were delivered are asked for again, whatever the network."""

from collections.abc import Mapping, Sequence

from app.connectors.recheck import Recent, Recheck
from app.domain.post import Author, Batch, Post, PostKind
from tests.fakes.clock import NOON, FastClock


class Shelf(Recheck[str]):
    """Posts and their versions; `unreadable` ones are there and make no sense."""

    at_once = 2

    def __init__(self, versions: dict[str, str]) -> None:
        self.recent = Recent(3)
        super().__init__(self.recent, FastClock(times=1000))
        self.versions = versions
        self.unreadable: set[str] = set()
        self.asked: list[tuple[str, ...]] = []

    async def ask(self, keys: Sequence[str]) -> Mapping[str, tuple[str, str] | None]:
        self.asked.append(tuple(keys))
        there = {key: (self.versions[key], key) for key in keys if key in self.versions}
        return {**there, **{key: None for key in keys if key in self.unreadable}}

    async def changed(self, found: Sequence[str]) -> Sequence[Post]:
        for key in found:
            self.recent.remember(key, self.versions[key])
        author = Author(native_id="a", handle="a")
        return [
            Post(network="n", native_id=key, kind=PostKind.HEARD, text="x", created_at=NOON, author=author)
            for key in found
        ]

    async def gone(self, keys: Sequence[str]) -> Sequence[str]:
        return [f"native {key}" for key in keys]


async def first(shelf: Shelf, cursor: str = "") -> Batch:
    stream = shelf.stream(cursor)
    try:
        return await anext(stream)
    finally:
        await stream.aclose()


async def test_every_post_has_its_turn() -> None:
    shelf = Shelf(dict.fromkeys("abc", "1"))
    stream = shelf.stream('{"a":"1","b":"1","c":"1"}')
    shelf.versions["c"] = "2"
    assert [post.native_id for post in (await anext(stream)).posts] == ["c"]
    await stream.aclose()
    assert shelf.asked == [("a", "b"), ("c", "a")]


async def test_a_post_is_gone_when_two_looks_in_a_row_miss_it() -> None:
    shelf = Shelf({"a": "1"})
    batch = await first(shelf, '{"a":"1","b":"1"}')
    assert batch.deleted == ("native b",)
    assert batch.cursor == '{"a":"1"}'
    assert len(shelf.asked) == 2


async def test_a_post_that_cannot_be_read_is_not_gone() -> None:
    shelf = Shelf({})
    shelf.unreadable = {"a"}
    batch = await first(shelf, '{"a":"1","b":"1"}')
    assert batch.deleted == ("native b",)
    assert "a" in shelf.recent


async def test_only_the_newest_are_remembered_and_rubbish_is_no_list() -> None:
    shelf = Shelf(dict.fromkeys("abcd", "1"))
    for key in "abcd":
        shelf.recent.remember(key, "1")
    batch = await first(shelf, "rubbish")
    assert batch.cursor == '{"b":"1","c":"1","d":"1"}'
