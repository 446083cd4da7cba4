"""What somebody's posts say of his weight: what was about us, and who joined in."""

from app.core.clock import DAY
from app.domain.conversation import View
from app.domain.post import PostKind
from app.services.weight import weighed
from app.store import conversations, people, voices
from app.store.engine import Store
from app.store.voices import Spoken
from tests.fakes.clock import NOON
from tests.store.builders import author, heard, take


async def person_of(store: Store, name: str) -> int:
    cards, _after = await store.read(lambda tx: conversations.page(tx, View(), after="", limit=50))
    return next(card.person_id for card in cards if card.name == name)


async def talk(store: Store) -> None:
    ann = author("ann", followers=9_999)
    await take(
        store,
        heard("a", kind=PostKind.MENTION, by=ann),
        heard("b", by=ann, topics=(3,)),
        heard("c", "nothing of ours", by=ann),
        heard("old", by=ann, topics=(3,), at=NOON - 100 * DAY),
        *(heard(f"j{n}", kind=PostKind.MENTION, by=f"joins{n}", thread="a", parent="a") for n in range(4)),
        heard("d", kind=PostKind.MENTION, by="else"),
    )


async def test_what_was_about_us_and_who_joined_in_are_counted(store: Store) -> None:
    await talk(store)
    ann = await person_of(store, "Ann")
    found = await store.read(lambda tx: voices.spoken(tx, ann, since=NOON - 90 * DAY))
    assert found == Spoken(followers=9_999, posts=3, on_topic=2, reactions=4)


async def test_one_whom_nobody_answers_has_no_reactions(store: Store) -> None:
    await talk(store)
    other = await person_of(store, "Else")
    found = await store.read(lambda tx: voices.spoken(tx, other, since=NOON - 90 * DAY))
    assert (found.on_topic, found.reactions) == (1, 0)


async def test_a_person_is_told_with_the_three_parts_of_his_influence(store: Store) -> None:
    await talk(store)
    ann = await person_of(store, "Ann")
    told = (await store.read(lambda tx: weighed(tx, people.person(tx, ann)))).influence
    assert told is not None
    assert (round(told.reach), round(told.resonance), round(told.relevance)) == (57, 17, 23)
    assert (told.posts, told.days) == (3, 90)
