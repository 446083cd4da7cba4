"""Evidence from the posts themselves for the alarms: gathered off the hub's loop, told when the next minute is judged.
Known by the hub's figures; knows analytics and store."""

from collections import Counter
from collections.abc import Sequence

from app.analytics.shelf import SeriesKey
from app.analytics.signals import WINDOW_MINUTES, Evidence
from app.core.clock import MINUTE
from app.domain.stored import Witnessed
from app.domain.understanding import Intent, Sentiment
from app.store.engine import Store
from app.store.witness import witnessed

DRIVERS = 20


class StoreWitness:
    """Remembers for each series what its posts of the last hour told when it was asked about last."""

    def __init__(self) -> None:
        self._told: dict[SeriesKey, Evidence] = {}

    def __call__(self, key: SeriesKey, first: int, last: int) -> Evidence | None:
        """What was gathered of this series; None where nobody asked in time (`analytics.signals.Witness`)."""
        return self._told.get(key)

    async def gather(self, store: Store, keys: Sequence[SeriesKey], *, now: int) -> None:
        """Ask the posts of the hour before minute `now` for these series, and forget all others."""
        since = (now - WINDOW_MINUTES) * MINUTE
        told = {}
        for key in keys:
            found = await store.read(
                lambda tx, key=key: witnessed(  # type: ignore[misc]
                    tx, topic=key.topic, region=key.region, network=key.network, since=since
                )
            )
            if found:
                told[key] = weigh(found)
        self._told = told


def weigh(found: Sequence[Witnessed]) -> Evidence:
    """Evidence of an episode; `post_ids` are one post an author, angry ones first, then by reach."""
    authors = Counter(one.author for one in found)
    intents = Counter(one.intent for one in found)
    ordered = sorted(found, key=lambda one: (one.sentiment is not Sentiment.NEGATIVE, -one.reach, one.post_id))
    drivers: dict[int, int] = {}
    for one in ordered:
        drivers.setdefault(one.author, one.post_id)
    return Evidence(
        posts=len(found),
        authors=len(authors),
        top_author_posts=max(authors.values()),
        complaints=intents[Intent.COMPLAINT],
        risks=intents[Intent.RISK],
        post_ids=tuple(drivers.values())[:DRIVERS],
    )
