"""A second opinion in the store: it moves one post in the figures, and never stands above a person's word."""

from msgspec.structs import replace

from app.domain.changes import Changes
from app.domain.heard import Heard
from app.domain.post import PostKind
from app.domain.stored import StoredPost
from app.domain.understanding import Sentiment
from app.store import conversations, doubts, posts, rollups, spam
from app.store.doubts import Settled
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.fakes.second_head import said
from tests.store.builders import heard, mention, take
from tests.store.test_conversations import id_of

FIRST = said(0.40, 0.35, 0.25)
BOTH = replace(FIRST, sentiment=Sentiment.POSITIVE, score=0.5, confidence=0.7, model="test-1+second.x")
Cells = dict[tuple[int, Sentiment], tuple[int, int, int]]


def doubted(native_id: str, **how: object) -> Heard:
    return replace(heard(native_id, **how), meaning=FIRST)  # type: ignore[arg-type]


async def open_posts(store: Store, *names: str) -> list[StoredPost]:
    return await store.read(lambda tx: doubts.open_to(tx, [("pond", name) for name in names], model="test-1"))


async def settle(store: Store, found: list[StoredPost]) -> int:
    return await store.write(lambda tx: doubts.settle(tx, [Settled(one, BOTH) for one in found]))


async def counted(store: Store) -> Cells:
    """Posts, score and authors by topic and sentiment, where there are any."""
    rows = await store.read(lambda tx: rollups.since(tx, NOON // 60_000))
    return {(row.key.topic, row.key.sentiment): (row.posts, row.score_milli, row.authors) for row in rows if row.posts}


async def test_the_figures_move_by_exactly_one_post(store: Store) -> None:
    await take(store, doubted("a", topics=(3,)), doubted("b", topics=(3,), by="bob"))
    negative, positive = Sentiment.NEGATIVE, Sentiment.POSITIVE
    assert await counted(store) == {(0, negative): (2, -300, 2), (3, negative): (2, -300, 2)}
    assert await settle(store, await open_posts(store, "a")) == 1
    assert await counted(store) == {
        (0, negative): (1, -150, 1),
        (3, negative): (1, -150, 1),
        (0, positive): (1, 500, 1),
        (3, positive): (1, 500, 1),
    }


async def test_the_post_says_what_both_found_and_the_news_name_it(store: Store) -> None:
    await take(store, doubted("a"))
    news: list[Changes] = []
    stop = store.listen(news.append)
    (found,) = await open_posts(store, "a")
    await settle(store, [found])
    stop()
    now = await store.read(lambda tx: posts.get(tx, found.id))
    assert now is not None
    assert now.meaning == BOTH
    assert news[-1].edited == (found.id,)
    assert sum(count.posts for count in news[-1].counts) == 0


async def test_the_card_of_its_conversation_shows_it(store: Store) -> None:
    await take(store, replace(mention("a", "it is ok I guess"), meaning=FIRST))
    here = await id_of(store, "it is ok I guess")
    await settle(store, await open_posts(store, "a"))
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    assert card.sentiment is Sentiment.POSITIVE


async def test_a_persons_word_stands_above_both_opinions(store: Store) -> None:
    await take(store, doubted("a"), doubted("b", by="bob"))
    before, later = await open_posts(store, "a", "b")
    await store.write(lambda tx: posts.correct(tx, before.id, sentiment=Sentiment.NEUTRAL, by="eve"))
    assert [one.id for one in await open_posts(store, "a", "b")] == [later.id]
    assert await settle(store, [before, later]) == 1
    corrected = await store.read(lambda tx: posts.get(tx, before.id))
    assert corrected is not None
    assert corrected.meaning.sentiment is Sentiment.NEUTRAL


async def test_what_was_called_spam_is_not_counted_again(store: Store) -> None:
    await take(store, replace(mention("a", "cheap watches"), meaning=FIRST))
    found = await open_posts(store, "a")
    here = await id_of(store, "cheap watches")
    await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    assert await settle(store, found) == 0
    assert await counted(store) == {}


async def test_a_second_time_changes_nothing(store: Store) -> None:
    await take(store, doubted("a"))
    found = await open_posts(store, "a")
    assert await settle(store, found) == 1
    once = await counted(store)
    assert await settle(store, found) == 0
    assert await open_posts(store, "a") == []
    assert await counted(store) == once


async def test_a_post_that_was_rewritten_or_taken_back_meanwhile_is_passed_over(store: Store) -> None:
    await take(store, doubted("a"), doubted("b", by="bob"))
    found = await open_posts(store, "a", "b")
    await take(store, doubted("a", text="other words", edited_at=NOON + 1), deleted=("b",))
    assert await settle(store, found) == 0


async def test_an_edited_post_is_judged_again_but_stays_counted_as_what_it_said_first(store: Store) -> None:
    await take(store, doubted("a"))
    await take(store, doubted("a", text="other words", edited_at=NOON + 1))
    before = await counted(store)
    assert await settle(store, await open_posts(store, "a")) == 1
    assert await counted(store) == before


async def test_our_own_words_get_no_second_opinion(store: Store) -> None:
    await take(store, doubted("a", kind=PostKind.OWN))
    assert await open_posts(store, "a") == []
