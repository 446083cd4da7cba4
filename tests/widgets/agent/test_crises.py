"""A crisis on the desk: declared from its alarm, led by keys, and never lost to somebody else's change."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import MINUTE
from app.core.errors import BadInput, Conflict
from app.domain.crisis import Crisis, Playbook, PlaybookStep, Step
from app.wire.crisis_calls import DeclareCrisis as Declare
from app.wire.crisis_calls import EndCrisis, ListPlaybooks, SaveCrisis
from app.wire.feeds import CrisisFeed
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from tests.widgets.agent.test_alarms import asked, kept, opened
from widgets.dialogs.alarms import AlarmsDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.crisis import CrisisDialog
from widgets.dialogs.declare_crisis import DeclareCrisis
from widgets.kit.desk_text import TextBlock

OUTAGE = Playbook(name="outage", title="Service outage", steps=(PlaybookStep(words="Confirm"),))


def crisis(stage: DeskStage, **changed: Any) -> Crisis:
    now = stage.hub.link.now()
    values: dict[str, Any] = {
        "alarm": 4,
        "topic": 0,
        "began": now - 40 * MINUTE,
        "level": 4,
        "declared_at": now - 39 * MINUTE,
        "declared_by": "Rosa Lind",
        "owner": "Rosa Lind",
        "role": "Duty lead",
        "matter": "Doors open on the wrong side",
        "steps": (
            Step(id=1, words="Confirm what fails", team="Duty lead", done_at=now - 30 * MINUTE, done_by="Rosa Lind"),
            Step(id=2, words="Publish first statement", team="Press desk", due=now - 4 * MINUTE),
            Step(id=3, words="Say that it is over", team="Press desk", person="Dev Kaur"),
        ),
    }
    return Crisis(**(values | changed))


def stage_of(folder: Path, *, role: str = "supervisor") -> DeskStage:
    return DeskStage(folder, hub=DeskHub(role=role))


async def leading(stage: DeskStage, **changed: Any) -> CrisisDialog:
    """The dialog, come to by keys; what is saved comes back with the next revision."""
    one = crisis(stage, **changed)
    stage.hub.link.fill(CrisisFeed(), {"4": one})
    stage.hub.link.answers[SaveCrisis] = lambda request: replace(request.crisis, revision=request.crisis.revision + 1)
    await opened(stage, kept(stage, closed=0))
    await stage.press(Qt.Key.Key_C)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CrisisDialog)
    return dialog


def saves(stage: DeskStage) -> list[Crisis]:
    return [request.crisis for request in asked(stage, SaveCrisis)]


def rows(dialog: CrisisDialog) -> list[str]:
    return [view.accessibleName() for view in dialog._views]


async def keys(stage: DeskStage, *pressed: Qt.Key) -> None:
    for key in pressed:
        await stage.press(key)


async def save(stage: DeskStage, dialog: CrisisDialog) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stage.settle()


async def test_an_open_alarm_is_declared_with_a_checklist_and_then_led(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        stage.hub.link.answers[ListPlaybooks] = (OUTAGE,)
        stage.hub.link.answers[Declare] = crisis(stage)
        await opened(stage, kept(stage, closed=0))
        await stage.press(Qt.Key.Key_C)
        question = QApplication.activeModalWidget()
        assert isinstance(question, DeclareCrisis)
        assert nameless(question) == []
        question.accept()
        await stage.settle()
        assert asked(stage, Declare) == [Declare(alarm=4, playbook="outage")]
        assert isinstance(QApplication.activeModalWidget(), CrisisDialog)


async def test_a_checklist_that_cannot_be_read_stops_nobody_from_declaring(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        stage.hub.link.answers[ListPlaybooks] = BadInput("The playbook strike.toml cannot be used. Line 5: words.")
        stage.hub.link.answers[Declare] = crisis(stage)
        await opened(stage, kept(stage, closed=0))
        await stage.press(Qt.Key.Key_C)
        question = QApplication.activeModalWidget()
        assert isinstance(question, DeclareCrisis)
        assert "strike.toml" in " ".join(block.words for block in question.findChildren(TextBlock))
        question.accept()
        await stage.settle()
        assert asked(stage, Declare) == [Declare(alarm=4, playbook="")]


async def test_what_cannot_be_declared_says_why(tmp_path: Path) -> None:
    cases: list[tuple[str, int, str]] = [
        ("supervisor", 1, "This alarm has closed."),
        ("agent", 0, "Ask a supervisor or the crisis lead"),
    ]
    for role, closed, said in cases:
        async with stage_of(tmp_path, role=role) as stage:
            dialog = await opened(stage, kept(stage, closed=closed))
            await stage.press(Qt.Key.Key_C)
            assert dialog.said == said
            assert asked(stage, ListPlaybooks) == []
            dialog.reject()


async def test_a_topic_without_an_alarm_is_no_crisis(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await opened(stage)
        await stage.press(Qt.Key.Key_C)
        assert isinstance(dialog, AlarmsDialog)
        assert dialog.said == "Only an alarm can be declared a crisis."


async def test_the_checklist_says_what_is_done_by_whom_and_what_is_overdue(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        done, late, last = rows(dialog)
        assert done.startswith("✓  Confirm what fails. Done ")
        assert "Rosa Lind" in done
        assert "overdue by 4 min" in late
        assert "Dev Kaur" in last
        assert nameless(dialog) == []


async def test_the_next_step_is_chosen_and_ticked_by_a_key_and_saved_at_once(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        await keys(stage, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_X)
        (saved,) = saves(stage)
        assert [step.done_at > 0 for step in saved.steps] == [True, True, False]
        assert dialog.said == "Saved."


async def test_steps_are_added_written_and_taken_out_by_keys(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        await stage.press(Qt.Key.Key_N)
        QTest.keyClicks(dialog.words, "Tell the union")
        dialog.team.setFocus()
        QTest.keyClicks(dialog.team, "Duty lead")
        dialog.list.setFocus()
        await keys(stage, Qt.Key.Key_J, Qt.Key.Key_Delete)
        await save(stage, dialog)
        (saved,) = saves(stage)
        assert [(step.id, step.words) for step in saved.steps] == [
            (1, "Confirm what fails"),
            (2, "Publish first statement"),
            (4, "Tell the union"),
        ]


async def test_matter_owner_and_time_of_repair_are_written(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage, matter="", owner="")
        for field, words in (
            (dialog.matter, "Payment fails"),
            (dialog.owner, "Amara Okafor"),
            (dialog.repair, "23:59"),
            (dialog.source, "IT"),
        ):
            field.setFocus()
            QTest.keyClicks(field, words)
        await save(stage, dialog)
        (saved,) = saves(stage)
        assert (saved.matter, saved.owner, saved.repair_source) == ("Payment fails", "Amara Okafor", "IT")
        assert saved.repair_by > stage.hub.link.now()


async def test_what_is_no_time_is_said_and_not_saved(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        dialog.repair.setFocus()
        QTest.keyClicks(dialog.repair, "soon")
        await save(stage, dialog)
        assert dialog.said == "A time is written as hours and minutes, such as 15:30."
        assert dialog.repair.text() == "soon"
        assert saves(stage) == []


async def test_what_somebody_else_saves_comes_in_below_what_is_being_written(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        dialog.matter.setFocus()
        dialog.matter.clear()
        QTest.keyClicks(dialog.matter, "Mine")
        theirs = crisis(stage, revision=2, matter="Theirs", owner="Dev Kaur")
        stage.hub.link.fill(CrisisFeed(), {"4": theirs})
        await stage.settle()
        assert (dialog.matter.text(), dialog.owner.text()) == ("Mine", "Dev Kaur")
        assert "What you wrote is kept" in dialog.said
        await save(stage, dialog)
        (saved,) = saves(stage)
        assert (saved.revision, saved.matter, saved.owner) == (2, "Mine", "Dev Kaur")


async def test_a_refused_save_keeps_every_word(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        stage.hub.link.answers[SaveCrisis] = Conflict("Somebody has changed this crisis meanwhile.")
        dialog.owner.setFocus()
        QTest.keyClicks(dialog.owner, "x")
        written = dialog.owner.text()
        await save(stage, dialog)
        assert "Somebody has changed this crisis" in dialog.said
        assert dialog.owner.text() == written


async def test_a_crisis_is_over_once_that_was_confirmed(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        dialog = await leading(stage)
        stage.hub.link.answers[EndCrisis] = crisis(stage, ended_at=1)
        await stage.press(Qt.Key.Key_E)
        question = QApplication.activeModalWidget()
        assert isinstance(question, Confirm)
        assert asked(stage, EndCrisis) == []
        question.accept()
        await stage.settle()
        assert asked(stage, EndCrisis) == [EndCrisis(alarm=4, revision=1)]
        assert QApplication.activeModalWidget() is not dialog


async def test_a_closed_dialog_follows_no_crisis(tmp_path: Path) -> None:
    async with stage_of(tmp_path) as stage:
        watched = stage.hub.link.subscribed[CrisisFeed()]
        dialog = await leading(stage)
        assert stage.hub.link.subscribed[CrisisFeed()] == watched + 2
        dialog.reject()
        await stage.settle()
        assert stage.hub.link.subscribed[CrisisFeed()] == watched + 1
