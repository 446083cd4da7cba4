"""A desk in another language: German words fit the rail, and a language from the right mirrors the frame."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from app import cli
from app.core.i18n import is_right_to_left, speak, use_languages
from app.domain.network import Capability, NetworkInfo
from tests.fakes.link import FakeLink
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.card_words import language_name
from widgets.agent.options import DeskOptions
from widgets.kit.desk_marks import text_width
from widgets.kit.key_words import key_words
from widgets.models.directory import Directory
from widgets.models.views import standing_views
from widgets.models.words import short_count
from widgets.shell.front import desk_options
from widgets.theme.desk import desk_look

RAIL_WORDS = 108
"""Room for a view's name in the rail: 200 less padding, icon, gaps and a count of three figures."""


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_languages([])


@pytest.mark.parametrize("asked", ["en", "de"])
def test_the_names_of_views_fit_the_rail(asked: str) -> None:
    speak(asked)
    look = desk_look("dark")
    names = [view.title for view in standing_views("me", now=0)]
    assert [name for name in names if text_width(look, "base", name) > RAIL_WORDS] == []


def test_figures_and_languages_are_named_in_german() -> None:
    speak("de")
    assert short_count(3_140) == "3,1 Tsd."
    assert language_name("pt") == "Portugiesisch"
    assert language_name("xx") == "xx"


def test_keys_are_named_as_on_the_keyboard() -> None:
    speak("de")
    assert key_words("Ctrl+Shift+D") == "Strg Umsch D"
    speak("en")
    assert key_words("Ctrl+Shift+D") == "Ctrl Shift D"


def test_a_network_s_own_word_is_translated_when_the_desk_learns_it() -> None:
    speak("de")
    directory = Directory(FakeLink())
    directory.learn_networks(
        (NetworkInfo(name="file", title="File", glyph="FI", icon="file", capabilities=frozenset({Capability.VOLUME})),)
    )
    assert directory.network("file").title == "Datei"
    directory.close()


async def test_a_language_from_the_right_mirrors_the_frame_even_without_a_catalogue(tmp_path: Path) -> None:
    speak("ar")
    options = DeskOptions(geometry=QRect(0, 0, 1600, 1000), drafts=tmp_path, right_to_left=is_right_to_left())
    async with DeskStage(tmp_path, options=options) as stage:
        assert QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert stage.window.content.rail.x() > stage.window.width() // 2


@pytest.mark.parametrize(("asked", "mirrored"), [("ar", True), ("de", False)])
def test_the_front_door_hands_the_direction_to_the_desk(asked: str, mirrored: bool, tmp_path: Path) -> None:
    options = cli.parse(["agent", "--language", asked, "--data", str(tmp_path)])
    assert desk_options(options).right_to_left is mirrored
