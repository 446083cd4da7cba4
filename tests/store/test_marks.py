"""Marked conversations are found, and left out, in every order; what people say marks them and clears them."""

import pytest
from sqlalchemy import delete

from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.understanding import Objection
from app.store import conversations, lessons, marks, narrow, posts
from app.store.engine import Store
from app.store.tables import conversation_topics
from tests.fakes.clock import NOON
from tests.store.builders import mention, objected, take

ALDER = 3


async def names(store: Store, view: View) -> list[str]:
    """The first words of a view's cards."""
    cards, _after = await store.read(lambda tx: conversations.page(tx, view))
    return [card.text.split()[0] for card in cards]


async def filled(store: Store) -> None:
    """Two that belong, one of another matter, one like spam."""
    off = objected(mention("b", "cider recipe", by="bo", topics=(ALDER,), at=NOON + 1), Objection(ALDER, ("recipe",)))
    spam = objected(mention("c", "cheap loans", by="cy", at=NOON + 2), Objection(0, ("loans",)))
    await take(
        store, mention("a", "alder delay", topics=(ALDER,)), off, spam, mention("d", "door", by="di", at=NOON + 3)
    )


@pytest.mark.parametrize("few", [narrow.FEW, 0])
@pytest.mark.parametrize("order", ["newest", "due", "priority"])
async def test_only_those_with_a_mark_or_all_but_them(
    store: Store, order: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrow, "FEW", few)
    await filled(store)
    assert await names(store, View(order=order, only=Mark.NOT_ABOUT_US)) == ["cider"]
    assert await names(store, View(order=order, only=Mark.SPAM)) == ["cheap"]
    assert await names(store, View(order=order, only=Mark.UNDELIVERED)) == []
    without = await names(store, View(order=order, without=(Mark.NOT_ABOUT_US, Mark.SPAM)))
    assert sorted(without) == ["alder", "door"]
    assert await names(store, View(order=order, topic_id=ALDER, without=(Mark.NOT_ABOUT_US,))) == ["alder"]
    assert await names(store, View(order=order, topic_id=ALDER, only=Mark.SPAM)) == []


async def test_a_mark_follows_its_conversation_to_another_status(store: Store) -> None:
    await filled(store)
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View(only=Mark.SPAM)))
    await store.write(lambda tx: conversations.set_status(tx, [card.id], Status.RESOLVED, by="eve"))
    assert await names(store, View(only=Mark.SPAM)) == []
    assert await names(store, View(statuses=(Status.RESOLVED,), order="resolved", only=Mark.SPAM)) == ["cheap"]


async def test_what_a_person_said_is_not_about_us_is_marked_until_somebody_says_otherwise(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    post = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert post is not None
    for about, found in ((False, ["alder"]), (True, [])):
        await store.write(lambda tx, about=about: lessons.say_about(tx, post.id, ALDER, about=about, by="eve"))  # type: ignore[misc]
        assert await names(store, View(only=Mark.NOT_ABOUT_US)) == found
        assert await names(store, View(without=(Mark.NOT_ABOUT_US,))) == ([] if found else ["alder"])


async def test_who_speaks_of_a_topic_again_is_about_us_again(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,), thread="a"))
    post = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert post is not None
    await store.write(lambda tx: lessons.say_about(tx, post.id, ALDER, about=False, by="eve"))
    await take(store, mention("b", "my train", topics=(ALDER,), thread="a", at=NOON + 5))
    assert await names(store, View(only=Mark.NOT_ABOUT_US)) == []


async def test_what_was_labelled_before_there_were_lists_is_listed_once(store: Store) -> None:
    await filled(store)
    await store.write(lambda tx: tx.connection.execute(delete(conversation_topics)))
    assert await names(store, View(only=Mark.NOT_ABOUT_US)) == []
    for _time in range(2):
        await store.write(marks.list_once)
        assert await names(store, View(only=Mark.NOT_ABOUT_US)) == ["cider"]
        assert await names(store, View(only=Mark.SPAM)) == ["cheap"]
