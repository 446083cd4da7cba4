"""What people say of a post and a topic, or of spam: the post moves, the word is kept, and lessons are made of it."""

import pytest

from app.core.errors import BadInput, NotFound
from app.domain.conversation import Status
from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.stored import StoredPost
from app.domain.understanding import Objection, Sentiment
from app.store import conversations, lessons, posts, rollups, spam
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.builders import heard, mention, objected, take
from tests.store.test_conversations import id_of

ALDER, FRUIT = 3, 4


async def post_of(store: Store, native_id: str = "a") -> StoredPost:
    found = await store.read(lambda tx: posts.by_native(tx, "pond", native_id))
    assert found is not None
    return found


async def say(store: Store, native_id: str, *, about: bool, topic: int = ALDER) -> bool:
    number = (await post_of(store, native_id)).id
    return await store.write(lambda tx: lessons.say_about(tx, number, topic, about=about, by="eve"))


async def counted(store: Store) -> dict[tuple[int, Sentiment], int]:
    """Posts by topic and sentiment, without empty cells."""
    rows = await store.read(lambda tx: rollups.since(tx, NOON // 60_000))
    return {(row.key.topic, Sentiment(row.key.sentiment)): row.posts for row in rows if row.posts}


async def test_a_post_that_is_not_about_a_topic_leaves_its_list_and_counts_and_comes_back(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER, FRUIT)))
    here = await id_of(store, "alder cider")
    assert await say(store, "a", about=False)
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    assert ((await post_of(store)).topics, card.topics) == ((FRUIT,), (FRUIT,))
    assert await counted(store) == {(0, Sentiment.NEUTRAL): 1, (FRUIT, Sentiment.NEUTRAL): 1}
    assert await store.read(lambda tx: posts.drivers(tx, topic=ALDER, since=0)) == []

    assert await say(store, "a", about=True)
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    assert ((await post_of(store)).topics, card.topics) == ((ALDER, FRUIT), (ALDER, FRUIT))
    assert (await counted(store))[ALDER, Sentiment.NEUTRAL] == 1


async def test_the_same_word_twice_counts_once(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    assert await say(store, "a", about=False)
    assert not await say(store, "a", about=False)
    assert await counted(store) == {(0, Sentiment.NEUTRAL): 1}


async def test_what_is_about_no_topic_any_more_waits_for_a_person_before_a_wall_shows_it(store: Store) -> None:
    await take(store, mention("a", "cider", topics=(ALDER,), public=Public.RELEASED))
    await take(store, mention("b", "cider", topics=(ALDER, FRUIT), public=Public.RELEASED))
    await say(store, "a", about=False)
    await say(store, "b", about=False)
    assert ((await post_of(store, "a")).public, (await post_of(store, "b")).public) == (Public.HELD, Public.RELEASED)


async def test_a_corrected_sentiment_leaves_the_count_it_was_counted_in(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    number = (await post_of(store)).id
    await store.write(lambda tx: posts.correct(tx, number, Sentiment.POSITIVE, "eve"))
    await say(store, "a", about=False)
    assert await counted(store) == {(0, Sentiment.NEUTRAL): 1}
    here = await id_of(store, "alder cider")
    await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    assert await counted(store) == {}


async def test_a_post_called_spam_is_counted_nowhere_whatever_it_is_about(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    here = await id_of(store, "alder cider")
    await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    await say(store, "a", about=False)
    assert await counted(store) == {}
    await store.write(lambda tx: spam.mark(tx, [here], spam=False, by="eve"))
    assert await counted(store) == {(0, Sentiment.NEUTRAL): 1}


async def test_a_topic_that_never_held_the_post_is_refused(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    with pytest.raises(BadInput):
        await say(store, "a", about=False, topic=FRUIT)
    with pytest.raises(NotFound):
        await store.write(lambda tx: lessons.say_about(tx, 1, ALDER, about=False, by="eve"))


async def test_a_persons_word_takes_the_label_off_post_and_card(store: Store) -> None:
    objections = (Objection(0, ("cheap",)), Objection(ALDER, ("cider",)))
    await take(store, objected(mention("a", "alder cider", topics=(ALDER,)), *objections))
    here = await id_of(store, "alder cider")
    await say(store, "a", about=True)
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    assert ((await post_of(store)).meaning.objections, card.reasons) == (objections[:1], (("probable_spam", 0),))
    await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    card = await store.read(lambda tx: conversations.card(tx, here))
    assert card is not None
    assert ((await post_of(store)).meaning.objections, card.reasons) == ((), ())


async def test_lessons_are_what_was_said_and_what_was_dealt_with_in_silence(store: Store) -> None:
    for name in ("said", "answered", "open", "other", "spam"):
        topics = () if name == "other" else (ALDER,)
        await take(store, mention(name, f"{name} words", topics=topics, by=name))
    for name in ("answered", "other", "spam"):
        await take(store, heard(f"{name}-own", "hello", kind=PostKind.OWN, by="brand", parent=name))
    junk = await id_of(store, "spam words")
    await store.write(lambda tx: spam.mark(tx, [junk], spam=True, by="eve"))
    await say(store, "said", about=False)
    found = await store.read(lambda tx: lessons.of_topic(tx, ALDER))
    assert [(one.text, one.against, one.said) for one in found] == [
        ("said words", True, True),
        ("answered words", False, False),
    ]
    found = await store.read(lessons.of_spam)
    assert [(one.text, one.against, one.said) for one in found] == [
        ("spam words", True, True),
        ("other words", False, False),
        ("answered words", False, False),
    ]
    assert await store.read(lessons.taught_topics) == [ALDER]


async def test_what_was_resolved_without_a_word_is_a_lesson_of_its_topic(store: Store) -> None:
    await take(store, mention("a", "alder delay", topics=(ALDER,)))
    here = await id_of(store, "alder delay")
    assert await store.read(lambda tx: lessons.of_topic(tx, ALDER)) == []
    await store.write(lambda tx: conversations.set_status(tx, [here], Status.RESOLVED, by="eve"))
    (lesson,) = await store.read(lambda tx: lessons.of_topic(tx, ALDER))
    assert (lesson.text, lesson.against) == ("alder delay", False)


async def test_the_newest_word_teaches(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    await say(store, "a", about=False)
    await say(store, "a", about=True)
    (lesson,) = await store.read(lambda tx: lessons.of_topic(tx, ALDER))
    assert not lesson.against


async def test_a_label_of_spam_is_denied_once_and_the_denial_teaches(store: Store) -> None:
    await take(store, objected(mention("a", "alder delay", topics=(ALDER,)), Objection(0, ("delay",))))
    assert await say(store, "a", about=True, topic=0)
    assert not await say(store, "a", about=True, topic=0)
    assert (await post_of(store)).meaning.objections == ()
    assert await counted(store) == {(0, Sentiment.NEUTRAL): 1, (ALDER, Sentiment.NEUTRAL): 1}
    (lesson,) = await store.read(lessons.of_spam)
    assert (lesson.text, lesson.against, lesson.said) == ("alder delay", False, True)
    with pytest.raises(BadInput):
        await say(store, "a", about=False, topic=0)
