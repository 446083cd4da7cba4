"""What was deleted, edited away or blocked leaves the glass at once, whatever pace its panel keeps."""

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.wire.feeds import RisingFeed, StreamFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import NOW, fill_day, stream_rows
from tests.widgets.wall.stage import make_panel, make_window
from widgets.wall.panel import Panel
from widgets.wall.window import WallWindow

TWO_SECONDS = 2000


def posts_of(window: WallWindow) -> Panel:
    return next(panel for panel in window.panels if panel.INFO.kind == "posts")


def painted(panel: Panel) -> str:
    return " ".join(box.text for box in panel.boxes or ())


def test_a_post_that_was_taken_back_is_off_the_glass_in_two_seconds_though_its_panel_was_just_painted(
    qtbot: QtBot,
) -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    panel = posts_of(window)
    panel.boxes = []
    panel.refresh()
    newest = max(link.mirror(StreamFeed()).rows.values(), key=lambda row: row.at)
    opening = newest.text.split()[0]
    assert opening in painted(panel)

    link.put(StreamFeed(), {}, drop=(str(newest.id),))
    qtbot.waitUntil(lambda: newest.text not in panel.accessibleDescription(), timeout=TWO_SECONDS)
    panel.boxes = []
    panel.refresh()
    assert newest.text[:30] not in painted(panel)
    window.close()


def test_a_post_that_comes_while_another_is_taken_back_does_not_keep_it_there(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    panel = posts_of(window)
    QApplication.processEvents()
    rows = dict(link.mirror(StreamFeed()).rows)
    newest = max(rows.values(), key=lambda row: row.at)
    link.put(StreamFeed(), {str(newest.id): newest})  # waits its turn, eight seconds
    link.put(StreamFeed(), {}, drop=(str(newest.id),))
    qtbot.waitUntil(lambda: newest.text not in panel.accessibleDescription(), timeout=TWO_SECONDS)
    window.close()


def test_a_post_beside_a_term_that_stays_is_off_the_glass_at_once_too(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "rising", size=(900, 900))
    shown = panel.posts_shown[0]
    (row,) = [one for one in link.mirror(RisingFeed()).rows.values() if one.posts[0].id == shown]
    other = replace(stream_rows(NOW)["2"], id=99, text="Short and kind")
    heard: list[bool] = []
    panel.picture_due.connect(heard.append)

    link.put(RisingFeed(), {row.term: replace(row, posts=(*row.posts, other))})
    link.put(RisingFeed(), {row.term: replace(row, posts=(other,))})
    assert heard == [False, True]
    panel.refresh()
    assert shown not in panel.posts_shown
    assert 99 in panel.posts_shown
    panel.close()
