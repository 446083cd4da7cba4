"""Cards, thread and composer paint in every theme, size and direction, and the destination is never elided."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.card_layout import LineWidths, lay_out
from widgets.agent.composer_parts import ComposerBox
from widgets.agent.frame import frame_for
from widgets.agent.options import DeskOptions
from widgets.theme.desk import desk_look


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("text_size", [100, 150, 200])
@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_the_desk_paints(tmp_path: Path, theme: str, text_size: int, right_to_left: bool) -> None:
    options = DeskOptions(
        theme=theme, text_size=text_size, geometry=QRect(0, 0, 1280, 800), drafts=tmp_path, right_to_left=right_to_left
    )
    async with DeskStage(tmp_path, options=options) as stage:
        await stage.open()
        await stage.write("Painted.")
        image = stage.window.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 20
        rail = stage.window.content.rail
        assert (rail.x() > stage.window.width() // 2) == right_to_left


@pytest.mark.parametrize("text_size", [90, 100, 125])
async def test_the_destination_is_whole_at_the_narrowest_window(tmp_path: Path, text_size: int) -> None:
    options = DeskOptions(text_size=text_size, geometry=QRect(0, 0, 1280, 800), drafts=tmp_path)
    async with DeskStage(tmp_path, options=options) as stage:
        await stage.open()
        sentence = stage.composer.destination.sentence
        assert sentence.heightForWidth(sentence.width()) <= sentence.height()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_timer_score_and_who_are_never_squeezed(scale: int) -> None:
    look = desk_look(text_size=scale)
    widths = LineWidths(name=900, reach=60, tag=24, timer=110, topic=400, score=30, reason=300, trouble=14)
    cells = lay_out(look, QRect(0, 0, look.px(320), look.px(92)), widths)
    assert (cells.timer.width(), cells.score.width()) == (110, 30)
    assert cells.score.right() < cells.who.left()
    assert cells.tag.right() < cells.trouble.left() <= cells.trouble.right() < cells.timer.left()


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_a_reply_that_was_not_delivered_is_a_sign_and_a_word_on_its_card(tmp_path: Path, theme: str) -> None:
    async with DeskStage(tmp_path, options=DeskOptions(theme=theme, drafts=tmp_path)) as stage:
        plain = replace(story.card(story.SAM), due_at=0, reasons=(("reach", 12),))
        stage.hub.put_card(plain)
        await stage.settle()
        assert _amber(stage) == 0
        stage.hub.put_card(replace(plain, reasons=(("undelivered", 0), ("reach", 12)), revision=9))
        await stage.settle()
        assert _amber(stage) > 5
        model = stage.window.desk.queue.model
        said = model.index(model.row_of(story.SAM), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "reply not delivered" in said


def _amber(stage: DeskStage) -> int:
    """How many pixels of Sam's card say that something went wrong."""
    row = stage.view.visualRect(stage.view.model().index(stage.window.desk.queue.model.row_of(story.SAM), 0))
    image, amber = stage.view.viewport().grab(row).toImage(), stage.window.look.tokens.warn.rgb()
    return sum(image.pixel(x, y) == amber for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize(
    ("width", "rail", "queue", "drawer"),
    [
        (1000, 56, 320, True),
        (1280, 56, 372, True),
        (1600, 200, 400, False),
        (1920, 220, 440, False),
        (2560, 240, 480, False),
    ],
)
def test_the_width_decides_the_frame(width: int, rail: int, queue: int, drawer: bool) -> None:
    frame = frame_for(width)
    assert (frame.rail, frame.queue, frame.drawer) == (rail, queue, drawer)


async def test_the_person_is_a_drawer_where_there_is_no_room(tmp_path: Path) -> None:
    options = DeskOptions(geometry=QRect(0, 0, 1280, 800), drafts=tmp_path)
    async with DeskStage(tmp_path, options=options) as stage:
        await stage.open()
        person = stage.window.content.person
        assert not person.isVisible()
        stage.view.setFocus()
        stage.window.run("person")
        await stage.settle()
        assert person.isVisible()
        assert person.width() == 300


async def test_another_text_size_keeps_what_is_written_and_open(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Still here.")
        stage.window.run("larger")
        stage.window.appearance.choose("light")
        await stage.settle()
        assert stage.composer.text.toPlainText() == "Still here."
        assert stage.window.desk.open_id == story.MIRA
        stage.hub.put_card(story.card(3))
        stage.hub.hold("a reason")
        await stage.pass_time(1000)
        assert stage.window.content.banner.isVisible()


class PaintsOf(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


async def test_a_second_in_which_nothing_changes_does_not_paint_the_composer(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.settle()
        stage.window.tick()
        QApplication.processEvents()
        painted = PaintsOf(stage.composer.box)
        stage.window.tick()
        QApplication.processEvents()
        assert painted.count == 0


def test_a_piece_of_the_composers_frame_looks_like_the_whole(qtbot: QtBot) -> None:
    box = ComposerBox(desk_look())
    qtbot.addWidget(box)
    box.resize(300, 120)
    box.show_state(hue=1, note=False, focused=True)
    for piece in (QRect(40, 30, 100, 50), QRect(0, 0, 60, 40), QRect(280, 100, 20, 20)):
        assert box.grab(piece).toImage() == box.grab().copy(piece).toImage()


async def test_a_second_comes_in_two_parts_so_that_no_frame_holds_all_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    async with DeskStage(tmp_path) as stage:
        window = stage.window
        told: list[bool] = []
        window.second_passed.connect(lambda: told.append(True))
        stage.hub.link.advance(1000)
        window._timer.timeout.emit()
        assert window.content.queue.delegate.now == stage.hub.link.now()
        assert told == []
        qtbot.waitUntil(lambda: bool(told), timeout=60_000)
