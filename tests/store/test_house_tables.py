"""The small tables: drafts, accounts, topics, tokens, audit, leases, posts' judgement, rollups."""

import asyncio

import pytest
from sqlalchemy import text

from app.core.clock import MINUTE, minute_of
from app.core.errors import Conflict, NotFound
from app.core.ids import IdMaker
from app.domain.account import Account
from app.domain.conversation import View
from app.domain.heard import Public
from app.domain.principal import HUB
from app.domain.topic import Topic, TopicKind
from app.domain.understanding import Sentiment
from app.store import (
    accounts,
    audit,
    audit_pages,
    conversations,
    cursors,
    drafts,
    leases,
    posts,
    rollups,
    tokens,
    topics,
)
from app.store.engine import Store
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import heard, mention, take


async def a_conversation(store: Store) -> int:
    await take(store, mention("a"))
    found, _ = await store.read(lambda tx: conversations.page(tx, View()))
    return found[0].id


# --- drafts


async def test_a_draft_grows_with_each_save(store: Store) -> None:
    here = await a_conversation(store)
    how = {"conversation_id": here, "kind": "reply", "author": "eve"}
    first = await store.write(lambda tx: drafts.save(tx, text="Dear", based_on=0, **how))
    second = await store.write(lambda tx: drafts.save(tx, text="Dear Ann", based_on=first.revision, **how))
    assert second.revision > first.revision
    assert await store.read(lambda tx: drafts.of(tx, here)) == [second]


async def test_a_draft_conflict_keeps_both_texts(store: Store) -> None:
    here = await a_conversation(store)
    how = {"conversation_id": here, "kind": "reply", "based_on": 0}
    mine = await store.write(lambda tx: drafts.save(tx, text="mine", author="eve", **how))
    with pytest.raises(Conflict, match="eve"):
        await store.write(lambda tx: drafts.save(tx, text="theirs", author="ben", **how))
    assert await store.read(lambda tx: drafts.of(tx, here)) == [mine]
    (lost,) = await store.read(lambda tx: drafts.history(tx, here))
    assert (lost.text, lost.author) == ("theirs", "ben")


async def test_reply_and_note_drafts_are_kept_apart(store: Store) -> None:
    here = await a_conversation(store)
    for kind in ("reply", "note"):
        await store.write(
            lambda tx, kind=kind: drafts.save(tx, conversation_id=here, kind=kind, text=kind, author="eve", based_on=0)
        )
    assert [draft.text for draft in await store.read(lambda tx: drafts.of(tx, here))] == ["note", "reply"]
    await store.write(lambda tx: drafts.end(tx, here, "reply"))
    assert [draft.text for draft in await store.read(lambda tx: drafts.of(tx, here))] == ["note"]


async def test_an_empty_text_ends_a_draft(store: Store) -> None:
    here = await a_conversation(store)
    how = {"conversation_id": here, "kind": "reply", "author": "eve"}
    first = await store.write(lambda tx: drafts.save(tx, text="Dear", based_on=0, **how))
    await store.write(lambda tx: drafts.save(tx, text="", based_on=first.revision, **how))
    assert await store.read(lambda tx: drafts.of(tx, here)) == []


# --- configuration


async def test_an_account_comes_back_as_it_was_saved(store: Store) -> None:
    account = Account(
        id=0, network="pond", handle="brand", brand="Brand", options={"server": "x"}, protected=True, enabled=False
    )
    saved = await store.write(lambda tx: accounts.save(tx, account))
    assert saved.id > 0
    assert await store.read(lambda tx: accounts.get(tx, saved.id)) == saved
    changed = Account(id=saved.id, network="pond", handle="brand", brand="New name")
    await store.write(lambda tx: accounts.save(tx, changed))
    assert await store.read(accounts.all) == [changed]


async def test_a_removed_account_forgets_its_cursors(store: Store) -> None:
    saved = await store.write(lambda tx: accounts.save(tx, Account(id=0, network="pond", handle="b", brand="B")))
    await store.write(lambda tx: cursors.put(tx, saved.id, lane="search", value="9"))
    await store.write(lambda tx: accounts.remove(tx, saved.id))
    assert await store.read(accounts.all) == []
    assert await store.read(lambda tx: cursors.get(tx, saved.id)) == {}
    with pytest.raises(NotFound):
        await store.read(lambda tx: accounts.get(tx, saved.id))


async def test_a_topic_comes_back_as_it_was_saved(store: Store) -> None:
    topic = Topic(id=0, name="Parcels", query="parcel*", kind=TopicKind.RISK, region="DE", on_wall=False)
    saved = await store.write(lambda tx: topics.save(tx, topic))
    assert await store.read(lambda tx: topics.get(tx, saved.id)) == saved
    await store.write(lambda tx: topics.remove(tx, saved.id))
    assert await store.read(topics.all) == []
    with pytest.raises(NotFound):
        await store.read(lambda tx: topics.get(tx, saved.id))


async def test_a_revoked_token_opens_nothing(store: Store) -> None:
    await store.write(lambda tx: tokens.mint(tx, "hash-1", "lobby", "screen"))
    found = await store.read(lambda tx: tokens.by_hash(tx, "hash-1"))
    assert found is not None
    assert (found.name, found.role) == ("lobby", "screen")
    with pytest.raises(Conflict, match="lobby"):
        await store.write(lambda tx: tokens.mint(tx, "hash-2", "lobby", "screen"))
    await store.write(lambda tx: tokens.revoke(tx, "lobby"))
    assert await store.read(lambda tx: tokens.by_hash(tx, "hash-1")) is None
    with pytest.raises(NotFound):
        await store.write(lambda tx: tokens.revoke(tx, "lobby"))
    await store.write(lambda tx: tokens.mint(tx, "hash-2", "lobby", "screen"))
    assert [bool(token.revoked_at) for token in await store.read(tokens.all)] == [True, False]


# --- audit


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_an_act(store: Store, statement: str) -> None:
    await store.write(lambda tx: audit.write(tx, HUB, "hold.set", "house:sending"))
    with pytest.raises(Exception, match="append-only"):
        await store.write(lambda tx: tx.connection.execute(text(statement)))
    assert len(await store.read(audit_pages.page)) == 1


# --- posts


async def test_a_wall_gets_released_posts_only_newest_first(store: Store) -> None:
    await take(
        store,
        heard("a", "one", public=Public.RELEASED, topics=(3,)),
        heard("b", "two", public=Public.HELD, topics=(3,)),
        heard("c", "three", public=Public.BLOCKED),
        heard("d", "four", public=Public.RELEASED),
    )
    assert [one.post.text for one in await store.read(posts.released)] == ["four", "one"]
    assert [one.post.text for one in await store.read(lambda tx: posts.released(tx, topic=3))] == ["one"]
    assert [one.post.text for one in await store.read(lambda tx: posts.released(tx, limit=1))] == ["four"]
    (waiting,) = await store.read(posts.held)
    await store.write(lambda tx: posts.moderate(tx, [waiting.id], Public.RELEASED, by="eve"))
    released = await store.read(posts.released)
    assert [(one.post.text, one.moderated_by) for one in released] == [("four", ""), ("two", "eve"), ("one", "")]


async def test_a_post_that_is_gone_cannot_be_released(store: Store) -> None:
    await take(store, heard("a"), deleted=("a",))
    gone = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert gone is not None
    await store.write(lambda tx: posts.moderate(tx, [gone.id], Public.RELEASED, by="eve"))
    assert await store.read(posts.released) == []


async def test_a_correction_keeps_what_the_model_said(store: Store) -> None:
    await take(store, heard("a", sentiment=Sentiment.POSITIVE))
    said = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert said is not None
    await store.write(lambda tx: posts.correct(tx, said.id, Sentiment.NEGATIVE, by="eve"))
    now = await store.read(lambda tx: posts.get(tx, said.id))
    assert now is not None
    assert now.meaning.sentiment is Sentiment.NEGATIVE
    kept = await store.read(
        lambda tx: tx.connection.execute(text('SELECT who, "before", model FROM corrections')).all()
    )
    assert [tuple(row) for row in kept] == [("eve", "positive", "test-1")]
    with pytest.raises(NotFound):
        await store.write(lambda tx: posts.correct(tx, 99, Sentiment.NEGATIVE, by="eve"))


async def test_drivers_are_the_posts_that_reached_most(store: Store) -> None:
    reaches = [5, 50_000, 700, 20_000, 20_001]
    await take(store, *(heard(f"{reach}", reach=reach, topics=(3,) if reach > 700 else ()) for reach in reaches))
    await take(store, heard("old", reach=99_999, at=NOON - 10 * MINUTE))

    async def loudest(**how: int) -> list[int]:
        found = await store.read(lambda tx: posts.drivers(tx, since=NOON - MINUTE, **how))
        return [one.post.reach for one in found]

    assert await loudest(limit=4) == [50_000, 20_001, 20_000, 700]
    assert await loudest(limit=2) == [50_000, 20_001]
    assert await loudest(limit=9, topic=3) == [50_000, 20_001, 20_000]


async def test_recent_posts_come_oldest_first_behind_one(store: Store) -> None:
    await take(store, *(heard(f"{number}", f"{number}") for number in range(4)))
    first = await store.read(lambda tx: posts.recent(tx, since=0, limit=2))
    rest = await store.read(lambda tx: posts.recent(tx, since=0, limit=9, after=first[-1].id))
    assert [one.post.text for one in (*first, *rest)] == ["0", "1", "2", "3"]


# --- rollups and leases


async def test_counts_are_read_by_minute_and_topic(store: Store) -> None:
    await take(store, *(heard(f"{number}", at=NOON + number * MINUTE, topics=(3,)) for number in range(4)))
    minute = minute_of(NOON)
    assert [one.key.minute - minute for one in await store.read(lambda tx: rollups.since(tx, minute + 2))] == [
        2,
        2,
        3,
        3,
    ]
    part = await store.read(lambda tx: rollups.between(tx, minute + 1, minute + 3, topic=3))
    assert [one.key.minute - minute for one in part] == [1, 2]
    assert await store.read(rollups.span) == (minute, minute + 3)
    assert await store.read(lambda tx: sum(len(part) for part in rollups.parts_since(tx, minute))) == 8


async def test_a_store_without_posts_has_no_span(store: Store) -> None:
    assert await store.read(rollups.span) == (0, 0)


async def test_one_hub_keeps_a_lease_as_often_as_it_asks(store: Store) -> None:
    assert await store.write(lambda tx: leases.lease(tx, "account:7"))
    assert await store.write(lambda tx: leases.lease(tx, "account:7"))


async def test_a_lease_is_one_hubs_until_it_gives_it_back_or_dies(postgres_url: str, clock: ManualClock) -> None:
    one, two = [await Store.open(postgres_url, ids=IdMaker(node=node, clock=clock), clock=clock) for node in (1, 2)]
    asks = [lambda tx: leases.lease(tx, "account:7"), lambda tx: leases.lease(tx, "account:8")]
    assert await one.write(asks[0])
    assert not await two.write(asks[0])
    assert await two.write(asks[1])
    await one.write(lambda tx: leases.release(tx, "account:7"))
    assert await two.write(asks[0])
    await two.close()
    # The server notices the end of a connection in its own time: ask until it has.
    async with asyncio.timeout(20):
        granted = False
        while not granted:
            granted = all([await one.write(ask) for ask in asks])
    await one.close()
