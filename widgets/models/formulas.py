"""How figures are made, in the words of the help's page of formulas. Known by the faces; knows core.

A formula stands once, in the manual's page of formulas: under a heading that names the figure, or in a paragraph that
does; what belongs to no single figure is found by its English heading, whatever language the page is in.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.core import manual

PAGE = "formulas"
NAMES = re.compile(r" \(`\w+`\)")
"""A figure's name behind what people call it: for machines."""


class Formula(NamedTuple):
    """How a figure is made: the heading it stands under in the help, and the words there, a paragraph a line."""

    heading: str
    words: str

    def lead(self, most: int) -> str:
        """The first paragraphs, each on its line, as many as have room in so many characters; of one that is longer
        its first sentences, and at least one."""
        said = ""
        for part in self.words.split("\n"):
            if said and len(said) + len(part) + 1 > most:
                break
            said = f"{said}\n{part}".strip()
        while len(said) > most and ". " in said:
            said = said[: said.rindex(". ")]
        return said if said.endswith((".", "!", "?")) else f"{said.rstrip(':')}."


def formula_of(name: str) -> Formula | None:
    """How a figure is made; None where the help does not say."""
    return _formula_of(name, manual.page(PAGE))


def formula_under(heading: str) -> Formula | None:
    """What stands under an English heading, of which the first words are enough; None where there is none."""
    return _formula_under(heading, manual.page(PAGE))


@lru_cache(maxsize=64)
def _formula_of(name: str, page: Path) -> Formula | None:
    marked = f"`{name}`"
    for heading, body in _sections(page):
        if marked in heading:
            return _whole(heading, body)
        found = next((part for part in _paragraphs(body) if marked in part), None)
        if found is not None:
            return Formula(_bare(heading), _bare(NAMES.sub("", found)))
    return None


@lru_cache(maxsize=64)
def _formula_under(heading: str, page: Path) -> Formula | None:
    english = _sections(manual.FOLDER / f"{PAGE}.md")
    for (whole, _body), said in zip(english, _sections(page), strict=True):
        if _bare(whole).startswith(heading):
            return _whole(*said)
    return None


def _sections(page: Path) -> list[tuple[str, str]]:
    """Headings with what stands under them."""
    parts = page.read_text(encoding="utf-8").split("\n## ")[1:]
    return [(heading, body) for heading, _line, body in (part.partition("\n") for part in parts)]


def _whole(heading: str, body: str) -> Formula:
    words = "\n".join(part for part in _paragraphs(body) if part)
    return Formula(_bare(heading), _bare(NAMES.sub("", words)))


def _paragraphs(body: str) -> list[str]:
    """Paragraphs and points of a list, each on one line; tables are for the page itself."""
    parts = body.replace("\n- ", "\n\n- ").split("\n\n")
    return [" ".join(part.split()).removeprefix("- ") for part in parts if not part.strip().startswith("|")]


def _bare(markdown: str) -> str:
    return markdown.replace("**", "").replace("`", "").strip()
