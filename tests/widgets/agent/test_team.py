"""Merge, split, spam, states, routing and one's own keys, all by keyboard; what was done can be taken back."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import MINUTE
from app.domain.conversation import EntryKind, Status
from app.domain.desk_settings import DeskSettings
from app.domain.shift import Mode, Routing, State
from app.wire.calls import (
    MarkSpam,
    MergeConversations,
    RemoveSnippet,
    SaveDeskSettings,
    SayState,
    SetRouting,
    SetStatus,
    SplitConversation,
    UndoRegrouping,
)
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.hotplug import plug, screen
from widgets.agent.options import DeskOptions
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.guide import GuideDialog
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.palette import Palette
from widgets.dialogs.routing import RoutingDialog

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SECOND_OF_MIRA = 77


def hub_with_two_of_mira() -> DeskHub:
    """Mira has written twice."""
    hub = DeskHub()
    mira = hub.cards[story.MIRA]
    other = msgspec.structs.replace(mira, id=SECOND_OF_MIRA, text="And my refund?", opened_at=mira.opened_at + MINUTE)
    hub.cards[SECOND_OF_MIRA] = other
    return hub


def asked(stage: DeskStage, kind: type) -> list[object]:
    return [call for call in stage.hub.link.calls if isinstance(call, kind)]


async def accept(stage: DeskStage) -> None:
    """Choose the acting answer of the question that is open."""
    (dialog,) = stage.window.findChildren(Confirm)
    assert dialog.act_button is not None
    dialog.act_button.setFocus()
    await stage.press(Qt.Key.Key_Return)


async def test_marked_conversations_are_merged_into_the_open_one_and_taken_apart_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with_two_of_mira()) as stage:
        await stage.open()
        stage.view.setFocus()
        for one in (story.MIRA, SECOND_OF_MIRA):
            stage.window.desk.queue.model.mark(one, on=True)
        await stage.press(Qt.Key.Key_M)
        await accept(stage)
        assert asked(stage, MergeConversations) == [MergeConversations(ids=(SECOND_OF_MIRA,), into=story.MIRA)]
        assert SECOND_OF_MIRA not in stage.card_ids()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert asked(stage, UndoRegrouping) == [UndoRegrouping(ids=(SECOND_OF_MIRA,))]
        assert SECOND_OF_MIRA in stage.card_ids()


async def test_without_marks_the_persons_other_conversations_are_offered(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with_two_of_mira()) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_M)
        palette = stage.window.findChild(Palette)
        assert "And my refund?" in [offer.words for offer in palette.rows()]
        QTest.keyClicks(QApplication.focusWidget(), "refund?")
        await stage.press(Qt.Key.Key_Return)
        assert asked(stage, MergeConversations) == [MergeConversations(ids=(SECOND_OF_MIRA,), into=story.MIRA)]


async def test_a_text_under_way_follows_the_conversation_that_a_colleague_merged(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with_two_of_mira()) as stage:
        await stage.open(SECOND_OF_MIRA)
        await stage.write("Your refund is on its way.")
        await stage.hub.link.call(MergeConversations(ids=(SECOND_OF_MIRA,), into=story.MIRA))
        await stage.settle()
        assert stage.window.desk.open_id == story.MIRA
        assert stage.composer.text.toPlainText() == "Your refund is on its way."
        assert stage.window.desk.drafts.of(SECOND_OF_MIRA).reply.text == ""


async def test_of_two_texts_under_way_none_is_lost_by_a_merge(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with_two_of_mira()) as stage:
        await stage.open()
        await stage.write("About the door.")
        await stage.open(SECOND_OF_MIRA)
        await stage.write("About the refund.")
        await stage.hub.link.call(MergeConversations(ids=(SECOND_OF_MIRA,), into=story.MIRA))
        await stage.settle()
        reply = stage.window.desk.drafts.of(story.MIRA).reply
        assert reply.other is not None
        assert {reply.text, reply.other.text} == {"About the door.", "About the refund."}


async def test_a_conversation_is_split_at_the_post_that_is_chosen_in_the_thread(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_M, SHIFT)
        assert not asked(stage, SplitConversation)
        posts = [one for one in story.detail(story.MIRA).entries if one.kind is EntryKind.POST]
        view = stage.window.content.conversation.thread_view
        view.setFocus()
        while view.chosen_entry() is None or view.chosen_entry().id != posts[-1].id:  # type: ignore[union-attr]
            await stage.press(Qt.Key.Key_BracketLeft)
        await stage.press(Qt.Key.Key_M, SHIFT)
        assert asked(stage, SplitConversation) == [SplitConversation(id=story.MIRA, post_id=posts[-1].id)]


async def test_spam_asks_first_hides_goes_on_and_comes_back_as_it_was(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_NumberSign)
        assert not asked(stage, MarkSpam)
        await accept(stage)
        assert asked(stage, MarkSpam) == [MarkSpam(ids=(story.MIRA,))]
        assert stage.hub.cards[story.MIRA].status is Status.RESOLVED
        assert stage.window.desk.open_id == story.SAM
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert stage.hub.cards[story.MIRA].status is Status.OPEN
        assert asked(stage, SetStatus)[-1] == SetStatus(
            ids=(story.MIRA,), status=Status.OPEN, due_at=story.card(story.MIRA).due_at
        )


async def test_an_agent_says_that_he_is_away_and_is_it_until_he_says_otherwise(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.press(Qt.Key.Key_H, CONTROL | SHIFT)
        QTest.keyClicks(QApplication.focusWidget(), "Away")
        await stage.press(Qt.Key.Key_Return)
        assert asked(stage, SayState) == [SayState(state=State.AWAY)]
        await stage.press(Qt.Key.Key_J)
        assert stage.window.desk.shift.state is State.AWAY


async def test_a_desk_nobody_touches_is_away_until_somebody_does(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.pass_time(10 * MINUTE)
        assert asked(stage, SayState) == [SayState(state=State.AWAY)]
        QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_J)
        await stage.settle()
        assert asked(stage, SayState)[-1] == SayState(state=State.HERE)


async def test_writing_through_an_input_method_is_being_there(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(story.MIRA)
        await stage.pass_time(10 * MINUTE)
        stage.composer.begin("reply")
        committed = QInputMethodEvent()
        committed.setCommitString("は")
        QApplication.sendEvent(stage.composer.text, committed)
        await stage.settle()
        assert asked(stage, SayState)[-1] == SayState(state=State.HERE)


async def test_a_lead_says_how_work_is_handed_out(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("routing")
        await stage.settle()
        dialog = stage.window.findChild(RoutingDialog)
        assert dialog.act_button is not None
        dialog.capacity.setText("many")
        assert not dialog.act_button.may
        dialog.capacity.setText("12")
        dialog.special.setText("Ana Ruiz 5, Dev Kaur 30")
        dialog.modes.buttons_[2].click()
        dialog.leaving.buttons_[1].click()
        dialog.act_button.click()
        await stage.settle()
        wanted = Routing(
            mode=Mode.LOAD, capacity=12, capacities={"Ana Ruiz": 5, "Dev Kaur": 30}, unassign_on_leave=True
        )
        assert asked(stage, SetRouting) == [SetRouting(routing=wanted)]


async def test_an_agent_may_not_say_how_work_is_handed_out(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="agent")) as stage:
        stage.window.run("routing")
        await stage.settle()
        assert stage.window.findChild(RoutingDialog) is None
        assert stage.window.content.queue.toast.accessibleName() == "Ask a lead"


async def test_a_snippet_is_removed_for_the_team(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("remove_snippet")
        await stage.settle()
        await stage.press(Qt.Key.Key_Return)
        assert len(asked(stage, RemoveSnippet)) == 1


async def test_a_changed_key_works_at_once_is_shown_everywhere_and_kept(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("change_keys")
        await stage.settle()
        dialog = stage.window.findChild(KeysDialog)
        dialog.buttons["resolve"].setFocus()
        await stage.press(Qt.Key.Key_Space)
        await stage.press(Qt.Key.Key_Q)
        assert asked(stage, SaveDeskSettings)[-1] == SaveDeskSettings(
            settings=DeskSettings(guided=True, keys={"resolve": "Q"})
        )
        dialog.reject()
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_E)
        assert stage.hub.cards[story.MIRA].status is Status.OPEN
        await stage.press(Qt.Key.Key_Q)
        assert stage.hub.cards[story.MIRA].status is Status.RESOLVED
        assert stage.window.table.cap("resolve", in_text=False) == "Q"


async def test_a_key_that_is_taken_changes_hands_and_the_loser_is_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("change_keys")
        await stage.settle()
        dialog = stage.window.findChild(KeysDialog)
        dialog.take(stage.window.standard["label"], "E")
        assert "Resolve has no key any more" in dialog.said.words
        assert stage.window.table["resolve"].key == ""
        dialog.take(stage.window.standard["label"], "G")
        assert stage.window.table["label"].key == "E"
        dialog.take(stage.window.standard["palette"], "P")
        assert stage.window.table["palette"].key == "Ctrl+K"
        dialog.reset()
        assert stage.window.table["resolve"].key == "E"


async def test_keys_are_found_by_word_or_by_key(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("change_keys")
        await stage.settle()
        dialog = stage.window.findChild(KeysDialog)
        for typed in ("snooze...", "s"):
            dialog.field.setText(typed)
            assert not dialog.buttons["snooze"].isHidden()
            assert dialog.buttons["snooze"].isVisibleTo(dialog)
        dialog.field.setText("snooze...")
        assert not dialog.buttons["reply"].isVisibleTo(dialog)


async def test_single_keys_can_be_switched_off(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("change_keys")
        await stage.settle()
        dialog = stage.window.findChild(KeysDialog)
        dialog.single.click()
        dialog.reject()
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_E)
        assert stage.hub.cards[story.MIRA].status is Status.OPEN
        await stage.press(Qt.Key.Key_K, CONTROL)
        assert stage.window.findChild(Palette) is not None


async def test_whoever_sits_down_for_the_first_time_is_shown_the_first_steps_once(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.settings = DeskSettings()
    async with DeskStage(tmp_path, hub=hub) as stage:
        guide = stage.window.findChild(GuideDialog)
        assert guide is not None
        guide.reject()
        await stage.settle()
        assert hub.settings.guided
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.findChild(GuideDialog) is None


async def test_a_desk_that_is_only_pictured_shows_no_first_steps(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.settings = DeskSettings()
    options = DeskOptions(geometry=QRect(0, 0, 1600, 1000), drafts=tmp_path, guide=False)
    async with DeskStage(tmp_path, hub=hub, options=options) as stage:
        assert stage.window.desk.choices.known
        assert stage.window.findChild(GuideDialog) is None


async def test_the_conversation_moves_to_a_window_of_its_own_and_back_with_what_is_written(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We look at")
        await stage.press(Qt.Key.Key_N, CONTROL | SHIFT)
        pane = stage.window.content.conversation
        own = pane.window()
        assert own is not stage.window
        assert stage.composer.text.toPlainText() == "We look at"
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_J)
        assert stage.window.desk.open_id == story.SAM
        assert stage.hub.cards[story.SAM].name in own.windowTitle()
        pane.thread_view.setFocus()
        QTest.keyClick(pane.thread_view, Qt.Key.Key_K)
        await stage.settle()
        assert stage.window.desk.open_id == story.MIRA
        own.close()
        await stage.settle()
        assert stage.window.content.conversation.window() is stage.window
        assert stage.composer.text.toPlainText() == "We look at"


async def test_a_larger_text_leaves_the_conversation_in_its_own_window(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("own_window")
        await stage.settle()
        stage.window.run("larger")
        await stage.settle()
        own = stage.window.content.conversation.window()
        assert own is not stage.window
        assert stage.window.content.conversation.isVisible()
        own.close()
        await stage.settle()
        assert stage.window.content.conversation.window() is stage.window
        assert stage.window.content.conversation.isVisible()


async def test_the_own_window_names_account_person_and_network_and_stands_where_it_stood(tmp_path: Path) -> None:
    plug([screen("left", 0), screen("right", 1920)])
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("own_window")
        await stage.settle()
        own = stage.window.content.conversation.window()
        assert own.windowTitle() == "@harbourrail to Mira Lindqvist, Bluesky"
        own.setGeometry(QRect(2200, 90, 800, 820))
        await stage.open(story.SAM)
        assert "Mira" not in own.windowTitle()
        stage.window.run("own_window")
        await stage.settle()
        stage.window.run("own_window")
        await stage.settle()
        assert stage.window.content.conversation.window().geometry() == QRect(2200, 90, 800, 820)


async def test_whoever_is_away_or_quiet_sees_it_in_the_top_bar(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        state = stage.window.content.top_bar.state
        assert not state.isVisible()
        stage.window.desk.shift.say(State.AWAY)
        assert (state.isVisible(), state.accessibleName()) == (True, "Away. You are given no new work")
        stage.window.desk.shift.say(State.HERE)
        stage.window.run("quiet")
        assert (state.isVisible(), state.accessibleName()) == (True, "Quiet. Nothing is announced")
