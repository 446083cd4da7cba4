"""What rises is told to walls with released posts only, and figures are explained in the help."""

import pytest

from app.core.clock import Millis
from app.core.paths import resources
from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.topic import Topic, TopicKind
from app.hub.figures import Figures
from app.hub.kpis import kpi_rows
from app.hub.rising import Rising
from app.store.engine import Store
from tests.fakes.clock import ManualClock
from tests.store.builders import heard, take


async def talked(
    store: Store, rising: Rising, *, at: Millis, public: Public, kind: PostKind = PostKind.HEARD, people: int = 12
) -> None:
    """A dozen people about fog, each in words of their own."""
    told = [
        heard(f"{number}", f"fog closes gate {number}", by=f"v{number}", public=public, at=at, kind=kind)
        for number in range(people)
    ]
    stop = store.listen(rising.take)
    await take(store, *told)
    stop()
    await rising.look(store)


async def test_a_term_rises_and_is_told_with_released_posts(store: Store, clock: ManualClock) -> None:
    rising = Rising(clock)
    await talked(store, rising, at=clock.now(), public=Public.RELEASED)
    told = await rising.released(store)
    assert "fog closes" in [term.term for term, _examples in told]
    assert all(one.public is Public.RELEASED for _term, examples in told for one in examples)


async def test_our_own_brands_words_do_not_rise_by_themselves(store: Store, clock: ManualClock) -> None:
    rising = Rising(clock)
    rising.follow([Topic(id=1, name="Fog", query="fog OR @fogair", kind=TopicKind.BRAND)])
    await talked(store, rising, at=clock.now(), public=Public.RELEASED)
    told = [term.term for term in rising.terms]
    assert "fog closes" in told
    assert "fog" not in told
    rising.follow([Topic(id=1, name="Fog closes", query="fog", kind=TopicKind.BRAND)])
    await rising.look(store)
    assert "fog closes" not in [term.term for term in rising.terms]


async def test_what_rose_before_a_restart_still_rises_after_it(store: Store, clock: ManualClock) -> None:
    await talked(store, Rising(clock), at=clock.now(), public=Public.RELEASED)
    again = Rising(clock)
    await again.remember(store)
    await again.look(store)
    assert "fog closes" in [term.term for term in again.terms]


async def test_a_post_that_came_while_the_past_was_counted_counts_once(store: Store, clock: ManualClock) -> None:
    rising = Rising(clock)
    stop = store.listen(rising.take)
    await talked(store, Rising(clock), at=clock.now(), public=Public.RELEASED, people=60)
    stop()
    await rising.remember(store)
    await rising.look(store)
    assert rising.terms[0].recent == pytest.approx(60.0, abs=0.5)


async def test_counting_begun_again_after_a_failure_counts_nothing_twice(store: Store, clock: ManualClock) -> None:
    rising = Rising(clock)
    await talked(store, rising, at=clock.now(), public=Public.RELEASED, people=60)
    await rising.remember(store)
    await rising.look(store)
    assert rising.terms[0].recent == pytest.approx(60.0, abs=0.5)


@pytest.mark.parametrize("public", [Public.HELD, Public.BLOCKED])
async def test_a_term_that_only_unreleased_posts_hold_is_not_told(
    store: Store, clock: ManualClock, public: Public
) -> None:
    rising = Rising(clock)
    await talked(store, rising, at=clock.now(), public=public)
    assert rising.terms
    assert await rising.released(store) == []


@pytest.mark.parametrize("kind", [PostKind.OWN, PostKind.CONTEXT, PostKind.DIRECT])
async def test_our_own_words_and_direct_messages_are_not_counted(
    store: Store, clock: ManualClock, kind: PostKind
) -> None:
    rising = Rising(clock)
    await talked(store, rising, at=clock.now(), public=Public.RELEASED, kind=kind)
    assert rising.terms == []


def test_every_figure_of_the_wall_is_explained_in_the_help(clock: ManualClock) -> None:
    rows = kpi_rows(Figures(clock), counts={}, first_replies=[], promise=0, has_competitors=True)
    formulas = (resources() / "help" / "formulas.md").read_text(encoding="utf-8")
    assert [row.name for row in rows if f"`{row.name}`" not in formulas] == []
