"""Many posts made into one long string, one post a line, with links and mentions masked. Known by tokens; knows
letters."""

import re
import unicodedata

from app.language.letters import LINK, MENTION

LONGEST = 1500
"""Characters of a post that are understood; the rest of a longer one changes little."""

_LINK = re.compile(r"(?:\bhttps?(?:://\S*|\b)|\bwww\.\S+)", re.IGNORECASE)
_MENTION = re.compile(r"(?<!\w)@\w[\w.@-]*")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
_LINE_ENDS = str.maketrans({"\n": " ", "\r": " ", LINK: " ", MENTION: " "})


def join_clean(texts: list[str]) -> str:
    """The posts in order, each ended by a line end and free of other line ends."""
    lines = [text[:LONGEST].translate(_LINE_ENDS) if "\n" in text or "\r" in text else text[:LONGEST] for text in texts]
    joined = "\n".join([*lines, ""])
    if "\\" in joined:
        joined = _ESCAPED.sub(_unescaped, joined).replace("\\n", " ").replace('\\"', '"')
    if "&" in joined:
        for entity, character in _ENTITIES.items():
            joined = joined.replace(entity, character)
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    if "http" in joined or "www." in joined or "HTTP" in joined:
        joined = _LINK.sub(LINK, joined)
    return _MENTION.sub(MENTION, joined) if "@" in joined else joined


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return " " if character in "\n\r" or 0xD800 <= ord(character) < 0xE000 else character
