"""The scene editor writes the files a person would write, says what is wrong, and loses nothing of anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.scene_editor import SceneEditor
from widgets.theme.desk import desk_look
from widgets.wall.checking import check_scenes
from widgets.wall.grid import Cells, Shape

MINE = """# Hangs in the foyer
name = "foyer"
title = "Foyer"

[[panel]]
kind = "mentions"   # the first thing people see
at = { wide = [1, 1, 4, 2] }

[[panel]]
kind = "posts"
at = { wide = [5, 1, 4, 4] }
"""
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "foyer.toml").write_text(MINE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def editor(folder: Path, qtbot: QtBot) -> Iterator[SceneEditor]:
    made = SceneEditor(desk_look(), folder)
    made.open()
    qtbot.waitExposed(made)
    pick(made, "foyer")
    yield made
    made._end()
    QApplication.processEvents()


def pick(editor: SceneEditor, name: str) -> None:
    """Choose a file in the list, as its user does."""
    editor.file.setCurrentIndex(editor.file.findData(name))
    editor.file.activated.emit(editor.file.currentIndex())


def on_disk(folder: Path, name: str = "foyer.toml") -> str:
    return (folder / name).read_text(encoding="utf-8")


def press_save(editor: SceneEditor) -> None:
    assert editor.act_button is not None
    editor.act_button.click()


def test_every_control_of_every_page_has_a_name(editor: SceneEditor) -> None:
    assert editor.accessibleName()
    for pages in editor.findChildren(QTabBar):
        for page in range(pages.count()):
            pages.setCurrentIndex(page)
            assert nameless(editor) == []
    assert nameless(editor) == []


def test_shipped_scenes_own_scenes_and_the_playlist_are_listed(editor: SceneEditor) -> None:
    names = [editor.file.itemData(number) for number in range(editor.file.count())]
    assert {"overview", "crisis", "foyer"} <= set(names)
    assert names[-1] == "playlist.toml"


def test_a_panel_is_moved_by_keyboard_and_saved_with_the_owners_comments(editor: SceneEditor, folder: Path) -> None:
    editor.scene_page.grid.setFocus()
    QTest.keyClick(editor.scene_page.grid, Qt.Key.Key_PageDown)
    QTest.keyClick(editor.scene_page.grid, Qt.Key.Key_Down)
    assert on_disk(folder) == MINE
    press_save(editor)
    assert on_disk(folder) == MINE.replace("wide = [5, 1, 4, 4]", "wide = [5, 2, 4, 4]")
    assert editor.isVisible()


def test_panels_are_added_set_and_removed(editor: SceneEditor, folder: Path) -> None:
    page = editor.scene_page
    page.new_kind.setCurrentText("volume")
    QTest.keyClick(page.grid, Qt.Key.Key_Insert)
    page.options.setText("minutes = 720")
    page.options.editingFinished.emit()
    page.grows.click()
    page.title.setText("Hall")
    page.title.editingFinished.emit()
    press_save(editor)
    written = on_disk(folder)
    assert 'title = "Hall"' in written
    assert written.endswith('kind = "volume"\nat = {wide = [9, 1, 4, 2]}\noptions = { minutes = 720 }\ngrows = true\n')
    assert check_scenes(folder) == []
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    press_save(editor)
    assert "volume" not in on_disk(folder)


def test_what_is_wrong_is_said_by_line_and_cannot_be_saved(editor: SceneEditor, folder: Path) -> None:
    page = editor.scene_page
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    assert editor.said.words.startswith("Line 11:")
    press_save(editor)
    assert on_disk(folder) == MINE
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.said.words == ""


def test_options_that_are_none_are_refused_in_words_and_stay_to_be_mended(editor: SceneEditor) -> None:
    options = editor.scene_page.options
    options.setText("minutes")
    options.editingFinished.emit()
    assert "no options" in editor.said.words
    assert options.text() == "minutes"


def test_the_text_itself_can_be_edited_and_undone(editor: SceneEditor) -> None:
    editor.as_text.click()
    assert editor.text.toPlainText() == MINE
    editor.text.setFocus()
    QTest.keyClicks(editor.text, "[[")
    assert "not TOML" in editor.said.words
    for _letter in "[[":
        QTest.keyClick(editor.text, Qt.Key.Key_Z, CONTROL)
    assert editor.text.toPlainText() == MINE
    assert editor.said.words == ""


def test_a_shipped_scene_is_saved_as_a_copy_of_the_owners(editor: SceneEditor, folder: Path) -> None:
    pick(editor, "overview")
    editor.scene_page.title.setText("At a glance")
    editor.scene_page.title.editingFinished.emit()
    press_save(editor)
    assert 'title = "At a glance"' in on_disk(folder, "overview.toml")
    assert check_scenes(folder) == []


def test_a_new_scene_begins_with_one_panel(editor: SceneEditor, folder: Path) -> None:
    editor._begin_new(" Hall, ground floor ")
    assert editor.file.currentData() == "hall-ground-floor"
    press_save(editor)
    assert check_scenes(folder) == []
    assert "hall-ground-floor.toml" in {file.name for file in folder.iterdir()}


def test_another_screen_and_shape_are_arranged_apart(editor: SceneEditor) -> None:
    page = editor.scene_page
    page.shown_screen.setValue(2)
    assert page.grid.panel == -1
    page.new_kind.setCurrentText("clocks")
    QTest.keyClick(page.grid, Qt.Key.Key_Insert)
    scene = page._draft.scene if page._draft else None
    assert scene is not None
    assert [(panel.kind, panel.screen, panel.at[Shape.WIDE]) for panel in scene.panels][-1] == (
        "clocks",
        2,
        Cells(1, 1, 4, 2),
    )


def test_the_playlist_is_typed_in_rows(editor: SceneEditor, folder: Path) -> None:
    pick(editor, "playlist.toml")
    page = editor.playlist_page
    named = {button.text(): button for button in page.findChildren(QAbstractButton)}
    named["Add a rule"].click()
    named["Add hours"].click()
    for column, words in enumerate(("overview 60, foyer 20", "1", "Mon-Fri", "07:00", "19:00")):
        item = page.shows.item(0, column)
        assert item is not None
        item.setText(words)
    page.zone.setText("Europe/Lisbon")
    page.zone.editingFinished.emit()
    named["Cut"].click()
    press_save(editor)
    written = on_disk(folder, "playlist.toml")
    for part in ('{scene = "foyer", seconds = 20}', 'zone = "Europe/Lisbon"', 'transition = "cut"', 'from = "07:00"'):
        assert part in written
    assert check_scenes(folder) == []


def test_a_file_that_somebody_else_changed_is_saved_over_only_when_asked(editor: SceneEditor, folder: Path) -> None:
    QTest.keyClick(editor.scene_page.grid, Qt.Key.Key_Down)
    theirs = MINE.replace('"Foyer"', '"Theirs"')
    (folder / "foyer.toml").write_text(theirs, encoding="utf-8")
    editor.look_at_disk()
    assert "Somebody else changed this file" in editor.said.words

    press_save(editor)
    question = QApplication.activeModalWidget()
    assert isinstance(question, Confirm)
    question.reject()
    assert on_disk(folder) == theirs
    editor.save()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Confirm)
    question.accept()
    assert 'title = "Foyer"' in on_disk(folder)


def test_their_change_can_be_read_again_and_undone(editor: SceneEditor, folder: Path) -> None:
    (folder / "foyer.toml").write_text(MINE.replace('"Foyer"', '"Theirs"'), encoding="utf-8")
    editor.look_at_disk()
    editor._again.click()
    assert editor.scene_page.title.text() == "Theirs"
    editor._undo.click()
    assert editor.scene_page.title.text() == "Foyer"


def test_closing_with_changes_asks_first(editor: SceneEditor, folder: Path) -> None:
    QTest.keyClick(editor.scene_page.grid, Qt.Key.Key_Down)
    editor.reject()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Confirm)
    question.reject()
    assert editor.isVisible()
    assert on_disk(folder) == MINE


def test_the_preview_shows_the_scene_as_it_would_hang(editor: SceneEditor) -> None:
    preview = editor.scene_page.preview
    preview.paint_now()
    before = preview.pixmap().toImage()
    QTest.keyClick(editor.scene_page.grid, Qt.Key.Key_Down)
    preview.paint_now()
    assert not before.isNull()
    assert preview.pixmap().toImage() != before


def test_every_control_has_a_name_and_is_reached_by_keyboard(editor: SceneEditor) -> None:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableWidget, QPlainTextEdit)
    controls = [control for kind in kinds for control in editor.findChildren(kind)]
    own = [control for control in controls if not control.objectName().startswith("qt_")]
    assert own
    assert [control for control in own if not (control.accessibleName() or getattr(control, "text", str)())] == []
    assert [control for control in own if control.focusPolicy() is Qt.FocusPolicy.NoFocus] == []
