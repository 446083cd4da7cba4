"""An area that has the keys itself shows it, whatever brought them there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from tests.widgets.agent.desk_stage import DeskStage
from widgets.kit.focus_edge import FocusEdge


@pytest.mark.parametrize("command", ["open", "pane_3"])
async def test_the_thread_shows_that_it_has_the_keys(tmp_path: Path, command: str) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.settle()
        thread = stage.window.content.conversation.thread_view
        before = ringed(stage)
        stage.window.run(command)
        await stage.settle()
        assert thread.hasFocus()
        assert ringed(stage) > before + thread.width()
        thread.step(-1)
        await stage.settle()
        assert not any(edge.isVisible() for edge in edges(stage))


async def test_the_person_shows_that_it_has_the_keys(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.content.person.focus_scroll()
        await stage.settle()
        (edge,) = [one for one in edges(stage) if one.isVisible()]
        assert edge.mapTo(stage.window, QPoint(0, 0)).x() >= stage.window.content.person.x()


def edges(stage: DeskStage) -> list[FocusEdge]:
    return stage.window.findChildren(FocusEdge)


def ringed(stage: DeskStage) -> int:
    """How many pixels of the thread are the ring's."""
    thread = stage.window.content.conversation.thread_view
    image, ring = thread.grab().toImage(), stage.window.look.tokens.acc.rgb()
    return sum(image.pixel(x, y) == ring for x in range(image.width()) for y in range(image.height()))
