"""The house learns from what its people say of posts: the next one like them is labelled, waits, and hides nowhere."""

import asyncio

import pytest

from app.domain.account import Account
from app.domain.conversation import Card, Entry, EntryKind, Status, View
from app.domain.topic import Topic
from app.hub.main import Hub
from app.language.heads import Head
from app.link.client import HubClient
from app.services.lessons import head_accuracies
from app.wire.answers import ModelAccuracy
from app.wire.calls import GetAccuracy, GetConversation, ListTopics, MarkSpam, SaveTopic, SayAbout, SetStatus
from app.wire.feeds import HeldPostFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import PATIENCE, Rooms, Until

PARTS = ("orchard", "cider", "juice", "harvest", "blossom", "cinnamon", "pie", "basket", "jam", "tart")
TROUBLE = ("parcel", "refund", "delivery", "invoice", "support", "courier", "order", "return", "hotline", "warranty")
EVERY = View(statuses=tuple(Status), order="newest")
FEW, MANY = 9, 18


def fruit(number: int) -> str:
    return f"sweet alder {PARTS[number % 10]} picked with {PARTS[(number + 3) % 10]} from the orchard"


def shop(number: int) -> str:
    return f"alder {TROUBLE[number % 10]} late, the {TROUBLE[(number + number // 10 + 3) % 10]} never came"


@pytest.fixture
async def alder(hub: Hub, desk: HubClient) -> Topic:
    """A brand whose name is a word of everyday language."""
    saved: Topic = await desk.call(SaveTopic(topic=Topic(id=0, name="Alder", query="alder")))
    async with asyncio.timeout(PATIENCE):
        while not hub.listening.matcher.match(["alder"], ["en"], ["pond"])[0]:
            await desk.call(ListTopics())
    return saved


async def cards_of(desk: HubClient, water: Water, until: Until, texts: list[str]) -> dict[str, Card]:
    """Posts with these texts, each a conversation of its own, by their text."""
    for number, text in enumerate(texts):
        water.say(text, at=NOON + number)
    queue = desk.subscribe(QueueFeed(view=EVERY, limit=200))
    await until(queue, lambda: set(texts) <= {card.text for card in queue.rows.values()})
    return {card.text: card for card in queue.rows.values() if card.text in texts}


async def post_of(desk: HubClient, card: Card) -> Entry:
    detail = await desk.call(GetConversation(id=card.id))
    entry: Entry = next(entry for entry in detail.entries if entry.kind is EntryKind.POST)
    return entry


async def learned(desk: HubClient, *, of: str) -> ModelAccuracy:
    """What is told of the head that has learned from all of this."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told: tuple[ModelAccuracy, ...] = await desk.call(GetAccuracy())
            for one in told:
                if (one.of, one.sample) == (of, FEW + MANY):
                    return one


@pytest.fixture
async def taught(desk: HubClient, brand: Account, alder: Topic, water: Water, until: Until) -> Topic:
    """Nine posts are not about Alder, eighteen were resolved without a word."""
    texts = [fruit(number) for number in range(FEW)] + [shop(number) for number in range(MANY)]
    cards = await cards_of(desk, water, until, texts)
    await desk.call(SetStatus(ids=tuple(cards[shop(n)].id for n in range(MANY)), status=Status.RESOLVED))
    for number in range(FEW):
        entry = await post_of(desk, cards[fruit(number)])
        await desk.call(SayAbout(post_id=entry.id, topic=alder.id, about=False))
    return alder


async def test_a_post_like_those_that_are_not_about_us_is_labelled_and_stays_where_it_is(
    desk: HubClient, taught: Topic, water: Water, until: Until
) -> None:
    told = await learned(desk, of="topic")
    assert (told.topic, told.speaks) == (taught.id, True)
    assert told.found >= 80.0 >= told.wronged

    fresh = await cards_of(desk, water, until, ["we picked sweet alder in the orchard", "alder refund never came"])
    picked, refund = fresh["we picked sweet alder in the orchard"], fresh["alder refund never came"]
    assert picked.topics == refund.topics == (taught.id,)
    assert picked.reasons[0] == ("off_topic", 0)
    assert "off_topic" not in dict(refund.reasons)
    (objection,) = (await post_of(desk, picked)).objections
    assert objection.about == taught.id
    assert {"picked", "orchard", "sweet"} & set(objection.words)
    held = desk.subscribe(HeldPostFeed(limit=200))
    await until(held, lambda: any("off_topic" in row.reasons for row in held.rows.values()))


async def test_a_person_who_says_that_it_is_about_us_after_all_takes_the_label_off(
    desk: HubClient, taught: Topic, water: Water, until: Until
) -> None:
    await learned(desk, of="topic")
    text = "we picked sweet alder in the orchard"
    card = (await cards_of(desk, water, until, [text]))[text]
    entry = await post_of(desk, card)
    await desk.call(SayAbout(post_id=entry.id, topic=taught.id, about=True))
    after = await desk.call(GetConversation(id=card.id))
    assert [reason for reason, _points in after.card.reasons if reason == "off_topic"] == []
    assert (await post_of(desk, card)).objections == ()


async def test_what_was_learned_is_known_again_after_a_restart(
    rooms: Rooms, hub: Hub, desk: HubClient, taught: Topic, water: Water, until: Until
) -> None:
    before = await learned(desk, of="topic")
    await rooms.close_hub(hub)
    again = await rooms.open_hub()
    assert again.listening.heads.objections(["we picked sweet alder in the orchard"], [(taught.id,)])[0]
    station = await rooms.station(name="again")
    assert await learned(station, of="topic") == before


async def test_posts_like_those_called_spam_are_labelled_probable_spam_and_still_open(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    texts = [fruit(number) for number in range(FEW)] + [shop(number) for number in range(MANY)]
    cards = await cards_of(desk, water, until, texts)
    every = tuple(card.id for card in cards.values())
    await desk.call(MarkSpam(ids=every[:50], spam=True))
    await desk.call(MarkSpam(ids=tuple(cards[shop(n)].id for n in range(MANY)), spam=False))
    told = await learned(desk, of="spam")
    assert told.speaks
    text = "we picked sweet alder in the orchard"
    card = (await cards_of(desk, water, until, [text]))[text]
    assert (card.status, card.reasons[0]) == (Status.OPEN, ("probable_spam", 0))


def test_what_is_told_of_a_head_is_made_of_its_lessons() -> None:
    head = Head(buckets=b"", weights=b"", bias=0.0, against=10, kept=30, found=8, wronged=1)
    (told,) = head_accuracies({4: head})
    assert (told.of, told.topic, told.sample) == ("topic", 4, 40)
    assert told.value == pytest.approx(100 * 37 / 40)
    assert told.found == 80.0
    assert told.wronged == pytest.approx(100 / 30)
    assert told.low < told.value < told.high
