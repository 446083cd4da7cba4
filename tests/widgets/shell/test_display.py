"""With and without a display."""

import sys

import pytest

from widgets.shell.display import PLATFORM, go_off_screen_without_display, is_off_screen

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux machine on which nobody chose anything."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in (PLATFORM, *DISPLAYS):
        monkeypatch.setenv(name, "to be taken back")
        monkeypatch.delenv(name)
    return monkeypatch


def test_without_a_display_windows_are_rendered_off_screen(bare: pytest.MonkeyPatch) -> None:
    assert go_off_screen_without_display()
    assert is_off_screen()


@pytest.mark.parametrize("display", DISPLAYS)
def test_a_display_is_used(bare: pytest.MonkeyPatch, display: str) -> None:
    bare.setenv(display, ":0")
    assert not go_off_screen_without_display()
    assert not is_off_screen()


def test_a_platform_that_was_chosen_stays(bare: pytest.MonkeyPatch) -> None:
    bare.setenv(PLATFORM, "xcb")
    assert not go_off_screen_without_display()
    assert not is_off_screen()
