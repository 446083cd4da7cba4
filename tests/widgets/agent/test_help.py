"""F1 opens the manual where it fits; its table of keys is the commands' own."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import widgets.dialogs
from app.core import manual
from app.core.i18n import use_languages
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_sending import ITEM
from tests.widgets.rooms import house_rooms
from tests.widgets.rooms.rooms import DIALOGS, hub, show
from widgets.agent.commands import desk_commands
from widgets.agent.help_keys import pages, renewed
from widgets.agent.person_panel import FactRow
from widgets.dialogs.about_figure import AboutFigures
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.help_page import HelpPage, page_text
from widgets.kit.desk_dialog import DeskDialog
from widgets.shell.refusal import Refusal
from widgets.theme.desk import desk_look


def top_line(page: HelpPage) -> str:
    """The first line that is seen, below its margin."""
    return page.text.cursorForPosition(QPoint(20, 14)).block().text()


def lines_seen(page: HelpPage) -> set[str]:
    """Every paragraph that is seen, whole or in part."""
    height = page.text.viewport().height()
    return {page.text.cursorForPosition(QPoint(20, y)).block().text() for y in range(0, height, 8)}


async def opened(stage: DeskStage) -> HelpPage:
    await stage.press(Qt.Key.Key_F1)
    page = QApplication.activeModalWidget()
    assert isinstance(page, HelpPage)
    return page


@pytest.mark.parametrize("language", pages())
def test_the_manuals_keys_are_those_of_the_commands(language: str) -> None:
    page = pages()[language].read_text(encoding="utf-8")
    use_languages([language])
    try:
        made = renewed(page, desk_commands())
    finally:
        use_languages([])
    assert made == page, "run python -m widgets.agent.help_keys"


async def test_help_begins_with_the_first_steps(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.view.setFocus()
        page = await opened(stage)
        assert page.name == "desk"
        assert top_line(page) == "First steps"
        await stage.press(Qt.Key.Key_Escape)


async def test_help_from_a_text_is_about_sending_and_while_held_about_holding(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Hello")
        assert top_line(await opened(stage)) == "Sending"
        await stage.press(Qt.Key.Key_Escape)
        stage.hub.hold("storm")
        await stage.settle()
        assert top_line(await opened(stage)) == "Holding"
        await stage.press(Qt.Key.Key_Escape)
        assert stage.composer.text.toPlainText() == "Hello"


async def test_a_link_to_another_page_is_followed_inside(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        page = await opened(stage)
        page.text.anchorClicked.emit(QUrl("connectors.md"))
        assert page.name == "connectors"
        page.text.anchorClicked.emit(QUrl("desk.md"))
        assert top_line(page) == "The desk", "a page without a heading asked for begins at its beginning"
        await stage.press(Qt.Key.Key_Escape)


@pytest.mark.parametrize("language", pages())
def test_no_page_of_the_manual_is_scrolled_sideways(qtbot: QtBot, language: str) -> None:
    use_languages([language])
    try:
        page = HelpPage(desk_look("light"), "desk")
        qtbot.addWidget(page)
        page.show()
        too_wide = [name for name in manual.pages() if is_too_wide(page, name)]
    finally:
        use_languages([])
    assert too_wide == []


def is_too_wide(page: HelpPage, name: str) -> bool:
    page.show_page(name)
    QApplication.processEvents()
    return page.text.horizontalScrollBar().maximum() > 0


@pytest.mark.parametrize("name", ["nothing", "../main", ""])
def test_a_page_that_is_not_there_names_those_that_are(name: str) -> None:
    assert "desk" in page_text(name)
    assert "There is no page" in page_text(name)


async def test_at_a_person_the_key_for_figures_explains_influence(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        rows = {row.accessibleName() for row in stage.window.content.person.findChildren(FactRow)}
        assert {"Reach, 58", "Resonance, 29", "Relevance, 18"} <= rows
        stage.window.content.person.focus_scroll()
        await stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        page = QApplication.activeModalWidget()
        assert isinstance(page, HelpPage)
        assert page.name == "formulas"
        assert "Influence" in lines_seen(page)
        await stage.press(Qt.Key.Key_Escape)


@pytest.mark.parametrize("room", [*DIALOGS, *house_rooms.DIALOGS, "window"])
async def test_f1_explains_every_question_under_a_heading_of_its_own(tmp_path: Path, room: str) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        question = await show(stage, (DIALOGS | house_rooms.DIALOGS).get(room, lambda _stage: None))
        if isinstance(question, HelpPage | Refusal):
            return  # the manual itself, and what stands where no desk could be opened
        if isinstance(question, AboutFigures):
            question.choose("net_sentiment")
        page = await opened(stage)
        shown = (page.name, page.anchor)
        assert shown[1] in manual.headings((manual.FOLDER / f"{page.name}.md").read_text(encoding="utf-8"))
        assert isinstance(question, AboutFigures) or shown == getattr(question, "help_at", ("desk", "First steps"))
        page.reject()


async def test_every_dialog_that_is_no_one_question_says_where_it_is_explained() -> None:
    for module in [*pkgutil.iter_modules(widgets.dialogs.__path__, "widgets.dialogs.")]:
        importlib.import_module(module.name)
    asked_about_anything = {Confirm, AskWords, HelpPage}
    kinds = {
        kind for kind in every_kind(DeskDialog) if kind.__module__.startswith(("widgets.dialogs", "widgets.agent"))
    }
    assert {kind.__name__ for kind in kinds - asked_about_anything if kind.help_at is None} == set()


def every_kind(base: type[DeskDialog]) -> set[type[DeskDialog]]:
    return {base_kind for kind in base.__subclasses__() for base_kind in (kind, *every_kind(kind))}


async def test_help_in_a_question_explains_it_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("held")
        await stage.settle()
        question = QApplication.activeModalWidget()
        page = await opened(stage)
        assert top_line(page) == "Holding"
        await stage.press(Qt.Key.Key_F1)
        assert QApplication.activeModalWidget() is page
        await stage.press(Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is question
        await stage.press(Qt.Key.Key_Escape)


async def test_help_in_a_list_of_choices_is_about_what_is_chosen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("palette")
        await stage.settle()
        page = await opened(stage)
        assert top_line(page) == "Commands and search"
        await stage.press(Qt.Key.Key_Escape)
        await stage.press(Qt.Key.Key_Escape)


async def test_help_from_a_reply_that_failed_and_from_a_note_is_about_them(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        await stage.settle()
        assert top_line(await opened(stage)) == "Together"
        await stage.press(Qt.Key.Key_Escape)
        stage.hub.put_outbox(ITEM)
        stage.composer.begin("reply")
        await stage.settle()
        assert top_line(await opened(stage)) == "When a reply is not taken"
        await stage.press(Qt.Key.Key_Escape)
