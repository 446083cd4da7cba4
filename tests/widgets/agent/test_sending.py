"""From the press of Send to the network and back: undo, failure, not knowing, a lost hub, a hold."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import Unavailable
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxItem, OutboxState
from app.link.base import LinkState
from app.wire.calls import AddNote, RetrySend, SendReply, SettleSend, UndoSend
from app.wire.feeds import AccountFeed, OutboxFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.models.composition import LEFT

ITEM = OutboxItem(
    id=700,
    conversation_id=story.MIRA,
    account_id=1,
    network="bluesky",
    handle="harbourrail",
    to_handle="mira.example",
    text="We have taken coach 3 out of service.",
    state=OutboxState.FAILED,
    author=story.ME,
    created_at=story.NOW,
    not_before=story.NOW,
    parent="at://mira/2",
    error="Bluesky refused the photo: too large.",
)
UNKNOWN = msgspec.structs.replace(ITEM, state=OutboxState.UNKNOWN, error="", next_look=story.NOW + 20_000)


def calls_of(stage: DeskStage, kind: type) -> list[object]:
    return [call for call in stage.hub.link.calls if isinstance(call, kind)]


async def test_sent_text_leaves_the_composer_and_shows_in_the_outbox(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("On its way.")
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert stage.composer.text.toPlainText() == ""
        assert "Sending in 10 s on Bluesky" in stage.window.content.queue.outbox.accessibleName()


async def test_undo_puts_the_text_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Too early.")
        stage.composer.press_send()
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert calls_of(stage, UndoSend)
        assert stage.composer.text.toPlainText() == "Too early."
        assert stage.window.content.queue.outbox.isHidden()


async def test_undo_keeps_a_text_begun_meanwhile(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("First.")
        stage.composer.press_send()
        await stage.settle()
        await stage.write("Second.")
        stage.window.desk.deeds.undo()
        await stage.settle()
        composition = stage.window.desk.composition
        assert composition is not None
        assert (composition.reply.text, composition.reply.other.text if composition.reply.other else "") == (
            "Second.",
            "First.",
        )


async def test_failed_reply_is_shown_with_its_cause_and_tried_again_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        assert stage.strips()["failed"] == "Not sent. Bluesky refused the photo: too large. Your text is kept."
        assert stage.composer.text.toPlainText() == ITEM.text
        assert stage.composer.send_button.text().startswith("Try again as")
        stage.composer.press_send()
        await stage.settle()
        assert [type(call) for call in stage.hub.link.calls if isinstance(call, SendReply | RetrySend)] == [RetrySend]
        assert stage.composer.text.toPlainText() == ""


async def test_failed_reply_never_replaces_a_text_being_written(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Something else.")
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        assert stage.composer.text.toPlainText() == "Something else."
        stage.composer.acts.do("retry")
        await stage.settle()
        assert calls_of(stage, RetrySend)
        assert stage.composer.text.toPlainText() == "Something else."


async def test_unknown_reply_never_offers_a_second_send(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        assert stage.strips()["unknown"].startswith("It may have been posted.")
        assert not stage.composer.send_button.may
        assert stage.composer.text.isReadOnly()
        stage.composer.text.setFocus()
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not calls_of(stage, SendReply)
        assert not calls_of(stage, RetrySend)


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_person_settles_an_unknown_reply(tmp_path: Path, is_there: bool) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        stage.composer.acts.do("is_there" if is_there else "is_not_there")
        await stage.settle()
        assert calls_of(stage, SettleSend) == [SettleSend(id=700, is_there=is_there)]
        assert stage.composer.text.toPlainText() == ("" if is_there else ITEM.text)


@pytest.mark.parametrize("state", sorted(LEFT))
async def test_words_that_turned_out_to_be_public_or_on_their_way_are_not_offered_again(
    tmp_path: Path, state: OutboxState
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        stage.hub.put_outbox(msgspec.structs.replace(UNKNOWN, state=state))
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""
        stage.composer.press_send()
        await stage.settle()
        assert not calls_of(stage, SendReply)


async def test_words_found_public_while_another_conversation_was_open_are_not_offered_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        await stage.open(story.SAM)
        stage.hub.put_outbox(msgspec.structs.replace(UNKNOWN, state=OutboxState.SENT))
        stage.hub.link.put(OutboxFeed(), {}, drop=(str(UNKNOWN.id),))
        await stage.open()
        assert stage.composer.text.toPlainText() == ""
        assert not stage.composer.send_button.may


async def test_words_that_stand_in_the_thread_when_the_desk_comes_back_are_not_offered_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        stage.window.desk.drafts.journal_now(story.MIRA)
        kept = (tmp_path / f"{story.MIRA}.json").read_bytes()
    (tmp_path / f"{story.MIRA}.json").write_bytes(kept)
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        public = Entry(kind=EntryKind.OWN, id=901, at=story.NOW, text=UNKNOWN.text, mine=True, native_id="at://us/9")
        stage.hub.post(story.MIRA, public)
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""
        assert not stage.composer.send_button.may


async def test_two_presses_on_try_again_ask_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        stage.composer.press_send()
        stage.composer.press_send()
        await stage.settle()
        assert len(calls_of(stage, RetrySend)) == 1


async def test_a_failed_reply_tried_again_for_later_keeps_its_moment(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        stage.composer.press_send(not_before=story.NOW + 60_000)
        await stage.settle()
        assert [call.not_before for call in stage.hub.link.calls if isinstance(call, RetrySend)] == [story.NOW + 60_000]


async def test_a_failed_reply_taken_back_is_a_new_one_with_what_was_changed(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText(" Sorry.")
        stage.composer.acts.do("revise")
        await stage.settle()
        assert stage.composer.text.toPlainText() == f"{ITEM.text} Sorry."
        assert "failed" not in stage.strips()
        stage.composer.press_send()
        await stage.settle()
        (sent,) = [call for call in stage.hub.link.calls if isinstance(call, SendReply)]
        assert sent.text == f"{ITEM.text} Sorry."
        assert not calls_of(stage, RetrySend)


async def test_a_protected_account_asks_before_a_failed_reply_is_tried_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        protected = msgspec.structs.replace(story.ACCOUNTS[1], protected=True)
        stage.hub.link.put(AccountFeed(), {"1": protected})
        await stage.open()
        await stage.write("Something else.")
        stage.hub.put_outbox(ITEM)
        await stage.settle()
        stage.composer.acts.do("retry")
        await stage.settle()
        assert not calls_of(stage, RetrySend)
        QApplication.activeModalWidget().accept()
        await stage.settle()
        assert len(calls_of(stage, RetrySend)) == 1


async def test_a_protected_account_sends_only_the_words_it_was_asked_about(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.put(AccountFeed(), {"1": msgspec.structs.replace(story.ACCOUNTS[1], protected=True)})
        await stage.open()
        await stage.write("Read this.")
        stage.composer.press_send()
        await stage.settle()
        stage.window.desk.drafts.type(story.MIRA, "reply", "Never read.")
        QApplication.activeModalWidget().accept()
        await stage.settle()
        assert not calls_of(stage, SendReply)
        assert "changed while you were asked" in stage.window.content.queue.toast.accessibleName()


async def test_an_account_that_became_protected_under_a_reply_asks(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Read this.")
        stage.hub.link.put(AccountFeed(), {"1": msgspec.structs.replace(story.ACCOUNTS[1], protected=True)})
        await stage.settle()
        stage.composer.press_send()
        await stage.settle()
        assert not calls_of(stage, SendReply)
        QApplication.activeModalWidget().reject()


async def test_a_moment_chosen_for_one_reply_sends_no_other(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(story.SAM)
        await stage.write("For Sam.")
        await stage.open()
        await stage.write("For Mira.")
        stage.window.run("later")
        await stage.settle()
        stage.window.desk.open(story.SAM)
        await stage.press(Qt.Key.Key_Return)
        assert not calls_of(stage, SendReply)


async def test_a_note_pressed_twice_is_saved_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        stage.composer.text.insertPlainText("Ask the depot.")
        stage.composer.press_send()
        assert not stage.composer.send_button.may
        stage.composer.press_send()
        await stage.settle()
        assert calls_of(stage, AddNote) == [AddNote(conversation_id=story.MIRA, text="Ask the depot.")]
        assert stage.composer.text.toPlainText() == ""


async def test_a_note_the_hub_refuses_stays_and_can_be_saved_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        stage.composer.text.insertPlainText("Ask the depot.")
        stage.hub.link.answers[AddNote] = Unavailable("The disk is full.")
        stage.composer.press_send()
        await stage.settle()
        assert "The disk is full." in stage.window.content.problem.accessibleName()
        assert stage.composer.text.toPlainText() == "Ask the depot."
        assert stage.composer.send_button.may


async def test_an_undo_the_hub_does_not_hear_says_that_the_reply_may_leave_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Too early.")
        stage.composer.press_send()
        await stage.settle()
        stage.hub.link.become(LinkState.LOST)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert "may leave" in stage.window.content.problem.accessibleName()
        stage.hub.link.become(LinkState.LIVE)
        await stage.settle()
        assert stage.window.content.problem.isHidden()
        await stage.press(Qt.Key.Key_Z)
        assert stage.composer.text.toPlainText() == "Too early."


async def test_without_the_hub_a_reply_is_kept_and_goes_out_when_it_is_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("When you can.")
        stage.hub.link.become(LinkState.LOST, reason="no answer", next_try=story.NOW + 6_000)
        await stage.settle()
        assert stage.composer.send_button.text() == "Save, send when the hub is back"
        stage.composer.press_send()
        await stage.settle()
        assert "saved" in stage.strips()
        assert stage.kept(tmp_path) == [story.MIRA]
        stage.hub.link.become(LinkState.LIVE)
        await stage.settle()
        assert [call.text for call in calls_of(stage, SendReply)] == ["When you can."]  # type: ignore[attr-defined]
        assert stage.composer.text.toPlainText() == ""


async def test_a_reply_that_waited_asks_again_when_the_thread_went_on(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("When you can.")
        stage.hub.link.become(LinkState.LOST)
        stage.composer.press_send()
        newer = Entry(
            kind=EntryKind.POST, id=888, at=story.NOW, handle="mira.example", native_id="at://mira/3", text="!"
        )
        stage.hub.entries[story.MIRA] = [*story.MIRA_ENTRIES, newer]
        stage.hub.link.become(LinkState.LIVE)
        await stage.settle()
        assert "stale" in stage.strips()
        assert not calls_of(stage, SendReply)
        stage.composer.acts.do("send_anyway")
        await stage.settle()
        assert [call.parent for call in calls_of(stage, SendReply)] == ["at://mira/2"]  # type: ignore[attr-defined]


async def test_a_press_that_was_not_answered_is_asked_again_with_the_same_token(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Once.")
        answer = stage.hub.link.answers[SendReply]
        stage.hub.link.answers[SendReply] = Unavailable("No answer in time.")
        stage.composer.press_send()
        await stage.settle()
        assert stage.composer.text.isReadOnly()
        stage.hub.link.answers[SendReply] = answer
        stage.hub.link.become(LinkState.LOST)
        stage.hub.link.become(LinkState.LIVE)
        await stage.settle()
        tokens = [call.token for call in calls_of(stage, SendReply)]  # type: ignore[attr-defined]
        assert len(tokens) == 2
        assert len(set(tokens)) == 1
        assert len(stage.hub.tokens) == 1


async def test_hold_shows_in_banner_top_bar_and_button(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Later then.")
        stage.hub.hold("coast line doors")
        await stage.settle()
        assert stage.window.content.banner.isVisible()
        assert "coast line doors" in stage.window.content.banner.accessibleName()
        assert stage.composer.send_button.text().startswith("Save, held for")
        assert "held" in stage.strips()


async def test_over_the_limit_the_button_says_by_how_much(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText("a" * 310)
        await stage.settle()
        assert stage.composer.send_button.text() == "Shorten by 10 to send"
        assert not stage.composer.send_button.may


async def test_note_is_saved_and_never_sent(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        stage.composer.text.insertPlainText("Sensor swapped at 13:40.")
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert calls_of(stage, AddNote) == [AddNote(conversation_id=story.MIRA, text="Sensor swapped at 13:40.")]
        assert not calls_of(stage, SendReply)
        assert stage.composer.text.toPlainText() == ""


async def test_trainee_writes_but_does_not_send(tmp_path: Path) -> None:
    stage = DeskStage(tmp_path)
    stage.hub.link.role = "trainee"
    async with stage:
        await stage.open()
        await stage.write("May I?")
        assert not stage.composer.send_button.may
        assert "colleague" in stage.composer.send_button.accessibleDescription()


async def test_a_live_hub_that_did_not_answer_is_asked_again_with_the_same_token(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Once.")
        answer = stage.hub.link.answers[SendReply]
        stage.hub.link.answers[SendReply] = Unavailable("No answer in time.")
        stage.composer.press_send()
        await stage.settle()
        assert "asked" in stage.strips()
        stage.hub.link.answers[SendReply] = answer
        await stage.pass_time(6_000)
        tokens = {call.token for call in calls_of(stage, SendReply)}  # type: ignore[attr-defined]
        assert len(tokens) == 1
        assert stage.composer.text.toPlainText() == ""
