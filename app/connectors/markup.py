"""What people wrote, made safe to show: HTML as plain text, hidden characters gone, oversized texts cut. Known by
connectors; knows core.

`said` and `written` do all of it: a connector calls one of them for every text it delivers.
"""

import re
import unicodedata
from itertools import islice

import nh3

from app.connectors._markup.layout import LINES, OTHERS, PARAGRAPHS, Layout
from app.connectors._markup.unseen import visible as visible
from app.core.i18n import _

LONGEST_TEXT = 20_000
"""Characters of a post that are kept; a novel does not belong on a wall."""
LONGEST_MARKUP = 200_000
"""Characters of HTML that are read at all."""
MOST_ELEMENTS = 4_000
"""Of them; an HTML parser's time grows with the square of how deep they stand within each other."""
_TAGS = set(PARAGRAPHS | LINES | OTHERS)
_SILENT = {"script", "style", "title", "template", "iframe", "object", "svg", "math", "textarea", "select", "mx-reply"}
_ATTRIBUTES = {"a": {"href"}, "img": {"alt"}}
_SCHEMES = {"http", "https", "mailto", "ftp", "matrix", "xmpp", "tel"}
_MARKED = re.compile(r"[<&]")
_STYLING = re.compile(
    r"</?(?:b|big|center|code|em|font|i|nobr|s|small|span|strike|strong|sub|sup|tt|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_START = re.compile("<")
_JOINER = "\u200d"


def said(markup: str, *, limit: int = LONGEST_TEXT) -> str:
    """HTML of a post as the text that is shown: plain, visible and cut. Never raises."""
    return cut(visible(plain(markup)), limit)


def written(text: str, *, limit: int = LONGEST_TEXT) -> str:
    """Plain text of a post as it is shown: visible and cut. Never raises."""
    return cut(visible(text), limit)


def plain(markup: str) -> str:
    """HTML as text. Paragraphs stand apart by an empty line, list items and quotations on lines with a mark.

    Scripts, styles and a Matrix client's copy of the answered message go with their content. A link shows its text,
    and its real host in brackets where the text tells none or another. What is beyond `LONGEST_MARKUP` or
    `MOST_ELEMENTS` is not read, and an ellipsis stands for it.
    """
    if _MARKED.search(markup) is None:
        return markup.strip()
    part = _bounded(_STYLING.sub("", markup[:LONGEST_MARKUP]))
    clean = nh3.clean(
        part.encode("utf-8", "replace").decode(),
        tags=_TAGS,
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    layout = Layout()
    layout.feed(clean)
    layout.close()
    whole = len(markup) <= LONGEST_MARKUP and part.count("<") < MOST_ELEMENTS
    return layout.text() if whole else f"{layout.text()} …"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text, then a line that tells how long it was; a whole text stays as it is.

    It never cuts between a letter and its marks, or inside a joined emoji.
    """
    if len(text) <= limit:
        return text
    end = max(0, limit)
    while end and (_continues(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    note = _("[cut here: {length} characters in all]").format(length=f"{len(text):,}")
    return f"{text[:end].rstrip()} …\n{note}"


def _bounded(markup: str) -> str:
    if markup.count("<") <= MOST_ELEMENTS:
        return markup
    starts = (found.start() for found in _START.finditer(markup))
    return markup[: next(islice(starts, MOST_ELEMENTS, None))]


def _continues(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf", "Sk")
