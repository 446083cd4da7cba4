"""A mail that was not delivered is told where the reply stands, with a way out; it is never what one answers."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt

from app.domain.conversation import Entry, EntryKind
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.report_row import ReportRow
from widgets.models.thread import RowKind, ThreadRow

OWN = Entry(
    kind=EntryKind.OWN, id=801, at=story.NOW, text="The part comes tomorrow.", by="Dev Kaur", native_id="ours@us",
    mine=True,
)  # fmt: skip
BOUNCED = Entry(
    kind=EntryKind.POST, id=802, at=story.NOW + 1, text="I could not deliver your mail.\nThe mailbox is full.",
    name="Mail Delivery System", handle="mailer-daemon@mail.example", native_id="b@mail", aside=True,
    automatic="bounce", about="ours@us", code="550 5.2.2",
)  # fmt: skip
AWAY = Entry(
    kind=EntryKind.POST, id=803, at=story.NOW + 2, text="I am away until Monday.", name="Sam Cooks", handle="sam",
    native_id="a@x", aside=True, automatic="auto-reply", about="ours@us",
)  # fmt: skip


async def bounce(stage: DeskStage) -> None:
    await stage.open(story.SAM)
    for entry in (OWN, BOUNCED, AWAY):
        stage.hub.post(story.SAM, entry)
    await stage.settle()


def rows(stage: DeskStage) -> list[ThreadRow]:
    return stage.window.content.conversation.thread_view.rows()


def report_row(stage: DeskStage) -> ReportRow:
    found = stage.window.content.conversation.thread_view._rows[f"post:{BOUNCED.id}"]
    assert isinstance(found, ReportRow)
    return found


async def test_a_bounce_and_an_automatic_reply_are_folded_lines(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await bounce(stage)
        told = [row.words for row in rows(stage) if row.kind is RowKind.REPORT]
        assert told == [
            "Delivery failed: mailbox full (550 5.2.2)",
            "Automatic reply: I am away until Monday.",
        ]
        assert report_row(stage).accessibleName() == told[0]


async def test_enter_shows_the_mail_and_hides_it_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await bounce(stage)
        report_row(stage).setFocus()
        await stage.press(Qt.Key.Key_Return)
        shown = [row.entry.text for row in rows(stage) if row.key.endswith(":whole") and row.entry is not None]
        assert shown == [BOUNCED.text]
        assert report_row(stage).accessibleDescription() == "Enter hides the mail."
        report_row(stage).setFocus()
        await stage.press(Qt.Key.Key_Return)
        assert not [row for row in rows(stage) if row.key.endswith(":whole")]


async def test_the_row_keeps_the_focus_when_it_is_opened(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await bounce(stage)
        report_row(stage).setFocus()
        await stage.press(Qt.Key.Key_Return)
        assert report_row(stage).hasFocus()


async def test_the_reply_says_that_it_was_not_delivered_and_the_composer_offers_to_write_it_again(
    tmp_path: Path,
) -> None:
    async with DeskStage(tmp_path) as stage:
        await bounce(stage)
        own = next(row for row in rows(stage) if row.key == f"own:{OWN.id}")
        assert own.undelivered == "mailbox full (550 5.2.2)"
        said = stage.strips()["undelivered"]
        assert said == "Not delivered. Mailbox full (550 5.2.2). Nobody has read your last reply."
        await stage.write("Once more: ")
        stage.composer.acts.do("again")
        await stage.settle()
        assert stage.composer.text.toPlainText() == f"Once more: {OWN.text}"
        assert stage.window.desk.drafts.of(story.SAM).reply.text == f"Once more: {OWN.text}"


async def test_what_machines_say_is_no_news_to_a_reply_that_is_being_written(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(story.SAM)
        await stage.write("Dear Sam")
        stage.hub.post(story.SAM, AWAY)
        await stage.settle()
        assert "moved" not in stage.strips()
        stage.hub.post(story.SAM, msgspec.structs.replace(AWAY, id=804, native_id="p@x", automatic="", aside=False))
        await stage.settle()
        assert "moved" in stage.strips()
