"""Changing a playlist by rows: the file stays as its owner wrote it; what is mistyped is said before it is there."""

from pathlib import Path

import pytest

from app.core.errors import BadInput
from widgets.wall.playlist_draft import HoursRow, PlaylistDraft, ShowRow
from widgets.wall.playlist_file import read_playlist

NAMES = ("overview", "sun", "world")
PLAYLIST = """# all of Lisbon
zone = "Europe/Lisbon"      # summer time too

[[hours]]
days = "Mon-Fri"   # nobody is here at weekends
from = "07:00"
to = "22:00"

[[show]]
screens = [2, "DP-1"]
days = "Sat, Sun"
scenes = [{ scene = "sun", seconds = 60 }]

[[show]]
scenes = [
    { scene = "overview", seconds = 60 },   # long
    { scene = "world", seconds = 30 },
]
"""


@pytest.fixture
def draft(tmp_path: Path) -> PlaylistDraft:
    file = tmp_path / "playlist.toml"
    file.write_text(PLAYLIST, encoding="utf-8")
    return PlaylistDraft(file, scenes=lambda: NAMES)


def test_rows_say_what_the_file_says(draft: PlaylistDraft) -> None:
    assert (draft.zone, draft.transition) == ("Europe/Lisbon", "fade")
    assert draft.hours("hours") == [HoursRow(days="Mon-Fri", begins="07:00", ends="22:00")]
    assert draft.shows == [
        ShowRow(scenes="sun 60", screens="2, DP-1", days="Sat, Sun"),
        ShowRow(scenes="overview 60, world 30"),
    ]


def test_writing_a_row_as_it_was_changes_nothing(draft: PlaylistDraft) -> None:
    for number, show in enumerate(draft.shows):
        draft.set_show(number, show)
    draft.set_hours("hours", 0, draft.hours("hours")[0])
    assert draft.text == PLAYLIST
    assert not draft.can_undo


def test_one_changed_time_is_the_only_thing_that_changes(draft: PlaylistDraft) -> None:
    draft.set_hours("hours", 0, HoursRow(days="Mon-Fri", begins="07:00", ends="21:00"))
    assert draft.text == PLAYLIST.replace("22:00", "21:00")


def test_seconds_screens_and_day_parts_are_set(draft: PlaylistDraft) -> None:
    draft.set_show(0, ShowRow(scenes="sun 30,world 45", screens="3", begins="18:00", ends="07:00"))
    (problems, playlist) = draft.problems, read_playlist(draft.text, file="p", scenes=NAMES)
    show = playlist.shows[0]
    assert problems == ()
    assert [(turn.scene, turn.seconds) for turn in show.turns] == [("sun", 30), ("world", 45)]
    assert show.screens == {3}
    assert show.hours is not None
    assert (show.hours.start, show.hours.end, len(show.hours.days)) == (18 * 60, 7 * 60, 7)


def test_zone_and_transition_stand_before_the_tables(tmp_path: Path) -> None:
    draft = PlaylistDraft(tmp_path / "playlist.toml", "# mine\n", scenes=lambda: NAMES)
    draft.add_show()
    draft.set_zone("Europe/Lisbon")
    draft.set_transition("cut")
    playlist = read_playlist(draft.text, file="p", scenes=NAMES)
    assert (str(playlist.zone), playlist.fades, len(playlist.shows)) == ("Europe/Lisbon", False, 1)
    assert draft.text.startswith("# mine\n")
    draft.set_zone("")
    assert "zone" not in draft.text


def test_rules_and_hours_are_added_and_removed(draft: PlaylistDraft) -> None:
    draft.add_show()
    draft.add_hours("hours")
    draft.add_hours("night")
    assert draft.problems == ()
    assert [len(draft.shows), len(draft.hours("hours")), len(draft.hours("night"))] == [3, 2, 1]
    for name, count in (("show", 3), ("hours", 2), ("night", 1)):
        for _time in range(count):
            draft.remove(name, 0)
    assert (draft.shows, draft.hours("hours"), draft.hours("night"), draft.problems) == ([], [], [], ())
    assert "# all of Lisbon" in draft.text


@pytest.mark.parametrize("words", ["", "overview", "overview sixty", "60 overview x"])
def test_scenes_without_their_seconds_are_refused_in_words(draft: PlaylistDraft, words: str) -> None:
    with pytest.raises(BadInput, match="no scene with its seconds"):
        draft.set_show(0, ShowRow(scenes=words))
    assert draft.text == PLAYLIST


def test_what_the_wall_would_refuse_is_said_by_line(draft: PlaylistDraft) -> None:
    draft.set_show(0, ShowRow(scenes="nowhere 60"))
    draft.set_hours("hours", 0, HoursRow(days="Someday"))
    assert [problem.line > 0 for problem in draft.problems] == [True, True]
    words = " ".join(problem.words for problem in draft.problems)
    assert "nowhere" in words
    assert "Someday" in words
