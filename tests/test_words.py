"""The catalogues are whole, fit the sources and are compiled; no sentence is glued together."""

import re
import string
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "installer"))

import renew_words  # noqa: E402 - needs the path above

TEMPLATE = renew_words.extracted()
LANGUAGES = renew_words.languages()


def parts(text: str) -> list[str]:
    """The named parts of a sentence."""
    return sorted(name for _text, name, _form, _conversion in string.Formatter().parse(text) if name is not None)


def pairs(language: str) -> list[tuple[str, str]]:
    """Every English form with what is said for it; a language's first form is the one for one."""
    found = []
    for message in renew_words.renewed(language, TEMPLATE):
        if isinstance(message.id, str):
            found.append((message.id, str(message.string)))
        else:
            one, many = message.id
            found += [(many if place else one, said) for place, said in enumerate(message.string)]
    return [(meant, said) for meant, said in found if meant]


def ending(text: str) -> str:
    """The stops at a sentence's end; none where it has none."""
    found = re.search(r"(\.\.\.|[.?:])$", text)
    return found[0] if found else ""


def english() -> list[str]:
    """Every English form."""
    return [
        form
        for message in TEMPLATE
        if message.id
        for form in ([message.id] if isinstance(message.id, str) else message.id)
    ]


def first_difference(written: bytes, made: bytes) -> tuple[bytes, bytes] | None:
    """The first lines that differ: pytest would take a quarter of an hour to compare two whole catalogues in words."""
    lines = zip_longest(written.split(b"\n"), made.split(b"\n"), fillvalue=b"")
    return next((pair for pair in lines if pair[0] != pair[1]), None)


def test_there_is_a_german_catalogue() -> None:
    assert "de" in LANGUAGES


def test_the_template_says_what_the_sources_say() -> None:
    """Renew it: python installer/renew_words.py."""
    made = renew_words.as_text(TEMPLATE, what="The words", who="translate a copy, not this file")
    assert first_difference(renew_words.TEMPLATE.read_bytes(), made) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    assert renew_words.untranslated(renew_words.renewed(language, TEMPLATE)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_made_from_what_people_wrote(language: str) -> None:
    made = renew_words.as_binary(renew_words.renewed(language, TEMPLATE))
    assert first_difference(renew_words.mo_file(language).read_bytes(), made) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_named_parts(language: str) -> None:
    assert [pair for pair in pairs(language) if parts(pair[0]) != parts(pair[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_as_the_sentence_does(language: str) -> None:
    """A question stays a question, a full stop a full stop; three points go on opening a question."""
    assert [pair for pair in pairs(language) if not pair[1].endswith(ending(pair[0]))] == []
    assert [pair for pair in pairs(language) if pair[1].endswith("?") and ending(pair[0]) != "?"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_shouted_at(language: str) -> None:
    assert [text for pair in pairs(language) for text in pair if "!" in text] == []


def test_no_sentence_is_a_piece_to_be_glued() -> None:
    """A piece betrays itself: it begins or ends with a space, or begins with a stop or a dash."""
    assert [text for text in english() if text != text.strip() or re.match(r"[,;.:)–—-]", text)] == []


def test_named_parts_have_names() -> None:
    """{} and {0} say nothing to a translator."""
    assert [text for text in english() if any(not name or name.isdigit() for name in parts(text))] == []
