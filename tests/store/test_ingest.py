"""What a delivered batch leaves in the store."""

import pytest
from msgspec import structs

from app.core.clock import MINUTE, minute_of
from app.domain.changes import Changes
from app.domain.conversation import UNTIL_THEY_WRITE, Card, Status, View
from app.domain.counts import Count, CountKey
from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.understanding import Sentiment
from app.store import conversations, cursors, posts, rollups
from app.store.engine import Store
from app.store.ingest import IngestResult
from tests.fakes.clock import NOON
from tests.store.builders import ACCOUNT, author, heard, mention, take

EVERY = View(statuses=tuple(Status))


async def cards(store: Store) -> list[Card]:
    found, _ = await store.read(lambda tx: conversations.page(tx, EVERY))
    return found


async def only_card(store: Store) -> Card:
    (found,) = await cards(store)
    return found


async def news_of(store: Store) -> list[Changes]:
    news: list[Changes] = []
    store.listen(news.append)
    return news


async def test_a_post_comes_back_as_it_was_heard(store: Store) -> None:
    said = heard("a", "das Paket ist weg 📦", topics=(3, 5), public=Public.RELEASED, score=-0.5)
    await take(store, said)
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    assert (found.post, found.meaning, found.topics, found.public) == (said.post, said.meaning, (3, 5), Public.RELEASED)
    assert not found.gone


async def test_an_answer_accepted_later_is_marked_and_labels_are_kept(store: Store) -> None:
    said = heard("a")
    labelled = structs.replace(said, post=structs.replace(said.post, labels=("spam", "porn")))
    await take(store, labelled)
    accepted = structs.replace(labelled, post=structs.replace(labelled.post, accepted=True))
    assert await take(store, accepted) == IngestResult(repeated=1)
    assert await take(store, labelled) == IngestResult(repeated=1), "an older delivery takes nothing back"
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    assert (found.post.accepted, found.post.labels) == (True, ("spam", "porn"))


async def test_second_delivery_of_a_post_changes_nothing(store: Store) -> None:
    await take(store, mention("a", topics=(3,), promise_minutes=30), cursor="1")
    before = await only_card(store)
    news = await news_of(store)
    result = await take(store, mention("a", topics=(3,), promise_minutes=30), cursor="2")
    assert result == IngestResult(repeated=1)
    assert await only_card(store) == before
    assert news == []
    counted = await store.read(lambda tx: rollups.since(tx, 0))
    assert [count.posts for count in counted] == [1, 1]


async def test_a_post_twice_in_one_batch_is_one_post(store: Store) -> None:
    result = await take(store, heard("a"), heard("a"))
    assert result == IngestResult(new=1, repeated=1)


async def test_the_same_native_id_on_two_networks_is_two_posts(store: Store) -> None:
    result = await take(store, heard("a"), heard("a", network="lake"))
    assert result.new == 2


async def test_posts_and_people_of_several_networks_are_known_again_whatever_their_names_hold(store: Store) -> None:
    names = ("a", "it's", '["a"]', "100%s", ":wanted", "🐟\n")
    said = [heard(name, network=network, by=name) for name in names for network in ("pond", "lake", "o'sea")]
    assert (await take(store, *said)).new == 18
    assert await take(store, *said) == IngestResult(repeated=18)
    again = [heard(f"{one.post.native_id}2", network=one.post.network, by=one.post.author) for one in said]
    assert (await take(store, *again)).new == 18
    people = await store.read(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM people").scalar())
    assert people == 18, "who wrote the second posts was known"


async def test_cursor_is_stored_with_its_batch(store: Store) -> None:
    await take(store, heard("a"), cursor="41", lane="search")
    await take(store, heard("b"), cursor=None, lane="search")
    await take(store, cursor="9", lane="firehose")
    assert await store.read(lambda tx: cursors.get(tx, ACCOUNT)) == {"search": "41", "firehose": "9"}


async def test_a_failed_transaction_leaves_neither_posts_nor_cursor(store: Store) -> None:
    from app.store import ingest

    def work(tx: object) -> None:
        ingest.ingest(tx, [heard("a")], account_id=ACCOUNT, lane="x", cursor="1")  # type: ignore[arg-type]
        raise RuntimeError("the hub fell over")

    with pytest.raises(RuntimeError, match="fell over"):
        await store.write(work)
    assert await store.read(lambda tx: posts.by_native(tx, "pond", "a")) is None
    assert await store.read(lambda tx: cursors.get(tx, ACCOUNT)) == {}


async def test_news_name_posts_conversations_and_counts(store: Store) -> None:
    news = await news_of(store)
    await take(store, heard("a"), mention("b"), backfill=True)
    (told,) = news
    assert len(told.posts) == 2
    assert len(told.conversations) == 1
    assert told.backfill
    assert sum(count.posts for count in told.counts) == 2
    assert told.sequence == store.sequence


async def test_counts_are_kept_per_topic_network_language_region_and_sentiment(store: Store) -> None:
    bad = Sentiment.NEGATIVE
    await take(
        store,
        heard("a", topics=(3,), sentiment=bad, score=-0.5, reach=100),
        heard("b", topics=(3,), sentiment=bad, score=-0.25, reach=50, by="ben", public_ok=False),
        heard("c", at=NOON + MINUTE),
    )
    await take(store, heard("d", topics=(3,), sentiment=bad, score=-1.0, reach=1))
    minute = minute_of(NOON)
    counted = {count.key: count for count in await store.read(lambda tx: rollups.since(tx, minute))}
    key = CountKey(minute, 3, "pond", "en", "", bad)
    assert counted[key] == Count(key, 3, 151, -1750, 1, 3)
    assert counted[CountKey(minute, 0, "pond", "en", "", bad)].posts == 3
    assert counted[CountKey(minute + 1, 0, "pond", "en", "", Sentiment.NEUTRAL)].posts == 1
    assert len(counted) == 3


@pytest.mark.parametrize("kind", [PostKind.OWN, PostKind.CONTEXT])
async def test_own_and_context_posts_are_not_counted(store: Store, kind: PostKind) -> None:
    await take(store, heard("a", kind=kind))
    assert await store.read(lambda tx: rollups.since(tx, 0)) == []


async def test_a_context_post_heard_later_is_counted_then(store: Store) -> None:
    await take(store, heard("a", kind=PostKind.CONTEXT))
    await take(store, heard("a"))
    assert [count.posts for count in await store.read(lambda tx: rollups.since(tx, 0))] == [1]


async def test_an_edit_replaces_text_and_meaning(store: Store) -> None:
    await take(store, mention("a", "I hate this", topics=(3,), sentiment=Sentiment.NEGATIVE))
    result = await take(
        store, mention("a", "I love this", topics=(4,), sentiment=Sentiment.POSITIVE, edited_at=NOON + 5)
    )
    assert result == IngestResult(edited=1)
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    assert (found.post.text, found.meaning.sentiment, found.topics) == ("I love this", Sentiment.POSITIVE, (4,))
    assert (await only_card(store)).text == "I love this"
    assert await store.read(lambda tx: posts.released(tx, topic=3)) == []


async def test_an_older_edit_delivered_late_changes_nothing(store: Store) -> None:
    await take(store, heard("a", "second", edited_at=NOON + 10))
    result = await take(store, heard("a", "first", edited_at=NOON + 5))
    assert result == IngestResult(repeated=1)


async def test_an_edit_is_judged_anew_but_a_blocked_post_stays_blocked(store: Store) -> None:
    await take(store, heard("a", public=Public.RELEASED), heard("b", public=Public.BLOCKED))
    edited = {"edited_at": NOON + 1}
    await take(store, heard("a", "x", public=Public.HELD, **edited), heard("b", "x", public=Public.RELEASED, **edited))
    states = [await store.read(lambda tx, name=name: posts.by_native(tx, "pond", name)) for name in "ab"]
    assert [one.public for one in states if one] == [Public.HELD, Public.BLOCKED]


async def test_a_deleted_post_loses_its_text_and_can_never_be_shown(store: Store) -> None:
    await take(store, heard("a", public=Public.RELEASED))
    news = await news_of(store)
    result = await take(store, deleted=("a", "unknown"))
    assert result == IngestResult(deleted=1)
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    assert (found.post.text, found.gone, found.public) == ("", True, Public.BLOCKED)
    assert news[0].deleted == (found.id,)


async def test_a_deleted_post_delivered_again_stays_deleted(store: Store) -> None:
    await take(store, heard("a"), deleted=("a",))
    assert await take(store, heard("a", "again", edited_at=NOON + 9)) == IngestResult(repeated=1)
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    assert found.post.text == ""


async def test_all_that_an_author_said_goes_with_the_account_and_nothing_else(store: Store) -> None:
    elsewhere = heard("far", network="sea")
    await take(store, heard("a"), heard("b", by="bob"), mention("c"), elsewhere)
    assert await take(store, heard("d"), deleted_authors=("did:ann", "did:nobody")) == IngestResult(new=1, deleted=3)
    found = {name: await store.read(lambda tx, name=name: posts.by_native(tx, "pond", name)) for name in "abcd"}
    assert {name for name, one in found.items() if one and one.gone} == {"a", "c", "d"}
    assert (await only_card(store)).text == ""
    far = await store.read(lambda tx: posts.by_native(tx, "sea", "far"))
    assert far is not None
    assert not far.gone


async def test_an_account_that_is_gone_twice_changes_nothing_the_second_time(store: Store) -> None:
    await take(store, heard("a"), deleted_authors=("did:ann",))
    assert await take(store, deleted_authors=("did:ann",)) == IngestResult()


async def test_counts_stay_when_a_post_is_deleted(store: Store) -> None:
    await take(store, heard("a"))
    await take(store, deleted=("a",))
    assert [count.posts for count in await store.read(lambda tx: rollups.since(tx, 0))] == [1]


async def test_a_deletion_shows_the_newest_post_that_is_left(store: Store) -> None:
    await take(store, mention("a", "first"), mention("b", "second", thread="a", at=NOON + 1))
    await take(store, deleted=("b",))
    assert (await only_card(store)).text == "first"
    await take(store, deleted=("a",))
    assert (await only_card(store)).text == ""


async def test_a_person_is_known_by_the_networks_own_id(store: Store) -> None:
    await take(store, mention("a", by=author("ann", handle="old.test", followers=5)))
    await take(store, mention("b", by=author("ann", handle="new.test", followers=9)))
    first, second = await cards(store)
    assert first.person_id == second.person_id
    assert {first.handle, second.handle} == {"new.test"}


@pytest.mark.parametrize("kind", [PostKind.MENTION, PostKind.REPLY, PostKind.COMMENT, PostKind.DIRECT])
async def test_what_addresses_us_opens_a_conversation(store: Store, kind: PostKind) -> None:
    await take(store, heard("a", kind=kind, promise_minutes=30, priority=40))
    card = await only_card(store)
    assert (card.status, card.unread, card.due_at) == (Status.OPEN, True, NOON + 30 * MINUTE)
    assert (card.priority, card.reasons) == (40, (("reach", 40),))
    assert (card.text, card.handle, card.account_id) == ("the parcel is late", "ann.test", ACCOUNT)


@pytest.mark.parametrize("kind", [PostKind.HEARD, PostKind.CONTEXT, PostKind.OWN])
async def test_what_does_not_address_us_opens_none(store: Store, kind: PostKind) -> None:
    await take(store, heard("a", kind=kind))
    assert await cards(store) == []


async def test_a_heard_post_that_turns_out_to_address_us_opens_one(store: Store) -> None:
    await take(store, heard("a", topics=(3,)))
    await take(store, mention("a", topics=(3,), promise_minutes=10))
    card = await only_card(store)
    assert card.due_at == NOON + 10 * MINUTE
    assert [count.posts for count in await store.read(lambda tx: rollups.since(tx, 0))] == [1, 1]


async def test_the_same_person_in_the_same_thread_continues_the_conversation(store: Store) -> None:
    await take(store, mention("a", promise_minutes=30, topics=(3,)))
    await take(store, heard("b", "hello?", kind=PostKind.REPLY, thread="a", parent="a", at=NOON + MINUTE, topics=(4,)))
    card = await only_card(store)
    assert (card.text, card.last_at, card.due_at) == ("hello?", NOON + MINUTE, NOON + 30 * MINUTE)
    assert card.topics == (3, 4)


async def test_another_person_in_the_same_thread_has_a_conversation_of_his_own(store: Store) -> None:
    await take(store, mention("a"), mention("b", thread="a", by="ben"))
    assert len(await cards(store)) == 2


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.PENDING, Status.SNOOZED])
async def test_a_new_post_reopens_what_was_put_aside(store: Store, status: Status) -> None:
    await take(store, mention("a", promise_minutes=30))
    known = await only_card(store)
    await store.write(lambda tx: conversations.set_status(tx, [known.id], status, until=UNTIL_THEY_WRITE, by="eve"))
    await store.write(lambda tx: conversations.mark_read(tx, known.id))
    await take(store, mention("b", thread="a", at=NOON + MINUTE, promise_minutes=30))
    card = await only_card(store)
    assert (card.status, card.unread, card.snoozed_until) == (Status.OPEN, True, 0)
    running = status is Status.SNOOZED
    assert card.due_at == NOON + (30 if running else 31) * MINUTE


async def test_our_own_post_makes_the_conversation_wait_for_the_person(store: Store) -> None:
    await take(store, mention("a", promise_minutes=30))
    own = heard("o", "we look", kind=PostKind.OWN, by="brand", thread="a", parent="a", at=NOON + MINUTE)
    await take(store, own)
    card = await only_card(store)
    assert (card.status, card.due_at, card.last_at) == (Status.PENDING, 0, NOON + MINUTE)
    assert card.text == "@brand where is my parcel"


async def test_catching_up_does_not_reopen_what_was_answered_since(store: Store) -> None:
    await take(store, mention("a"))
    await take(store, heard("o", kind=PostKind.OWN, by="brand", parent="a", at=NOON + 9 * MINUTE))
    await take(store, mention("b", thread="a", at=NOON + MINUTE), backfill=True)
    assert (await only_card(store)).status is Status.PENDING
    await take(store, mention("c", thread="a", at=NOON + 10 * MINUTE), backfill=True)
    assert (await only_card(store)).status is Status.OPEN


async def test_an_older_post_delivered_late_does_not_hide_the_newer_one(store: Store) -> None:
    await take(store, mention("b", "newer", thread="a", at=NOON + MINUTE))
    await take(store, mention("a", "older", at=NOON))
    card = await only_card(store)
    assert (card.text, card.last_at) == ("newer", NOON + MINUTE)


async def test_a_fetched_thread_is_shown_in_its_conversation(store: Store) -> None:
    await take(store, mention("b", "me too", thread="a", parent="a", at=NOON + 1))
    card = await only_card(store)
    await take(store, heard("a", "broken", kind=PostKind.CONTEXT, by="ben"), conversation_id=card.id)
    entries, _ = await store.read(lambda tx: conversations.entries(tx, card.id))
    assert [entry.text for entry in entries] == ["broken", "me too"]
