import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.wire.feeds import KpiFeed, StreamFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day, kpi_rows
from tests.widgets.wall.stage import make_window
from widgets.wall.beat import AT_ONCE
from widgets.wall.panel import Panel


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Panel]:
    """Every panel that was painted anew, in order."""
    order: list[Panel] = []
    plain = Panel.refresh

    def refresh(self: Panel) -> None:
        order.append(self)
        plain(self)

    monkeypatch.setattr(Panel, "refresh", refresh)
    return order


def test_many_changes_of_one_panel_are_one_painting(painted: list[Panel]) -> None:
    link = fill_day(FakeLink())
    window = make_window(link, paced=False)
    painted.clear()
    for _time in range(50):
        link.put(KpiFeed(), kpi_rows())
    kpis = [panel for panel in window.panels if KpiFeed() in panel.wants()]
    for _panel in window.panels:
        window.beat.take_turn()
    assert [painted.count(panel) for panel in kpis] == [1] * len(kpis)
    window.close()


def test_one_panel_is_painted_in_one_turn(painted: list[Panel]) -> None:
    link = fill_day(FakeLink())
    window = make_window(link, paced=False)
    for panel in window.panels:
        panel.picture_due.emit(True)
    painted.clear()
    beat = window.beat
    beat.take_turn()
    assert len(painted) == AT_ONCE
    beat.take_turn()
    assert len(set(painted)) == 2 * AT_ONCE
    window.close()


def test_a_panel_keeps_its_pace_unless_it_is_urgent(qtbot: QtBot, painted: list[Panel]) -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    posts = next(panel for panel in window.panels if panel.INFO.kind == "posts")
    rows = dict(link.mirror(StreamFeed()).rows)
    painted.clear()
    link.put(StreamFeed(), rows)
    qtbot.waitUntil(lambda: posts in painted)
    painted.clear()
    link.put(StreamFeed(), rows)
    window.beat.take_turn()
    assert posts not in painted
    link.put(StreamFeed(), {}, drop=("1",))
    qtbot.waitUntil(lambda: posts in painted)
    window.close()


def test_a_panel_that_is_gone_is_painted_no_more(painted: list[Panel]) -> None:
    link = fill_day(FakeLink())
    window = make_window(link, paced=False)
    link.put(KpiFeed(), kpi_rows())
    window.show_scene(window.scene)
    painted.clear()
    window.beat.take_turn()
    assert painted == []
    window.close()


def test_a_closed_window_ticks_no_more(painted: list[Panel]) -> None:
    window = make_window(fill_day(FakeLink()))
    window.close()
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()] == []
    assert not [timer for timer in window.beat.findChildren(QTimer) if timer.isActive()]
