"""The manual's pages in the interface language, in English where nobody has translated them. Known by the faces; knows
core.i18n and core.paths.

`resources/help/NAME.md` is the page; `resources/help/de/NAME.md` the same page in German: its headings, paragraphs and
figures' names in the same order, so that what is looked up by its place in one is found in the other.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from app.core.i18n import language
from app.core.paths import resources

FOLDER = resources() / "help"
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages(folder: Path = FOLDER) -> Mapping[str, Path]:
    """Every page by its name, in the interface language where there is one."""
    return {page.stem: _translated(page) for page in sorted(folder.glob("*.md"))}


def page(name: str) -> Path:
    """A page that is there, in the interface language."""
    return _translated(FOLDER / f"{name}.md")


def headings(text: str) -> list[str]:
    """The headings of a page in their order, as they read."""
    return [found.replace("`", "").replace("**", "").strip() for found in HEADING.findall(text)]


def heading_in(name: str, english: str) -> str:
    """What an English heading is called in the page that is shown; itself where it is not one of the page."""
    original = FOLDER / f"{name}.md"
    if not original.is_file():
        return english
    there = headings(original.read_text(encoding="utf-8"))
    here = headings(page(name).read_text(encoding="utf-8"))
    return here[there.index(english)] if english in there else english


def _translated(original: Path) -> Path:
    for folder in (language(), language().partition("_")[0]):
        found = original.parent / folder / original.name
        if found.is_file():
            return found
    return original
