"""The destination of a reply: taken when the conversation opens, frozen while there is text, shown whole."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import Unavailable
from app.domain.account import Health
from app.domain.conversation import Entry, EntryKind
from app.domain.network import Limits
from app.wire.calls import GetConversation, SendReply
from app.wire.feeds import AccountFeed, HealthFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.kit.desk_text import TextBlock

NEWER = Entry(
    kind=EntryKind.POST,
    id=777,
    at=story.NOW,
    name="Tomas Reyes",
    handle="treyes.example",
    native_id="at://tomas/9",
    text="Me too.",
)


def sent(stage: DeskStage) -> list[SendReply]:
    return [call for call in stage.hub.link.calls if isinstance(call, SendReply)]


async def test_destination_names_account_person_and_network(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        said = stage.composer.destination.sentence.accessibleName()
        assert said.replace("\u2066", "").replace("\u2069", "") == (
            "Reply publicly as @harbourrail to @mira.example on Bluesky"
        )


async def test_destination_cannot_change_under_a_composed_reply(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We are looking at it.")
        stage.hub.post(story.MIRA, NEWER)
        await stage.settle()
        stage.composer.press_send()
        await stage.settle()
        (request,) = sent(stage)
        assert (request.account_id, request.to_handle, request.parent) == (1, "mira.example", "at://mira/2")


async def test_destination_follows_the_newest_post_while_nothing_is_written(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.post(story.MIRA, NEWER)
        await stage.settle()
        composition = stage.window.desk.composition
        assert composition is not None
        assert composition.destination is not None
        assert composition.destination.to_handle == "treyes.example"


async def test_text_never_moves_to_another_conversation(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("For Mira only.")
        await stage.open(story.SAM)
        assert stage.composer.text.toPlainText() == ""
        await stage.write("For Sam only.")
        await stage.open(story.MIRA)
        assert stage.composer.text.toPlainText() == "For Mira only."


async def test_text_never_moves_from_note_to_reply(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        stage.composer.text.insertPlainText("They were rude on the phone.")
        stage.composer.begin("reply")
        assert stage.composer.text.toPlainText() == ""


async def test_changed_account_counts_for_one_reply(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.desk.choose_account(story.ACCOUNTS[2])
        await stage.write("From the bank.")
        stage.composer.press_send()
        await stage.settle()
        await stage.write("And now as ever.")
        stage.composer.press_send()
        await stage.settle()
        assert [request.account_id for request in sent(stage)] == [2, 1]


async def test_deleted_target_stops_send_until_it_is_seen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We are looking at it.")
        target = next(entry for entry in story.MIRA_ENTRIES if entry.native_id == "at://mira/2")
        gone = Entry(
            kind=target.kind, id=target.id, at=target.at, name=target.name, native_id=target.native_id, gone=True
        )
        stage.hub.post(story.MIRA, gone)
        await stage.settle()
        assert "gone" in stage.strips()
        assert not stage.composer.send_button.may


async def test_a_reply_begun_before_the_thread_came_answers_its_newest_post(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        late = stage.hub._detail(GetConversation(id=story.MIRA))
        stage.hub.link.answers[GetConversation] = Unavailable("No answer in time.")
        await stage.open()
        await stage.write("Quick.")
        assert not stage.composer.send_button.may
        stage.window.desk._detail_came(late)
        await stage.settle()
        stage.composer.press_send()
        await stage.settle()
        assert [request.parent for request in sent(stage)] == ["at://mira/2"]


async def test_a_reply_keeps_to_what_its_accounts_own_server_takes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("a" * 400)
        assert not stage.composer.send_button.may
        own = Health(account_id=1, network="bluesky", title="Harbour Rail", limits=Limits(length=5000))
        stage.hub.link.fill(HealthFeed(), {"1": own})
        await stage.settle()
        assert stage.composer.send_button.may
        assert stage.composer.text.toPlainText() == "a" * 400


async def test_a_thread_that_moved_under_a_reply_is_told_and_the_reply_can_follow(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We are looking at it.")
        stage.hub.post(story.MIRA, NEWER)
        await stage.settle()
        assert "Tomas Reyes" in stage.strips()["moved"]
        stage.composer.acts.do("newest")
        await stage.settle()
        assert "moved" not in stage.strips()
        stage.composer.press_send()
        await stage.settle()
        (request,) = sent(stage)
        assert (request.account_id, request.to_handle, request.parent) == (1, "treyes.example", "at://tomas/9")


async def test_a_colleagues_answer_under_a_reply_is_told_but_not_ones_own(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We are looking at it.")
        own = Entry(kind=EntryKind.OWN, id=778, at=story.NOW, by=stage.window.desk.directory.me, mine=True, text="a")
        stage.hub.post(story.MIRA, own)
        await stage.settle()
        assert "answered" not in stage.strips()
        stage.hub.post(story.MIRA, msgspec.structs.replace(own, id=779, by="Ana"))
        await stage.settle()
        assert "Ana" in stage.strips()["answered"]


async def test_the_question_for_another_account_says_to_whom_they_wrote_not_who_would_answer(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        second = msgspec.structs.replace(story.ACCOUNTS[1], id=99, handle="harbourhelp")
        stage.hub.link.put(AccountFeed(), {"99": second})
        await stage.open()
        stage.window.desk.choose_account(second)
        stage.window.run("destination")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        said = " ".join(block.words for block in dialog.findChildren(TextBlock))
        assert "harbourrail" in said
        await stage.press(Qt.Key.Key_Escape)


async def test_without_another_account_the_change_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("destination")
        await stage.settle()
        assert QApplication.activeModalWidget() is None
        assert "No other account" in stage.window.content.queue.toast.accessibleName()
