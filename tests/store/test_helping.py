"""Questions on forums that strangers answer before us."""

import pytest

from app.core.clock import DAY, MINUTE
from app.domain.account import Account
from app.domain.post import PostKind
from app.store import accounts, helping, ingest, posts, thread_entries
from app.store.engine import Store
from app.store.helping import Helped
from tests.fakes.clock import NOON
from tests.store.builders import ACCOUNT, heard, take

FORUM = "discourse"
SINCE = NOON - 28 * DAY


@pytest.fixture(autouse=True)
async def forum(store: Store) -> None:
    """The house has an account on a forum."""
    made = Account(id=0, network=FORUM, handle="harbour", brand="Harbour")
    await store.write(lambda tx: accounts.save(tx, made))


async def ask(store: Store, native_id: str = "q", *, network: str = FORUM) -> None:
    await take(store, heard(native_id, kind=PostKind.COMMENT, by="mira", network=network))


async def answer(
    store: Store,
    native_id: str = "a",
    *,
    to: str = "q",
    by: str = "jon",
    minutes: int = 5,
    kind: PostKind = PostKind.HEARD,
    network: str = FORUM,
) -> None:
    at = NOON + minutes * MINUTE
    await take(store, heard(native_id, kind=kind, by=by, thread="q", parent=to, at=at, network=network))


async def count(store: Store) -> Helped:
    return await store.read(lambda tx: helping.helped(tx, since=SINCE))


async def test_a_strangers_answer_counts_and_is_shown_in_the_conversation(store: Store) -> None:
    await ask(store)
    await ask(store, "another")
    await answer(store)
    assert await count(store) == Helped(questions=2, answered=1)
    found = await store.read(lambda tx: posts.by_native(tx, FORUM, "q"))
    assert found is not None
    shown, _rest = await store.read(lambda tx: thread_entries.entries(tx, found.conversation_id))
    assert [(entry.native_id, entry.aside) for entry in shown if entry.native_id] == [("q", False), ("a", True)]


async def test_answer_and_question_in_one_batch_find_each_other(store: Store) -> None:
    question = heard("q", kind=PostKind.COMMENT, by="mira", network=FORUM)
    await take(store, question, heard("a", by="jon", thread="q", parent="q", at=NOON + 1, network=FORUM))
    assert (await count(store)).answered == 1


async def test_what_the_asker_adds_and_what_we_answer_is_no_help_of_the_community(store: Store) -> None:
    await ask(store)
    await answer(store, "more", by="mira", kind=PostKind.COMMENT)
    await answer(store, "ours", by="us", kind=PostKind.OWN)
    assert await count(store) == Helped(questions=1, answered=0)


@pytest.mark.parametrize(("minutes", "answered"), [(5, 1), (20, 0)])
async def test_only_who_answers_before_us_was_first(store: Store, minutes: int, answered: int) -> None:
    await ask(store)
    await answer(store, "ours", by="us", kind=PostKind.OWN, minutes=10)
    await answer(store, minutes=minutes)
    assert (await count(store)).answered == answered


async def test_an_answer_that_is_gone_and_one_to_somebody_else_do_not_count(store: Store) -> None:
    await ask(store)
    await ask(store, "other")
    await answer(store, "a")
    await answer(store, "b", to="a")
    await store.write(
        lambda tx: ingest.ingest(tx, [], account_id=ACCOUNT, lane="new", cursor=None, deleted=["a"], network=FORUM)
    )
    assert (await count(store)).answered == 0


async def test_elsewhere_strangers_speak_with_each_other_and_nothing_is_looked_up(store: Store) -> None:
    await ask(store, network="pond")
    await answer(store, network="pond")
    assert await count(store) == Helped(questions=0, answered=0)
