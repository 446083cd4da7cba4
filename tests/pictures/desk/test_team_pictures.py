"""The questions about conversations as wholes, the team and oneself look as somebody has looked at them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from app.domain.shift import State
from tests.fakes import desk_story as story
from tests.pictures.compare import assert_picture
from tests.pictures.desk.test_desk_pictures import latin_hub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions

QUESTIONS = ("guide", "change_keys", "routing", "merge", "spam", "state")
LOOKS = (("dark", 100), ("light", 100), ("dark-high-contrast", 100), ("dark", 200))


def stage_in(folder: Path, theme: str, text_size: int) -> DeskStage:
    geometry = QRect(0, 0, 1600, 1200) if text_size > 100 else QRect(0, 0, 1280, 800)
    options = DeskOptions(theme=theme, text_size=text_size, geometry=geometry, drafts=folder)
    return DeskStage(folder, hub=latin_hub(), options=options)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(("theme", "text_size"), LOOKS)
async def test_a_question_looks_as_it_should(tmp_path: Path, theme: str, text_size: int, name: str) -> None:
    async with stage_in(tmp_path, theme, text_size) as stage:
        await stage.open()
        for one in (story.MIRA, 3):
            stage.window.desk.queue.model.mark(one, on=name == "merge")
        stage.window.run(name)
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert_picture(dialog.grab().toImage(), f"desk/team/{name}-{theme}-{text_size}")


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_the_conversation_in_a_window_of_its_own_looks_as_it_should(tmp_path: Path, theme: str) -> None:
    async with stage_in(tmp_path, theme, 100) as stage:
        await stage.open()
        stage.window.desk.shift.say(State.AWAY)
        stage.window.run("own_window")
        await stage.settle()
        stage.view.setFocus()
        await stage.settle()
        own = stage.window.content.conversation.window()
        assert_picture(own.grab().toImage(), f"desk/team/own-window-{theme}")
        assert_picture(stage.window.grab().toImage(), f"desk/team/beside-own-window-{theme}")
