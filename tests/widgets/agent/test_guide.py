"""The first steps offer the invented company or an account of one's own, and the desk says on which it is."""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.core.errors import Unavailable
from app.domain.desk_settings import DeskSettings
from app.wire.feeds import HouseFeed
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.account_networks import NetworksDialog
from widgets.dialogs.guide import GuideDialog
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_text import TextBlock
from widgets.shell.beside import MAIN, start_desk


def on_demo(hub: DeskHub, *, demo: bool) -> DeskHub:
    hub.house = msgspec.structs.replace(hub.house, demo=demo)
    hub.link.fill(HouseFeed(), {"house": hub.house})
    return hub


async def guided(stage: DeskStage) -> GuideDialog:
    stage.window.run("guide")
    await stage.settle()
    guide = QApplication.activeModalWidget()
    assert isinstance(guide, GuideDialog)
    return guide


def offers(guide: GuideDialog) -> list[str]:
    return [button.accessibleName() for button in guide.findChildren(DeskButton)]


def said(guide: GuideDialog) -> str:
    return "\n".join(block.words for block in guide.findChildren(TextBlock))


async def press(stage: DeskStage, guide: GuideDialog, words: str) -> None:
    next(one for one in guide.findChildren(DeskButton) if one.accessibleName() == words).click()
    await stage.settle()


async def test_an_administrator_adds_an_account_or_opens_the_invented_company(tmp_path: Path) -> None:
    started: list[bool] = []
    async with DeskStage(tmp_path, hub=on_demo(DeskHub(role="administrator"), demo=False)) as stage:
        stage.window.hands.team.start_desk = started.append
        guide = await guided(stage)
        assert offers(guide) == ["Try the invented company", "Add my own account...", "Go to the desk"]
        await press(stage, guide, "Try the invented company")
        assert started == [True]
        assert stage.window.content.queue.toast.accessibleName().startswith("Another desk is opening")
        await press(stage, await guided(stage), "Add my own account...")
        assert isinstance(QApplication.activeModalWidget(), NetworksDialog)
        assert stage.hub.settings.guided


async def test_on_the_invented_company_a_desk_of_ones_own_is_opened(tmp_path: Path) -> None:
    started: list[bool] = []
    async with DeskStage(tmp_path, hub=on_demo(DeskHub(), demo=True)) as stage:
        stage.window.hands.team.start_desk = started.append
        guide = await guided(stage)
        assert "This desk is on the invented company" in said(guide)
        await press(stage, guide, "Begin with my own account")
        assert started == [False]


@pytest.mark.parametrize(
    ("demo", "words"),
    [
        (False, ("main.py demo", "added by an administrator")),
        (True, ("This desk is on the invented company", "main.py agent")),
    ],
)
async def test_where_nothing_can_be_done_the_guide_says_how(tmp_path: Path, demo: bool, words: tuple[str, str]) -> None:
    async with DeskStage(tmp_path, hub=on_demo(DeskHub(role="agent"), demo=demo)) as stage:
        guide = await guided(stage)
        assert offers(guide) == ["Go to the desk"]
        assert all(one in said(guide) for one in words)


async def test_a_desk_that_cannot_be_opened_is_told_with_the_way_out(tmp_path: Path) -> None:
    def refuse(_demo: bool) -> None:
        raise Unavailable("The other desk could not be started: no memory.", hint="Start it yourself.")

    async with DeskStage(tmp_path, hub=on_demo(DeskHub(), demo=False)) as stage:
        stage.window.hands.team.start_desk = refuse
        await press(stage, await guided(stage), "Try the invented company")
        assert stage.window.content.problem.isVisible()


async def test_the_first_steps_wait_until_it_is_known_which_company_it_is(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.settings = DeskSettings()
    hub.link.mirror(HouseFeed()).rows.clear()
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.findChild(GuideDialog) is None
        on_demo(hub, demo=True)
        await stage.settle()
        guide = stage.window.findChild(GuideDialog)
        assert guide is not None
        assert "This desk is on the invented company" in said(guide)


@pytest.mark.parametrize("width", [1600, 1000])
async def test_the_top_bar_says_demo_on_the_invented_company_alone(tmp_path: Path, width: int) -> None:
    async with DeskStage(tmp_path, hub=on_demo(DeskHub(), demo=True)) as stage:
        stage.window.resize(width, 800)
        await stage.settle()
        sign = stage.window.content.top_bar.demo
        assert sign.isVisible()
        assert sign.accessibleName() == "Demo. An invented company: nothing leaves this machine"
        assert sign.width() >= sign.sizeHint().width() > stage.window.look.px(24), "its word is never left out"
        on_demo(stage.hub, demo=False)
        await stage.settle()
        assert not sign.isVisible()


def test_the_other_desk_is_this_program_on_the_same_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_how: started.append(command))
    start_desk(Namespace(data="/srv/fish", language="de"), demo=True)
    start_desk(Namespace(data=None, language=""), demo=False)
    assert started == [
        [sys.executable, str(MAIN), "agent", "--demo", "--data", "/srv/fish", "--language", "de"],
        [sys.executable, str(MAIN), "agent"],
    ]
    assert MAIN.is_file()


def test_a_program_that_cannot_start_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_command: Any, **_how: Any) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(Unavailable, match="Cannot allocate memory") as told:
        start_desk(Namespace(data=None, language=""), demo=True)
    assert "main.py demo" in told.value.hint
