"""Cleaned HTML as lines of text: paragraphs, lists, quotations, tables. Known by markup; knows links.

It is fed what nh3 has cleaned: well-formed, with known elements only, so that it can be simple and is linear in time.
"""

import re
from html.parser import HTMLParser

from app.connectors._markup.links import linked

PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "blockquote"})
LINES = frozenset({"div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "figure", "hr"})
OTHERS = frozenset({"a", "br", "img", "td", "th"})
DEEPEST = 3
"""Quotations and lists within each other that are still told apart: a mark a line and level must not blow a text up."""
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_GAPS = re.compile(r"\n{3,}")


class Layout(HTMLParser):
    """Collects the text of one document; `text()` is what it came to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quotes = 0
        self._lists: list[int] = []
        self._verbatim = 0
        self._link: tuple[str, list[str]] | None = None
        self._item = ""

    def text(self) -> str:
        """Everything so far: no space at a line's end, no more than one empty line at once."""
        return _GAPS.sub("\n\n", "\n".join(line.rstrip() for line in self._lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a":
            self._end_link()
            self._link = (known.get("href") or "", [])
        elif tag == "img":
            self._add(known.get("alt") or "")
        elif tag == "br":
            self._break()
        elif tag in ("td", "th"):
            self._add(" ")
        elif tag in PARAGRAPHS or tag in LINES:
            self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in PARAGRAPHS or tag in LINES:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._verbatim:
            first, *rest = data.split("\n")
            self._add(first)
            for line in rest:
                self._break()
                self._add(line)
        else:
            self._add(_SPACES.sub(" ", data))

    def close(self) -> None:
        """The document ends; an open link ends with it."""
        super().close()
        self._end_link()

    def _open(self, tag: str) -> None:
        self._end_block(tag)
        if tag == "blockquote":
            self._quotes += 1
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._item = self._mark()
        elif tag == "pre":
            self._verbatim += 1

    def _close(self, tag: str) -> None:
        self._end_block(tag)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)
        elif tag == "li":
            self._item = ""

    def _mark(self) -> str:
        """What stands before a list's next item."""
        indent = "  " * min(max(0, len(self._lists) - 1), DEEPEST)
        if not self._lists or not self._lists[-1]:
            return f"{indent}• "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1] - 1}. "

    def _end_block(self, tag: str) -> None:
        self._end_link()
        if self._lines[-1]:
            self._lines.append("")
        if tag in PARAGRAPHS and not self._lists and self._lines[-2:] != ["", ""]:
            self._lines.append("")

    def _break(self) -> None:
        if self._link is not None:
            self._link[1].append(" ")
        else:
            self._lines.append("")

    def _add(self, words: str) -> None:
        if self._link is not None:
            self._link[1].append(words)
            return
        line = self._lines[-1]
        if not self._verbatim and (not line or line[-1:].isspace()):
            words = words.lstrip()
        if words:
            self._lines[-1] = (line or self._margin()) + words

    def _margin(self) -> str:
        item, self._item = self._item, ""
        return "> " * min(self._quotes, DEEPEST) + item

    def _end_link(self) -> None:
        if self._link is None:
            return
        (address, parts), self._link = self._link, None
        said = "".join(parts)
        self._add(" " if said[:1].isspace() else "")
        self._add(linked(_SPACES.sub(" ", said), address))
        self._add(" " if said[-1:].isspace() else "")
