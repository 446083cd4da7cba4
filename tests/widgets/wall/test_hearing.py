"""That nothing is heard is said only where it is true, and why."""

import pytest
from msgspec.structs import replace

from app.domain.account import HealthState
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
    return link


def make(link: FakeLink, kind: str) -> Panel:
    if kind == "connectors":
        return make_panel(link, kind, size=(608, 320))
    strip = Strip(make_context(link), {})
    strip.show()
    strip.place(Box(0, 0, 1856, 64), scale=1.0, ratio=1.0)
    return strip


@pytest.mark.parametrize("kind", ["strip", "connectors"])
@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "No accounts are set up yet"),
        (HealthState.OFF, "All accounts are switched off"),
        (HealthState.STARTING, "starting"),
        (HealthState.CONNECTED, "Bluesky"),
    ],
)
def test_it_says_what_is_so(link: FakeLink, kind: str, state: HealthState | None, said: str) -> None:
    rows = {
        key: replace(row, state=state, last_contact=0 if state is HealthState.STARTING else row.last_contact)
        for key, row in health_rows(link.now()).items()
        if state is not None
    }
    link.fill(HealthFeed(), rows)
    panel = make(link, kind)
    assert said in panel.accessibleDescription()
    panel.close()
