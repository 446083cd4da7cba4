"""What a post shows besides its text: pictures, a film, a link's card, another post. Known by the file that reads
views; knows the field's words.

Source: the lexicons app.bsky.embed.*.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.connectors._bluesky.addresses import did_of, web_url
from app.connectors.markup import written
from app.connectors.reading import dig, objects, text_of
from app.domain.post import Media

LONGEST_QUOTE = 300


def media_of(embed: Any) -> Iterator[Media]:
    """Everything in the embed of a view; beside a quote, pictures lie a step deeper."""
    if isinstance(embed, Mapping):
        yield from _shown(dig(embed, "media"))
        yield from _shown(embed)
        yield from _quoted(embed.get("record"))


def _shown(embed: Any) -> Iterator[Media]:
    if not isinstance(embed, Mapping):
        return
    for image in objects(embed.get("images")):
        if isinstance(image.get("fullsize"), str):
            yield Media(kind="image", url=image["fullsize"], alt=str(image.get("alt") or ""))
    external = embed.get("external")
    if isinstance(external, dict) and isinstance(external.get("uri"), str):
        yield Media(kind="link", url=external["uri"], alt=str(external.get("title") or ""))
    if isinstance(embed.get("playlist"), str):
        yield Media(kind="video", url=embed["playlist"], alt=str(embed.get("alt") or ""))


def quoted_did(embed: Any) -> str:
    """Whose post a record's own embed quotes; empty for none."""
    quoted = dig(embed, "record")
    uri = dig(quoted, "record", "uri") or dig(quoted, "uri")
    return did_of(uri) if isinstance(uri, str) else ""


def _quoted(record: Any) -> Iterator[Media]:
    """A quoted post as a card with its author and words; one that is blocked, taken out or gone has neither."""
    if isinstance(dig(record, "record"), dict):
        record = record["record"]
    uri, did, text = text_of(dig(record, "uri")), text_of(dig(record, "author", "did")), dig(record, "value", "text")
    if uri and did and isinstance(text, str):
        handle = text_of(dig(record, "author", "handle")) or did
        yield Media(kind="link", url=web_url(uri), alt=f"@{handle}: {written(text, limit=LONGEST_QUOTE)}")
