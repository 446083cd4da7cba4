"""The palette: what fits best is chosen, the list is as high as what was found, and it says on what it acts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.wire.answers import Hits
from app.wire.calls import Search, SetStatus
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.palette import Offer, Palette
from widgets.kit.desk_text import Words
from widgets.theme.desk import desk_look

OFFERS = (
    Offer("reopen", "Reopen", "This conversation"),
    Offer("next", "Resolve and open next", "This conversation"),
    Offer("open", "Open, go to the thread", "Queue"),
    Offer("hold", "Hold all sending", "Desk", why_not="Ask a lead"),
    Offer("held", "Show what is held", "Desk"),
    Offer("search:", "All posts with “{typed}”", "Search", always=True),
)


@pytest.fixture
def palette(qtbot: QtBot) -> Palette:
    made = Palette(desk_look(), OFFERS)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def listed(palette: Palette) -> list[str]:
    return [offer.id for offer in palette.rows()]


def test_nothing_typed_lists_everything_in_its_order(palette: Palette) -> None:
    assert listed(palette) == ["reopen", "next", "open", "hold", "held"]


def test_what_fits_best_stands_first_whatever_its_group(qtbot: QtBot, palette: Palette) -> None:
    palette.field.setText("open")
    assert listed(palette) == ["open", "reopen", "next", "search:"]
    with qtbot.waitSignal(palette.chosen) as taken:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert taken.args == ["open", "open"]


def test_what_cannot_run_now_stays_listed_and_is_not_what_enter_takes(qtbot: QtBot, palette: Palette) -> None:
    palette.field.setText("h")
    assert listed(palette)[0] == "held"
    assert "hold" in listed(palette)
    with qtbot.waitSignal(palette.chosen) as taken:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert taken.args == ["held", "h"]


def test_the_search_says_what_it_looks_for(palette: Palette) -> None:
    palette.field.setText("lost bag")
    assert [offer.words for offer in palette.rows()] == ["All posts with “lost bag”"]


def test_the_list_is_as_high_as_what_was_found(palette: Palette) -> None:
    whole = palette.height()
    palette.field.setText("reopen")
    assert palette.height() < whole
    palette.field.clear()
    assert palette.height() == whole


def test_a_list_in_which_nothing_fits_says_so(qtbot: QtBot) -> None:
    made = Palette(desk_look(), OFFERS[:2])
    qtbot.addWidget(made)
    made.show()
    made.field.setText("zzz")
    assert made.rows() == []
    assert "Nothing fits “zzz”." in [label.text() for label in made.findChildren(Words)]


def test_a_page_down_goes_on_by_what_is_seen_and_stops_at_the_end(qtbot: QtBot) -> None:
    made = Palette(desk_look(), [Offer(str(number), f"Topic {number}", "Topics") for number in range(20)])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(made.field, key)
    with qtbot.waitSignal(made.chosen) as taken:
        QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert taken.args == ["10", ""]


def test_a_question_is_named_by_its_title_or_its_one_group(qtbot: QtBot, palette: Palette) -> None:
    one = Palette(desk_look(), [Offer("a", "Ana", "Assign to")])
    named = Palette(desk_look(), OFFERS, title="Judged wrongly")
    for made in (one, named):
        qtbot.addWidget(made)
    assert [one.accessibleName(), named.accessibleName(), palette.accessibleName()] == [
        "Assign to", "Judged wrongly", "Commands",
    ]  # fmt: skip


async def asked(stage: DeskStage) -> Palette:
    await stage.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, Palette)
    return found


def about(palette: Palette) -> str:
    words = " ".join(label.text() for label in palette.findChildren(Words))
    return words.replace("\u2068", "").replace("\u2069", "")


async def test_a_question_says_on_whom_it_acts(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        for command in ("snooze", "assign", "palette"):
            stage.window.run(command)
            question = await asked(stage)
            assert "on Mira Lindqvist" in about(question)
            question.reject()
            await stage.settle()
        for one in (story.MIRA, story.SAM):
            stage.window.desk.queue.model.mark(one, on=True)
        stage.window.run("snooze")
        assert "on 2 marked" in about(await asked(stage))


async def test_the_key_of_search_searches_and_runs_no_command(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.answers[Search] = Hits(hits=(), fresh_to=0)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Slash)
        question = await asked(stage)
        QTest.keyClicks(question.field, "resolve")
        await stage.press(Qt.Key.Key_Return)
        assert any(isinstance(call, Search) and call.text == "resolve" for call in stage.hub.link.calls)
        assert not any(isinstance(call, SetStatus) for call in stage.hub.link.calls)


async def test_a_command_that_goes_to_a_view_says_how_many_wait_there(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("palette")
        ends = {offer.id: offer.end for offer in (await asked(stage)).rows()}
        assert ends["command:go_mine"] == str(story.COUNTS["mine"])
        assert ends["command:resolve"] == ""
