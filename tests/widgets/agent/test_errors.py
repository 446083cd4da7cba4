"""Every error of the composer has its own words and a way out, and none takes the text; nor does a kill."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.core.errors import Code, FishbowlError
from app.link.base import LinkState
from app.wire.calls import SaveDraft, SendReply
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.drafts import KEEP_AFTER_MS
from widgets.agent.sending import SURELY_NOT
from widgets.models.journal import Journal

STROKE_MS = 120
"""How long a quick typist takes for a key."""


def sends(stage: DeskStage) -> list[SendReply]:
    return [call for call in stage.hub.link.calls if isinstance(call, SendReply)]


async def send(stage: DeskStage) -> None:
    stage.composer.text.setFocus()
    await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("code", sorted(SURELY_NOT))
async def test_a_refusal_is_said_keeps_the_text_and_can_be_sent_anew(tmp_path: Path, code: Code) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Kept.")
        good = stage.hub.link.answers[SendReply]
        stage.hub.link.answers[SendReply] = FishbowlError(f"It was {code}.", hint="Do this.", code=code)
        await send(stage)
        assert stage.strips()["refused"] == f"Not sent. It was {code}. Do this."
        assert stage.window.content.problem.isHidden()
        assert stage.composer.text.toPlainText() == "Kept."
        assert stage.composer.send_button.may
        stage.hub.link.answers[SendReply] = good
        await send(stage)
        first, second = sends(stage)
        assert first.token != second.token
        assert len(stage.hub.tokens) == 1


async def test_a_refusal_is_said_until_something_is_done_about_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Kept.")
        stage.hub.link.answers[SendReply] = FishbowlError("No.", code=Code.CONFLICT)
        await send(stage)
        await stage.write(" More.")
        assert "refused" not in stage.strips()


@pytest.mark.parametrize(("text", "why"), [("", "Nothing is written yet."), ("x" * 310, "takes no longer text")])
async def test_the_key_that_sends_says_why_it_does_nothing(tmp_path: Path, text: str, why: str) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText(text)
        await send(stage)
        assert why in stage.window.content.queue.toast.accessibleName()
        assert sends(stage) == []


async def test_a_refusal_that_comes_after_another_was_opened_names_whose_reply_it_was(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Kept.")
        stage.hub.link.answers[SendReply] = FishbowlError("No such post.", code=Code.CONFLICT)
        stage.composer.press_send()
        stage.view.select(story.SAM)
        await stage.settle()
        said = stage.window.content.problem.accessibleName()
        assert "Mira" in said
        assert "No such post." in said
        assert "refused" not in stage.strips()
        await stage.open()
        assert "No such post." in stage.strips()["refused"]
        assert stage.composer.text.toPlainText() == "Kept."


@pytest.mark.parametrize("code", sorted(set(Code) - SURELY_NOT))
async def test_an_answer_that_says_nothing_certain_is_asked_again_under_the_same_token(
    tmp_path: Path, code: Code
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Kept.")
        good = stage.hub.link.answers[SendReply]
        stage.hub.link.answers[SendReply] = FishbowlError("Nobody knows.", code=code)
        await send(stage)
        assert "cannot go out twice" in stage.strips()["asked"]
        assert stage.composer.text.toPlainText() == "Kept."
        assert not stage.composer.send_button.may
        stage.hub.link.answers[SendReply] = good
        await stage.pass_time(6_000)
        assert len({call.token for call in sends(stage)}) == 1
        assert len(stage.hub.tokens) == 1


@pytest.mark.parametrize("code", [Code.STORAGE, Code.BAD_INPUT, Code.INTERNAL])
async def test_a_draft_the_hub_does_not_take_stays_here_and_is_said(tmp_path: Path, code: Code) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.answers[SaveDraft] = FishbowlError("The disk is full.", code=code)
        await stage.write("Kept.")
        stage.window.desk.drafts.keep_now()
        await stage.settle()
        assert "The disk is full." in stage.window.content.problem.accessibleName()
        assert Journal(tmp_path).read()[story.MIRA].reply.text == "Kept."


async def test_a_kill_at_any_key_stroke_loses_at_most_the_last_second_of_typing(tmp_path: Path) -> None:
    text = "We have taken coach 3 out of service, Mira."
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.become(LinkState.LOST)
        drafts, waited = stage.window.desk.drafts, 0
        for count, letter in enumerate(text, start=1):
            running = drafts._timer.isActive()
            until = drafts._timer.remainingTime()
            await stage.write(letter)
            waited = waited + STROKE_MS if running else 0
            assert drafts._timer.isActive()
            assert not running or drafts._timer.remainingTime() <= until  # typing on does not put it off
            if waited + STROKE_MS >= KEEP_AFTER_MS:
                drafts._timer.timeout.emit()
                drafts._timer.stop()
                waited = 0
            kept = Journal(tmp_path).read().get(story.MIRA)
            lost = count - len(kept.reply.text if kept is not None else "")
            assert lost * STROKE_MS <= 1_000
            assert kept is None or text.startswith(kept.reply.text)


async def test_a_kill_in_the_middle_of_writing_down_leaves_the_last_whole_text(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.become(LinkState.LOST)
        await stage.write("Whole.")
        stage.window.desk.drafts.keep_now()
        file = tmp_path / f"{story.MIRA}.json"
        file.with_suffix(".part").write_bytes(file.read_bytes()[:20])
        assert Journal(tmp_path).read()[story.MIRA].reply.text == "Whole."


async def test_send_warns_while_nothing_is_heard_from_the_networks(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Is this still right?")
        assert "stale_data" not in stage.strips()
        stage.hub.link.clock += 4 * 60_000
        stage.window.tick()
        await stage.settle()
        assert "Nothing was heard since" in stage.strips()["stale_data"]
        assert stage.composer.send_button.may
