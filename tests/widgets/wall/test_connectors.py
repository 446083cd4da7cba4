import pytest

from app.core.clock import HOUR
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel, texts
from tests.widgets.wall.test_panels import collisions, later


def test_a_broken_connector_is_named_first_and_in_words() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "connectors", size=(608, 432))
    assert texts(panel)[1:4] == ["7 of 8 connected", "late, 12\u00a0min", "News"]
    panel.close()


def test_connectors_for_which_there_is_no_room_are_counted() -> None:
    panel = make_panel(fill_day(FakeLink()), "connectors", size=(608, 320))
    said = texts(panel)
    assert said.index("News") < said.index("Bluesky")
    assert "and 5 more, all connected" in said
    panel.close()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((608, 432), "No data since 14:32"),
        ((452, 432), "No data"),
        ((296, 432), "None since 14:32"),
        ((296, 208), "None since 14:32"),
        ((220, 208), "No data"),
    ],
)
def test_what_is_too_old_is_said_in_words_however_narrow_the_panel(size: tuple[float, float], said: str) -> None:
    link = fill_day(FakeLink())
    later(link, 8 * HOUR)
    panel = make_panel(link, "connectors", size=size)
    assert texts(panel)[1] == said
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


def test_of_what_is_too_old_nobody_says_that_it_is_connected() -> None:
    link = fill_day(FakeLink())
    later(link, 8 * HOUR)
    panel = make_panel(link, "connectors", size=(608, 320))
    assert "connected" not in " ".join(texts(panel))
    panel.close()


@pytest.mark.parametrize(("size", "rest"), [((296, 320), "and 5 more"), ((296, 120), "8 accounts")])
def test_a_count_of_connectors_is_never_cut(size: tuple[float, float], rest: str) -> None:
    panel = make_panel(fill_day(FakeLink()), "connectors", size=size)
    assert rest in texts(panel)
    panel.close()
