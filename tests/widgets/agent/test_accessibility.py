"""Everything that can be worked has a name, in the window and in every question."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from app.wire.calls import ListColleagues, Request
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.window import DeskWindow


def acts(stage: DeskStage) -> list[Request]:
    """What was asked of the hub but who there is."""
    return [call for call in stage.hub.link.calls if not isinstance(call, ListColleagues)]


def workable(root: QWidget) -> Iterator[QWidget]:
    """Visible widgets that take focus or a press."""
    for widget in root.findChildren(QWidget):
        takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
        if takes and widget.isVisible() and not widget.objectName().startswith("qt_"):
            yield widget


def nameless(root: QWidget) -> list[str]:
    found = []
    for widget in workable(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()
        if not (name or widget.accessibleName()):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


async def test_every_control_of_the_window_has_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Something")
        assert nameless(stage.window) == []
        stage.composer.begin("note")
        stage.hub.hold("coast line doors")
        await stage.settle()
        assert nameless(stage.window) == []


QUESTIONS: dict[str, Callable[[DeskWindow], None]] = {
    "palette": lambda window: window.hands.show_palette("res"),
    "keys": lambda window: window.hands.show_keys(),
    "help": lambda window: window.hands.show_help(),
    "snooze": lambda window: window.hands.snooze(),
    "assignee": lambda window: window.hands.ask_assignee(),
    "labels": lambda window: window.hands.ask_labels(),
    "hold": lambda window: window.hands.hold.ask_hold(),
    "lift": lambda window: window.hands.hold.ask_lift(),
    "held": lambda window: window.hands.hold.show_held(),
    "account": lambda window: window.hands.reply.change_account(),
    "protected": lambda window: window.hands.reply.ask_protected(),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_every_question_is_named_and_escape_is_the_safe_answer(tmp_path: Path, name: str) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        before = acts(stage)
        QUESTIONS[name](stage.window)
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        assert dialog.accessibleName()
        assert nameless(dialog) == []
        await stage.press(Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is None
        assert acts(stage) == before


async def test_a_card_reads_itself_out(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        model = stage.window.desk.queue.model
        said = model.index(model.row_of(story.MIRA), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert said.startswith(
            "Mira Lindqvist, Bluesky, for Harbour Rail, due in 4 min, Door fault, very negative, "
            "priority 88 safety, wide reach, assigned to you. Same door"
        )


async def test_focus_goes_through_the_panes_in_order(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        seen = []
        for _turn in range(3):
            await stage.press(Qt.Key.Key_F6)
            focused = stage.window.focusWidget()
            seen.append(type(focused).__name__)
        assert seen == ["ThreadView", "ComposerText", "QScrollArea"]
