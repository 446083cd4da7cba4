"""In the narrow rail no count is cut, and the keys after G lie over the window instead of pushing the views away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from app.wire.feeds import CountFeed, CountRow
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions
from widgets.agent.rail import narrow_count
from widgets.kit.chord_hint import ChordHint


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        ("", ""), ("36", "36"), ("999", "999"), ("1863", "1.8k"), ("9999", "9.9k"), ("18634", "18k"), ("99999", "99k"),
        ("186345", "…"), ("1863452", "1m"), ("99+", "99+"),
    ],
)  # fmt: skip
def test_a_count_without_room_is_shortened_and_never_cut(count: str, shown: str) -> None:
    assert narrow_count(count, lambda words: 7 * len(words.replace(".", "")), 21) == shown


async def test_the_reader_of_a_narrow_rail_still_hears_the_whole_count(tmp_path: Path) -> None:
    options = DeskOptions(geometry=QRect(0, 0, 1280, 800), drafts=tmp_path)
    async with DeskStage(tmp_path, options=options) as stage:
        stage.hub.link.put(CountFeed(me=story.ME), {"waiting": CountRow("waiting", 1_863)})
        await stage.settle()
        rows = {row.view.name: row for row in stage.window.content.rail._rows}
        assert rows["waiting"].accessibleName() == "Waiting, 1863"


@pytest.mark.parametrize("width", [1280, 1600])
async def test_the_keys_after_g_move_nothing_in_the_rail(tmp_path: Path, width: int) -> None:
    options = DeskOptions(geometry=QRect(0, 0, width, 800), drafts=tmp_path)
    async with DeskStage(tmp_path, options=options) as stage:
        stage.view.setFocus()
        rail = stage.window.content.rail
        before = [row.geometry() for row in rail._rows]
        stage.window.shortcuts.chord_waiting.emit(True)
        await stage.settle()
        (hint,) = stage.window.findChildren(ChordHint)
        assert [row.geometry() for row in rail._rows] == before
        assert stage.window.rect().contains(hint.geometry())
        assert "M Mine" in hint.accessibleName()
        stage.window.shortcuts.chord_waiting.emit(False)
        assert not hint.isVisible()
