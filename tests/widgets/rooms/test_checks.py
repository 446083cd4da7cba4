"""Every check of a room finds the fault it is there for, and leaves what is right alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.rooms import checks
from tests.widgets.rooms.painted import runs
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_marks import draw_text, focus_ring
from widgets.theme.desk import desk_look

LOOK = desk_look("light")


class Drawn(QWidget):
    """Writes words at places, in an ink."""

    def __init__(self, *words: tuple[str, int], ink: str = "#000000") -> None:
        super().__init__()
        self._words, self._ink = words, QColor(ink)
        self.setFixedSize(120, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for words, x in self._words:
            draw_text(painter, LOOK, QRect(x, 0, 400, 40), words, style="base", ink=self._ink)


class Blank(QPushButton):
    """A button that looks the same with the focus and without; with `ring` it does not."""

    def __init__(self, name: str, *, ring: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedSize(80, 28)
        self._ring = ring

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ring and self.hasFocus():
            focus_ring(QPainter(self), LOOK, self.rect(), 6)


@pytest.fixture
def room(qtbot: QtBot) -> Callable[..., QWidget]:
    def make(*widgets: QWidget, mirrored: bool = False) -> QWidget:
        made = QWidget()
        qtbot.addWidget(made)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        made.setStyleSheet("background: #FFFFFF")
        row = QHBoxLayout(made)
        for widget in widgets:
            row.addWidget(widget)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


def test_painted_words_are_read_with_their_ink_and_place(room: Callable[..., QWidget]) -> None:
    drawn = Drawn(("Hello", 10), ink="#123456")
    root = room(drawn)
    assert root.isVisible()
    (run,) = runs(drawn)
    assert (run.text, run.ink.name()) == ("Hello", "#123456")
    assert 9 <= run.rect.left() <= 12
    assert 25 <= run.rect.width() <= 40


def test_words_of_a_label_are_read_too(room: Callable[..., QWidget]) -> None:
    label = QLabel("one <b>two</b>")
    root = room(label)
    assert root.isVisible()
    assert [run.text.strip() for run in runs(label)] == ["one", "two"]


def test_words_that_reach_out_are_found(room: Callable[..., QWidget]) -> None:
    assert checks.cut(room(Drawn(("fits", 0)))) == []
    assert len(checks.cut(room(Drawn(("far too long for such a place", 0))))) == 1


def test_words_cut_by_what_they_stand_in_are_found(room: Callable[..., QWidget]) -> None:
    outer = QWidget()
    outer.setFixedSize(40, 40)
    Drawn(("fits its own", 0)).setParent(outer)
    assert len(checks.cut(room(outer))) == 1


def test_an_ellipsis_without_the_whole_words_is_found(room: Callable[..., QWidget]) -> None:
    short = Drawn(("Wolfesch…", 0))
    root = room(short)
    assert len(checks.shortened(root)) == 1
    short.setToolTip("Wolfeschlegelsteinhausen")
    assert checks.shortened(root) == []


def test_words_on_top_of_each_other_are_found(room: Callable[..., QWidget]) -> None:
    assert checks.crossed(room(Drawn(("one", 0), ("two", 60)))) == []
    assert len(checks.crossed(room(Drawn(("one", 0), ("two", 5))))) == 1


def test_widgets_on_top_of_each_other_are_found(room: Callable[..., QWidget]) -> None:
    one, other = Blank("One"), Blank("Other")
    root = room(one, other)
    assert checks.squeezed(root) == []
    other.move(one.pos())
    assert len(checks.squeezed(root)) == 1


def test_a_button_narrower_than_its_words_is_found(room: Callable[..., QWidget]) -> None:
    narrow = QPushButton("Reply publicly as somebody")
    assert checks.cut(root := room(narrow)) == []
    narrow.setFixedWidth(40)
    assert len(checks.cut(root)) == 1


def test_a_button_that_says_what_it_had_to_leave_out_is_not(room: Callable[..., QWidget]) -> None:
    narrow = DeskButton(LOOK, "Reply publicly as somebody")
    narrow.setMaximumWidth(90)
    root = room(narrow)
    assert checks.cut(root) + checks.shortened(root) == []
    assert "…" in "".join(run.text for run in runs(narrow))


def test_pale_ink_is_found(room: Callable[..., QWidget]) -> None:
    assert checks.pale(room(Drawn(("Hello", 4), ink="#60656F")), 4.5) == []
    assert len(checks.pale(room(Drawn(("Hello", 4), ink="#9AA0AA")), 4.5)) == 1


def test_ink_that_lets_the_ground_through_is_pale(room: Callable[..., QWidget]) -> None:
    assert len(checks.pale(room(Drawn(("Hello", 4), ink="#60000000")), 4.5)) == 1


def test_a_control_without_a_visible_focus_is_found(room: Callable[..., QWidget]) -> None:
    root = room(Blank("One", ring=True), Blank("Other"))
    assert checks.unmarked(root) == ["Blank“Other” in QWidget shows no focus"]


def test_a_button_that_no_key_comes_to_is_found(room: Callable[..., QWidget]) -> None:
    lost = DeskButton(LOOK, "Lost")
    lost.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    capped = DeskButton(LOOK, "Found", cap="F")
    capped.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert checks.unreachable(room(lost, capped)) == ["DeskButton“Lost” in QWidget"]


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_focus_that_goes_back_is_found(room: Callable[..., QWidget], mirrored: bool) -> None:
    buttons = [Blank(name) for name in ("One", "Two", "Three")]
    root = room(*buttons, mirrored=mirrored)
    assert checks.astray(root) == []
    QWidget.setTabOrder(buttons[1], buttons[0])
    QWidget.setTabOrder(buttons[0], buttons[2])
    assert len(checks.astray(root)) == 1


def test_columns_may_be_gone_through_one_after_the_other(room: Callable[..., QWidget]) -> None:
    columns = []
    for names in (("a", "b"), ("c", "d")):
        column = QWidget()
        lines = QVBoxLayout(column)
        for name in names:
            lines.addWidget(Blank(name))
        columns.append(column)
    assert checks.astray(room(*columns)) == []


@pytest.mark.parametrize("name", ["", "resolve_next", "{account}"])
def test_a_name_that_nobody_understands_is_found(room: Callable[..., QWidget], name: str) -> None:
    assert len(checks.meaningless(room(Blank(name)))) == 1
    assert checks.meaningless(room(Blank("Resolve and open next"))) == []


def test_two_controls_of_one_name_are_found(room: Callable[..., QWidget]) -> None:
    assert checks.namesakes(room(Blank("Send this one"), Blank("Cancel it"))) == []
    assert checks.namesakes(room(Blank("Send this one"), Blank("Send this one"))) == ["2 × Blank “Send this one”"]
