"""Listening to a forum by asking: lanes that read back to a cursor, and posts asked for again."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from msgspec.structs import replace

from app.connectors.board import AT_ONCE, HELD, RECHECK, WATCHED, Asked, Board, Delivered, Found
from app.domain.post import Author, Batch, Post, PostKind
from tests.fakes.clock import NOON, FastClock, ManualClock


def post(number: int = 1, text: str = "words", *, at: int = NOON) -> Post:
    author = Author(native_id="mira", handle="mira")
    return Post(network="forum", native_id=f"f/{number}", kind=PostKind.HEARD, text=text, created_at=at, author=author)


async def heard(pages: Sequence[Found], *, batches: int, board: Board | None = None) -> list[Batch]:
    """The first batches of a lane whose every look finds these pages."""

    async def look(_cursor: str) -> AsyncGenerator[Found, None]:
        for page in pages:
            yield page

    made = board or Board(FastClock(times=10_000))
    found: list[Batch] = []
    async with aclosing(made.listen("", lane="new", look=look, every=30)) as stream:
        async for batch in stream:
            found.append(batch)
            if len(found) == batches:
                break
    return found


async def test_a_look_ends_with_the_cursor_and_what_was_delivered_is_not_delivered_again() -> None:
    first, end, again = await heard([Found([post(2), post(1)]), Found([], "2")], batches=3)
    assert [one.native_id for one in first.posts] == ["f/2", "f/1"]
    assert (first.cursor, end.cursor, end.posts) == (None, "2", ())
    assert end.caught_up_to > 0
    assert (again.posts, again.cursor) == ((), "2")


async def test_what_lies_in_the_past_is_told_apart_from_what_happens_now() -> None:
    old, new, _end = await heard([Found([post(2), post(1, at=NOON - 3_600_000)], "2")], batches=3)
    assert (old.backfill, new.backfill) == (True, False)
    assert [batch.posts[0].native_id for batch in (old, new)] == ["f/1", "f/2"]


async def test_a_question_on_a_later_page_is_handed_over_before_its_answer() -> None:
    pages = [Found([post(2, at=NOON - 500)]), Found([post(1, at=NOON - 1000)]), Found([], "2")]
    (first,) = await heard(pages, batches=1)
    assert [one.native_id for one in first.posts] == ["f/1", "f/2"]


async def test_what_is_held_has_an_end() -> None:
    pages = [Found([post(number) for number in range(start, start + AT_ONCE)]) for start in range(0, 2 * HELD, AT_ONCE)]

    async def look(_cursor: str) -> AsyncGenerator[Found, None]:
        for number, page in enumerate(pages):
            read.append(number)
            yield page

    read: list[int] = []
    async with aclosing(Board(FastClock()).listen("", lane="new", look=look, every=30)) as stream:
        await anext(stream)
    assert len(read) == HELD // AT_ONCE


async def test_many_posts_are_handed_over_in_portions() -> None:
    posts = [post(number) for number in range(AT_ONCE + 1)]
    first, second, _end = await heard([Found(posts, "9")], batches=3)
    assert (len(first.posts), len(second.posts)) == (AT_ONCE, 1)


async def test_a_stored_cursor_is_kept_while_nothing_is_new() -> None:
    async def look(_cursor: str) -> AsyncGenerator[Found, None]:
        yield Found([])

    async with aclosing(Board(FastClock()).listen("7", lane="new", look=look, every=30)) as stream:
        assert (await anext(stream)).cursor == "7"


def test_other_words_are_an_edit_even_where_the_network_tells_no_moment() -> None:
    delivered = Delivered(ManualClock())
    delivered.keep([post()])
    assert delivered.news([post()]) == []
    (edited,) = delivered.news([post(text="other words")])
    assert edited.edited_at == NOON
    (told,) = delivered.news([replace(post(text="other words"), edited_at=5)])
    assert told.edited_at == 5


def test_an_accepted_answer_is_news_and_no_edit() -> None:
    delivered = Delivered(ManualClock())
    delivered.keep([post()])
    (accepted,) = delivered.news([replace(post(), accepted=True)])
    assert (accepted.accepted, accepted.edited_at) == (True, 0)


def test_the_newest_are_watched_and_survive_a_restart() -> None:
    delivered = Delivered(ManualClock())
    delivered.keep(post(number) for number in range(WATCHED + 5))
    resumed = Delivered(ManualClock())
    resumed.resume(delivered.cursor())
    assert resumed.watched() == delivered.watched()
    assert len(resumed.watched()) == WATCHED
    assert "f/4" not in resumed
    assert resumed.news([post(WATCHED)]) == []


def test_a_cursor_that_makes_no_sense_watches_nothing() -> None:
    delivered = Delivered(ManualClock())
    delivered.resume("[nonsense")
    assert delivered.watched() == []


async def test_posts_are_asked_for_again_in_turn_and_what_became_of_them_is_told() -> None:
    board = Board(FastClock(times=10_000))
    board.delivered.keep(post(number) for number in range(15))
    asked: list[list[str]] = []

    async def again(native_ids: Sequence[str]) -> Asked:
        asked.append(list(native_ids))
        changed = [post(14, text="other")] if "f/14" in native_ids else []
        return Asked([*changed, post(99)], ["f/3"] if "f/3" in native_ids else [])

    async with aclosing(board.recheck("", again=again)) as stream:
        found = [await anext(stream) for _batch in range(2)]
    assert [one.native_id for one in found[0].posts] == ["f/14"]
    assert (found[1].posts, found[1].deleted) == ((), ("f/3",))
    assert {batch.lane for batch in found} == {RECHECK}
    assert set(asked[0] + asked[1]) == {f"f/{number}" for number in range(15)}
    assert "f/3" not in board.delivered
