from pathlib import Path

import pytest

from app.core.errors import StorageError
from widgets.shell.screens import Monitor, neighbour
from widgets.wall.seats import Seats, load_seats, save_seats


def monitor(key: str, left: int = 0) -> Monitor:
    return Monitor(key=key, name=key.upper(), width=1920, height=1080, ratio=1.0, diagonal_inches=55, left=left)


A, B, C = monitor("a", 0), monitor("b", 1920), monitor("c", 3840)


def seated() -> Seats:
    seats = Seats("overview")
    for place, scene in ((A, "overview"), (B, "crisis"), (C, "world")):
        seats.assign(place, scene)
    return seats


def test_a_new_monitor_shows_the_default_scene() -> None:
    assert Seats("overview").arrange([A], taken_away=[]) == {"a": ("overview",)}


def test_a_lost_monitors_scene_moves_to_its_neighbour_and_back() -> None:
    seats = seated()
    assert seats.arrange([A, C], taken_away=["b"]) == {"a": ("overview", "crisis"), "c": ("world",)}
    assert seats.arrange([A, B, C], taken_away=["b"]) == {"a": ("overview",), "b": ("crisis",), "c": ("world",)}


def test_the_nearest_monitor_takes_over() -> None:
    assert neighbour(C, [A, B]) == B
    assert neighbour(C, []) is None


def test_a_scene_that_is_shown_already_is_not_shown_twice() -> None:
    seats = seated()
    seats.assign(B, "overview")
    assert seats.arrange([A], taken_away=["b"]) == {"a": ("overview",)}


def test_monitors_are_remembered_by_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "wall" / "monitors.json"
    save_seats(seated(), file)
    again = load_seats(file, default="overview")
    assert again.arrange([B], taken_away=[]) == {"b": ("crisis",)}


def test_a_spoilt_memory_starts_afresh(tmp_path: Path) -> None:
    file = tmp_path / "monitors.json"
    file.write_text("{", encoding="utf-8")
    assert load_seats(file, default="crisis").arrange([A], taken_away=[]) == {"a": ("crisis",)}


def test_a_memory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="could not be remembered"):
        save_seats(seated(), tmp_path / "file" / "monitors.json")
