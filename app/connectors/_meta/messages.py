"""One private message of Messenger or Instagram as a post, from a delivery or from a list. Known by the chats; knows
the field's words.

Source: developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages and /message-echoes;
/docs/messenger-platform/conversations.
"""

from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

CHAT = "chat/"
"""Before the person's id in a thread's id."""
_KINDS = {"image": "image", "video": "video", "audio": "audio", "reel": "video", "ig_reel": "video"}


@dataclass(frozen=True)
class Chat:
    """Whose messages are read; `name` is who writes, as far as that is known."""

    network: str
    us: str
    account_id: int
    name: str = ""


def message_of(event: Any, chat: Chat, *, now: Millis) -> Post | None:
    """The message of a delivered event; None for what is none: a reaction, a receipt."""
    message = dig(event, "message")
    sender, recipient = name_of(dig(event, "sender", "id")), name_of(dig(event, "recipient", "id"))
    native_id = name_of(dig(message, "mid"))
    if not native_id or not sender or not recipient:
        return _edited(event, chat, now=now)
    ours = dig(message, "is_echo") is True or sender == chat.us
    media = _delivered(message)
    return _post(
        chat,
        native_id=native_id,
        person=recipient if ours else sender,
        author=Author(native_id=sender, handle=_handle(chat.name, sender), name=chat.name),
        ours=ours,
        words=text_of(dig(message, "text")),
        media=media,
        at=not_ahead(count_of(dig(event, "timestamp")), now=now),
        parent=name_of(dig(message, "reply_to", "mid")),
    )


def message_of_list(raw: Any, chat: Chat, *, now: Millis) -> Post | None:
    """A message of the list of a conversation; None where who or which is missing."""
    native_id, sender = name_of(dig(raw, "id")), name_of(dig(raw, "from", "id"))
    ours = sender == chat.us
    person = name_of(dig(raw, "to", "data", 0, "id")) if ours else sender
    if not native_id or not sender or not person:
        return None
    name = text_of(dig(raw, "from", "username")) or text_of(dig(raw, "from", "name"))
    return _post(
        chat,
        native_id=native_id,
        person=person,
        author=Author(native_id=sender, handle=_handle(name, sender), name=written(name, limit=200)),
        ours=ours,
        words=text_of(dig(raw, "message")),
        media=_listed(raw),
        at=not_ahead(iso(dig(raw, "created_time")), now=now),
        parent="",
    )


def gone_id(event: Any) -> str:
    """The id of a message that its writer took back; empty where the event tells of none."""
    return name_of(dig(event, "message", "mid")) if dig(event, "message", "is_deleted") is True else ""


def echo_key(event: Any) -> str:
    """What we sent with a message of our own; empty for everybody else's."""
    return text_of(dig(event, "message", "metadata")) if dig(event, "message", "is_echo") is True else ""


def _edited(event: Any, chat: Chat, *, now: Millis) -> Post | None:
    edit = dig(event, "message_edit")
    native_id, sender = name_of(dig(edit, "mid")), name_of(dig(event, "sender", "id"))
    if not native_id or not sender:
        return None
    at = not_ahead(count_of(dig(event, "timestamp")), now=now)
    return Post(
        network=chat.network,
        native_id=native_id,
        kind=PostKind.OWN if sender == chat.us else PostKind.DIRECT,
        text=written(text_of(dig(edit, "text"))) or "…",
        created_at=at,
        author=Author(native_id=sender, handle=_handle(chat.name, sender), name=chat.name),
        account_id=chat.account_id,
        thread=f"{CHAT}{sender}",
        edited_at=at,
    )


def _post(
    chat: Chat,
    *,
    native_id: str,
    person: str,
    author: Author,
    ours: bool,
    words: str,
    media: tuple[Media, ...],
    at: Millis,
    parent: str,
) -> Post:
    return Post(
        network=chat.network,
        native_id=native_id,
        kind=PostKind.OWN if ours else PostKind.DIRECT,
        text=written(words) or " ".join(f"[{one.kind}]" for one in media) or "…",
        created_at=at,
        author=author,
        account_id=chat.account_id,
        thread=f"{CHAT}{person}",
        parent=parent,
        media=media,
    )


def _handle(name: str, person: str) -> str:
    return written(name, limit=200) or person


def _delivered(message: Any) -> tuple[Media, ...]:
    made = []
    for one in objects(dig(message, "attachments")):
        url = web(dig(one, "payload", "url"))
        if url:
            made.append(Media(kind=_KINDS.get(text_of(one.get("type")), "file"), url=url))
    return tuple(made[:20])


def _listed(raw: Any) -> tuple[Media, ...]:
    made = []
    for one in objects(dig(raw, "attachments", "data")):
        mime = text_of(one.get("mime_type"))[:100]
        url = web(dig(one, "image_data", "url")) or web(dig(one, "video_data", "url")) or web(one.get("file_url"))
        kind = "image" if dig(one, "image_data") else "video" if dig(one, "video_data") else "file"
        if url:
            alt = written(text_of(one.get("name")), limit=500)
            made.append(Media(kind=kind, url=url, alt=alt, mime=mime))
    return tuple(made[:20])
