"""Matrix events as our posts. Known by the Matrix connector's other parts; knows markup and the field's words.

Anybody in a room can put anything into an event: only sender and id are set by servers.
Source: spec.matrix.org/v1.11/client-server-api: room events, instant messaging, rich replies, threads, replacements.
"""

import re
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from app.connectors.markup import said, written
from app.core.clock import MINUTE, Millis
from app.domain.post import Author, Media, Post, PostKind

FUTURE: Millis = 5 * MINUTE
MESSAGES = frozenset({"m.room.message", "m.sticker"})
ENCRYPTED = "m.room.encrypted"
REDACTION = "m.room.redaction"
KEY = "io.fishbowl.key"
"""Where our own messages keep their idempotency key."""
_MEDIA = {"m.image": "image", "m.sticker": "image", "m.video": "video", "m.audio": "audio", "m.file": "link"}
_FALLBACK = re.compile(r"(?:> [^\n]*\n)+\n?")
_MXC = re.compile(r"mxc://([^/\s?#]{1,255})/([A-Za-z0-9_=-]{1,255})\Z")


class Event(Struct, frozen=True):
    """An event, as far as we read it."""

    event_id: str
    sender: str
    type: str
    origin_server_ts: Any = None
    content: Any = None
    unsigned: Any = None
    redacts: Any = None
    state_key: Any = None

    @property
    def body(self) -> dict[str, Any]:
        """Its content, empty where that is none."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def at(self) -> Millis:
        """When its server took it; 0 when that is no time."""
        return self.origin_server_ts if type(self.origin_server_ts) is int and self.origin_server_ts > 0 else 0


class Relation(Struct, frozen=True):
    """How an event relates to others, by their ids; empty for not."""

    parent: str = ""
    root: str = ""
    replaces: str = ""


class Room(Struct, frozen=True):
    """A room as a post needs it.

    Attributes:
        members: people in it; 0 when not known.
        direct: a private chat.
    """

    id: str
    members: int = 0
    direct: bool = False

    def native(self, event_id: str) -> str:
        """Our id of one of its events."""
        return f"{self.id}/{event_id}"


class Us(Struct, frozen=True):
    """The account that listens.

    Attributes:
        user: `@brand:example.org`; `name` is how it is shown.
    """

    user: str
    name: str
    server: str
    account_id: int


def read_events(raw: Any) -> list[Event]:
    """The well-formed ones of a list; the rest cannot be shown and are left out."""
    found = []
    for one in raw if isinstance(raw, list) else ():
        try:
            found.append(msgspec.convert(one, Event))
        except (msgspec.ValidationError, RecursionError):
            continue
    return [event for event in found if event.event_id.startswith("$") and event.sender.startswith("@")]


def split_native(native_id: str) -> tuple[str, str]:
    """Room and event of one of our ids; both empty for what is none."""
    room, dollar, event = native_id.partition("/$")
    return (room, f"${event}") if room and dollar and event else ("", "")


def relation_of(content: dict[str, Any]) -> Relation:
    """What a message answers, belongs to or replaces."""
    told = content.get("m.relates_to")
    if not isinstance(told, dict):
        return Relation()
    answered = told.get("m.in_reply_to")
    parent = _id(answered.get("event_id")) if isinstance(answered, dict) else ""
    target = _id(told.get("event_id"))
    match told.get("rel_type"):
        case "m.thread":
            # A client without threads is told to show the last message as answered.
            return Relation(parent=target if told.get("is_falling_back") is True else parent or target, root=target)
        case "m.replace":
            return Relation(replaces=target)
    return Relation(parent=parent)


def post_of(
    event: Event,
    room: Room,
    us: Us,
    *,
    now: Millis,
    name: str = "",
    kind: PostKind = PostKind.HEARD,
    relation: Relation | None = None,
) -> Post:
    """One message as our post. An edit becomes its original with the new words."""
    told = relation or relation_of(event.body)
    content = event.body
    replaced = relation_of(content).replaces
    if replaced and isinstance(content.get("m.new_content"), dict):
        content = content["m.new_content"]
    at = event.at or now
    root = told.root or told.parent
    return Post(
        network="matrix",
        native_id=room.native(replaced or event.event_id),
        kind=kind,
        text=_text(content, answers=bool(told.parent)),
        created_at=min(at, now + FUTURE),
        author=Author(
            native_id=written(event.sender, limit=300),
            handle=written(event.sender.lstrip("@"), limit=300) or "?",
            name=written(name, limit=200),
        ),
        account_id=us.account_id,
        url=f"https://matrix.to/#/{quote(room.id, safe='!:')}/{quote(replaced or event.event_id, safe='$')}",
        thread=room.native(root) if root else "",
        parent=room.native(told.parent) if told.parent else "",
        reach=room.members,
        media=_media(content, event.type, us.server),
        edited_at=at if replaced else 0,
    )


def addresses(content: dict[str, Any], us: Us) -> bool:
    """Whether a message names us: as it says itself, or in its words where it does not say."""
    told = content.get("m.mentions")
    if isinstance(told, dict):
        users = told.get("user_ids")
        return isinstance(users, list) and us.user in users
    words = f"{content.get('body')} {content.get('formatted_body')}"
    return us.user in words or (bool(us.name) and re.search(rf"(?<!\w){re.escape(us.name)}(?!\w)", words) is not None)


def _text(content: dict[str, Any], *, answers: bool) -> str:
    body, formatted = content.get("body"), content.get("formatted_body")
    if isinstance(formatted, str) and content.get("format") == "org.matrix.custom.html":
        text = said(formatted)
    else:
        text = written(_without_fallback(body) if answers else body) if isinstance(body, str) else ""
    return text.strip() or "…"


def _without_fallback(body: str) -> str:
    """Without the copy of the answered message that clients set before the words."""
    found = _FALLBACK.match(body) if body.startswith("> <@") or body.startswith("> * <@") else None
    return body[found.end() :] if found else body


def _media(content: dict[str, Any], event_type: str, server: str) -> tuple[Media, ...]:
    kind = _MEDIA.get(str(content.get("msgtype") if event_type != "m.sticker" else event_type))
    place = _MXC.match(content["url"]) if kind and isinstance(content.get("url"), str) else None
    if kind is None or place is None:
        return ()
    info = content.get("info")
    mime = info.get("mimetype") if isinstance(info, dict) else ""
    # Since version 1.11 media is given only to who is signed in: whoever fetches it must send our token along.
    url = f"{server}/_matrix/client/v1/media/download/{place[1]}/{place[2]}"
    alt = content.get("body")
    return (
        Media(
            kind=kind,
            url=written(url),
            alt=written(alt, limit=1500) if isinstance(alt, str) else "",
            mime=written(mime, limit=100) if isinstance(mime, str) else "",
        ),
    )


def _id(value: Any) -> str:
    return value if isinstance(value, str) and value.startswith("$") else ""
