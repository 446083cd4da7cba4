"""What a person said of a post is still so when its author edits it; all else is judged anew."""

from app.domain.conversation import View
from app.domain.heard import Heard, Public
from app.domain.mark import Mark
from app.domain.post import PostKind
from app.domain.stored import StoredPost
from app.domain.understanding import Objection, Sentiment
from app.store import conversations, lessons, posts, spam
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.builders import heard, mention, objected, take

ALDER, FRUIT = 3, 4


async def post_of(store: Store) -> StoredPost:
    found = await store.read(lambda tx: posts.by_native(tx, "pond", "a"))
    assert found is not None
    return found


async def say(store: Store, *, about: bool, topic: int = ALDER) -> None:
    number = (await post_of(store)).id
    await store.write(lambda tx: lessons.say_about(tx, number, topic, about=about, by="eve"))


def edited(text: str = "alder cider, edited", **how: object) -> Heard:
    return mention("a", text, edited_at=NOON + 9, **how)


async def listed(store: Store, topic: int) -> list[int]:
    cards, _after = await store.read(lambda tx: conversations.page(tx, View(topic_id=topic)))
    return [card.id for card in cards]


async def test_what_is_not_about_a_topic_stays_out_of_it(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER, FRUIT)))
    await say(store, about=False)
    await take(store, objected(edited(topics=(ALDER, FRUIT)), Objection(ALDER, ("cider",))))
    post = await post_of(store)
    assert (post.post.text, post.topics, post.meaning.objections) == ("alder cider, edited", (FRUIT,), ())
    assert await listed(store, ALDER) == []
    assert await store.read(lambda tx: posts.drivers(tx, topic=ALDER, since=0)) == []


async def test_what_is_about_nothing_of_ours_waits_for_a_person_still(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,), public=Public.RELEASED))
    await say(store, about=False)
    await take(store, edited(topics=(ALDER,), public=Public.RELEASED))
    assert (await post_of(store)).public is Public.HELD
    cards, _after = await store.read(lambda tx: conversations.page(tx, View(only=Mark.NOT_ABOUT_US)))
    assert len(cards) == 1


async def test_a_label_that_was_denied_does_not_come_back(store: Store) -> None:
    labels = Objection(0, ("cheap",)), Objection(ALDER, ("cider",)), Objection(FRUIT, ("cider",))
    await take(store, objected(mention("a", "alder cider", topics=(ALDER, FRUIT)), *labels))
    await say(store, about=True)
    await say(store, about=True, topic=0)
    await take(store, objected(edited(topics=(FRUIT,)), *labels))
    post = await post_of(store)
    assert (post.topics, post.meaning.objections) == ((ALDER, FRUIT), labels[2:])


async def test_the_newest_word_is_upheld(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    await say(store, about=False)
    await say(store, about=True)
    await take(store, edited(topics=(ALDER,)))
    assert (await post_of(store)).topics == (ALDER,)


async def test_spam_is_not_shown_and_a_tone_stays_corrected(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    post = await post_of(store)
    await store.write(lambda tx: posts.correct(tx, post.id, Sentiment.POSITIVE, "eve"))
    await store.write(lambda tx: spam.mark(tx, [post.conversation_id], spam=True, by="eve"))
    await store.write(lambda tx: posts.moderate(tx, [post.id], Public.HELD, "eve"))
    await take(store, edited(sentiment=Sentiment.NEGATIVE, public=Public.RELEASED))
    post = await post_of(store)
    assert (post.public, post.meaning.sentiment) == (Public.BLOCKED, Sentiment.POSITIVE)
    card = await store.read(lambda tx: conversations.card(tx, post.conversation_id))
    assert card is not None
    assert card.sentiment is Sentiment.POSITIVE


async def test_a_post_that_turns_out_to_address_us_is_not_about_us_all_the_same(store: Store) -> None:
    await take(store, heard("a", "alder cider", topics=(ALDER,)))
    await say(store, about=False)
    await take(store, objected(mention("a", "alder cider", topics=(ALDER,)), Objection(ALDER, ("cider",))))
    assert (await post_of(store)).post.kind is PostKind.MENTION
    assert await listed(store, ALDER) == []
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View()))
    assert card.reasons == (("not_about", 0),)


async def test_a_post_of_which_nobody_said_anything_is_judged_anew(store: Store) -> None:
    await take(store, mention("a", "alder cider", topics=(ALDER,)))
    await take(store, edited(topics=(FRUIT,), sentiment=Sentiment.NEGATIVE, public=Public.RELEASED))
    post = await post_of(store)
    assert (post.topics, post.meaning.sentiment, post.public) == ((FRUIT,), Sentiment.NEGATIVE, Public.RELEASED)
