from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.clock import HOUR, MINUTE, SECOND
from tests.fakes.link import NOON
from widgets.wall.playlist import Hours, Playlist, Show, Turn, due
from widgets.wall.playlist_file import read_playlist
from widgets.wall.scenes import BadScene

SCENES = ("overview", "world", "sun", "service")
GOOD = """zone = "Europe/Lisbon"
transition = "cut"

[[hours]]
days = "Mon-Fri"
from = "07:00"
to = "22:00"

[[show]]
days = "Mon-Fri"
from = "18:00"
to = "07:00"
scenes = [{ scene = "sun", seconds = 60 }]

[[show]]
screens = [2, "DP-1"]
scenes = [
    { scene = "overview", seconds = 40 },
    { scene = "world", seconds = 20 },
]
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadScene) as caught:
        read_playlist(text, file="playlist.toml", scenes=SCENES)
    return [(problem.line, problem.words) for problem in caught.value.problems]


def test_the_first_rule_that_fits_screen_and_time_holds() -> None:
    playlist = read_playlist(GOOD, file="playlist.toml", scenes=SCENES)
    assert not playlist.fades
    assert [turn.scene for turn in playlist.turns(2, "HDMI-1", NOON)] == ["overview", "world"]
    assert [turn.scene for turn in playlist.turns(7, "DP-1", NOON)] == ["overview", "world"]
    assert playlist.turns(1, "HDMI-1", NOON) == ()
    evening = NOON + 6 * HOUR
    assert [turn.scene for turn in playlist.turns(2, "HDMI-1", evening)] == ["sun"]


def test_times_are_those_of_the_walls_zone() -> None:
    playlist = read_playlist(GOOD, file="playlist.toml", scenes=SCENES)
    six_utc = NOON - 6 * HOUR  # Lisbon is an hour ahead in May
    assert playlist.is_open(six_utc)
    assert not playlist.is_open(six_utc - MINUTE)


def test_a_night_belongs_to_the_day_it_begins_on() -> None:
    night = Hours(22 * 60, 6 * 60, frozenset({4}))
    assert night.hold(4, 23 * 60)
    assert night.hold(5, 5 * 60)
    assert not night.hold(4, 5 * 60)
    assert not night.hold(5, 23 * 60)


def test_nights_are_read_and_run_over_midnight() -> None:
    text = '[[night]]\nfrom = "22:00"\nto = "06:00"\n'
    playlist = read_playlist(text, file="playlist.toml", scenes=SCENES)
    assert [playlist.is_night(NOON + hours * HOUR) for hours in (0, 9, 10, 17, 18)] == [False, False, True, True, False]
    assert not read_playlist("", file="playlist.toml", scenes=SCENES).is_night(NOON + 12 * HOUR)


def test_a_night_that_is_no_time_is_named_with_its_line() -> None:
    assert [line for line, _words in problems('[[night]]\nfrom = "late"\n')] == [2]


def test_without_opening_hours_a_wall_is_always_on() -> None:
    assert Playlist(zone=ZoneInfo("UTC")).is_open(NOON)


@given(some.lists(some.integers(5, 600), min_size=1, max_size=6), some.integers(0, 10**7))
def test_every_scene_stays_as_long_as_it_should(lengths: list[int], start: int) -> None:
    turns = [Turn(str(number), seconds) for number, seconds in enumerate(lengths)]
    whole = sum(lengths)
    first = start // whole * whole
    seen = [due(turns, (first + second) * SECOND).scene for second in range(whole)]
    assert seen == [str(number) for number, seconds in enumerate(lengths) for _ in range(seconds)]


def test_a_screen_is_known_by_its_number_or_its_name() -> None:
    show = Show((Turn("sun", 60),), screens=frozenset({3, "DP-2"}))
    playlist = Playlist(zone=ZoneInfo("UTC"), shows=(show,))
    assert playlist.turns(3, "HDMI-1", NOON) == playlist.turns(1, "DP-2", NOON) == show.turns
    assert playlist.turns(1, "HDMI-1", NOON) == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("Europe/Lisbon", "Europe/Lisboa", 1, "no time zone “Europe/Lisboa”"),
        ('transition = "cut"', 'transition = "wipe"', 2, "“cut” or “fade”, not “wipe”"),
        ('from = "07:00"', 'from = "7 am"', 6, "“7 am” is not a time; write it like 07:30"),
        ('to = "22:00"', 'to = "24:30"', 7, "“24:30” is not a time"),
        ('days = "Mon-Fri"\nfrom = "07:00"', 'days = "Weekdays"\nfrom = "07:00"', 5, "“Weekdays” are not weekdays"),
        ('screens = [2, "DP-1"]', "screens = [0]", 16, "Screens are numbers from 1, or names"),
        ('"world"', '"wrold"', 19, "no scene “wrold”. There are: overview, service, sun, world."),
        ("seconds = 20", "seconds = 1", 19, "“world” must stay from 5 seconds to a day, not 1."),
        ('{ scene = "sun", seconds = 60 }', '"sun"', 13, "Write each scene as {"),
        ('screens = [2, "DP-1"]', 'screen = 2', 16, "no setting “screen”. There are: days, from, scenes, screens, to."),
        ("[[hours]]", "[hours]", 4, "Write each as a table: [[hours]]."),
        ("[[hours]]", "[[hours", 4, "This is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_playlist_is_said_in_words_with_its_line(
    before: str, after: str, line: int, words: str
) -> None:
    found = problems(GOOD.replace(before, after, 1))
    assert any(number == line and words in sentence for number, sentence in found), found


def test_a_rule_without_scenes_is_refused() -> None:
    assert problems("[[show]]\nscreens = [1]")[0][1].startswith("A show needs scenes")
