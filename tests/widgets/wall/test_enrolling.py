"""A wall that was not let in shows its code over everything, and nothing once it was."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.fakes.clock import NOON, ManualClock
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_window
from widgets.kit.key_words import key_words
from widgets.theme.wall import wall_theme
from widgets.wall.enrolling import Enrolling, EnrolPlate
from widgets.wall.window import WallWindow

CODE = "BCDF-GHJK"


@dataclass
class Door:
    """A hub that has not let this screen in yet."""

    url: str = "https://hub.example:8443"
    code: str = CODE
    until: int = NOON + 9 * 60_000
    trouble: str = ""
    is_outside: bool = True
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: None

    def tell(self) -> None:
        for listener in self.listeners:
            listener()


def covers(window: WallWindow) -> list[EnrolPlate]:
    return [plate for plate in window.findChildren(EnrolPlate) if plate.isVisible()]


@pytest.fixture
def window() -> WallWindow:
    return make_window(fill_day(FakeLink()))


def cover(door: Door, window: WallWindow) -> Enrolling:
    return Enrolling(door, wall_theme(), windows=lambda: [window], clock=ManualClock(), parent=window)  # type: ignore[arg-type]


def test_the_code_covers_the_window_and_says_what_to_do(window: WallWindow) -> None:
    cover(Door(), window)
    (plate,) = covers(window)
    assert plate.geometry() == window.rect()
    said = plate.accessibleDescription()
    assert said.startswith("B C D F - G H J K")
    for words in (key_words("Ctrl+K"), "Enrol a screen", "It changes in 9 minutes."):
        assert words in said


def test_it_is_over_what_comes_later_and_as_large_as_the_window(window: WallWindow) -> None:
    door = Door()
    enrolling = cover(door, window)
    window.resize(1280, 720)
    enrolling.check()
    (plate,) = covers(window)
    assert plate.geometry() == window.rect()
    assert window.childAt(640, 360) is plate


def test_a_screen_that_was_let_in_shows_its_scene(window: WallWindow) -> None:
    door = Door()
    cover(door, window)
    door.code, door.is_outside = "", False
    door.tell()
    assert covers(window) == []


def test_without_a_hub_it_says_why_there_is_no_code(window: WallWindow) -> None:
    cover(Door(code="", trouble="The hub cannot be reached."), window)
    (plate,) = covers(window)
    assert plate.accessibleDescription() == "The hub cannot be reached. The hub is https://hub.example:8443."


def test_nothing_covers_a_wall_that_was_never_outside(window: WallWindow) -> None:
    cover(Door(is_outside=False), window)
    assert covers(window) == []
