"""Every figure is explained one click from where it stands: number, uncertainty, sample, formula, and the help."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.wire.feeds import KpiFeed, KpiRow
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.wall.day import fill_day, kpi_rows
from widgets.dialogs.about_figure import AboutFigures, FigureRow
from widgets.dialogs.help_page import HelpPage
from widgets.models.figure_words import NAMES, sample_words, value_words
from widgets.models.formulas import formula_of
from widgets.theme.desk import desk_look


@pytest.fixture
def link() -> FakeLink:
    return fill_day(FakeLink())


def rows(dialog: AboutFigures) -> dict[str, FigureRow]:
    return {row.accessibleName().split(":")[0]: row for row in dialog.findChildren(FigureRow)}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_formula_in_the_help(name: str) -> None:
    formula = formula_of(name)
    assert formula is not None
    assert len(formula.words) > 40


def test_a_click_on_a_figure_says_how_it_is_made(link: FakeLink) -> None:
    dialog = AboutFigures(desk_look("light"), link)
    dialog.show()
    QTest.mouseClick(rows(dialog)["Net sentiment"], Qt.MouseButton.LeftButton)
    assert dialog.name == "net_sentiment"
    assert "95 % interval" in dialog.said
    assert "100 × (positive − negative) / all posts" in dialog.said
    dialog.close()


def test_a_figure_without_a_sample_is_unknown_and_says_so() -> None:
    row = KpiRow(name="alarm_precision", value=0.0, known=False)
    assert value_words(row) == "–"
    assert "Not known yet" in sample_words(row)


def test_a_figure_that_changes_while_it_is_explained_is_told_anew(link: FakeLink) -> None:
    dialog = AboutFigures(desk_look("light"), link)
    dialog.choose("net_sentiment")
    link.fill(KpiFeed(), {"net_sentiment": KpiRow(name="net_sentiment", value=9.0, margin=4.0, sample=17)})
    assert "17 observations" in dialog.said
    assert rows(dialog)["Net sentiment"].accessibleName() == "Net sentiment: 9"
    dialog.close()


def test_the_figures_look_as_they_should(link: FakeLink) -> None:
    dialog = AboutFigures(desk_look("light"), link)
    dialog.show()
    dialog.choose("net_sentiment")
    assert_picture(dialog.grab().toImage(), "desk/figures")
    dialog.close()


async def test_shift_and_f1_open_the_figures_and_f1_their_place_in_the_help(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.fill(KpiFeed(), kpi_rows())
        await stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AboutFigures)
        dialog.choose("share_of_voice")
        await stage.press(Qt.Key.Key_F1)
        page = QApplication.activeModalWidget()
        assert isinstance(page, HelpPage)
        assert page.name == "formulas"
        await stage.press(Qt.Key.Key_Escape)
