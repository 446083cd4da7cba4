"""Colleagues at the same conversation: who writes is seen, one's own desk is heard, work is handed on."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import HOUR
from app.core.errors import Conflict
from app.domain.conversation import UNTIL_THEY_WRITE, Entry, EntryKind, Status
from app.domain.reply import OutboxState
from app.wire.calls import AssignConversation, ListConversations, Present, SendReply, SetStatus
from app.wire.feeds import PresenceFeed, PresenceRow
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.company_words import company_words
from widgets.agent.queue_source import PAGE
from widgets.dialogs.palette import Palette
from widgets.models.timer import timer_of


def at(stage: DeskStage, *rows: PresenceRow) -> None:
    """These desks are somewhere."""
    stage.hub.link.fill(PresenceFeed(), {f"{row.who}@{place}": row for place, row in enumerate(rows)})


async def test_a_colleague_who_writes_is_named_on_card_header_and_composer(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        before = stage.view.viewport().grab().toImage()
        at(stage, PresenceRow(story.MIRA, "Ana", story.NOW, True))
        await stage.settle()
        assert stage.strips()["writer"].startswith("Ana is writing")
        assert company_words(stage.window.desk.directory.company, story.MIRA) == ("Ana is writing", "pen")
        assert stage.view.viewport().grab().toImage() != before
        at(stage)
        await stage.settle()
        assert "writer" not in stage.strips()


async def test_oneself_on_another_desk_is_no_colleague(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        at(stage, PresenceRow(story.MIRA, story.ME, story.NOW, True))
        await stage.settle()
        assert "writer" not in stage.strips()


async def test_the_hub_hears_where_this_desk_is_and_that_it_writes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert stage.hub.link.calls.count(Present(conversation_id=story.MIRA)) == 1
        await stage.write("We look")
        assert stage.hub.link.calls.count(Present(conversation_id=story.MIRA, writing=True)) == 1
        await stage.pass_time(7_000)
        assert [call for call in stage.hub.link.calls if isinstance(call, Present)][-1].writing is False


async def test_whoever_lost_the_race_keeps_the_text_and_reads_who_won(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We look at the door.")
        stage.hub.link.answers[SendReply] = Conflict("Ana has answered this post already.")
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert stage.composer.text.toPlainText() == "We look at the door."
        assert not stage.composer.text.isReadOnly()
        assert "Ana has answered this post already." in stage.strips()["refused"]


async def test_a_press_tells_what_of_the_thread_was_seen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We look at the door.")
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (sent,) = [call for call in stage.hub.link.calls if isinstance(call, SendReply)]
        assert sent.seen == max(entry.id for entry in story.detail(story.MIRA).entries)


async def test_work_is_given_to_a_colleague_who_is_here_with_the_least_to_do(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_A)
        palette = stage.window.findChild(Palette)
        assert [offer.words for offer in palette.rows()] == [
            "Dev Kaur",
            "Mele Eru",
            "Ana Ruiz",
            "Rosa Lind",
            "Give back to the queue",
        ]
        await stage.press(Qt.Key.Key_Return)
        assert AssignConversation(ids=(story.MIRA,), assignee="Dev Kaur") in stage.hub.link.calls


async def test_a_snooze_asks_until_when(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_S)
        QTest.keyClicks(QApplication.focusWidget(), "2 h")
        await stage.press(Qt.Key.Key_Return)
        until = story.NOW + 2 * HOUR
        assert SetStatus(ids=(story.MIRA,), status=Status.SNOOZED, until=until) in stage.hub.link.calls


async def test_a_conversation_waits_for_the_person_by_key_and_by_words_and_comes_back_as_it_was(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        due = stage.hub.cards[story.MIRA].due_at
        assert due
        for ask in (Qt.Key.Key_W, None):
            await stage.open()
            stage.view.setFocus()
            if ask is not None:
                await stage.press(ask)
            else:
                await _by_words(stage, "Let it wait")
            assert stage.hub.cards[story.MIRA].status is Status.PENDING
            assert stage.window.content.queue.toast.accessibleName().startswith("Waiting for Mira Lindqvist")
            assert stage.window.desk.open_id != story.MIRA
            await stage.press(Qt.Key.Key_Z)
            assert (stage.hub.cards[story.MIRA].status, stage.hub.cards[story.MIRA].due_at) == (Status.OPEN, due)


async def test_a_snooze_can_last_until_the_person_writes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
        card = stage.hub.cards[story.MIRA]
        assert (card.status, card.snoozed_until) == (Status.SNOOZED, UNTIL_THEY_WRITE)
        assert stage.window.content.queue.toast.accessibleName().startswith("Snoozed Mira Lindqvist until they write")
        assert timer_of(card, now=story.NOW).text == "Until they write"
        await stage.press(Qt.Key.Key_Z)
        assert stage.hub.cards[story.MIRA].status is Status.OPEN
        await stage.open()
        await stage.press(Qt.Key.Key_S)
        QTest.keyClicks(QApplication.focusWidget(), "until they")
        await stage.press(Qt.Key.Key_Return)
        assert stage.hub.cards[story.MIRA].snoozed_until == UNTIL_THEY_WRITE


async def _by_words(stage: DeskStage, words: str) -> None:
    await stage.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), words)
    await stage.press(Qt.Key.Key_Return)


async def test_a_moment_that_cannot_be_read_says_how_to_write_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_S)
        QTest.keyClicks(QApplication.focusWidget(), "someday")
        await stage.press(Qt.Key.Key_Return)
        assert stage.hub.cards[story.MIRA].status is Status.OPEN
        assert "45 min" in stage.window.content.queue.toast.accessibleName()


async def test_a_reply_is_sent_later_with_control_shift_enter(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Good morning.")
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        await stage.press(Qt.Key.Key_Return, both)
        QTest.keyClicks(QApplication.focusWidget(), "tomorrow")
        await stage.press(Qt.Key.Key_Return)
        (sent,) = [call for call in stage.hub.link.calls if isinstance(call, SendReply)]
        assert sent.not_before > story.NOW + 10 * HOUR


async def test_a_reply_for_later_says_when_it_leaves_below_the_queue(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_outbox(
            msgspec.structs.replace(story.LEAVING, created_at=story.NOW, not_before=story.NOW + 3 * HOUR)
        )
        await stage.settle()
        assert stage.window.content.queue.outbox.accessibleName().startswith("Leaves at 13:07, Today, on Instagram")


async def test_a_reply_for_later_says_when_it_leaves_in_the_thread(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        waiting = Entry(
            kind=EntryKind.SENDING, id=77, at=story.NOW, text="Good morning.", by=story.ME, mine=True,
            outbox=OutboxState.WAITING, leaves_at=story.NOW + 3 * HOUR,
        )  # fmt: skip
        stage.hub.post(story.MIRA, waiting)
        await stage.settle()
        (row,) = [one for one in stage.window.content.conversation.thread_view._ordered() if one.row.entry == waiting]
        assert "Leaves at 13:07, Today." in row.accessibleName()


async def test_the_hub_is_asked_for_what_lies_behind_the_first_page_not_for_that_page_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        cards = [msgspec.structs.replace(story.card(1), id=one, due_at=story.NOW + one) for one in range(1, PAGE + 1)]
        stage.hub.cards = {card.id: card for card in cards}
        stage.hub.spread()
        await stage.settle()
        stage.window.desk.queue.want_more()
        await stage.settle()
        (asked,) = [call for call in stage.hub.link.calls if isinstance(call, ListConversations)]
        assert asked.behind == (story.NOW + PAGE, PAGE)
        assert asked.after == ""


async def test_a_colleague_asked_for_elsewhere_is_not_given_another_conversation(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("assign")
        stage.window.desk.open(story.SAM)
        await stage.settle()
        assert QApplication.activeModalWidget() is None
