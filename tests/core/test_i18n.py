"""Which language is spoken, and what follows from it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import cli
from app.core import i18n
from app.core.i18n import N_, _, is_right_to_left, language, ngettext, number, speak, use_languages
from app.link import child
from app.link.child import local_hub


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins and ends in English, on a system without a language."""
    for name in (*i18n.VARIABLES, "FISHBOWL_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    use_languages([])


def test_german_is_spoken_when_it_is_asked_for() -> None:
    use_languages(["de"])
    assert _("Undo") == "Rückgängig"
    assert ngettext("{count} post", "{count} posts", 1) == "{count} Beitrag"
    assert ngettext("{count} post", "{count} posts", 2) == "{count} Beiträge"


def test_an_unknown_language_falls_back_to_english() -> None:
    use_languages(["xx"])
    assert _("Undo") == "Undo"
    assert number(12_400) == "12,400"


@pytest.mark.parametrize("asked", ["de_AT", "de-CH"])
def test_a_country_s_german_is_german(asked: str) -> None:
    speak(asked)
    assert _("Undo") == "Rückgängig"
    assert language() == asked.replace("-", "_")


def test_the_first_language_that_is_chosen_at_all_wins() -> None:
    speak("", "de", "fr")
    assert language() == "de"


def test_without_a_choice_the_system_s_language_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    speak("", "")
    assert _("Undo") == "Rückgängig"


@pytest.mark.parametrize("named", ["fi_FI.UTF-8", "C.UTF-8", "C", "POSIX"])
def test_a_system_language_nobody_translated_changes_no_dates(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("LANG", named)
    speak("")
    assert language() == "en"


def test_what_was_asked_for_orders_numbers_even_without_a_catalogue() -> None:
    speak("fr")
    assert _("Undo") == "Undo"
    assert number(1234.5) == "1\u202f234,5"


@pytest.mark.parametrize(
    ("asked", "mirrored"), [("ar", True), ("he", True), ("fa_IR", True), ("de", False), ("", False)]
)
def test_a_language_written_from_the_right_says_so(asked: str, mirrored: bool) -> None:
    speak(asked)
    assert is_right_to_left() is mirrored


def test_a_sentence_in_a_table_is_translated_when_it_is_shown() -> None:
    kept = N_("Due first")
    use_languages(["de"])
    assert kept == "Due first"
    assert _(kept) == "Fälligste zuerst"


def test_no_words_stay_no_words() -> None:
    use_languages(["de"])
    assert _("") == ""


@pytest.mark.parametrize("arguments", [["--language", "de"], ["--language=de"]])
def test_the_command_line_s_help_speaks_the_asked_language(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.parse(["wall", *arguments, "--help"])
    assert "Sprache der Oberfläche" in capsys.readouterr().out


def test_the_hub_of_a_station_is_told_the_station_s_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[str] = []

    def start(command: list[str], **_options: object) -> SimpleNamespace:
        started.extend(command)
        return SimpleNamespace(pid=1)

    monkeypatch.setattr(child.subprocess, "Popen", start)
    local_hub(cli.parse(["wall", "--language", "de", "--data", str(tmp_path)])).launch()
    assert started[started.index("--language") + 1] == "de"
