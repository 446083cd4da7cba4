"""A hub that is only starting is never taken for one without accounts."""

import pytest

from app.core.clock import MINUTE, SECOND
from app.link.base import LinkState
from app.wire.feeds import HealthFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import health_rows
from tests.widgets.wall.stage import make_context, make_panel
from widgets.wall.grid import Box
from widgets.wall.panel import Panel
from widgets.wall.strip import Strip


@pytest.fixture
def link() -> FakeLink:
    """A hub that has just answered."""
    link = FakeLink()
    link.become(LinkState.LIVE)
    link.fill(HealthFeed(), {})
    return link


def make_strip(link: FakeLink) -> Panel:
    strip = Strip(make_context(link), {})
    strip.show()
    strip.place(Box(0, 0, 1856, 64), scale=1.0, ratio=1.0)
    return strip


@pytest.mark.parametrize("kind", ["strip", "connectors"])
def test_a_hub_that_just_answered_is_starting_and_only_later_without_accounts(link: FakeLink, kind: str) -> None:
    panel = make_strip(link) if kind == "strip" else make_panel(link, kind, size=(608, 320))
    panel.picture_due.connect(lambda _urgent: panel.refresh())
    assert panel.accessibleDescription() == "The hub is starting"
    link.advance(59 * SECOND)
    panel.pass_second()
    assert panel.accessibleDescription() == "The hub is starting"
    link.advance(MINUTE)
    panel.pass_second()
    assert panel.accessibleDescription() == "No accounts are set up yet"
    panel.close()


@pytest.mark.parametrize("kind", ["strip", "connectors"])
def test_the_first_connector_ends_the_start(link: FakeLink, kind: str) -> None:
    panel = make_strip(link) if kind == "strip" else make_panel(link, kind, size=(608, 320))
    link.fill(HealthFeed(), health_rows(link.now()))
    panel.refresh()
    assert "Bluesky" in panel.accessibleDescription()
    panel.close()
