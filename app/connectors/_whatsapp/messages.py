"""WhatsApp's messages as posts. Known by the WhatsApp connector; knows the field's words.

A chat is one thread, `chat/PERSON`. A person is told by an id of theirs with this business, and by the phone number
where they have not hidden it; the id comes first, for it stays when the number is hidden.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (text, image,
edit, revoke, interactive, location …) and /smb_message_echoes.
"""

from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, name_of, not_ahead, objects, text_of
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "whatsapp"
CHAT = "chat/"
REVOKED, EDITED = "revoke", "edit"
_SILENT = frozenset({"reaction", "system", REVOKED})
_MEDIA = {"image": "image", "sticker": "image", "video": "video", "audio": "audio", "document": "file"}


@dataclass(frozen=True)
class Us:
    """The number's id on WhatsApp, and the account it is here."""

    id: str
    account_id: int


@dataclass(frozen=True)
class Person:
    """Who writes or is written to."""

    id: str
    number: str
    name: str

    @property
    def thread(self) -> str:
        """Their chat with us."""
        return f"{CHAT}{self.id}"


def post_of(message: Any, value: Any, us: Us, *, now: Millis) -> Post | None:
    """A message of a person; None for what is none, or comes from nobody."""
    kind = text_of(dig(message, "type"))
    person = _writer(message, value)
    if kind in _SILENT or person is None:
        return None
    edited = kind == EDITED
    native_id = name_of(dig(message, EDITED, "original_message_id") if edited else dig(message, "id"))
    if not native_id:
        return None
    content = dig(message, EDITED, "message") if edited else message
    at = not_ahead(count_of(dig(message, "timestamp")) * SECOND, now=now)
    author = Author(native_id=person.id, handle=person.number or person.id, name=person.name or person.number)
    return _post(content, us, native_id=native_id, author=author, person=person, at=at, edited=edited)


def echo_of(message: Any, us: Us, *, now: Millis) -> Post | None:
    """A message that somebody of ours sent with the app on the telephone."""
    native_id = name_of(dig(message, "id"))
    other = name_of(dig(message, "to_user_id")) or name_of(dig(message, "to"))
    if not native_id or not other or text_of(dig(message, "type")) in _SILENT | {EDITED}:
        return None
    number = name_of(dig(message, "from")) or us.id
    author = Author(native_id=us.id, handle=written(number, limit=100))
    at = not_ahead(count_of(dig(message, "timestamp")) * SECOND, now=now)
    person = Person(id=other, number="", name="")
    post = _post(message, us, native_id=native_id, author=author, person=person, at=at, edited=False)
    return post if post.kind is PostKind.OWN else None


def gone_of(message: Any) -> str:
    """The id of a message that its writer took back; empty for any other."""
    taken = text_of(dig(message, "type")) == REVOKED
    return name_of(dig(message, REVOKED, "original_message_id")) if taken else ""


def _writer(message: Any, value: Any) -> Person | None:
    number, own_id = name_of(dig(message, "from")), name_of(dig(message, "from_user_id"))
    for one in objects(dig(value, "contacts")):
        contact_number, contact_id = name_of(one.get("wa_id")), name_of(one.get("user_id"))
        if (number and contact_number == number) or (own_id and contact_id == own_id) or not (number or own_id):
            number, own_id = number or contact_number, own_id or contact_id
            name = written(text_of(dig(one, "profile", "name")), limit=200)
            return Person(id=own_id or number, number=number, name=name) if own_id or number else None
    return Person(id=own_id or number, number=number, name="") if own_id or number else None


def _post(content: Any, us: Us, *, native_id: str, author: Author, person: Person, at: Millis, edited: bool) -> Post:
    kind = text_of(dig(content, "type"))
    media = (Media(kind=_MEDIA[kind], url="", alt=_("on WhatsApp only")),) if kind in _MEDIA else ()
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.OWN if author.native_id == us.id else PostKind.DIRECT,
        text=written(_words(content, kind)) or f"[{_MEDIA.get(kind, kind or '…')}]",
        created_at=at,
        author=author,
        account_id=us.account_id,
        thread=person.thread,
        parent=name_of(dig(content, "context", "id")),
        media=media,
        edited_at=at if edited else 0,
    )


def _words(content: Any, kind: str) -> str:
    """What a message says, whatever it is made of."""
    if kind == "location":
        parts = (text_of(dig(content, kind, "name")), text_of(dig(content, kind, "address")))
        place = f"{dig(content, kind, 'latitude')}, {dig(content, kind, 'longitude')}"
        return "\n".join(part for part in (*parts, place) if part)[:500]
    if kind == "contacts":
        names = (text_of(dig(one, "name", "formatted_name")) for one in objects(dig(content, kind)))
        return ", ".join(name for name in names if name)
    chosen = dig(content, "interactive", "button_reply") or dig(content, "interactive", "list_reply")
    told = (
        dig(content, "text", "body"),
        dig(content, kind, "caption"),
        dig(content, "button", "text"),
        dig(chosen, "title"),
        dig(content, "errors", 0, "title"),
    )
    return next((text_of(one) for one in told if text_of(one)), "")
