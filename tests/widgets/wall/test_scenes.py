from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.paths import resources
from widgets.wall.figures import KINDS
from widgets.wall.goals import AIMS
from widgets.wall.grid import GRIDS, Shape
from widgets.wall.panel_options import OPTIONS, wrong_options
from widgets.wall.playlist_file import read_playlist
from widgets.wall.registry import BUILT_IN, panel_kinds
from widgets.wall.scenes import BadScene, load_scenes, read_scene

GOOD = """name = "desk"
title = "Desk"

[[panel]]
kind = "heat"
at = { wide = [1, 1, 8, 4] }

[[panel]]
kind = "posts"
at = { wide = [9, 1, 4, 4], far = [1, 1, 4, 2] }
options = { topic = 7 }
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadScene) as caught:
        read_scene(text, file="desk.toml", kinds=["heat", "posts"])
    return [(problem.line, problem.words) for problem in caught.value.problems]


def test_a_scene_is_read_with_its_places_and_options() -> None:
    scene = read_scene(GOOD, file="desk.toml", kinds=["heat", "posts"])
    assert (scene.name, scene.title, scene.strip, scene.quiet) == ("desk", "Desk", True, False)
    assert scene.panels[1].options == {"topic": 7}
    assert [panel.kind for panel, _cells in scene.placed(Shape.FAR)] == ["posts"]


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('kind = "posts"', 'kind = "cats"', 9, "no panel “cats”. There are: heat, posts."),
        ('kind = "posts"', "kind = []", 9, "There are: heat, posts."),
        ("options = { topic = 7 }", f"options = {'[' * 5000}{']' * 5000}", 0, "too many brackets"),
        ("at = { wide = [1, 1, 8, 4] }", "at = { wide = [1, 1, 9] }", 6, "needs four whole numbers"),
        ("at = { wide = [1, 1, 8, 4] }", "at = { wide = [1, 6, 8, 4] }", 6, "12 columns and 8 rows"),
        ("at = { wide = [1, 1, 8, 4] }", "at = { round = [1, 1, 8, 4] }", 6, "no screen shape “round”"),
        ("wide = [9, 1, 4, 4]", "wide = [8, 1, 4, 4]", 10, "lies over panel 1 (heat)"),
        ('title = "Desk"', 'titel = "Desk"', 2, "no setting “titel”"),
        ("options = { topic = 7 }", "screen = 0", 11, "A screen is a number from 1 to 16"),
        ("options = { topic = 7 }", "colour = 7", 11, "A panel has no setting “colour”"),
        ('name = "desk"', 'name = "desk', 1, "This is not TOML"),
        ('kind = "heat"\nat = { wide = [1, 1, 8, 4] }', 'kind = "heat"', 4, "needs a place"),
    ],
)
def test_what_is_wrong_is_said_in_words_with_its_line(before: str, after: str, line: int, words: str) -> None:
    found = problems(GOOD.replace(before, after))
    assert any(number == line and words in sentence for number, sentence in found), found


def test_all_problems_are_told_at_once() -> None:
    text = GOOD.replace('"heat"', '"cats"').replace('"posts"', '"dogs"')
    assert [line for line, _words in problems(text)] == [5, 9]


def test_an_empty_scene_is_refused() -> None:
    assert problems('name = "a"\ntitle = "A"') == [(0, "A scene needs at least one [[panel]].")]


def test_every_shipped_scene_has_something_for_every_screen() -> None:
    for scene in load_scenes(kinds=panel_kinds()).values():
        for shape in GRIDS:
            assert 1 <= len(scene.placed(shape)) <= 12, (scene.name, shape)


def test_a_scene_of_ones_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(GOOD.replace('"desk"', '"overview"'), encoding="utf-8")
    assert load_scenes(kinds=panel_kinds(), more=mine)["overview"].title == "Desk"
    assert load_scenes(kinds=panel_kinds(), more=tmp_path)["overview"].title == "Desk"


def test_a_scene_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no scene file .*gone\.toml"):
        load_scenes(kinds=panel_kinds(), more=tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("kpi", '{ figure = "happiness" }', "The option “figure” must be one of: net_sentiment, first_reply"),
        ("volume", '{ minutes = "long" }', "The option “minutes” must be a whole number from 1 to"),
        ("volume", "{ step = 0 }", "The option “step” must be a whole number from 1 to 1440."),
        ("volume", "{ minuts = 60 }", "The panel “volume” has no option “minuts”. There are: minutes, step, topic."),
        ("hold", "{ minutes = 60 }", "The panel “hold” has no options."),
        ("heat_hours", "{ weeks = 6 }", "The option “weeks” must be a whole number from 1 to 5."),
        ("world", "{ night = 1 }", "The option “night” must be true or false."),
        ("message", '{ lines = "one" }', "The option “lines” must be a list of words in quotes."),
        ("picture", "{ file = 3 }", "The option “file” must be words in quotes."),
        ("goals", "{ targets = 3 }", "The option “targets” must be figures with their targets"),
        ("goals", "{ targets = { luck = 3 } }", "The option “targets” knows no figure “luck”. There are: community"),
        ("goals", '{ targets = { first_reply = "soon" } }', "needs a number or “usual” for “first_reply”."),
        ("trend", "[1]", "Options are written in braces, such as options = { minutes = 720 }."),
    ],
)
def test_a_wrong_option_is_said_with_its_line(kind: str, options: str, words: str) -> None:
    text = (
        f'name = "a"\ntitle = "A"\n\n[[panel]]\nkind = "{kind}"\nat = {{ wide = [1, 1, 4, 4] }}\noptions = {options}\n'
    )
    with pytest.raises(BadScene) as caught:
        read_scene(text, file="a.toml", kinds=panel_kinds())
    (problem,) = caught.value.problems
    assert problem.line == 7
    assert words in problem.words


def test_every_built_in_panel_says_which_options_it_has() -> None:
    assert set(OPTIONS) == {panel.INFO.kind for panel in BUILT_IN}


def test_the_panel_of_a_package_takes_what_it_likes() -> None:
    assert wrong_options("tide", {"harbour": object()}) == []


def test_the_help_names_every_panel_and_its_examples_can_be_shown() -> None:
    text = (resources() / "help" / "scenes.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in text for kind in panel_kinds())
    scene, playlist = (block.split("```")[0] for block in text.split("```toml\n")[1:])
    read_scene(scene, file="help", kinds=panel_kinds())
    read_playlist(playlist, file="help", scenes=load_scenes(kinds=panel_kinds()))


def test_a_scene_that_spans_screens_repeats_on_those_beyond_its_last() -> None:
    text = GOOD.replace("options = { topic = 7 }", "screen = 2")
    scene = read_scene(text, file="desk.toml", kinds=["heat", "posts"])
    shown = [[panel.kind for panel, _cells in scene.placed(Shape.WIDE, screen=number)] for number in (1, 2, 3)]
    assert shown == [["heat"], ["posts"], ["heat"]]


def test_panels_on_different_screens_do_not_lie_over_each_other() -> None:
    text = GOOD.replace("wide = [9, 1, 4, 4]", "wide = [1, 1, 8, 4]").replace("options = { topic = 7 }", "screen = 2")
    assert read_scene(text, file="desk.toml", kinds=["heat", "posts"]).screens == 2


def test_the_help_names_every_shipped_scene_panel_and_figure() -> None:
    text = (resources() / "help" / "scenes.md").read_text(encoding="utf-8")
    wanted = [*load_scenes(kinds=panel_kinds()), *panel_kinds()]
    assert [name for name in wanted if f"`{name}`" not in text] == []
    assert [name for name in {*KINDS, *AIMS} if name not in text] == []
