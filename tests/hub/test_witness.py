"""The posts behind an alarm: one voice is no crisis, many are, and a wall sees only what is released."""

import pytest

from app.analytics.alarms import Alarm, Turn
from app.analytics.signals import Signals
from app.core.clock import SystemClock, minute_of
from app.domain.account import Account
from app.domain.stored import Witnessed
from app.domain.understanding import Intent, Sentiment
from app.hub.figures import Figures
from app.hub.main import Hub
from app.hub.witness import weigh
from app.link.client import HubClient
from app.store.engine import Store
from app.wire.calls import Moderate
from app.wire.feeds import AlarmFeed, HeldPostFeed
from tests.fakes.clock import ManualClock
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Until
from tests.hub.past import DAY, NOW, load_history, started, talk
from tests.store.builders import heard, take


def said(number: int, *, by: int, reach: int = 0, angry: bool = False, intent: Intent = Intent.OTHER) -> Witnessed:
    mood = Sentiment.NEGATIVE if angry else Sentiment.NEUTRAL
    return Witnessed(post_id=number, author=by, reach=reach, sentiment=mood, intent=intent)


def test_evidence_counts_authors_and_the_busiest_of_them() -> None:
    evidence = weigh([said(1, by=1), said(2, by=1), said(3, by=2, intent=Intent.RISK)])
    assert (evidence.posts, evidence.authors, evidence.top_author_posts, evidence.risks) == (3, 2, 2, 1)


def test_an_alarm_is_driven_by_one_post_an_author_angry_and_far_reaching_first() -> None:
    told = [
        said(1, by=1, reach=9),
        said(2, by=2, reach=5, angry=True),
        said(3, by=2, angry=True),
        said(4, by=3, reach=7, angry=True),
    ]
    assert weigh(told).post_ids == (4, 2, 1)


async def crowd(store: Store, clock: ManualClock, figures: Figures, *, authors: int) -> list[str]:
    """Five minutes with ten angry posts each, by so many people; what became of alarms."""
    turns: list[str] = []
    for minute in range(5):
        names = [f"{minute}-{number}" for number in range(10)]
        told = [
            heard(
                name,
                f"no way {name}",
                by=f"voice{number % authors}",
                topics=(1,),
                at=clock.now(),
                sentiment=Sentiment.NEGATIVE,
            )
            for number, name in enumerate(names)
        ]
        await take(store, *told)
        await clock.advance(60.0)
        await figures.ask_posts(store)
        turns += [change.turn.value for change in figures.tick()]
    return turns


@pytest.mark.parametrize(("authors", "turns"), [(1, False), (10, True)])
async def test_one_voice_raises_no_alarm_and_ten_do(
    store: Store, clock: ManualClock, authors: int, turns: bool
) -> None:
    figures = started(clock, store)
    await load_history(figures, store, clock, talk(NOW - 2 * DAY, NOW, posts=0.2))
    told = await crowd(store, clock, figures, authors=authors)
    assert (Turn.RAISED.value in told) is turns
    assert bool(figures.book.dismissed) is not turns
    assert any(figures.drivers().values()) is turns


def alarm(*, drivers: tuple[int, ...]) -> Alarm:
    signals = Signals(
        posts=40, usual=2, negative=0.8, usual_negative=0.1, positive=0, growth=3, reach=0, usual_reach=0,
        top_author=0.1, networks=1, regions=0, unsafe=0, post_ids=drivers,
    )  # fmt: skip
    began = minute_of(SystemClock().now())
    return Alarm(
        id=1, topic=0, region="", network="", began=began, newest=began, level=3, peak=3, reasons=("much",),
        tone=False, signals=signals,
    )  # fmt: skip


async def test_a_wall_is_told_of_an_alarm_only_the_posts_that_are_released(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    for text in ("It is cold", "It is late"):
        water.say(text, at=hub._clock.now())
    held = desk.subscribe(HeldPostFeed())
    await until(held, lambda: len(held.rows) == 2)
    first, second = (int(key) for key in held.rows)
    hub._figures.book.reopen([alarm(drivers=(first, second, 77))])
    alarms = desk.subscribe(AlarmFeed())
    await until(alarms, lambda: len(alarms.rows) == 1)
    assert alarms.rows["1"].posts == ()

    await desk.call(Moderate(post_ids=(second,), release=True))
    await until(alarms, lambda: [post.id for post in alarms.rows["1"].posts] == [second])
    assert alarms.rows["1"].posts[0].author != AUTHOR.handle
    await desk.call(Moderate(post_ids=(second,), release=False))
    await until(alarms, lambda: alarms.rows["1"].posts == ())
