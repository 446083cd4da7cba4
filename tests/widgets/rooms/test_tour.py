"""Both windows of a tour, in every look: nothing is cut, crossed, pale, without a name or a visible focus."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fakes.pseudo import speaking
from tests.widgets.rooms.test_rooms import LOOKS, faults
from tests.widgets.tour.stage import TourStage

STATES: dict[str, Callable[[TourStage], object]] = {
    "first": lambda stage: None,
    "crisis": lambda stage: stage.tour.go(3),
    "formulas": lambda stage: stage.tour.go(4),
    "last": lambda stage: stage.tour.go(8),
    "dark": lambda stage: stage.tour.toggle_blank(),
    "asking": lambda stage: stage.tour.ask_end(),
}
LAYOUTS = 3
"""Layouts in layouts come to rest one after the other."""
BROKEN = 'title = "Mine"\n[[stop]]\ntitle = "One"\ncaption = "Two"\nscene = "nowhere"\n'


@pytest.mark.parametrize("state", [*STATES, "broken"])
@pytest.mark.parametrize("look", LOOKS)
def test_a_window_of_a_tour_has_no_fault(tmp_path: Path, look: str, state: str) -> None:
    chosen = LOOKS[look]
    script = tmp_path / "mine.toml"
    script.write_text(BROKEN, encoding="utf-8")
    with speaking(chosen.tongue):
        stage = TourStage(
            script=script if state == "broken" else None,
            theme=chosen.theme,
            text_size=chosen.text_size,
            right_to_left=chosen.tongue == "mirrored",
        )
        stage.tour.speaker.resize(*chosen.size)
        STATES.get(state, STATES["first"])(stage)
        stage.tour.speaker.activateWindow()
        for _turn in range(LAYOUTS):
            QApplication.processEvents()
        windows = (stage.tour.audience, stage.tour.speaker)
        found = {window.accessibleName(): faults(window, chosen) for window in windows}
        stage.close()
    assert {name: one for name, one in found.items() if one} == {}
