"""Where a tour's windows stand on one monitor and on two."""

from pytestqt.qtbot import QtBot

from tests.widgets.hotplug import plug, screen
from tests.widgets.tour.stage import TourStage

SMALL, LARGE = screen("DP-1", 0, 1280, 800), screen("HDMI-1", 1280, 3840, 2160)


def test_guests_have_the_larger_monitor_and_the_notes_the_other() -> None:
    plug([SMALL, LARGE])
    stage = TourStage(size=None, notes=False)
    audience, speaker = stage.tour.audience, stage.tour.speaker
    assert (audience.isFullScreen(), audience.width()) == (True, 3840)
    assert (speaker.isVisible(), speaker.screen().name()) == (True, "DP-1")
    stage.close()


def test_with_one_monitor_the_notes_wait_for_their_key() -> None:
    plug([SMALL])
    stage = TourStage(size=None, notes=False)
    assert not stage.tour.speaker.isVisible()
    stage.close()


def test_notes_do_not_fall_on_the_guests_when_their_monitor_goes(qtbot: QtBot) -> None:
    plug([SMALL, LARGE])
    stage = TourStage(size=None, notes=False)
    plug([LARGE])
    qtbot.waitUntil(lambda: not stage.tour.speaker.isVisible())
    assert stage.tour.audience.isVisible()
    plug([SMALL, LARGE])
    qtbot.waitUntil(stage.tour.speaker.isVisible)
    stage.close()
