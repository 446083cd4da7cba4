"""Drafts: kept on every pause, on this disk and on the hub, and answers that come late go where they belong."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from app.core.errors import Conflict, Unavailable
from app.domain.reply import Draft
from app.link.base import LinkState
from app.wire.calls import GetConversation, SaveDraft, SendReply
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.kit.desk_text import TextBlock
from widgets.models.journal import Journal


def saved(stage: DeskStage) -> list[SaveDraft]:
    return [call for call in stage.hub.link.calls if isinstance(call, SaveDraft)]


def colleague(text: str, *, revision: int = 7) -> Draft:
    return Draft(
        conversation_id=story.MIRA, kind="reply", text=text, revision=revision, author="Ana", updated_at=story.NOW
    )


async def test_a_pause_in_typing_saves_the_draft_with_its_destination(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Mira, ")
        assert stage.window.desk.drafts._timer.isActive()
        assert stage.window.desk.drafts._timer.interval() <= 1000
        stage.window.desk.drafts.keep_now()
        await stage.settle()
        (request,) = saved(stage)
        assert (request.text, request.account_id, request.to_handle, request.parent) == (
            "Mira, ", 1, "mira.example", "at://mira/2",
        )  # fmt: skip


async def test_a_draft_outlives_a_station_that_dies_without_the_hub(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.become(LinkState.LOST)
        await stage.write("Not lost.")
        stage.window.desk.drafts.keep_now()
    found = Journal(tmp_path).read()[story.MIRA]
    assert found.reply.text == "Not lost."
    assert found.destination is not None
    assert found.destination.parent == "at://mira/2"
    async with DeskStage(tmp_path) as again:
        await again.open()
        assert again.composer.text.toPlainText() == "Not lost."
        assert [request.text for request in saved(again)] == ["Not lost."]


async def test_a_conflict_keeps_both_texts(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Mine.")
        stage.hub.put_draft(colleague("Ana's."))
        await stage.settle()
        assert "conflict" in stage.strips()
        assert stage.composer.text.toPlainText() == "Mine."
        stage.composer.acts.do("swap")
        await stage.settle()
        assert stage.composer.text.toPlainText() == "Ana's."
        stage.composer.acts.do("swap")
        stage.composer.acts.do("keep_mine")
        stage.window.desk.drafts.keep_now()
        await stage.settle()
        assert saved(stage)[-1].text == "Mine."
        assert saved(stage)[-1].based_on == 7
        assert "conflict" not in stage.strips()


async def test_a_colleague_who_writes_is_shown_and_not_copied(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_draft(colleague("Dear Mira"))
        await stage.settle()
        assert stage.strips()["rival"].startswith("Ana is writing")
        assert stage.composer.text.toPlainText() == ""


async def test_a_draft_of_the_hub_keeps_the_destination_it_was_begun_with(tmp_path: Path) -> None:
    stage = DeskStage(tmp_path)
    draft = Draft(
        conversation_id=story.MIRA,
        kind="reply",
        text="To Tomas.",
        revision=3,
        author=story.ME,
        updated_at=story.NOW,
        account_id=1,
        to_handle="treyes.example",
        parent="at://tomas/1",
    )
    stage.hub.drafts[story.MIRA, "reply"] = draft
    async with stage:
        await stage.open()
        composition = stage.window.desk.composition
        assert composition is not None
        assert composition.destination is not None
        assert stage.composer.text.toPlainText() == "To Tomas."
        assert (composition.destination.to_handle, composition.destination.parent) == ("treyes.example", "at://tomas/1")


async def test_an_answer_that_comes_after_another_was_opened_goes_nowhere_else(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        late = stage.hub._detail(GetConversation(id=story.MIRA))
        await stage.open(story.SAM)
        stage.window.desk._detail_came(late)
        await stage.settle()
        assert stage.window.desk.opened is not None
        assert stage.window.desk.opened.card.id == story.SAM
        assert all(entry.handle != "mira.example" for entry in stage.window.desk.opened.entries())


async def test_a_saved_answer_after_a_switch_belongs_to_its_own_draft(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("For Mira.")
        await stage.open(story.SAM)
        assert stage.window.desk.drafts.of(story.MIRA).reply.saved == "For Mira."
        assert stage.window.desk.drafts.of(story.SAM).reply.saved == ""


async def test_a_hub_that_does_not_save_loses_nothing(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.answers[SaveDraft] = Unavailable("No answer.")
        await stage.write("Kept here.")
        stage.window.desk.drafts.keep_now()
        await stage.settle()
        assert Journal(tmp_path).read()[story.MIRA].reply.text == "Kept here."


async def saved_reply(stage: DeskStage, text: str) -> Draft:
    """A reply stands in the composer and at the hub."""
    await stage.open()
    await stage.write(text)
    stage.window.desk.drafts.keep_now()
    await stage.settle()
    draft = stage.hub.drafts[story.MIRA, "reply"]
    stage.hub.put_draft(draft)
    await stage.settle()
    return draft


async def test_words_that_left_at_ones_other_desk_are_not_offered_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await saved_reply(stage, "Sent over there.")
        stage.hub.end_draft(story.MIRA)
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""
        assert not stage.composer.send_button.may
        assert stage.kept(tmp_path) == []


async def test_words_written_since_stay_when_the_draft_left_at_ones_other_desk(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await saved_reply(stage, "Sent over there.")
        await stage.write(" And more.")
        stage.hub.end_draft(story.MIRA)
        await stage.settle()
        assert stage.composer.text.toPlainText() == "Sent over there. And more."


async def test_a_late_word_that_a_draft_has_ended_takes_nothing_that_the_hub_has(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        draft = await saved_reply(stage, "Still there.")
        stage.hub.end_draft(story.MIRA)
        stage.hub.drafts[story.MIRA, "reply"] = draft
        await stage.settle()
        assert stage.composer.text.toPlainText() == "Still there."


async def test_whoever_takes_over_is_named_to_whoever_wrote_and_his_words_are_read_along(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        draft = await saved_reply(stage, "We are looking")
        stage.hub.put_draft(msgspec.structs.replace(draft, revision=draft.revision + 1, author="Rosa"))
        await stage.settle()
        assert "Rosa took over this text." in stage.strips()["taken"]
        assert not stage.composer.send_button.may
        assert stage.composer.text.isReadOnly()
        newer = msgspec.structs.replace(
            draft, revision=draft.revision + 2, author="Rosa", text="We are looking at it, Rosa."
        )
        stage.hub.put_draft(newer)
        await stage.settle()
        assert stage.composer.text.toPlainText() == "We are looking at it, Rosa."
        stage.composer.acts.do("go_on")
        await stage.settle()
        assert stage.composer.send_button.may
        assert (saved(stage)[-1].text, saved(stage)[-1].based_on) == (newer.text, newer.revision)


async def test_taking_over_tells_the_hub_at_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_draft(colleague("Ana writes"))
        await stage.settle()
        stage.window.hands.reply.ask_take_over()
        await stage.settle()
        assert "Ana writes" in QApplication.activeModalWidget().findChildren(TextBlock)[1].words
        QApplication.activeModalWidget().accept()
        await stage.settle()
        assert [(call.text, call.based_on) for call in saved(stage)] == [("Ana writes", 7)]
        assert stage.composer.send_button.may


async def test_whoever_lost_the_race_over_a_shared_draft_keeps_his_text(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await saved_reply(stage, "We are looking")
        stage.hub.link.answers[SendReply] = Conflict("Rosa has answered this post already.")
        stage.composer.press_send()
        stage.hub.end_draft(story.MIRA)
        await stage.settle()
        assert stage.composer.text.toPlainText() == "We are looking"
        assert "refused" in stage.strips()


async def test_words_that_whoever_took_over_has_sent_are_gone_and_nothing_is_locked(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        draft = await saved_reply(stage, "We are looking")
        stage.hub.put_draft(msgspec.structs.replace(draft, revision=draft.revision + 1, author="Rosa"))
        await stage.settle()
        stage.hub.end_draft(story.MIRA)
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""
        assert stage.strips() == {}
        assert not stage.composer.text.isReadOnly()


async def test_a_colleagues_unfinished_note_is_not_put_into_mine(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_draft(msgspec.structs.replace(colleague("Half a thought"), kind="note"))
        stage.composer.begin("note")
        await stage.settle()
        assert stage.composer.text.toPlainText() == ""


async def test_a_text_begun_over_a_colleagues_draft_meets_it_once_and_both_are_kept(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_draft(colleague("Ana writes"))
        await stage.settle()
        for words in ("I write ", "as well"):
            await stage.write(words)
            stage.window.desk.drafts.keep_now()
            await stage.settle()
        assert "Ana wrote another text" in stage.strips()["conflict"]
        assert len(saved(stage)) == 1
        assert stage.composer.text.toPlainText() == "I write as well"
        assert stage.hub.drafts[story.MIRA, "reply"].text == "Ana writes"


async def test_a_colleague_who_keeps_his_own_text_takes_nothing_of_mine(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        draft = await saved_reply(stage, "We are looking at it")
        stage.hub.put_draft(
            msgspec.structs.replace(draft, revision=draft.revision + 1, author="Dev", text="Another story")
        )
        await stage.settle()
        assert stage.composer.text.toPlainText() == "We are looking at it"
        assert "Dev wrote another text" in stage.strips()["conflict"]
        assert not stage.composer.send_button.may
        stage.composer.acts.do("swap")
        assert stage.composer.text.toPlainText() == "Another story"


async def test_a_colleagues_other_text_that_has_left_is_no_choice_any_more(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        draft = await saved_reply(stage, "We are looking at it")
        stage.hub.put_draft(
            msgspec.structs.replace(draft, revision=draft.revision + 1, author="Dev", text="Another story")
        )
        await stage.settle()
        stage.hub.end_draft(story.MIRA)
        await stage.settle()
        assert "conflict" not in stage.strips()
        assert stage.composer.text.toPlainText() == "We are looking at it"
        assert stage.composer.send_button.may
