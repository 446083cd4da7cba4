"""Whoever wrote a reply that is not out sees and hears of it, on whichever view he is, until he has looked."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.core.clock import SECOND
from app.domain.reply import OutboxItem, OutboxState
from app.link.base import LinkState
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.troubles import PATIENCE


def lost(number: int = 700, state: OutboxState = OutboxState.FAILED, **how: Any) -> OutboxItem:
    """A reply of mine in a conversation that is not open."""
    fields: dict[str, Any] = {"conversation_id": story.SAM, "error": "Bluesky refused the photo: too large."}
    return msgspec.structs.replace(story.LEAVING, id=number, state=state, **(fields | how))


def bar_words(stage: DeskStage) -> str:
    """What the bar across the desk says; empty while it is not there."""
    bar = stage.window.content.unsent
    return "" if bar.isHidden() else bar.accessibleName().translate({0x2066: None, 0x2068: None, 0x2069: None})


@pytest.mark.parametrize("view", ["go_mine", "go_waiting", "go_undelivered"])
async def test_a_failed_reply_is_told_in_a_bar_on_every_view_until_it_was_looked_at(tmp_path: Path, view: str) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run(view)
        await stage.settle()
        stage.hub.put_outbox(lost())
        await stage.settle()
        said = "Not sent. Your reply to @bjorn.k: Bluesky refused the photo: too large. Your text is kept."
        assert bar_words(stage) == said
        await stage.pass_time(60 * SECOND)
        assert bar_words(stage) == said
        stage.window.content.unsent.act_chosen.emit("show")
        await stage.settle()
        assert stage.window.desk.open_id == story.SAM
        assert bar_words(stage) == ""


async def test_it_is_heard_once_where_the_desk_is_not_in_front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "focusWindow", staticmethod(lambda: None))
    async with DeskStage(tmp_path) as stage:
        for _second in range(6):
            await stage.pass_time(SECOND)  # a breach that is near is told first
        stage.window.notices._looked(stage.window)
        beeps: list[int] = []
        said: list[str] = []
        monkeypatch.setattr(stage.window.notices, "_beep", lambda: beeps.append(1))
        stage.window.notices.told.connect(said.append)
        stage.window.desk.choices.change(sound=True)
        stage.hub.put_outbox(lost())
        for _second in range(6):
            await stage.pass_time(SECOND)
        assert (len(beeps), said) == (1, [])
        assert stage.window.windowTitle().startswith("(1) ")


async def test_what_failed_while_the_desk_was_closed_is_told_when_it_opens_and_never_again(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.outbox[700] = lost()
    hub._fill()
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert bar_words(stage).startswith("Not sent.")
        stage.window.content.unsent.act_chosen.emit("later")
        await stage.settle()
        assert bar_words(stage) == ""
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert bar_words(stage) == ""
        again = lost(attempts=1)
        stage.hub.put_outbox(again)
        await stage.settle()
        assert bar_words(stage).startswith("Not sent.")


async def test_what_is_unknown_for_a_moment_only_is_not_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_outbox(lost(state=OutboxState.UNKNOWN))
        stage.hub.put_outbox(lost(701, state=OutboxState.UNKNOWN))
        await stage.pass_time(PATIENCE - SECOND)
        assert bar_words(stage) == ""
        stage.hub.put_outbox(lost(701, state=OutboxState.SENT))
        await stage.pass_time(SECOND)
        assert bar_words(stage).startswith("It may have been posted. Your reply to @bjorn.k")


async def test_a_colleagues_failed_reply_is_his_matter(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_outbox(lost(author="Ana Ruiz"))
        await stage.settle()
        assert bar_words(stage) == ""


async def test_what_the_composer_tells_is_not_told_twice(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(lost(conversation_id=story.MIRA, account_id=1, network="bluesky", handle="harbourrail"))
        await stage.settle()
        assert "failed" in stage.strips()
        assert bar_words(stage) == ""


async def test_several_are_one_line_and_lead_to_the_list(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        for number, person in enumerate(("a", "b", "c", "d")):
            stage.hub.put_outbox(lost(700 + number, to_handle=person))
        stage.hub.put_outbox(lost(704, to_handle="a", chain=703))
        await stage.settle()
        assert bar_words(stage) == "4 of your replies are not out. To @a, @b, @c and 1 more."
        stage.window.content.unsent.act_chosen.emit("show")
        await stage.settle()
        assert bar_words(stage) == ""
        await stage.press(Qt.Key.Key_Escape)


async def test_without_the_hub_what_was_looked_at_is_kept_until_it_is_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_outbox(lost())
        await stage.settle()
        stage.hub.link.become(LinkState.CONNECTING)
        stage.window.content.unsent.act_chosen.emit("later")
        await stage.settle()
        assert bar_words(stage) == ""
        assert stage.hub.settings.seen_replies == ()
        stage.hub.link.become(LinkState.LIVE)
        await stage.settle()
        assert stage.hub.settings.seen_replies == ("700:0:failed",)
