"""Corrections as figures and lessons, and queries tried out before they are saved. Known by the door; knows analytics,
language, store, wire and domain."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from app.analytics.figures import share
from app.core.clock import DAY, HOUR, MINUTE, Millis
from app.domain.correction import Corrected
from app.domain.principal import Principal
from app.domain.stored import StoredPost
from app.domain.topic import ALL_TOPICS
from app.language.trial import QueryTrial, query_warnings, try_query
from app.services.door import handles
from app.services.finding import hit_of
from app.services.house import House
from app.services.lessons import head_accuracies, kept_heads
from app.store import corrections, posts, rollups
from app.store.engine import Store
from app.wire.answers import DayMatches, ModelAccuracy, TriedQuery
from app.wire.language_calls import GetAccuracy, ListCorrections, TryQuery

LARGEST_PAGE = 500
SLOTS = 28
SLOT: Millis = 6 * HOUR
SLOT_POSTS = 250
"""From each quarter of a day of the last week so many posts are tried: 7,000 in all."""


@handles(GetAccuracy)
async def get_accuracy(house: House, principal: Principal, request: GetAccuracy) -> tuple[ModelAccuracy, ...]:
    judged, heads = await house.store.read(lambda tx: (corrections.all_of_them(tx), kept_heads(tx)))
    return (*accuracies(judged), *head_accuracies(heads))


def accuracies(judged: Sequence[Corrected]) -> tuple[ModelAccuracy, ...]:
    """By model version the share of judged posts that it had right, in percent, newest version last."""
    by_model: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        by_model[one.model].append(one.said is one.meant)
    found = []
    for model, right in by_model.items():
        told = share(sum(right), len(right))
        found.append(ModelAccuracy(model=model, sample=told.sample, value=told.value, low=told.low, high=told.high))
    return tuple(found)


@handles(ListCorrections)
async def list_corrections(house: House, principal: Principal, request: ListCorrections) -> tuple[Corrected, ...]:
    limit = max(1, min(request.limit, LARGEST_PAGE))
    return tuple(await house.store.read(lambda tx: corrections.page(tx, after=request.after, limit=limit)))


@handles(TryQuery)
async def try_query_out(house: House, principal: Principal, request: TryQuery) -> TriedQuery:
    query_warnings(request.query)  # a query that cannot be read fails before anything is fetched
    begins = house.clock.now() - SLOTS * SLOT
    slots = [await _slot(house.store, begins + number * SLOT) for number in range(SLOTS)]
    return await asyncio.to_thread(_tried, request.query, begins, slots)


async def _slot(store: Store, begins: Millis) -> tuple[list[StoredPost], float]:
    """Some posts of a quarter of a day, and how many posts each of them stands for."""
    found = await store.read(lambda tx: posts.recent(tx, since=begins, limit=SLOT_POSTS))
    inside = [one for one in found if one.post.created_at < begins + SLOT]
    if len(inside) < SLOT_POSTS:
        return inside, 1.0
    first, last = begins // MINUTE, (begins + SLOT) // MINUTE
    heard = await store.read(lambda tx: rollups.series(tx, first, last, topic=ALL_TOPICS, step=1))
    return inside, max(1.0, sum(heard.values()) / len(inside))


def _tried(query: str, begins: Millis, slots: Sequence[tuple[list[StoredPost], float]]) -> TriedQuery:
    everything = [one for found, _weight in slots for one in found]
    whole = _try(query, everything)
    by_day: dict[Millis, float] = defaultdict(float)
    for number, (found, weight) in enumerate(slots):
        by_day[begins + number * SLOT // DAY * DAY] += weight * _try(query, found).matched
    return TriedQuery(
        tried=whole.tried,
        matched=whole.matched,
        days=tuple(DayMatches(day, round(number, 1)) for day, number in sorted(by_day.items())),
        examples=tuple(hit_of(everything[place]) for place in whole.examples),
        warnings=whole.warnings,
    )


def _try(query: str, found: Sequence[StoredPost]) -> QueryTrial:
    return try_query(
        query,
        [one.post.text for one in found],
        [one.meaning.language for one in found],
        [one.post.network for one in found],
    )
