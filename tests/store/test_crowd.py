"""A crowded database tells the same numbers as one that was filled by listening."""

from pathlib import Path

import pytest

from app.core.clock import DAY, SystemClock
from app.core.ids import IdMaker
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.topic import Topic
from app.store import accounts, conversations, crowd, search, topics
from app.store.engine import Store

COUNT = 600


@pytest.fixture
async def crowded(tmp_path: Path) -> Store:
    clock = SystemClock()
    url = f"sqlite:///{tmp_path / 'crowd.db'}"
    store = await Store.open(url, ids=IdMaker(clock=clock), clock=clock)
    account = await store.write(lambda tx: accounts.save(tx, Account(id=0, network="feed", handle="a", brand="A")))
    topic = await store.write(lambda tx: topics.save(tx, Topic(id=0, name="T", query="t")))
    await store.close()
    places = [(account.id, "feed")]
    crowd.fill(tmp_path / "crowd.db", count=COUNT, now=clock.now(), accounts=places, topics=[topic.id])
    return await Store.open(url, ids=IdMaker(clock=clock), clock=clock)


async def test_the_rails_numbers_are_those_of_the_pages(crowded: Store) -> None:
    try:
        now = SystemClock().now()
        counts = await crowded.read(lambda tx: conversations.counts(tx, me="", now=now, breaching_before=now))
        for name, view in {
            "open": View(),
            "unassigned": View(assignee="none"),
            "waiting": View(statuses=(Status.PENDING,), order="newest"),
            "snoozed": View(statuses=(Status.SNOOZED,), order="newest"),
            "breaching": View(due_before=now),
        }.items():
            page, _after = await crowded.read(lambda tx, view=view: conversations.page(tx, view, limit=500))
            assert len(page) == counts[name] > 0
    finally:
        await crowded.close()


async def test_every_conversation_has_its_post_and_its_words_are_found(crowded: Store) -> None:
    try:
        (card, *_rest), _after = await crowded.read(lambda tx: conversations.page(tx, View(order="newest"), limit=5))
        entries, _older = await crowded.read(lambda tx: conversations.entries(tx, card.id))
        assert [entry.text for entry in entries] == [card.text]
        hits, _fresh, _more = await crowded.read(lambda tx: search.find(tx, card.text, limit=5))
        assert [hit.conversation_id for hit in hits] == [card.id]
        assert SystemClock().now() - card.last_at < DAY
    finally:
        await crowded.close()


async def test_a_page_goes_on_behind_a_card_in_every_order(crowded: Store) -> None:
    try:
        for order, status in (
            ("due", Status.OPEN),
            ("newest", Status.OPEN),
            ("priority", Status.OPEN),
            ("resolved", Status.RESOLVED),
        ):
            view = View(statuses=(status,), order=order)
            whole, _after = await crowded.read(lambda tx, view=view: conversations.page(tx, view, limit=80))
            card = whole[39]
            key = {
                "due": (card.due_at, card.id),
                "newest": (card.last_at, card.id),
                "priority": (card.priority, card.last_at, card.id),
                "resolved": (card.resolved_at, card.id),
            }[order]
            rest, _after = await crowded.read(
                lambda tx, view=view, key=key: conversations.page(tx, view, behind=key, limit=40)
            )
            assert rest == whole[40:]
    finally:
        await crowded.close()


async def test_resolved_since_leaves_out_what_was_resolved_before(crowded: Store) -> None:
    try:
        since = SystemClock().now() - DAY // 2
        view = View(statuses=(Status.RESOLVED,), order="resolved", resolved_since=since)
        page, _after = await crowded.read(lambda tx: conversations.page(tx, view, limit=500))
        whole, _after = await crowded.read(
            lambda tx: conversations.page(tx, View(statuses=(Status.RESOLVED,), order="resolved"), limit=500)
        )
        assert page == [card for card in whole if card.resolved_at >= since]
        assert 0 < len(page) < len(whole)
    finally:
        await crowded.close()
