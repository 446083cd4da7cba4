"""Telegram's updates as posts. Known by the Telegram connector; knows the field's words.

A private chat is one thread; in a group a message that answers another belongs to the thread of that one, as far as it
was heard. Ids are `chat/message`, since messages are numbered in each chat anew.
Source: core.telegram.org/bots/api, sections Update, Message, MessageEntity.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, epoch, name_of, not_ahead, objects, text_of
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "telegram"
KINDS = ("message", "edited_message", "channel_post", "edited_channel_post")
"""The updates that are asked for."""
_MEDIA = {
    "photo": "image",
    "video": "video",
    "animation": "video",
    "video_note": "video",
    "voice": "audio",
    "audio": "audio",
    "document": "file",
    "sticker": "image",
}


def post_of(update: Any, *, us: Any, account_id: int, root: Callable[[str], str], now: Millis) -> Post | None:
    """The message of an update; None for what is no message, or has no author or text to show.

    Args:
        us: the bot, as `getMe` describes it.
        root: the thread of a post that was heard, by its id; empty for one that was not.
    """
    message = next((dig(update, kind) for kind in KINDS if isinstance(dig(update, kind), dict)), None)
    chat, number = name_of(dig(message, "chat", "id")), count_of(dig(message, "message_id"))
    author = _author(message)
    if not chat or not number or author is None:
        return None
    parent = _native(chat, dig(message, "reply_to_message", "message_id"))
    private = dig(message, "chat", "type") == "private"
    media = _media(message)
    return Post(
        network=NETWORK,
        native_id=f"{chat}/{number}",
        kind=_kind(message, us, private=private),
        text=_body(message) or " ".join(f"[{one.kind}]" for one in media) or "…",
        created_at=not_ahead(epoch(dig(message, "date")), now=now),
        author=author,
        account_id=account_id,
        url=_address(message, number),
        thread=chat if private else (root(parent) or parent),
        parent=parent,
        language=text_of(dig(message, "from", "language_code"))[:35],
        media=media,
        edited_at=epoch(dig(message, "edit_date")),
    )


def _native(chat: str, message_id: Any) -> str:
    number = count_of(message_id)
    return f"{chat}/{number}" if number else ""


def _kind(message: Any, us: Any, *, private: bool) -> PostKind:
    ours = dig(us, "id")
    if dig(message, "from", "id") == ours:
        return PostKind.OWN
    if private:
        return PostKind.DIRECT
    if dig(message, "reply_to_message", "from", "id") == ours:
        return PostKind.REPLY
    name = text_of(dig(us, "username")).lower()
    return PostKind.MENTION if name and f"@{name}" in _said(message).lower() else PostKind.HEARD


def _author(message: Any) -> Author | None:
    person = dig(message, "from")
    if isinstance(person, dict):
        names = (text_of(person.get("first_name")), text_of(person.get("last_name")))
        name = " ".join(part for part in names if part)
    else:  # a channel speaks, or somebody in the name of a group
        person = dig(message, "sender_chat") or dig(message, "chat")
        name = text_of(dig(person, "title"))
    number = name_of(dig(person, "id"))
    if not number:
        return None
    handle = text_of(dig(person, "username")) or name or number
    return Author(native_id=number, handle=written(handle, limit=200), name=written(name, limit=200))


def _said(message: Any) -> str:
    return text_of(dig(message, "text")) or text_of(dig(message, "caption"))


def _body(message: Any) -> str:
    """The words; a link whose words hide where it leads is followed by its host."""
    raw = _said(message)
    entities = dig(message, "entities") or dig(message, "caption_entities")
    units = raw.encode("utf-16-le", "surrogatepass")
    links = [one for one in objects(entities) if one.get("type") == "text_link"]
    for one in sorted(links, key=lambda one: -count_of(one.get("offset"))):
        end = 2 * (count_of(one.get("offset")) + count_of(one.get("length")))
        host = _host(text_of(one.get("url")))
        if host and end <= len(units):
            units = units[:end] + f" ({host})".encode("utf-16-le") + units[end:]
    return written(units.decode("utf-16-le", "replace"))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _media(message: Any) -> tuple[Media, ...]:
    """What hangs on it. Its address would hold the bot's token, so it is named and not shown."""
    kinds = [kind for field, kind in _MEDIA.items() if dig(message, field)]
    return tuple(Media(kind=kind, url="", alt=_("on Telegram only")) for kind in kinds)


def _address(message: Any, number: int) -> str:
    """Public groups and channels have web addresses; nothing else has."""
    name = text_of(dig(message, "chat", "username"))
    public = name.replace("_", "").isalnum() and dig(message, "chat", "type") != "private"
    return f"https://t.me/{name}/{number}" if public else ""
