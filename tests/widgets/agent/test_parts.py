"""A reply that is too long: said, split only when the agent wants it, and shown part by part before it leaves."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.wire.calls import SendReply
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.preview import PreviewDialog
from widgets.models.journal import Journal

LONG = " ".join(f"Sentence number {number} says what we do about the door." for number in range(8))


async def write_long(stage: DeskStage) -> None:
    await stage.open()
    stage.composer.begin("reply")
    stage.composer.text.insertPlainText(LONG)
    await stage.settle()


async def test_a_long_reply_offers_to_be_split_and_is_never_split_unasked(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await write_long(stage)
        assert not stage.composer.send_button.may
        assert "split" in stage.strips()
        stage.composer.acts.do("split")
        await stage.settle()
        assert stage.composer.send_button.may
        assert "2 parts" in stage.composer.send_button.text()
        stage.composer.acts.do("join")
        await stage.settle()
        assert not stage.composer.send_button.may


async def test_a_split_reply_is_sent_whole_with_the_agents_wish(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await write_long(stage)
        stage.composer.acts.do("split")
        stage.composer.text.setFocus()
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (sent,) = [call for call in stage.hub.link.calls if isinstance(call, SendReply)]
        assert (sent.text, sent.split) == (LONG, True)
        composition = stage.window.desk.composition
        assert composition is not None
        assert not composition.split


async def test_the_preview_shows_every_part(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await write_long(stage)
        stage.composer.acts.do("split")
        stage.window.run("preview")
        await stage.settle()
        dialog = stage.window.findChild(PreviewDialog)
        assert dialog is not None
        assert [post.accessibleName()[-5:] for post in dialog.posts] == ["(1/2)", "(2/2)"]
        dialog.reject()


async def test_the_wish_to_split_outlives_a_kill(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await write_long(stage)
        composition = stage.window.desk.composition
        assert composition is not None
        composition.split = True
        stage.window.desk.drafts.journal_now(composition.conversation_id)
        assert Journal(tmp_path).read()[composition.conversation_id].split
