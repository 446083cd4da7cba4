"""An agent's own replies that are not out stand in one list, by key, with a way back for each."""

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.clock import HOUR, SECOND
from app.core.errors import Conflict
from app.domain.picture import DraftPicture
from app.domain.reply import OutboxItem, OutboxState
from app.wire.calls import RetrySend, SendReply, UndoSend
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.own_replies import OwnRepliesDialog
from widgets.kit.desk_order import tabbed


def mine(number: int, state: OutboxState = OutboxState.WAITING, **how: Any) -> OutboxItem:
    return msgspec.structs.replace(story.LEAVING, id=number, state=state, **how)


def here(number: int, state: OutboxState, **how: Any) -> OutboxItem:
    """In Mira's conversation."""
    fields = {"conversation_id": story.MIRA, "account_id": 1, "network": "bluesky", "handle": "harbourrail"}
    return mine(number, state, **(fields | {"to_handle": "mira.example", "parent": "at://mira/2"} | how))


def picture(token: str, *, size: int) -> DraftPicture:
    """One that is here and described, of Mira's reply."""
    return DraftPicture(
        id=1, conversation_id=story.MIRA, token=token, name=f"{token}.jpg", author=story.ME, size=size, received=size,
        ready=True, mime="image/jpeg", alt="A door",
    )  # fmt: skip


async def open_list(stage: DeskStage) -> OwnRepliesDialog:
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_O)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OwnRepliesDialog)
    return dialog


def plain(words: str) -> str:
    return words.translate({0x2066: None, 0x2068: None, 0x2069: None})


def told(dialog: OwnRepliesDialog) -> list[str]:
    return [plain(one.how) for one in dialog.listed()]


async def several(stage: DeskStage) -> None:
    """One that failed, two that wait, one for later, one held, and what is not mine or is out."""
    for item in (
        mine(1, OutboxState.HELD),
        mine(2, not_before=story.NOW + 30 * SECOND, conversation_id=story.MIRA),
        mine(3),
        mine(4, not_before=story.NOW + 2 * HOUR),
        mine(5, OutboxState.FAILED, error="Too large."),
        mine(6, author="Ana Ruiz"),
        mine(7, OutboxState.SENT),
    ):
        stage.hub.put_outbox(item)
    await stage.settle()


async def test_the_list_has_what_failed_then_what_leaves_next_then_what_is_held(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await several(stage)
        dialog = await open_list(stage)
        assert [one.item.id for one in dialog.listed()] == [5, 3, 2, 4, 1]
        assert nameless(dialog) == []
        words = told(dialog)
        assert words[:3] == ["Not sent. Too large.", "Leaves in 8 s", "Leaves in 30 s"]
        assert words[3].startswith("Leaves at ")
        assert words[4] == "Held until a lead has read it"
        assert plain(dialog.listed()[2].where) == "@oatandember to @bjorn.k on Instagram"
        row = next(one for one in dialog._rows.values() if one.reply.item.id == 2)
        assert "Mira Lindqvist" in row.accessibleName()
        await stage.pass_time(3 * SECOND)
        assert told(dialog)[1] == "Leaves in 5 s"


async def test_each_is_taken_back_by_key_and_its_words_are_a_draft(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await several(stage)
        dialog = await open_list(stage)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Z)
        assert [one.id for one in stage.hub.link.calls if isinstance(one, UndoSend)] == [2]
        assert [one.item.id for one in dialog.listed()] == [5, 3, 4, 1]
        assert dialog.current is not None
        assert dialog.current.item.id == 4
        assert stage.window.desk.drafts.of(story.MIRA).reply.text == "Yes, from Friday."
        for _one in range(4):
            await stage.press(Qt.Key.Key_Z)
        assert dialog.listed() == []
        await stage.press(Qt.Key.Key_Z)
        assert QApplication.activeModalWidget() is dialog


async def test_enter_opens_the_conversation_a_reply_belongs_to(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(story.SAM)
        await several(stage)
        await open_list(stage)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_J, Qt.Key.Key_Return):
            await stage.press(key)
        assert stage.window.desk.open_id == story.MIRA
        assert QApplication.activeModalWidget() is None


async def test_what_cannot_be_taken_back_says_why(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_outbox(mine(1, OutboxState.UNKNOWN))
        stage.hub.put_outbox(mine(2))
        dialog = await open_list(stage)
        await stage.press(Qt.Key.Key_Z)
        assert dialog.said == "Open it and say whether it is there."
        stage.hub.link.answers[UndoSend] = Conflict("It has left already.")
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Z)
        assert dialog.said == "It has left already."


async def test_an_agent_sees_and_withdraws_his_own_held_replies(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="agent")) as stage:
        stage.hub.put_outbox(here(1, OutboxState.HELD))
        stage.hub.put_outbox(mine(2, OutboxState.HELD, author="Ana Ruiz"))
        stage.hub.hold("Wrong prices")
        await stage.settle()
        banner = stage.window.content.banner
        assert not banner.show_button.isHidden()
        assert stage.window.content.queue.outbox.accessibleName().startswith("1 reply of yours is held")
        banner.show_button.click()
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OwnRepliesDialog)
        assert told(dialog) == ["Held: Wrong prices"]
        await stage.press(Qt.Key.Key_Z)
        assert dialog.listed() == []
        assert banner.show_button.isHidden()
        assert stage.hub.outbox[1].state is OutboxState.CANCELLED


async def test_z_takes_back_what_was_just_sent_into_a_hold(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="agent")) as stage:
        stage.hub.hold("Wrong prices")
        await stage.open()
        await stage.write("At noon.")
        stage.composer.press_send()
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert stage.composer.text.toPlainText() == "At noon."


async def test_several_that_wait_are_counted_and_open_the_list(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        bar = stage.window.content.queue.outbox
        stage.hub.put_outbox(mine(1))
        await stage.settle()
        assert bar.list_button.isHidden()
        stage.hub.put_outbox(mine(2, not_before=story.NOW + HOUR))
        await stage.settle()
        assert bar.accessibleName().startswith("2 wait, next in 8 s")
        bar.list_button.click()
        await stage.settle()
        assert isinstance(QApplication.activeModalWidget(), OwnRepliesDialog)


async def test_a_thread_of_several_parts_is_one_reply(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        for part in (1, 2, 3):
            stage.hub.put_outbox(mine(part, chain=1, part=part, parts=3))
        await stage.settle()
        assert stage.window.content.queue.outbox.list_button.isHidden()
        dialog = await open_list(stage)
        assert [one.item.id for one in dialog.listed()] == [1]


async def test_a_failed_reply_is_taken_back_by_key_with_its_pictures(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.sent_pictures[700] = [picture("p", size=9)]
        stage.hub.put_outbox(here(700, OutboxState.FAILED, pictures=1))
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
        assert stage.hub.outbox[700].state is OutboxState.CANCELLED
        assert stage.composer.text.toPlainText() == "Yes, from Friday."
        assert [one.token for one in stage.window.desk.uploads.of(story.MIRA)] == ["p"]
        assert stage.strips() == {}


async def test_a_failed_reply_is_tried_again_from_the_palette_and_without_one_it_is_said(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("retry")
        await stage.settle()
        said = stage.window.content.queue.toast.accessibleName()
        assert said == "No reply has failed in this conversation."
        stage.hub.put_outbox(here(700, OutboxState.FAILED))
        await stage.settle()
        stage.window.run("retry")
        await stage.settle()
        assert [one.id for one in stage.hub.link.calls if isinstance(one, RetrySend)] == [700]


async def test_the_pictures_of_a_failed_reply_are_made_smaller_or_taken_off_by_key_and_sent_again(
    tmp_path: Path,
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.sent_pictures[700] = [picture("p", size=800_000), picture("q", size=9)]
        stage.hub.put_outbox(here(700, OutboxState.FAILED, pictures=2, error="Bluesky refused the photo: too large."))
        await stage.settle()
        stage.window.run("put_away")
        await stage.settle()
        first, second = stage.composer.pictures.rows()
        assert "Make the picture p.jpg smaller" in {one.accessibleName() for one in tabbed([first])}
        assert first.toolTip() == "800 kB. A door"
        first.smaller_button.setFocus()
        await stage.press(Qt.Key.Key_Space)
        assert {one.token: one.size for one in stage.window.desk.uploads.of(story.MIRA)}["p"] == 400_000
        assert first.toolTip() == "400 kB. A door"
        second.off_button.setFocus()
        await stage.press(Qt.Key.Key_Space)
        stage.composer.text.setFocus()
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (sent,) = [one for one in stage.hub.link.calls if isinstance(one, SendReply)]
        assert (sent.pictures, sent.text) == (("p",), "Yes, from Friday.")


async def test_only_what_is_too_large_or_was_refused_is_offered_to_be_made_smaller(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        most = stage.window.desk.composition.destination.limits.image_bytes  # type: ignore[union-attr]
        stage.hub.pictures = {"p": picture("p", size=most + 1), "q": picture("q", size=most)}
        stage.window.desk.uploads.load(story.MIRA)
        await stage.settle()
        rows = stage.composer.pictures.rows()
        assert [row.smaller_button.isHidden() for row in rows] == [False, True]
        assert rows[1].toolTip() == "A door"
        stage.window.run("shrink_pictures")
        await stage.settle()
        assert [one.size for one in stage.window.desk.uploads.of(story.MIRA)] == [most, most // 2]
        assert [row.smaller_button.isHidden() for row in rows] == [True, True]


async def test_without_a_picture_there_is_nothing_to_make_smaller(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("shrink_pictures")
        await stage.settle()
        assert stage.window.content.queue.toast.accessibleName() == "No picture goes with this reply."
