"""Words are looked up in the system's dictionaries; where there is none nothing is judged, and nothing breaks."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from widgets.models.spelling import Spelling, dictionary_for, words_of


def put(folder: Path, name: str, *words: str) -> None:
    """A small Hunspell dictionary."""
    (folder / f"{name}.aff").write_text("SET UTF-8\nTRY eaionrtslcdumphgbyfvkwzjxq\n", encoding="utf-8")
    (folder / f"{name}.dic").write_text("\n".join([str(len(words)), *words]) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, "en_GB", "the", "door", "is", "open")
    put(tmp_path, "de_AT", "die", "Tür")
    put(tmp_path, "de_DE", "die", "Tür", "ist")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "en_GB"), ("en-US", "en_GB"), ("de-AT", "de_AT"), ("de", "de_DE"), ("sv", ""), ("und", ""), ("", "")],
)
def test_the_nearest_dictionary_of_a_language_is_taken(folder: Path, language: str, name: str) -> None:
    found = dictionary_for(language, [folder / "missing", folder])
    assert (found.name if found else "") == name


def test_a_dictionary_without_its_rules_is_none(tmp_path: Path) -> None:
    (tmp_path / "en_GB.dic").write_text("0\n")
    assert dictionary_for("en", [tmp_path]) is None


def test_links_names_tags_numbers_and_abbreviations_are_not_looked_up() -> None:
    text = "See https://example.com/abc @mira #doors 5pm NASA a.b@c.example isn't it"
    assert [one.word for one in words_of(text)] == ["See", "isn't", "it"]


@pytest.mark.parametrize("text", ["🚪 teh", "ß teh", "नमस्ते teh"])
def test_a_place_counts_code_points(text: str) -> None:
    last = words_of(text)[-1]
    assert text[last.start : last.end] == "teh"


def test_unknown_words_are_named_with_their_place(folder: Path, qtbot: QtBot) -> None:
    spelling = Spelling(folders=[folder])
    with qtbot.waitSignal(spelling.checked) as caught:
        spelling.check("teh door is opne", "en")
    text, words = caught.args
    assert [(text[one.start : one.end]) for one in words] == ["teh", "opne"]
    with qtbot.waitSignal(spelling.suggested) as caught:
        spelling.suggest("teh", "en")
    assert caught.args[0] == "teh"
    assert "the" in caught.args[1]
    spelling.close()


def test_without_a_dictionary_nothing_is_wrong(folder: Path, qtbot: QtBot) -> None:
    spelling = Spelling(folders=[folder])
    with qtbot.waitSignal(spelling.checked) as caught:
        spelling.check("vad är detta", "sv")
    assert caught.args == ["vad är detta", []]
    spelling.close()


def test_a_damaged_dictionary_judges_nothing_and_is_read_once(folder: Path, qtbot: QtBot) -> None:
    tried: list[Path] = []

    def broken(path: Path) -> object:
        tried.append(path)
        raise ValueError("what is this")

    spelling = Spelling(folders=[folder], load=broken)
    for _turn in range(2):
        with qtbot.waitSignal(spelling.suggested) as caught:
            spelling.suggest("teh", "en")
        assert caught.args == ["teh", []]
    assert len(tried) == 1
    spelling.close()
