"""A question shows all of its words and buttons, however long a language and however large somebody makes them."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import THEMES, desk_look


def test_a_dialog_is_as_high_as_its_words_need() -> None:
    words = "Kein Arbeitsplatz sendet mehr, bis jemand den Versand fortsetzt. Alle sehen den Grund. " * 2
    dialog = DeskDialog(desk_look("dark"), "Versand anhalten?", words)
    dialog.answer_with("Weiter senden", "Versand anhalten")
    dialog.show()
    dialog.adjustSize()
    block = dialog.findChild(TextBlock)
    assert isinstance(block, TextBlock)
    assert block.height() >= block.heightForWidth(block.width())
    assert dialog.width() == dialog.minimumWidth()
    dialog.close()


@pytest.fixture
def tall() -> DeskDialog:
    made = DeskDialog(desk_look("light", text_size=200), "Many lines", "")
    for number in range(60):
        made.body.addWidget(Words(made.look, f"Line {number}"))
    made.answer_with("Close", "")
    return made


def test_a_dialog_takes_no_more_than_its_room_and_scrolls_by_keys(tall: DeskDialog, qtbot: QtBot) -> None:
    tall.fit(QSize(800, 600))
    tall.resize(tall.sizeHint())
    tall.open()
    qtbot.waitExposed(tall)
    assert tall.width() <= 800
    assert tall.height() <= 600
    area = tall.findChild(ScrollBox)
    before = area.verticalScrollBar().value()
    QTest.keyClick(tall, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > before
    tall.close()


def test_a_list_of_a_dialog_gives_up_its_height_first() -> None:
    made = DeskDialog(desk_look("light"), "A list", "")
    box = ScrollBox(made.look, "Lines", highest=1_000)
    for number in range(60):
        box.column.addWidget(Words(made.look, f"Line {number}"))
    made.body.addWidget(box)
    made.answer_with("Close", "")
    made.fit(QSize(800, 600))
    assert made.sizeHint().height() <= 600
    assert made.findChildren(ScrollBox) == [box]
    made.close()


def test_buttons_too_wide_for_a_line_stand_under_each_other(qtbot: QtBot) -> None:
    made = DeskDialog(desk_look("light"), "Which one?", "", width=300)
    made.answer_with("Keep everything as it stands now", "Throw everything away at once")
    made.fit(QSize(800, 600))
    made.resize(made.sizeHint())
    made.open()
    qtbot.waitExposed(made)
    keep, act = made.findChildren(DeskButton)
    assert keep.geometry().bottom() < act.geometry().top()
    assert made.rect().contains(act.geometry())
    made.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_on_the_acting_answer_is_seen(theme: str, qtbot: QtBot) -> None:
    made = DeskDialog(desk_look(theme), "Which one?", "")
    made.answer_with("Keep it", "Throw it away")
    made.open()
    qtbot.waitExposed(made)
    assert made.act_button is not None
    made.act_button.setFocus()
    QApplication.processEvents()
    gap = made.act_button.mapTo(made, QPoint(made.act_button.width() // 2, made.look.ring))
    assert made.grab().toImage().pixelColor(gap) == made.look.tokens.bg2
    made.close()


def test_what_comes_later_makes_a_dialog_no_higher_than_its_room(qtbot: QtBot) -> None:
    made = DeskDialog(desk_look("light"), "Filled by an answer", "")
    made.answer_with("Close", "")
    made.fit(QSize(800, 600))
    made.open()
    qtbot.waitExposed(made)
    for number in range(60):
        made.body.addWidget(Words(made.look, f"Line {number}"))
    qtbot.waitUntil(lambda: made.findChild(ScrollBox) is not None)
    assert made.height() <= 600
    made.close()
