"""How the figures on a wall are made is one key away, legible from afar, and goes by itself."""

import pytest
from pytestqt.qtbot import QtBot

from app.wire.feeds import HouseFeed, HouseRow
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel, make_window
from tests.widgets.wall.test_pictures import shrunk
from widgets.wall.figures import KINDS
from widgets.wall.formulas import (
    AFTER,
    TITLE,
    Explained,
    FormulaPlate,
    balanced,
    find_formula,
    paginate,
    toggle_formulas,
)
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.window import WallWindow

WITHOUT_FIGURES = {"clocks", "connectors", "driving", "elapsed", "hold", "message", "picture", "posts"}


def shown(window: WallWindow) -> FormulaPlate:
    plate = toggle_formulas(window)
    assert plate is not None
    return plate


@pytest.mark.parametrize("kind", sorted(set(panel_kinds()) - WITHOUT_FIGURES))
def test_every_panel_with_figures_has_its_formula_in_the_help(kind: str) -> None:
    panel = make_panel(FakeLink(), kind, size=(608, 320))
    formula = find_formula(panel.formula())
    assert formula is not None
    assert 40 < len(formula.lead(330)) <= 331
    assert "_" not in formula.lead(330)
    panel.close()


@pytest.mark.parametrize("figure", KINDS)
def test_every_key_figure_has_its_own_formula(figure: str) -> None:
    panel = make_panel(FakeLink(), "kpi", size=(296, 208), figure=figure)
    assert find_formula(panel.formula()) is not None
    panel.close()


@pytest.mark.parametrize("key", ["i", "?"])
def test_a_key_at_the_wall_asks_for_the_formulas(qtbot: QtBot, key: str) -> None:
    window = make_window(fill_day(FakeLink()))
    with qtbot.waitSignal(window.formulas_requested, timeout=500):
        qtbot.keyClicks(window, key)
    window.close()


def test_it_explains_every_figure_on_the_screen_once() -> None:
    window = make_window(fill_day(FakeLink()))
    plate = shown(window)
    told = [one for page in plate.pages for column in page for one in column]
    titles = ", ".join(one.title for one in told)
    assert {"Mentions per minute", "Net sentiment", "First reply", "Crisis heat"} <= set(titles.split(", "))
    assert len({one.lines for one in told}) == len(told)
    assert "100 × (positive − negative) / all posts" in plate.accessibleDescription()
    plate.end()
    window.close()


def test_it_turns_its_pages_and_then_goes() -> None:
    window = make_window(fill_day(FakeLink()), screen="far")
    plate = shown(window)
    for page in range(len(plate.pages)):
        assert (plate.page, plate.isVisible()) == (page, True)
        plate.turn()
    assert window.findChild(FormulaPlate) is None
    window.close()


def test_the_key_again_shows_the_scene() -> None:
    window = make_window(fill_day(FakeLink()))
    shown(window)
    assert toggle_formulas(window) is None
    assert window.findChild(FormulaPlate) is None
    window.close()


def test_another_scene_is_never_covered(qtbot: QtBot) -> None:
    window = make_window(fill_day(FakeLink()))
    shown(window)
    window.show_scene(load_scenes(kinds=panel_kinds())["world"])
    qtbot.waitUntil(lambda: window.findChild(FormulaPlate) is None, timeout=1900)
    window.close()


def test_the_panic_scene_is_never_covered_nor_explained(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    shown(window)
    link.fill(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False, panic=True, panic_by="Rosa")})
    qtbot.waitUntil(lambda: window.findChild(FormulaPlate) is None, timeout=1900)
    assert toggle_formulas(window) is None
    window.close()


def test_nothing_is_torn_over_columns_or_pages() -> None:
    one = Explained("Heat", ("a", "b"))
    assert paginate([one] * 5, height=2 * one.height + 1, columns=2) == [[[one, one], [one, one]], [[one]]]
    tall = Explained("Tall", ("a",) * 40)
    assert paginate([one, tall, one], height=TITLE + AFTER, columns=1) == [[[one]], [[tall]], [[one]]]


def test_columns_of_one_page_are_about_equally_high() -> None:
    one = Explained("Heat", ("a", "b"))
    assert balanced([one] * 4, height=1000, columns=2) == [[[one, one], [one, one]]]


@pytest.mark.parametrize("screen", ["wide", "tall", "far"])
def test_the_formulas_look_as_they_should(screen: str) -> None:
    window = make_window(fill_day(FakeLink()), screen=screen)
    plate = shown(window)
    assert_picture(shrunk(plate), f"wall/formulas-{screen}")
    plate.end()
    window.close()
