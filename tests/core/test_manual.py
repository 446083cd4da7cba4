"""The manual speaks the interface's language, and its translations follow the English pages."""

import re
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import manual
from app.core.i18n import use_languages

TRANSLATED = sorted(manual.FOLDER.glob("*/*.md"), key=str)
PAGES = [page for page in TRANSLATED if page.parent.name != "decisions"]
NAMES = re.compile(r"`[^`]+`")
REMARK = re.compile(r"[ \t]*#.*$", re.MULTILINE)
CAPS = {"Strg": "Ctrl", "Umsch": "Shift", "Entf": "Del", "Einfg": "Ins", "Eingabe": "Enter", "Pos1": "Home"}
CAPS |= {"Leertaste": "Space", "Rücktaste": "Backspace", "Bild↑": "PgUp", "Bild↓": "PgDown"}
CAPS |= {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}
"""What is written on the keys of a German keyboard, in English."""


@pytest.fixture
def german() -> Iterator[None]:
    use_languages(["de"])
    yield
    use_languages([])


def shape(text: str) -> list[str]:
    """What each block is: a heading with its depth, a table with its rows, a list with its points, or words."""
    blocks = [block.strip() for block in text.strip().split("\n\n")]
    return [_kind(block) for block in blocks]


def _kind(block: str) -> str:
    if block.startswith("#"):
        return block.partition(" ")[0]
    lines = block.split("\n")
    if block.startswith("|"):
        return f"table of {len(lines)}"
    points = sum(bool(re.match(r"\s*(-|\d+\.) ", line)) for line in lines)
    return f"list of {points}" if points else _code(block) if block.startswith("```") else "words"


def names(text: str) -> Counter[str]:
    """What is written as a machine reads it: in code without remarks, keys as an English keyboard names them."""
    code, prose = text.split("```")[1::2], "".join(text.split("```")[::2])
    keys = [" ".join(CAPS.get(cap, cap) for cap in found.strip("`").split(" ")) for found in NAMES.findall(prose)]
    return Counter([*keys, *(_code(block) for block in code)])


def _code(block: str) -> str:
    return REMARK.sub("", block)


def english(page: Path) -> Path:
    return manual.FOLDER / page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_translated_page_has_the_parts_and_names_of_the_english_one(page: Path) -> None:
    here, there = page.read_text(encoding="utf-8"), english(page).read_text(encoding="utf-8")
    assert shape(here) == shape(there)
    assert names(here) == names(there)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_translated_page_was_looked_at_since_the_english_one_changed(page: Path) -> None:
    seen = tomllib.loads((page.parent / "pages.toml").read_text(encoding="utf-8"))["translated_from"]
    assert seen[page.stem] == f"{zlib.crc32(english(page).read_bytes()):08x}", "translate what changed, then renew it"


def test_pages_and_headings_are_found_in_the_interface_language(german: None) -> None:
    assert manual.page("formulas").parent.name == "de"
    assert manual.heading_in("formulas", "Influence") == "Einfluss"
    assert manual.heading_in("formulas", "Einfluss") == "Einfluss"
    assert manual.heading_in("nowhere", "Influence") == "Influence"
    assert set(manual.pages()) == {page.stem for page in manual.FOLDER.glob("*.md")}


def test_what_nobody_translated_is_shown_in_english(german: None) -> None:
    assert manual.page("architecture") == manual.FOLDER / "architecture.md"
