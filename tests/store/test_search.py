"""Full-text search: what is found, when, and that no question can break it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.stored import StoredPost
from app.store import search
from app.store.engine import Store
from app.store.words import phrases_of, words_of
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import heard, take


async def catch_up(store: Store) -> int:
    done = 0
    while step := await store.write(lambda tx: search.catch_up(tx, 2)):
        done += step
    return done


async def find(store: Store, question: str, **how: int) -> list[str]:
    found: list[StoredPost]
    found, _, _ = await store.read(lambda tx: search.find(tx, question, **how))  # type: ignore[arg-type]
    return [one.post.text for one in found]


@pytest.mark.parametrize(
    ("said", "question", "is_found"),
    [
        ("The parcel is LATE", "parcel", True),
        ("The parcel is LATE", "late parcel", True),
        ("The parcel is LATE", "parcels", False),
        ("The parcel is LATE", "par", False),
        ("The parcel is LATE", "par*", True),
        ("The parcel is LATE", '"parcel is late"', True),
        ("The parcel is LATE", '"late parcel"', False),
        ("Où est mon café?", "ou cafe", True),
        ("Straße gesperrt", "STRASSE", True),
        ("e-mail me @brand #help", "e-mail", True),
        ("e-mail me @brand #help", "@brand", True),
        ("e-mail me @brand #help", "#help", True),
        ("荷物が届きません", "届き", True),
        ("荷物が届きません", "荷物", True),
        ("荷物が届きません", "物", True),
        ("荷物が届きません", "届荷", False),
        ("พัสดุของฉันอยู่ที่ไหน", "พัสดุ", True),
        ("พัสดุของฉันอยู่ที่ไหน", "อยู่ที่ไหน", True),
        ("新しいiPhone15を買う", "iphone15", True),
        ("택배가 안 와요", "택배", True),
        ("где моя посылка", "посылка", True),
        ("मेरा पार्सल कहाँ है", "पार्सल", True),
        ("طردي متأخر", "متأخر", True),
        ("anything", "   ", False),
        ("anything", "!?…", False),
    ],
)
async def test_words_are_found_in_any_script(store: Store, said: str, question: str, is_found: bool) -> None:
    await take(store, heard("a", said), heard("b", "something else"))
    await catch_up(store)
    assert await find(store, question) == ([said] if is_found else [])


async def test_hits_come_newest_first_behind_a_cursor(store: Store) -> None:
    await take(store, *(heard(f"{number}", f"parcel {number}") for number in range(5)))
    await catch_up(store)
    shown, after = [], ""
    while True:
        found, _, after = await store.read(lambda tx, at=after: search.find(tx, "parcel", after=at, limit=2))
        shown += [one.post.text for one in found]
        if not after:
            break
    assert shown == [f"parcel {number}" for number in (4, 3, 2, 1, 0)]


async def test_an_answer_says_how_fresh_the_index_is(store: Store, clock: ManualClock) -> None:
    await take(store, heard("a"))
    await catch_up(store)
    await clock.advance(60)
    await take(store, heard("b"))
    await clock.advance(60)
    _, fresh_to, _ = await store.read(lambda tx: search.find(tx, "parcel"))
    assert fresh_to == NOON + 60_000
    assert await catch_up(store) == 1
    _, fresh_to, _ = await store.read(lambda tx: search.find(tx, "parcel"))
    assert fresh_to == NOON + 120_000


async def test_catching_up_ends_and_indexes_every_post_once(store: Store) -> None:
    await take(store, *(heard(f"{number}") for number in range(5)))
    assert await catch_up(store) == 5
    assert await store.write(search.catch_up) == 0


@pytest.mark.parametrize("indexed_before", [True, False])
async def test_an_edited_post_is_found_by_its_new_words_only(store: Store, indexed_before: bool) -> None:
    await take(store, heard("a", "old words"))
    if indexed_before:
        await catch_up(store)
    await take(store, heard("a", "new words", edited_at=NOON + 1))
    await take(store, heard("a", "newest words", edited_at=NOON + 2))
    await catch_up(store)
    assert await find(store, "old") == await find(store, "new") == []
    assert await find(store, "newest") == ["newest words"]


async def test_a_deleted_post_is_not_found_even_before_the_index_knows(store: Store) -> None:
    await take(store, heard("a", "secret"))
    await catch_up(store)
    await take(store, deleted=("a",))
    assert await find(store, "secret") == []
    await catch_up(store)
    assert await store.read(lambda tx: search.matching(tx, "secret", limit=9)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=40) | st.text(alphabet="\"'*()-+:^{}~|&!<>\\ aNEARORANDNOT", max_size=30))
def test_no_question_is_a_syntax_error(search_base: "SearchBase", question: str) -> None:
    search_base.ask(question)


@given(text=st.text(max_size=60))
def test_every_word_of_a_text_asks_for_that_text(text: str) -> None:
    words = words_of(text)
    asked = {word for phrase in phrases_of(text.replace('"', " ")) for word in phrase.words}
    assert asked <= set(words)


class SearchBase:
    """A database that can be asked outside of an event loop."""

    def __init__(self, url: str) -> None:
        from app.store import connect

        self._engine = connect.readers(connect.parse(url), 1)

    def ask(self, question: str) -> None:
        from app.store.transaction import Read

        with self._engine.connect() as connection, connection.begin():
            assert search.matching(Read(connection, ManualClock()), question, limit=5) == []

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def search_base(url: str):  # type: ignore[no-untyped-def]
    base = SearchBase(url)
    yield base
    base.close()
