"""How the community does: grows when more people speak with us, unknown while hardly anybody does."""

from app.core.clock import DAY, HOUR
from app.domain.post import PostKind
from app.hub.community import community_row
from app.store import hours
from app.store.engine import Store
from app.store.hours import Hour
from tests.fakes.clock import NOON
from tests.store.builders import heard, take


async def speak(store: Store, people: int, *, days_ago: float) -> None:
    """So many people open a conversation each, and the hour is summed up."""
    at = NOON - round(days_ago * DAY)
    await take(
        store, *(heard(f"{days_ago}-{n}", kind=PostKind.MENTION, by=f"{days_ago}-{n}", at=at) for n in range(people))
    )
    hour = at // HOUR
    await store.write(lambda tx: hours.keep(tx, hour, hour + 1, [Hour(0, hour, people, 0, 100 * people)]))


async def test_a_community_that_doubled_is_told_so_and_one_nobody_answers_too(store: Store) -> None:
    await speak(store, 20, days_ago=9.0)
    await speak(store, 41, days_ago=2.0)
    row = await community_row(store, now=NOON)
    assert row.known
    assert (row.members, row.content) == (100.0, 100.0)
    assert (row.interaction, row.responsiveness) == (0.0, 0.0)
    assert (
        row.index
        == sum((row.members, row.content, row.traffic, row.liveliness, row.interaction, row.responsiveness)) / 6
    )


async def test_without_a_week_before_or_with_hardly_anybody_nothing_is_known(store: Store) -> None:
    await speak(store, 30, days_ago=2.0)
    assert not (await community_row(store, now=NOON)).known
    await speak(store, 30, days_ago=9.0)
    assert (await community_row(store, now=NOON)).known


async def test_a_week_in_which_hardly_anybody_spoke_is_unknown(store: Store) -> None:
    await speak(store, 30, days_ago=9.0)
    await speak(store, 3, days_ago=2.0)
    assert not (await community_row(store, now=NOON)).known
