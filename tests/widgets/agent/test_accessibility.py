"""Everything that can be worked has a name, in the window and in every question."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

import widgets.dialogs
from app.wire.calls import ListColleagues, Request, SaveDeskSettings
from app.wire.feeds import AccountFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.earlier_dialog import EarlierDialog
from widgets.agent.window import DeskWindow
from widgets.dialogs.about_figure import AboutFigures
from widgets.dialogs.ask_labels import AskLabels
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.change_account import ChangeAccountDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.guide import GuideDialog
from widgets.dialogs.held import HeldDialog
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.keys_sheet import KeysSheet
from widgets.dialogs.palette import Palette
from widgets.dialogs.preview import PreviewDialog
from widgets.dialogs.routing import RoutingDialog


def acts(stage: DeskStage) -> list[Request]:
    """What was asked of the hub but who there is, and that the first steps were read."""
    return [call for call in stage.hub.link.calls if not isinstance(call, ListColleagues | SaveDeskSettings)]


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


Open = Callable[[DeskWindow], None]

QUESTIONS: dict[str, tuple[type[QDialog], Open]] = {
    "palette": (Palette, lambda window: window.hands.show_palette("res")),
    "keys": (KeysSheet, lambda window: window.hands.show_keys()),
    "change_keys": (KeysDialog, lambda window: window.run("change_keys")),
    "help": (HelpPage, lambda window: window.hands.show_help()),
    "guide": (GuideDialog, lambda window: window.hands.team.show_guide()),
    "figures": (AboutFigures, lambda window: window.hands.show_figures()),
    "past": (EarlierDialog, lambda window: window.run("past")),
    "snooze": (Palette, lambda window: window.hands.snooze()),
    "assignee": (Palette, lambda window: window.hands.ask_assignee()),
    "labels": (AskLabels, lambda window: window.hands.ask_labels()),
    "routing": (RoutingDialog, lambda window: window.run("routing")),
    "hold": (AskWords, lambda window: window.hands.hold.ask_hold()),
    "lift": (Confirm, lambda window: window.hands.hold.ask_lift()),
    "held": (HeldDialog, lambda window: window.hands.hold.show_held()),
    "account": (ChangeAccountDialog, lambda window: window.hands.reply.change_account()),
    "protected": (Confirm, lambda window: window.hands.reply.ask_protected()),
    "preview": (PreviewDialog, lambda window: window.hands.reply.show_preview()),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_every_question_is_named_and_escape_is_the_safe_answer(tmp_path: Path, name: str) -> None:
    kind, ask = QUESTIONS[name]
    async with DeskStage(tmp_path) as stage:
        second = msgspec.structs.replace(story.ACCOUNTS[1], id=99, handle="harbourhelp")
        stage.hub.link.put(AccountFeed(), {"99": second})
        await stage.open()
        await stage.write("We are looking at it.")
        ask(stage.window)
        await stage.settle()
        before = acts(stage)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        assert dialog.accessibleName()
        assert nameless(dialog) == []
        await stage.press(Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is None
        assert acts(stage) == before


def dialogs() -> list[str]:
    """Names of every dialog class of the faces."""
    for module in pkgutil.iter_modules(widgets.dialogs.__path__):
        importlib.import_module(f"widgets.dialogs.{module.name}")
    found, left = [], [QDialog]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("widgets."):
            found.append(kind.__name__)
    return sorted(set(found) - {"DeskDialog"})


@pytest.mark.parametrize("name", dialogs())
def test_no_dialog_is_without_a_test_that_walks_its_names(name: str) -> None:
    """A new dialog goes into QUESTIONS above, or its own test calls `nameless` with it."""
    files = [path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].rglob("test_*.py")]
    assert any(re.search(rf"\b{name}\b", text) and "nameless(" in text for text in files)


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
