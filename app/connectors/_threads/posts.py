"""Threads' media objects as posts of ours. Known by the Threads connector; knows the field's words.

People are told by name only. Whether a reply is for us is told by who is answered: our post, or somebody's below it.
Source: developers.facebook.com/docs/threads/reply-management, /threads-mentions, /webhooks.
"""

import re
from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import dig, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "threads"
FIELDS = (
    "id,text,username,timestamp,permalink,media_type,media_url,alt_text,is_reply,root_post{id,username},"
    "replied_to{id},hide_status,has_replies"
)
HIDDEN = frozenset({"HIDDEN", "BLOCKED"})
_KINDS = {"IMAGE": "image", "CAROUSEL_ALBUM": "image", "VIDEO": "video", "AUDIO": "audio"}


@dataclass(frozen=True)
class Us:
    """The account on Threads, and here."""

    id: str
    username: str
    account_id: int


def post_of(raw: Any, us: Us, *, now: Millis, mention: bool = False) -> Post | None:
    """One post; None where it has no id or nobody's name, or is hidden. `mention`: found among our mentions."""
    native_id, username = name_of(dig(raw, "id")), text_of(dig(raw, "username"))
    if not native_id or not username or dig(raw, "hide_status") in HIDDEN:
        return None
    root, parent = name_of(dig(raw, "root_post", "id")), name_of(dig(raw, "replied_to", "id"))
    media = _media(raw)
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=_kind(raw, us, username, mention=mention),
        text=written(text_of(dig(raw, "text"))) or " ".join(one.alt or f"[{one.kind}]" for one in media) or "…",
        created_at=not_ahead(iso(dig(raw, "timestamp")), now=now),
        author=Author(native_id=username.lower()[:200], handle=written(username, limit=100)),
        account_id=us.account_id,
        url=web(dig(raw, "permalink")),
        thread="" if root == native_id else root or parent,
        parent=parent,
        media=media,
    )


def told_of(change: Any, us: Us, *, now: Millis) -> Post | None:
    """The post that a delivery tells of; None for what is of another account of the same app."""
    field, value = dig(change, "field"), dig(change, "value")
    if field == "replies" and _is_us(dig(value, "root_post", "username"), us):
        return post_of(value, us, now=now)
    named = re.search(rf"(?<![\w@])@{re.escape(us.username)}(?![\w.])", text_of(dig(value, "text")), re.IGNORECASE)
    return post_of(value, us, now=now, mention=True) if field == "mentions" and us.username and named else None


def gone_of(change: Any) -> str:
    """The id of a post of ours that a delivery says is deleted; empty for any other."""
    return name_of(dig(change, "value", "id")) if dig(change, "field") == "delete" else ""


def changes_of(told: Any) -> list[Any]:
    """What a delivery tells of. Threads has `values` where Meta's other networks have entries with changes."""
    values = dig(told, "values")
    listed = list(objects(values)) or ([values] if isinstance(values, dict) else [])
    return [*listed, *(change for entry in objects(dig(told, "entry")) for change in objects(entry.get("changes")))]


def _kind(raw: Any, us: Us, username: str, *, mention: bool) -> PostKind:
    if dig(raw, "is_reply_owned_by_me") is True or _is_us(username, us):
        return PostKind.OWN
    if mention:
        return PostKind.MENTION
    top = name_of(dig(raw, "replied_to", "id")) == name_of(dig(raw, "root_post", "id"))
    return PostKind.REPLY if top and _is_us(dig(raw, "root_post", "username"), us) else PostKind.COMMENT


def _is_us(username: Any, us: Us) -> bool:
    return bool(us.username) and text_of(username).lower() == us.username.lower()


def _media(raw: Any) -> tuple[Media, ...]:
    url, kind = web(dig(raw, "media_url")), _KINDS.get(text_of(dig(raw, "media_type")), "")
    alt = written(text_of(dig(raw, "alt_text")), limit=1000)
    return (Media(kind=kind, url=url, alt=alt),) if url and kind else ()
