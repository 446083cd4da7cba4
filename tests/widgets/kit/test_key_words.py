"""Keys as keycaps say them, on each kind of keyboard and in each language."""

from collections.abc import Iterator

import pytest

from app.core import i18n
from widgets.kit.key_words import key_words


@pytest.fixture
def german() -> Iterator[None]:
    i18n.use_languages(["de"])
    yield
    i18n.use_languages(["en"])


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", ""),
        ("R", "R"),
        ("Ctrl+K", "Ctrl K"),
        ("Ctrl+Shift+Return", "Ctrl Shift ↵"),
        ("G, Q", "G Q"),
        ("Del", "Del"),
        ("+", "+"),
        ("Ctrl++", "Ctrl +"),
        ("Ctrl+-", "Ctrl -"),
        ("Escape", "Esc"),
        ("#", "#"),
    ],
)
def test_a_key_is_read_as_its_caps(key: str, words: str) -> None:
    assert key_words(key, mac=False) == words
    assert key_words(words, mac=False) == words, "what is in words already stays"


@pytest.mark.parametrize(
    ("key", "words"),
    [("Ctrl+K", "⌘ K"), ("Ctrl+Shift+H", "⇧ ⌘ H"), ("Alt+Meta+Z", "⌃ ⌥ Z"), ("Ctrl+Return", "⌘ ↵"), ("R", "R")],
)
def test_a_mac_has_signs_of_its_own_in_its_own_order(key: str, words: str) -> None:
    assert key_words(key, mac=True) == words
    assert key_words(words, mac=True) == words


@pytest.mark.usefixtures("german")
def test_caps_follow_the_language_while_the_program_runs() -> None:
    assert key_words("Ctrl+Shift+D", mac=False) == "Strg Umsch D"
