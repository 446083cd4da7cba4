"""Pictures that stand in a post's HTML. Known by connectors of forums; knows the field's words and reading."""

from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import urljoin

from app.connectors.markup import LONGEST_MARKUP, written
from app.connectors.reading import web
from app.domain.post import Media

MOST = 20
_ORNAMENTS = ("emoji", "avatar", "icon", "favicon")
"""Classes of pictures that belong to the words or the page."""


def pictures(markup: str, *, base: str) -> tuple[Media, ...]:
    """Pictures with their descriptions, in order; an address within the forum is completed by `base`. Never raises."""
    if "<img" not in markup:
        return ()
    finder = _Finder()
    finder.feed(markup[:LONGEST_MARKUP])
    found = {url: alt for source, alt in finder.found if (url := _address(base, source))}
    return tuple(Media(kind="image", url=url, alt=written(alt, limit=1000)) for url, alt in list(found.items())[:MOST])


class _Finder(HTMLParser):
    """Attributes:
    found: source and description of each picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img" and not any(kind in given.get("class", "") for kind in _ORNAMENTS):
            self.found.append((given.get("src", ""), given.get("alt", "")))


def _address(base: str, source: str) -> str:
    try:
        return web(urljoin(f"{base}/", source)) if source else ""
    except ValueError:
        return ""
