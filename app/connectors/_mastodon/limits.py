"""What one server lets a status be, and where it streams, as it says of itself. Known by the Mastodon connector; knows
domain.

Source: docs.joinmastodon.org/entities/Instance and /V1_Instance.
"""

from collections.abc import Mapping
from typing import Any

from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.info import LIMITS
from app.connectors._mastodon.line import Line
from app.domain.network import LengthUnit, Limits


async def ask_instance(line: Line) -> Mapping[str, Any]:
    """What the server says of itself, in version 2 or else 1."""
    for path in ("/api/v2/instance", "/api/v1/instance"):
        try:
            answer = await line.get(path, {})
        except Missing:
            continue
        if isinstance(answer, dict):
            return answer
    return {}


def limits_of(instance: Mapping[str, Any]) -> Limits:
    """Its limits; an unchanged Mastodon's where it says nothing."""
    configuration = _part(instance, "configuration")
    statuses, media = _part(configuration, "statuses"), _part(configuration, "media_attachments")
    types = media.get("supported_mime_types")
    images = tuple(one for one in types if isinstance(one, str)) if isinstance(types, list) else ()
    # Pleroma and its relatives say only this.
    length = _count(statuses, "max_characters", _count(instance, "max_toot_chars", LIMITS.length))
    return Limits(
        length=length,
        unit=LengthUnit.GRAPHEMES,
        link_length=_count(statuses, "characters_reserved_per_url", LIMITS.link_length),
        images=_count(statuses, "max_media_attachments", LIMITS.images),
        image_bytes=_count(media, "image_size_limit", LIMITS.image_bytes),
        image_types=tuple(one for one in images if one in LIMITS.image_types) or LIMITS.image_types[:2],
        alt_text_length=_count(media, "description_limit", LIMITS.alt_text_length),
        parts=True,
    )


def streaming_of(instance: Mapping[str, Any], line: Line) -> str:
    """Where it streams (`wss://…`, without a slash at its end).

    Only a place reached by TLS is taken from it, or one beside a server on this machine: the token goes there.
    """
    told = _part(_part(instance, "configuration"), "urls").get("streaming")
    told = told or _part(instance, "urls").get("streaming_api")
    if isinstance(told, str) and told.startswith("wss://"):
        return told.rstrip("/")
    return line.server.replace("http", "ws", 1)


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def _count(whole: Mapping[str, Any], name: str, otherwise: int) -> int:
    found = whole.get(name)
    return found if type(found) is int and found > 0 else otherwise
