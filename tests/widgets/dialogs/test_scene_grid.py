"""The grid of a scene: every panel is reached, moved and resized by keyboard as by mouse, and says where it lies."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.dialogs.scene_grid import SceneGrid
from widgets.theme.desk import desk_look
from widgets.wall.grid import Cells, Shape
from widgets.wall.scenes import ScenePanel

PANELS = (
    ScenePanel("mentions", {Shape.WIDE: Cells(1, 1, 4, 2)}, {}),
    ScenePanel("posts", {Shape.WIDE: Cells(5, 1, 4, 2)}, {}),
    ScenePanel("clocks", {Shape.WIDE: Cells(1, 1, 4, 2)}, {}, screen=2),
    ScenePanel("kpi", {Shape.TALL: Cells(1, 1, 3, 2)}, {}),
)
MOVED = (1, Cells(6, 3, 4, 2))
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def make(qtbot: QtBot, *, panel: int = 0, screen: int = 1) -> SceneGrid:
    grid = SceneGrid(desk_look())
    qtbot.addWidget(grid)
    grid.resize(1200, 800)
    grid.show()
    grid.show_panels(PANELS, shape=Shape.WIDE, screen=screen, panel=panel)
    return grid


def placed(qtbot: QtBot, grid: SceneGrid, key: Qt.Key, modifier: Qt.KeyboardModifier) -> tuple[int, Cells]:
    with qtbot.waitSignal(grid.placed) as told:
        QTest.keyClick(grid, key, modifier)
    return (told.args[0], told.args[1])


def test_arrows_move_and_with_shift_resize(qtbot: QtBot) -> None:
    grid = make(qtbot, panel=1)
    assert placed(qtbot, grid, Qt.Key.Key_Down, PLAIN) == (1, Cells(5, 2, 4, 2))
    assert placed(qtbot, grid, Qt.Key.Key_Left, SHIFT) == (1, Cells(5, 1, 3, 2))


def test_a_panel_does_not_leave_the_grid(qtbot: QtBot) -> None:
    grid = make(qtbot)
    with qtbot.assertNotEmitted(grid.placed):
        QTest.keyClick(grid, Qt.Key.Key_Left)
        QTest.keyClick(grid, Qt.Key.Key_Up)


def test_paging_goes_through_the_panels_of_this_screen_and_shape(qtbot: QtBot) -> None:
    grid = make(qtbot)
    for key, number in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, 1)):
        with qtbot.waitSignal(grid.chosen) as told:
            QTest.keyClick(grid, key)
        assert told.args == [number]


def test_what_is_chosen_is_said_with_its_place(qtbot: QtBot) -> None:
    assert make(qtbot, panel=1).accessibleDescription() == "posts: column 5, row 1, 4 wide, 2 high"
    assert make(qtbot, panel=0, screen=2).accessibleDescription() == "No panel is chosen."


def test_insert_adds_and_delete_removes(qtbot: QtBot) -> None:
    grid = make(qtbot)
    with qtbot.waitSignals([grid.add_requested, grid.remove_requested]):
        QTest.keyClick(grid, Qt.Key.Key_Insert)
        QTest.keyClick(grid, Qt.Key.Key_Delete)


def drag(grid: SceneGrid, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, PLAIN, start)
    QTest.mouseMove(grid, end)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, PLAIN, end)


def test_the_mouse_chooses_and_drags(qtbot: QtBot) -> None:
    grid = make(qtbot, panel=1)
    box = grid.box(Cells(5, 1, 4, 2))
    with qtbot.waitSignals([grid.chosen, grid.placed], check_params_cbs=[None, lambda *args: args == MOVED]):
        drag(grid, box.center(), box.center() + QPoint(100, 200))


def test_the_corner_resizes(qtbot: QtBot) -> None:
    grid = make(qtbot, panel=1)
    corner = grid.box(Cells(5, 1, 4, 2)).bottomRight() - QPoint(3, 3)
    with qtbot.waitSignal(grid.placed) as told:
        drag(grid, corner, corner + QPoint(200, 100))
    assert told.args == [1, Cells(5, 1, 6, 3)]
