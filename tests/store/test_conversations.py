"""Conversations: pages, filters, counts, changes and threads."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.clock import HOUR, MINUTE, Millis
from app.core.errors import BadInput, NotFound
from app.domain.conversation import UNTIL_THEY_WRITE, Card, EntryKind, Status, View
from app.domain.principal import HUB
from app.store import answering, audit, conversations, narrow, people, rollups, search
from app.store.engine import Store
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import ACCOUNT, heard, mention, take

EVERY = tuple(Status)


async def pages(store: Store, view: View, *, limit: int) -> list[Card]:
    """All pages of a view, one after another."""
    found: list[Card] = []
    after = ""
    while True:
        part, after = await store.read(lambda tx, behind=after: conversations.page(tx, view, after=behind, limit=limit))
        found += part
        if not after:
            return found


async def names(store: Store, view: View, *, limit: int = 100) -> list[str]:
    return [card.text for card in await pages(store, view, limit=limit)]


async def id_of(store: Store, text: str) -> int:
    return next(card.id for card in await pages(store, View(statuses=EVERY), limit=500) if card.text == text)


async def furnish(store: Store) -> None:
    """Five conversations: text says what is special."""
    await take(
        store,
        mention("1", "soon", promise_minutes=10, priority=10, by="ann", topics=(3,)),
        mention("2", "later", promise_minutes=30, priority=90, by="ben", at=NOON + 1),
        mention("3", "never", priority=50, by="cid", at=NOON + 2, account_id=8),
        mention("4", "other network", priority=50, by="dan", at=NOON + 3, network="lake"),
        mention("5", "soonest", promise_minutes=5, by="eve", at=NOON + 4, topics=(3, 4)),
    )


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("due", ["soonest", "soon", "later", "never", "other network"]),
        ("newest", ["soonest", "other network", "never", "later", "soon"]),
        ("priority", ["later", "other network", "never", "soon", "soonest"]),
    ],
)
async def test_pages_of_any_size_show_every_conversation_once_in_order(
    store: Store, order: str, expected: list[str], limit: int
) -> None:
    await furnish(store)
    assert await names(store, View(order=order), limit=limit) == expected


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_several_statuses_are_merged_in_order(store: Store, limit: int) -> None:
    await furnish(store)
    later = await id_of(store, "later")
    await store.write(lambda tx: conversations.set_status(tx, [later], Status.SNOOZED, until=NOON + HOUR, by="eve"))
    shown = await names(store, View(statuses=(Status.OPEN, Status.SNOOZED)), limit=limit)
    assert shown == ["soonest", "soon", "later", "never", "other network"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(account_id=8), ["never"]),
        (View(topic_id=3), ["soonest", "soon"]),
        (View(topic_id=4, account_id=ACCOUNT), ["soonest"]),
        (View(network="lake"), ["other network"]),
        (View(network="pond", order="newest"), ["soonest", "never", "later", "soon"]),
        (View(account_id=ACCOUNT, topic_id=3, network="pond", order="priority"), ["soon", "soonest"]),
        (View(topic_id=9), []),
        (View(due_before=NOON + 11 * MINUTE), ["soonest", "soon"]),
        (View(text="SOON"), ["soon"]),
        (View(text="soon*"), ["soonest", "soon"]),
        (View(text="nobody said this"), []),
        (View(assignee="none"), ["soonest", "soon", "never", "other network"]),
        (View(assignee="eve"), ["later"]),
        (View(statuses=()), []),
    ],
)
@pytest.mark.parametrize("few", [0, 5_000])
async def test_a_view_filters(
    store: Store, view: View, expected: list[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways: few conversations fetched by the filter's index, many met on a walk along the order's."""
    monkeypatch.setattr(narrow, "FEW", few)
    await furnish(store)
    later = await id_of(store, "later")
    await store.write(lambda tx: conversations.assign(tx, [later], "eve", by="eve"))
    await store.write(search.catch_up)
    assert await names(store, view) == expected


@pytest.mark.parametrize("cursor", ["rubbish", "", "AAAA", "kgE"])
async def test_a_cursor_that_is_not_ours_is_refused_in_words(store: Store, cursor: str) -> None:
    await furnish(store)
    if cursor:
        with pytest.raises(BadInput, match="not one this hub gave out"):
            await store.read(lambda tx: conversations.page(tx, View(), after=cursor))
    _, after = await store.read(lambda tx: conversations.page(tx, View(order="newest"), limit=1))
    with pytest.raises(BadInput, match="not one this hub gave out"):
        await store.read(lambda tx: conversations.page(tx, View(order="due"), after=after))


async def counts(store: Store, *, me: str = "eve", breaching_before: Millis = NOON) -> dict[str, int]:
    return await store.read(
        lambda tx: conversations.counts(tx, me=me, now=NOON, breaching_before=breaching_before, day_began=NOON - HOUR)
    )


async def test_the_rail_counts_what_the_views_show(store: Store) -> None:
    await furnish(store)
    later, never, soon = [await id_of(store, text) for text in ("later", "never", "soon")]
    await store.write(lambda tx: conversations.assign(tx, [later], "eve", by="eve"))
    await store.write(lambda tx: conversations.set_status(tx, [never], Status.RESOLVED, by="eve"))
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.PENDING, by="eve"))
    assert await counts(store, breaching_before=NOON + 10 * MINUTE) == {
        "open": 3,
        "mine": 1,
        "unassigned": 2,
        "waiting": 1,
        "snoozed": 0,
        "breaching": 1,
        "resolved_today": 1,
        f"account:{ACCOUNT}": 3,
        "topic:3": 1,
        "topic:4": 1,
    }


@pytest.mark.parametrize("offset", [-1, 0, 1, MINUTE, 30 * MINUTE + 1, 30 * MINUTE + 2])
async def test_breaching_counts_to_the_millisecond(store: Store, offset: int) -> None:
    await furnish(store)
    before = NOON + offset
    due = [card.due_at for card in await pages(store, View(), limit=100) if card.due_at]
    assert (await counts(store, breaching_before=before))["breaching"] == sum(at < before for at in due)


async def test_the_day_begins_at_local_midnight(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.RESOLVED, by="eve"))
    tomorrow = NOON + 24 * HOUR
    today = await store.read(lambda tx: conversations.counts(tx, me="", now=NOON, breaching_before=NOON))
    later = await store.read(lambda tx: conversations.counts(tx, me="", now=tomorrow, breaching_before=NOON))
    assert datetime.fromtimestamp(NOON / 1000, UTC).hour == 12
    assert (today["resolved_today"], later["resolved_today"]) == (1, 0)


async def test_a_resolved_conversation_belongs_to_who_resolved_it(store: Store) -> None:
    await furnish(store)
    soon, later = await id_of(store, "soon"), await id_of(store, "later")
    await store.write(lambda tx: conversations.assign(tx, [later], "ben", by="ben"))
    await store.write(lambda tx: conversations.set_status(tx, [soon, later], Status.RESOLVED, by="eve"))
    found = await store.read(lambda tx: conversations.cards(tx, [soon, later]))
    assert [(card.assignee, card.due_at, card.unread) for card in found] == [("eve", 0, False), ("ben", 0, False)]


async def test_a_change_that_changes_nothing_is_no_news(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    before = store.sequence
    assert await store.write(lambda tx: conversations.assign(tx, [soon], "", by="eve")) == []
    assert store.sequence == before


async def test_a_change_grows_the_revision_and_is_told(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    news: list[Any] = []
    store.listen(news.append)
    await store.write(lambda tx: conversations.label(tx, soon, ["vip", "parcel", "vip"]), initiator="desk-1")
    card = await store.read(lambda tx: conversations.card(tx, soon))
    assert card is not None
    assert (card.labels, card.revision) == (("vip", "parcel"), 2)
    assert (news[0].conversations, news[0].initiator) == ((soon,), "desk-1")


async def test_one_unknown_id_changes_none(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    with pytest.raises(NotFound):
        await store.write(lambda tx: conversations.set_status(tx, [soon, 99], Status.RESOLVED, by="eve"))
    assert await id_of(store, "soon") == soon
    assert "soon" in await names(store, View())


async def test_snoozed_conversations_wake_at_their_time(store: Store) -> None:
    await furnish(store)
    soon, later = await id_of(store, "soon"), await id_of(store, "later")
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.SNOOZED, until=NOON + 5, by="eve"))
    await store.write(lambda tx: conversations.set_status(tx, [later], Status.SNOOZED, until=NOON + 9, by="eve"))
    assert await store.write(lambda tx: conversations.wake_snoozed(tx, NOON + 4)) == []
    assert await store.write(lambda tx: conversations.wake_snoozed(tx, NOON + 5)) == [soon]
    card = await store.read(lambda tx: conversations.card(tx, soon))
    assert card is not None
    assert (card.status, card.unread, card.snoozed_until) == (Status.OPEN, True, 0)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.PENDING, Status.SNOOZED])
async def test_what_is_taken_back_is_due_again_when_it_was(store: Store, status: Status) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    before = await store.read(lambda tx: conversations.card(tx, soon))
    assert before is not None
    assert before.due_at
    await store.write(lambda tx: conversations.set_status(tx, [soon], status, until=UNTIL_THEY_WRITE, by="eve"))
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.OPEN, due_at=before.due_at, by="eve"))
    card = await store.read(lambda tx: conversations.card(tx, soon))
    assert card is not None
    assert (card.status, card.due_at, card.snoozed_until) == (Status.OPEN, before.due_at, 0)
    assert (await names(store, View()))[:2] == ["soonest", "soon"]


async def test_a_deadline_that_runs_is_not_moved_by_a_reopening(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.OPEN, due_at=NOON + HOUR, by="eve"))
    assert (await names(store, View()))[:2] == ["soonest", "soon"]


async def test_a_snooze_until_they_write_is_ended_by_no_clock(store: Store) -> None:
    await furnish(store)
    soon = await id_of(store, "soon")
    await store.write(lambda tx: conversations.set_status(tx, [soon], Status.SNOOZED, until=UNTIL_THEY_WRITE, by="eve"))
    assert await store.write(lambda tx: conversations.wake_snoozed(tx, NOON + 50 * 365 * 24 * HOUR)) == []


async def test_a_thread_shows_posts_notes_and_events_in_the_order_of_time(store: Store, clock: ManualClock) -> None:
    await take(store, mention("a", "first"))
    here = await id_of(store, "first")
    await clock.advance(1)
    await store.write(lambda tx: audit.write(tx, HUB, "conversation.taken", f"conversation:{here}"))
    await clock.advance(1)
    note = await store.write(lambda tx: conversations.add_note(tx, here, "knows us", by="eve"))
    await take(store, mention("b", "second", thread="a", at=NOON + 9_000))
    entries, before = await store.read(lambda tx: conversations.entries(tx, here))
    assert [(entry.kind, entry.text) for entry in entries] == [
        (EntryKind.POST, "first"),
        (EntryKind.EVENT, "conversation.taken"),
        (EntryKind.NOTE, "knows us"),
        (EntryKind.POST, "second"),
    ]
    assert entries[2] == note
    assert before == ""


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_a_long_thread_comes_in_parts_without_gap_or_double(store: Store, limit: int) -> None:
    await take(store, *(mention(f"p{number}", f"{number}", thread="p0", at=NOON + number // 2) for number in range(8)))
    here = await id_of(store, "7")
    for number in range(4):
        await store.write(lambda tx, text=f"n{number}": conversations.add_note(tx, here, text, by="eve"))
    shown: list[str] = []
    before = ""
    while True:
        part, before = await store.read(lambda tx, at=before: conversations.entries(tx, here, before=at, limit=limit))
        shown = [entry.text for entry in part] + shown
        if not before:
            break
    assert sorted(shown) == sorted([*"01234567", "n0", "n1", "n2", "n3"])


async def test_a_reply_goes_to_the_newest_post_of_theirs_that_is_left(store: Store) -> None:
    await take(store, mention("a", "first"), mention("b", "second", thread="a", at=NOON + 1))
    here = await id_of(store, "second")
    there = await store.read(lambda tx: conversations.destination(tx, here))
    assert (there.parent, there.thread, there.to_handle, there.account_id) == ("b", "a", "ann.test", ACCOUNT)
    await take(store, deleted=("b",))
    assert (await store.read(lambda tx: conversations.destination(tx, here))).parent == "a"
    await take(store, deleted=("a",))
    with pytest.raises(NotFound):
        await store.read(lambda tx: conversations.destination(tx, here))


async def test_a_person_has_identity_history_and_mood(store: Store) -> None:
    await take(store, mention("a", "first", score=-1.0), heard("b", "unaddressed", score=0.0, language="de"))
    here = await id_of(store, "first")
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    person = await store.read(lambda tx: people.person(tx, card.person_id))
    assert (person.name, person.identities, person.posts) == ("Ann", (("pond", "ann.test", 10),), 2)
    assert set(person.languages) == {"en", "de"}
    assert person.sentiment_weeks == (*[0.0] * 11, -0.5)
    assert person.history == ((here, "first", Status.OPEN, NOON),)


async def test_the_minutes_to_our_first_word_are_kept(store: Store) -> None:
    from app.domain.post import PostKind

    await take(store, mention("a"))
    for name, minutes in (("o", 4), ("p", 9)):
        await take(store, heard(name, kind=PostKind.OWN, by="brand", parent="a", at=NOON + minutes * MINUTE))
    assert await store.read(lambda tx: answering.first_reply_minutes(tx, since=NOON)) == [4.0]
    assert await store.read(lambda tx: answering.first_reply_minutes(tx, since=NOON + 5 * MINUTE)) == []


async def test_a_post_that_addresses_two_accounts_opens_a_conversation_with_each(store: Store) -> None:
    await take(store, mention("a", "@brand @harbour where is my parcel"))
    again = mention("a", "@brand @harbour where is my parcel", account_id=8)
    await take(store, again)
    await take(store, again)
    found = await pages(store, View(statuses=EVERY), limit=100)
    assert sorted((card.account_id, card.text) for card in found) == [
        (7, "@brand @harbour where is my parcel"),
        (8, "@brand @harbour where is my parcel"),
    ]
    assert {card.revision for card in found} == {1}, "a repeated delivery changes nothing"
    other = next(card for card in found if card.account_id == 8)
    thread, _ = await store.read(lambda tx: conversations.entries(tx, other.id))
    assert [entry.text for entry in thread] == ["@brand @harbour where is my parcel"]
    counted = await store.read(lambda tx: rollups.since(tx, 0))
    assert [count.posts for count in counted] == [1]


async def test_what_becomes_of_a_post_is_seen_in_every_conversation_it_opened(store: Store) -> None:
    await take(store, mention("a", "@brand @harbour hello"))
    await take(store, mention("a", "@brand @harbour hello", account_id=8))
    await take(store, mention("a", "@brand @harbour good bye", edited_at=NOON + 5))
    assert {card.text for card in await pages(store, View(statuses=EVERY), limit=100)} == {"@brand @harbour good bye"}
    await take(store, deleted=("a",))
    assert {card.text for card in await pages(store, View(statuses=EVERY), limit=100)} == {""}
