"""The audit on the desk: filtered, turned page by page, and from an act to its conversation."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import Unavailable
from app.domain.audit import AuditRow
from app.wire.calls import ListAudit
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.audit import PAGE, AuditDialog
from widgets.dialogs.audit_row import AuditLine


def act(number: int, **fields: Any) -> AuditRow:
    made: dict[str, Any] = {
        "at": story.NOW, "who": "Rosa", "role": "supervisor", "station": "desk", "verb": "hold.set",
        "subject": "house:sending", "after": '{"reason":"Storm"}',
    }  # fmt: skip
    return AuditRow(id=number, **made | fields)


def newest(request: ListAudit) -> tuple[AuditRow, ...]:
    """Sixty acts in all, the newest with the highest number."""
    first = request.before or 61
    return tuple(act(number) for number in range(first - 1, max(0, first - 1 - request.limit), -1))


async def opened(stage: DeskStage, answer: Any) -> AuditDialog:
    stage.hub.link.answers[ListAudit] = answer
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_H)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AuditDialog)
    return dialog


def asked(stage: DeskStage) -> list[ListAudit]:
    return [call for call in stage.hub.link.calls if isinstance(call, ListAudit)]


def lines(dialog: AuditDialog) -> list[str]:
    return [view.accessibleName() for view in dialog.findChildren(AuditLine) if not view.isHidden()]


async def test_an_act_is_a_sentence_with_when_who_and_where_and_what_it_changed(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        saved = act(1, verb="topic.saved", before='{"name":"Door"}', after='{"name":"Doors","query":"door*"}')
        dialog = await opened(stage, (saved,))
        (line,) = lines(dialog)
        assert line.startswith("\u2068Rosa\u2069 saved the topic \u2068Doors\u2069: \u2068door*\u2069. Today")
        assert "as supervisor at" in line
        assert dialog.said == "name: was \u2068Door\u2069, is \u2068Doors\u2069\nquery: \u2068door*\u2069"
        dialog.reject()


async def test_enter_opens_the_conversation_an_act_concerns(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, (act(2), act(1, verb="note.added", conversation_id=story.SAM)))
        await stage.press(Qt.Key.Key_Return)
        assert dialog.said == "This act concerns no conversation."
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Return)
        assert QApplication.activeModalWidget() is None
        assert stage.window.desk.open_id == story.SAM


async def test_older_and_newer_pages_go_by_the_last_act_seen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, newest)
        assert len(lines(dialog)) == PAGE
        await stage.press(Qt.Key.Key_O)
        assert [call.before for call in asked(stage)] == [0, 11]
        assert dialog.chosen is not None
        assert dialog.chosen.id == 10
        await stage.press(Qt.Key.Key_O)
        assert len(asked(stage)) == 2
        await stage.press(Qt.Key.Key_N)
        assert asked(stage)[-1].before == 0
        dialog.reject()


async def test_person_kind_and_time_are_asked_of_the_hub_from_the_newest_on(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, newest)
        assert asked(stage)[0].since > 0
        await stage.press(Qt.Key.Key_O)
        await stage.press(Qt.Key.Key_P)
        assert dialog.person.hasFocus()
        dialog.person.setText("ros")
        for field, name in ((dialog.kind, "walls"), (dialog.span, "all")):
            field.setCurrentIndex(field.findData(name))
            field.activated.emit(field.currentIndex())
            await stage.settle()
        assert asked(stage)[-1] == ListAudit(limit=PAGE, who="ros", what=("wall", "screen"))
        dialog.reject()


async def test_a_name_is_asked_for_once_typing_has_paused(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, newest)
        for key in (Qt.Key.Key_P, Qt.Key.Key_B, Qt.Key.Key_O):
            await stage.press(key)
        assert len(asked(stage)) == 1
        dialog._typing.timeout.emit()
        await stage.settle()
        assert asked(stage)[-1].who == "bo"
        dialog.reject()


async def test_an_answer_that_comes_too_late_is_left_and_what_fails_is_said(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, newest)
        dialog.show_page(ListAudit(who="x"), ())
        assert len(lines(dialog)) == PAGE
        stage.hub.link.answers[ListAudit] = Unavailable("The hub cannot be reached.")
        await stage.press(Qt.Key.Key_O)
        assert dialog.said == "The hub cannot be reached."
        dialog.reject()


async def test_nothing_found_is_said_and_every_control_has_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, ())
        assert dialog._empty.accessibleName().startswith("Nothing was done that fits.")
        assert nameless(dialog) == []
        dialog.reject()


async def test_whoever_may_not_read_the_audit_is_told_to_ask(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="senior")) as stage:
        assert stage.window.table["audit"].refusal(stage.window.hands) == "Ask a lead"
