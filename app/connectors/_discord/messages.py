"""Discord's messages as posts. Known by the Discord connector; knows the field's words.

Ids are `channel/message`. A private channel is one thread; elsewhere an answer belongs to the thread of what it
answers.
Source: docs.discord.com/developers/resources/message.
"""

import re
from collections.abc import Callable
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import dig, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "discord"
EPOCH: Millis = 1_420_070_400_000
"""The beginning of 2015, where Discord's ids begin to count."""
_MENTION = re.compile(r"<@!?(\d+)>")
_PLACE = re.compile(r"<#\d+>|<@&\d+>")
_EMOJI = re.compile(r"<a?:(\w{1,40}):\d+>")
_MADE_BY_PEOPLE = frozenset({0, 19, 20, 21, 23})
"""Types of messages that somebody wrote; the rest tell of joins, pins and the like."""


def moment_of(snowflake: str) -> Millis:
    """When an id was made; 0 for what is none."""
    return (int(snowflake) >> 22) + EPOCH if snowflake.isascii() and snowflake.isdecimal() else 0


def snowflake_at(moment: Millis) -> int:
    """The smallest id of a moment."""
    return max(0, moment - EPOCH) << 22


def post_of(message: Any, *, us: str, account_id: int, root: Callable[[str], str], now: Millis) -> Post | None:
    """One message; None for what nobody wrote.

    Args:
        us: the bot's id.
        root: the thread of a post that was heard, by its id; empty for one that was not.
    """
    number, channel = name_of(dig(message, "id")), name_of(dig(message, "channel_id"))
    person = name_of(dig(message, "author", "id"))
    if not number or not channel or not person or dig(message, "type") not in {None, *_MADE_BY_PEOPLE}:
        return None
    guild = name_of(dig(message, "guild_id"))
    parent = _parent(message, channel)
    media = tuple(_media(message))
    private = not guild and dig(message, "private") is True
    return Post(
        network=NETWORK,
        native_id=f"{channel}/{number}",
        kind=_kind(message, us, private=private),
        text=_words(message) or " ".join(one.alt or f"[{one.kind}]" for one in media) or "…",
        created_at=not_ahead(iso(dig(message, "timestamp")) or moment_of(number), now=now),
        author=_author(message, person),
        account_id=account_id,
        url=f"https://discord.com/channels/{guild or '@me'}/{channel}/{number}",
        thread=channel if private else (root(parent) or parent),
        parent=parent,
        media=media,
        edited_at=iso(dig(message, "edited_timestamp")),
    )


def _parent(message: Any, channel: str) -> str:
    number = name_of(dig(message, "message_reference", "message_id"))
    # A forwarded message refers to what it shows, and answers nobody.
    return f"{channel}/{number}" if number and dig(message, "message_reference", "type") in (None, 0) else ""


def _kind(message: Any, us: str, *, private: bool) -> PostKind:
    if dig(message, "author", "id") == us:
        return PostKind.OWN
    if private:
        return PostKind.DIRECT
    if dig(message, "referenced_message", "author", "id") == us:
        return PostKind.REPLY
    named = any(one.get("id") == us for one in objects(dig(message, "mentions")))
    return PostKind.MENTION if named else PostKind.HEARD


def _author(message: Any, person: str) -> Author:
    known = dig(message, "author")
    handle = text_of(dig(known, "username")) or person
    name = text_of(dig(message, "member", "nick")) or text_of(dig(known, "global_name")) or handle
    return Author(native_id=person, handle=written(handle, limit=100), name=written(name, limit=100))


def _words(message: Any) -> str:
    """The words, with people and emoji by their names instead of numbers."""
    names = {name_of(one.get("id")): text_of(one.get("username")) for one in objects(dig(message, "mentions"))}
    said = _MENTION.sub(lambda found: f"@{names.get(found[1]) or '?'}", text_of(dig(message, "content")))
    return written(_PLACE.sub("#…", _EMOJI.sub(r":\1:", said)))


def _media(message: Any) -> list[Media]:
    found = []
    for one in objects(dig(message, "attachments")):
        url, mime = web(one.get("url")), text_of(one.get("content_type"))[:100]
        if url:
            kind = mime.partition("/")[0] if mime.startswith(("image/", "video/", "audio/")) else "file"
            alt = written(text_of(one.get("description")) or text_of(one.get("filename")), limit=1024)
            found.append(Media(kind=kind, url=url, alt=alt, mime=mime))
    return found[:20]
