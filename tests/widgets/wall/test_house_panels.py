"""The panels in which the house speaks for itself: holds, clocks, pictures, messages."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.core.clock import DAY
from app.link.base import LinkState
from app.wire.feeds import (
    HouseFeed,
    HouseRow,
    OnShiftFeed,
    OnShiftRow,
)
from tests.fakes.link import NOON, FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel, texts
from tests.widgets.wall.test_panels import collisions


def test_a_long_reason_of_a_hold_stays_within_its_panel() -> None:
    link = fill_day(FakeLink())
    reason = "A statement is being agreed with the authorities of three countries"
    held = HouseRow(organisation="Norvane Air", demo=False, hold=reason, hold_since=NOON, held=12)
    link.fill(HouseFeed(), {"house": held})
    panel = make_panel(link, "hold", size=(608, 208))
    assert collisions(panel.boxes or [], panel.width_) == []
    assert any(text.startswith("A statement is being") for text in texts(panel))
    panel.close()


def test_a_hold_on_all_sending_is_said_before_anything_else() -> None:
    link = fill_day(FakeLink())
    held = HouseRow(organisation="Norvane Air", demo=False, hold="Storm", hold_since=NOON, held=12)
    link.fill(HouseFeed(), {"house": held})
    panel = make_panel(link, "queue", size=(608, 320))
    assert texts(panel).index("All sending") < texts(panel).index("First reply")
    assert {"held", "since 12:00"} <= set(texts(panel))
    panel.close()


def test_a_picture_is_shown_whole_and_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "plan.png"
    panel = make_panel(FakeLink(), "picture", size=(608, 320), file=str(file), says="The seat plan")
    assert panel.accessibleDescription() == "There is no file plan.png"
    drawn = QImage(400, 100, QImage.Format.Format_RGB32)
    drawn.fill(QColor("#4FD1C5"))
    assert drawn.save(str(file))
    panel.refresh()
    assert panel.accessibleDescription() == "The seat plan"
    shown = panel.grab().toImage()
    assert [shown.pixelColor(x, 180).name() for x in (26, 304, 582)] == ["#4fd1c5"] * 3
    file.write_bytes(b"not a picture at all")
    panel.refresh()
    assert panel.accessibleDescription().startswith("plan.png cannot be shown:")
    panel.close()


def test_clocks_say_who_is_on_shift_while_the_hub_is_there() -> None:
    link = FakeLink()
    panel = make_panel(link, "clocks", size=(608, 208))
    assert (panel.accessibleName(), panel.subtitle()) == ("Local time", "")
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=6, busy=1, away=2)})
    panel.refresh()
    assert "On shift" in texts(panel)
    assert (panel.accessibleName(), panel.subtitle()) == ("On shift", "6 take new work, 1 busy, 2 away")
    assert panel.summary().endswith("Singapore 20:00, 6 take new work, 1 busy, 2 away")
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=0, busy=1)})
    assert panel.subtitle() == "nobody takes new work, 1 busy"
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=0)})
    assert panel.subtitle() == "nobody at a desk"
    link.become(LinkState.LOST)
    panel.refresh()
    assert "Local time" in texts(panel)
    assert panel.subtitle() == ""
    panel.close()


def test_a_quote_is_the_days_own_and_changes_at_midnight(qtbot: QtBot) -> None:
    link = FakeLink()
    lines = ["Listen first", "Answer kindly", "Thank them"]
    panel = make_panel(link, "message", size=(608, 320), lines=lines)
    assert panel.title() == "Quote of the day"
    today = panel.summary()
    with qtbot.assertNotEmitted(panel.picture_due):
        panel.pass_second()
    link.advance(DAY)
    with qtbot.waitSignal(panel.picture_due):
        panel.pass_second()
    assert [today, panel.summary()] == [lines[link.now() // DAY % 3 - 1], lines[link.now() // DAY % 3]]


def test_a_message_is_as_large_as_it_fits_and_never_loses_its_end_unseen() -> None:
    short = make_panel(FakeLink(), "message", size=(608, 320), text="Back at ten")
    long = make_panel(FakeLink(), "message", size=(608, 320), text="word " * 300)
    assert max(box.size for box in short.boxes or []) == 72
    assert max(box.size for box in (long.boxes or [])[1:]) == 28
    assert texts(long)[-1].endswith("…")
    for panel in (short, long):
        panel.close()
