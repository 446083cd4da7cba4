"""A tour's script: what a person writes, and what is said of it when it is wrong."""

from pathlib import Path

import pytest

from app.core.clock import MINUTE
from app.wire.tape import read_tape
from widgets.tour.library import shipped_script
from widgets.tour.script import read_script
from widgets.tour.station import check_tour, shipped_tape, tour_scenes
from widgets.tour.stop import Script
from widgets.wall.scenes import BadScene, read_words

GOOD = """title = "Short"

[[stop]]
title = "First"
caption = "What you see."
scene = "overview"
panel = "volume"
moment = "quiet"
minutes = 2
notes = "Welcome."
"""


def read(text: str) -> Script:
    return read_script(text, file="my.toml", scenes=tour_scenes(None), moments=("quiet", "crisis"))


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadScene) as raised:
        read(text)
    return [(one.line, one.words) for one in raised.value.problems]


def test_a_script_says_what_is_shown_read_and_planned() -> None:
    script = read(GOOD)
    (stop,) = script.stops
    assert (script.title, stop.title, stop.scene, stop.panel, stop.moment) == (
        "Short", "First", "overview", "volume", "quiet",
    )  # fmt: skip
    assert stop.planned == script.planned == 2 * MINUTE


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('scene = "overview"', 'scene = "nowhere"', 6, "There is no scene “nowhere”. There are:"),
        ('panel = "volume"', 'panel = "weather"', 7, "The scene has no panel “weather”. It has:"),
        ('moment = "quiet"', 'moment = "noon"', 8, "The replay has no moment “noon”. It has: crisis, quiet."),
        ("minutes = 2", "minutes = 0", 9, "Minutes are a number up to 60."),
        ('notes = "Welcome."', "notes = 7", 10, "“notes” is written in quotes."),
        ('caption = "What you see."', f'caption = "{"a" * 221}"', 5, "A caption has at most 220 characters"),
        ('notes = "Welcome."', "colour = 7", 10, "A stop has no setting “colour”."),
        ('notes = "Welcome."', 'neutral = "yes"', 10, "“neutral” is true or false."),
        ('title = "First"\n', "", 3, "The stop needs a “title”, in quotes."),
        ('title = "Short"', "colour = 7\ntitle = 'Short'", 1, "There is no setting “colour”."),
        ("minutes = 2", "minutes = ", 9, "This is not TOML"),
    ],
)
def test_what_is_wrong_is_said_in_words_with_its_line(before: str, after: str, line: int, said: str) -> None:
    ((found, words),) = problems(GOOD.replace(before, after))
    assert found == line
    assert words.startswith(said)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = GOOD.replace('"overview"', '"nowhere"').replace("minutes = 2", "minutes = 99")
    assert [line for line, _words in problems(wrong)] == [6, 9]


def test_a_script_without_stops_is_none() -> None:
    assert problems('title = "Short"\n') == [(0, "A tour needs at least one stop; each begins with [[stop]].")]


def test_the_shipped_tour_takes_ten_minutes_in_seven_to_nine_stops_and_goes_through_the_whole_story() -> None:
    moments = [moment.name for moment in read_tape(shipped_tape()).moments]
    script = read_script(read_words(shipped_script()), file="", scenes=tour_scenes(None), moments=moments)
    assert 7 <= len(script.stops) <= 9
    assert script.planned == 10 * MINUTE
    assert {stop.moment for stop in script.stops if stop.moment} == set(moments)
    assert all(stop.notes for stop in script.stops)


def test_the_live_tour_speaks_of_no_moment_and_takes_ten_minutes_as_well() -> None:
    text = read_words(shipped_script(live=True))
    script = read_script(text, file="", scenes=tour_scenes(None), moments=())
    assert 7 <= len(script.stops) <= 9
    assert script.planned == 10 * MINUTE
    assert "Norvane" not in text


def test_the_check_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(GOOD.replace('"overview"', '"nowhere"'), encoding="utf-8")
    (said,) = check_tour(file, more=None)
    assert said.startswith("my.toml, line 6: There is no scene “nowhere”.")
    assert check_tour(shipped_script(), more=None) == []
    assert "cannot be read" in check_tour(tmp_path / "none.toml", more=None)[0]
