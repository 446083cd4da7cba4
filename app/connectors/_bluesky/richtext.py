"""Links, mentions and tags of a text as Bluesky wants them told. Known by the sender; knows nothing of the house.

Source: docs.bsky.app/docs/advanced-guides/post-richtext. Places are counted in bytes of UTF-8, ends exclusive.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

_MENTION = re.compile(
    r"(?<![\w@.])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)"
)
_LINK = re.compile(r"(?<![\w/])https?://[^\s<>\"]+")
_TAG = re.compile(r"(?<![\w#&/])[#＃]((?!\d+\b)\w+)")
_TRAILING = ".,;:!?'\"…"
_TAG_LENGTH = 64


async def facets_of(text: str, resolve: Callable[[str], Awaitable[str]]) -> list[dict[str, Any]]:
    """The facets of a text, in order of place.

    Attributes:
        resolve: handle → lasting id; empty when nobody has it, then the mention stays plain text.
    """
    facets = []
    for start, end in _links(text):
        facets.append(_facet(text, start, end, {"$type": "app.bsky.richtext.facet#link", "uri": text[start:end]}))
    for found in _MENTION.finditer(text):
        did = await resolve(found.group(1))
        if did:
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
            facets.append(_facet(text, found.start(), found.end(), feature))
    for found in _TAG.finditer(text):
        if len(found.group(1)) <= _TAG_LENGTH:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": found.group(1)}
            facets.append(_facet(text, found.start(), found.end(), feature))
    return _apart(sorted(facets, key=lambda facet: facet["index"]["byteStart"]))


def _links(text: str) -> list[tuple[int, int]]:
    places = []
    for found in _LINK.finditer(text):
        address = found.group().rstrip(_TRAILING)
        if address.endswith(")") and "(" not in address:
            address = address[:-1].rstrip(_TRAILING)
        places.append((found.start(), found.start() + len(address)))
    return places


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    begin = len(text[:start].encode())
    return {
        "index": {"byteStart": begin, "byteEnd": begin + len(text[start:end].encode())},
        "features": [feature],
    }


def _apart(facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facets must not overlap: the first one wins (a tag inside a link is part of the link)."""
    kept: list[dict[str, Any]] = []
    for facet in facets:
        if not kept or facet["index"]["byteStart"] >= kept[-1]["index"]["byteEnd"]:
            kept.append(facet)
    return kept
