"""What people correct is counted and handed on; queries are tried on what was heard."""

import pytest

from app.core.errors import FishbowlError
from app.domain.account import Account
from app.domain.correction import Corrected
from app.domain.understanding import Sentiment
from app.hub.main import Hub
from app.link.client import HubClient
from app.services.teaching import accuracies
from app.wire.answers import TriedQuery
from app.wire.calls import CorrectSentiment, GetAccuracy, ListCorrections, TryQuery
from app.wire.feeds import HeldPostFeed
from tests.fakes.pond import Water
from tests.hub.conftest import Until


def corrected(number: int, *, right: bool, model: str = "m+1") -> Corrected:
    meant = Sentiment.NEUTRAL if right else Sentiment.NEGATIVE
    return Corrected(post_id=number, text="x", language="en", said=Sentiment.NEUTRAL, meant=meant, model=model)


def test_accuracy_is_told_version_by_version_with_its_interval() -> None:
    old, new = accuracies([corrected(1, right=False, model="m"), *(corrected(n, right=n != 2) for n in range(2, 6))])
    assert (old.model, old.value, old.sample) == ("m", 0.0, 1)
    assert (new.value, new.sample) == (75.0, 4)
    assert new.low < 75.0 < new.high


async def posts_of(desk: HubClient, hub: Hub, water: Water, until: Until, *texts: str) -> list[int]:
    for text in texts:
        water.say(text, at=hub._clock.now())
    held = desk.subscribe(HeldPostFeed())
    await until(held, lambda: len(held.rows) == len(texts))
    return sorted(int(key) for key in held.rows)


async def test_the_models_first_word_is_judged_by_a_persons_last(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    (number,) = await posts_of(desk, hub, water, until, "The gate is over there")
    for word in (Sentiment.POSITIVE, Sentiment.NEGATIVE):
        await desk.call(CorrectSentiment(post_id=number, sentiment=word))
    (one,) = await desk.call(ListCorrections())
    assert (one.post_id, one.text, one.said, one.meant) == (
        number,
        "The gate is over there",
        Sentiment.NEUTRAL,
        Sentiment.NEGATIVE,
    )
    (told,) = await desk.call(GetAccuracy())
    assert (told.model, told.sample, told.value) == (one.model, 1, 0.0)
    assert await desk.call(ListCorrections(after=number)) == ()


async def test_a_query_is_tried_on_last_weeks_posts(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    await posts_of(desk, hub, water, until, "My parcel is late", "Where is the parcel?", "Lovely weather")
    tried: TriedQuery = await desk.call(TryQuery(query="parcel"))
    assert (tried.tried, tried.matched) == (3, 2)
    assert sum(day.posts for day in tried.days) == 2
    assert {hit.text for hit in tried.examples} == {"My parcel is late", "Where is the parcel?"}
    assert tried.warnings == ()


async def test_a_query_that_can_match_nothing_is_warned_of(desk: HubClient) -> None:
    assert (await desk.call(TryQuery(query="fog AND NOT fog"))).warnings


async def test_a_query_that_cannot_be_read_is_refused_in_words(desk: HubClient) -> None:
    with pytest.raises(FishbowlError):
        await desk.call(TryQuery(query="(fog"))
