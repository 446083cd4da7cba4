"""Marked conversations are found, and left out, in every order; what people say marks them and clears them."""

import pytest
from sqlalchemy import delete

from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.reply import OutboxItem, OutboxState, Receipt
from app.domain.understanding import Objection
from app.store import conversations, lessons, marks, narrow, outbox, posts
from app.store.engine import Store
from app.store.tables import conversation_topics
from tests.fakes.clock import NOON
from tests.store.builders import ACCOUNT, mention, objected, take

ALDER = 3
ANY = View(statuses=tuple(Status), order="newest")
NOT_OUT = View(statuses=(Status.OPEN, Status.PENDING), order="newest", only=Mark.UNDELIVERED)


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


async def replied(store: Store, token: str = "t") -> OutboxItem:
    """A reply that is being sent, to the only conversation."""
    (card,), _after = await store.read(lambda tx: conversations.page(tx, ANY))
    await store.write(
        lambda tx: outbox.queue(
            tx, conversation_id=card.id, account_id=ACCOUNT, network="pond", handle="brand", to_handle="ann.test",
            text="we look into it", parent="a", thread="a", author="eve", token=token, not_before=NOON,
        )
    )  # fmt: skip
    (item,) = await store.write(lambda tx: outbox.claim(tx, now=NOON, limit=1, new_key=lambda _account: "k"))
    return item


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.UNKNOWN])
async def test_a_reply_that_is_not_out_is_found_until_it_is_or_is_put_away(store: Store, state: OutboxState) -> None:
    await take(store, mention("a", "alder"))
    item = await replied(store)
    assert await names(store, NOT_OUT) == []
    sending = {OutboxState.SENDING}
    await store.write(lambda tx: outbox.move(tx, item.id, to=state, expect=sending, error="no"))
    assert await names(store, NOT_OUT) == ["alder"]
    if state is OutboxState.FAILED:
        await store.write(lambda tx: outbox.move(tx, item.id, to=OutboxState.CANCELLED, expect={state}))
    else:
        await store.write(lambda tx: outbox.sent(tx, item, Receipt(native_id="r"), expect={state}))
    assert await names(store, NOT_OUT) == []


async def test_a_newer_reply_hides_no_failed_one(store: Store) -> None:
    await take(store, mention("a", "alder"))
    item = await replied(store)
    await store.write(lambda tx: outbox.failed(tx, item.id, expect={OutboxState.SENDING}, error="no"))
    await replied(store, "u")
    assert await names(store, NOT_OUT) == ["alder"]


async def test_a_resolved_conversation_comes_back_when_nobody_can_tell_whether_the_reply_is_out(store: Store) -> None:
    await take(store, mention("a", "alder"))
    item = await replied(store)
    (card,), _after = await store.read(lambda tx: conversations.page(tx, ANY))
    await store.write(lambda tx: outbox.move(tx, item.id, to=OutboxState.UNKNOWN, expect={OutboxState.SENDING}))
    await store.write(lambda tx: conversations.set_status(tx, [card.id], Status.RESOLVED, by="eve"))
    await store.write(lambda tx: outbox.look_later(tx, item.id, error="murky", at=NOON))
    assert await names(store, View()) == []
    await store.write(lambda tx: outbox.look_later(tx, item.id, error="murky", at=NOON, reopen=True))
    assert await names(store, View(only=Mark.UNDELIVERED)) == ["alder"]


async def test_what_failed_before_it_was_listed_is_listed_once(store: Store) -> None:
    await take(store, mention("a", "alder"))
    item = await replied(store)
    await store.write(lambda tx: outbox.failed(tx, item.id, expect={OutboxState.SENDING}, error="no"))
    await store.write(lambda tx: tx.connection.execute(delete(conversation_topics)))
    assert await names(store, NOT_OUT) == []
    await store.write(marks.list_once)
    assert await names(store, NOT_OUT) == ["alder"]
