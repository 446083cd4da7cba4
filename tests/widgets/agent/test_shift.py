"""A whole shift without a mouse: triage, filter, read, reply, undo, send, schedule, note, take, assign, label,
consent, snooze, bulk resolve, merge, spam, search, away and here again, hold, go on."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.consent import Purpose, Word
from app.domain.conversation import Status
from app.domain.reply import OutboxState
from app.domain.shift import State
from app.domain.understanding import Sentiment
from app.wire.answers import Hit, Hits
from app.wire.calls import (
    AddNote,
    HoldSending,
    LiftHold,
    MergeConversations,
    NoteConsent,
    ReleaseHeld,
    SayState,
    Search,
    SendReply,
    TakeConversation,
)
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


TWIN = 7_300_000_000_000_000_077


async def type_words(stage: DeskStage, words: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, words)
    await stage.settle()


async def test_a_shift_without_a_mouse(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await _answer_mira(stage)
        await _note_and_take_sam(stage)
        await _label_and_note_consent(stage)
        await _put_away_and_resolve_together(stage)
        await _filter_and_schedule(stage)
        await _merge_and_hide(stage)
        await _go_away_and_come_back(stage)
        await _search(stage)
        await _hold_and_go_on(stage)


async def _answer_mira(stage: DeskStage) -> None:
    assert stage.window.desk.open_id == 1
    await stage.press(Qt.Key.Key_J)
    assert stage.window.desk.open_id == story.MIRA
    await stage.press(Qt.Key.Key_Return)
    assert stage.window.content.conversation.thread_view.hasFocus()
    await stage.press(Qt.Key.Key_R)
    await type_words(stage, "Coach 3 is out of service.")
    await stage.press(Qt.Key.Key_Return, CONTROL)
    await stage.press(Qt.Key.Key_Z, ALT)
    assert stage.composer.text.toPlainText() == "Coach 3 is out of service."
    await type_words(stage, " We look at the door now.")
    await stage.press(Qt.Key.Key_Return, CONTROL)
    sent = [call.text for call in stage.hub.link.calls if isinstance(call, SendReply)]
    assert sent[-1] == "Coach 3 is out of service. We look at the door now."
    await stage.press(Qt.Key.Key_Escape)
    await stage.press(Qt.Key.Key_E, SHIFT)
    assert stage.hub.cards[story.MIRA].status is Status.RESOLVED
    assert stage.window.desk.open_id == story.SAM


async def _note_and_take_sam(stage: DeskStage) -> None:
    await stage.press(Qt.Key.Key_N)
    await type_words(stage, "Lids of batch 12 leak, @dev")
    await stage.press(Qt.Key.Key_Tab)
    await type_words(stage, "knows.")
    await stage.press(Qt.Key.Key_Return, CONTROL)
    assert AddNote(conversation_id=story.SAM, text="Lids of batch 12 leak, @Dev Kaur knows.") in stage.hub.link.calls
    await stage.press(Qt.Key.Key_Escape)
    await stage.press(Qt.Key.Key_A, SHIFT)
    assert TakeConversation(ids=(story.SAM,)) in stage.hub.link.calls
    await stage.press(Qt.Key.Key_A)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    await type_words(stage, "Dev Kaur")
    await stage.press(Qt.Key.Key_Return)
    assert stage.hub.cards[story.SAM].assignee == "Dev Kaur"


async def _label_and_note_consent(stage: DeskStage) -> None:
    stage.hub.link.answers[NoteConsent] = lambda request: story.detail(request.conversation_id)
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_L)
    await type_words(stage, "lost")
    await stage.press(Qt.Key.Key_Tab)
    await type_words(stage, "Kettle lids")
    await stage.press(Qt.Key.Key_Return)
    assert stage.hub.cards[story.SAM].labels == ("Lost item", "Kettle lids")
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_C)
    await type_words(stage, "direct messages: given")
    await stage.press(Qt.Key.Key_Return)
    asked = NoteConsent(conversation_id=story.SAM, purpose=Purpose.MESSAGES, word=Word.GIVEN)
    assert asked in stage.hub.link.calls


async def _put_away_and_resolve_together(stage: DeskStage) -> None:
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_S)
    await type_words(stage, "tomorrow")
    await stage.press(Qt.Key.Key_Return)
    assert stage.hub.cards[story.SAM].status is Status.SNOOZED
    first = stage.view.current_id
    await stage.press(Qt.Key.Key_J, SHIFT)
    second = stage.view.current_id
    await stage.press(Qt.Key.Key_E)
    assert {stage.hub.cards[one].status for one in (first, second)} == {Status.RESOLVED}
    await stage.press(Qt.Key.Key_Z)
    assert {stage.hub.cards[one].status for one in (first, second)} == {Status.OPEN}


async def _filter_and_schedule(stage: DeskStage) -> None:
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_U)
    assert stage.window.desk.queue.named is not None
    assert stage.window.desk.queue.named.name == "unassigned"
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_Q)
    await stage.press(Qt.Key.Key_J)
    await stage.press(Qt.Key.Key_R)
    await type_words(stage, "Good morning.")
    await stage.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    await type_words(stage, "tomorrow")
    await stage.press(Qt.Key.Key_Return)
    sent = [call for call in stage.hub.link.calls if isinstance(call, SendReply)][-1]
    assert sent.not_before > stage.hub.link.now()
    await stage.press(Qt.Key.Key_Escape)


async def _merge_and_hide(stage: DeskStage) -> None:
    kept = stage.hub.cards[stage.window.desk.open_id]
    stage.hub.put_card(msgspec.structs.replace(kept, id=TWIN, text="And again"))
    await stage.settle()
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_M)
    await type_words(stage, "And again")
    await stage.press(Qt.Key.Key_Return)
    assert MergeConversations(ids=(TWIN,), into=kept.id) in stage.hub.link.calls
    assert TWIN not in stage.hub.cards
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_Z)
    assert TWIN in stage.hub.cards
    await stage.open(TWIN)
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_NumberSign)
    await stage.press(Qt.Key.Key_Tab)
    await stage.press(Qt.Key.Key_Return)
    assert stage.hub.cards[TWIN].status is Status.RESOLVED
    assert stage.window.desk.open_id != TWIN


async def _go_away_and_come_back(stage: DeskStage) -> None:
    for words, state in (("Away", State.AWAY), ("Here", State.HERE)):
        await stage.press(Qt.Key.Key_H, CONTROL | SHIFT)
        await type_words(stage, words)
        await stage.press(Qt.Key.Key_Return)
        assert SayState(state=state) in stage.hub.link.calls


async def _search(stage: DeskStage) -> None:
    hit = Hit(
        post_id=1, conversation_id=1, network="mastodon", name="Jonas Weber", handle="jonasw", text="Keine Karte",
        at=story.NOW, sentiment=Sentiment.NEGATIVE,
    )  # fmt: skip
    stage.hub.link.answers[Search] = Hits(hits=(hit,), fresh_to=story.NOW)
    await stage.press(Qt.Key.Key_Slash)
    await type_words(stage, "zzkarte")
    await stage.press(Qt.Key.Key_Return)
    assert Search(text="zzkarte") in stage.hub.link.calls
    await stage.press(Qt.Key.Key_Return)
    assert stage.window.desk.open_id == 1


async def _hold_and_go_on(stage: DeskStage) -> None:
    await stage.press(Qt.Key.Key_K, CONTROL)
    await type_words(stage, "hold all")
    await stage.press(Qt.Key.Key_Return)
    await type_words(stage, "coast line doors")
    await stage.press(Qt.Key.Key_Return)
    assert HoldSending(reason="coast line doors") in stage.hub.link.calls
    assert stage.window.content.banner.isVisible()
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_R)
    await type_words(stage, "Later.")
    await stage.press(Qt.Key.Key_Return, CONTROL)
    assert [item.state for item in stage.hub.outbox.values()][-1] is OutboxState.HELD
    await stage.press(Qt.Key.Key_K, CONTROL)
    await type_words(stage, "let sending")
    await stage.press(Qt.Key.Key_Return)
    await stage.press(Qt.Key.Key_Tab)
    await stage.press(Qt.Key.Key_Return)
    assert any(isinstance(call, LiftHold) for call in stage.hub.link.calls)
    assert not stage.window.content.banner.isVisible()
    await _release_one(stage)


async def _release_one(stage: DeskStage) -> None:
    """What was held is read again and sent, by keys alone."""
    (held,) = [item for item in stage.hub.outbox.values() if item.state is OutboxState.HELD]
    await stage.press(Qt.Key.Key_K, CONTROL)
    await type_words(stage, "show what is held")
    await stage.press(Qt.Key.Key_Return)
    await stage.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName().startswith("Send as")
    await stage.press(Qt.Key.Key_Return)
    assert ReleaseHeld(id=held.id, send=True) in stage.hub.link.calls
    await stage.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
