"""Instagram's media and comments as posts of ours. Known by the Instagram connector; knows the field's words.

The medium is the thread of its comments. Where others mention us the thread is `mention/MEDIUM`: there one answers by
another way.
Source: developers.facebook.com/docs/instagram-platform/reference/instagram-media/comments, /ig-comment, /ig-user/tags,
/ig-user/mentioned_comment, /webhooks/examples.
"""

from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, epoch, iso, name_of, not_ahead, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "instagram"
MENTION = "mention/"
COMMENT_FIELDS = "id,text,timestamp,username,from,hidden,parent_id"
MEDIA_FIELDS = "id,caption,timestamp,username,permalink,media_type,media_url"
_KINDS = {"IMAGE": "image", "CAROUSEL_ALBUM": "image", "VIDEO": "video", "REELS": "video"}


@dataclass(frozen=True)
class Us:
    """The account on Instagram, and here."""

    id: str
    username: str
    account_id: int


def comment_of(
    raw: Any, us: Us, *, thread: str, now: Millis, kind: PostKind = PostKind.COMMENT, url: str = ""
) -> Post | None:
    """A comment under a medium; None where it has no id, or is hidden. `url` is the medium's."""
    native_id = name_of(dig(raw, "id"))
    if not native_id or not thread or dig(raw, "hidden") is True:
        return None
    author = _author(raw, native_id)
    at = dig(raw, "timestamp")
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.OWN if _is_us(author, us) else kind,
        text=written(text_of(dig(raw, "text"))) or "…",
        created_at=not_ahead(iso(at) or epoch(at), now=now),
        author=author,
        account_id=us.account_id,
        url=url,
        thread=thread,
        parent=name_of(dig(raw, "parent_id")) or thread.removeprefix(MENTION),
    )


def medium_of(raw: Any, us: Us, *, now: Millis) -> Post | None:
    """A medium of ours, or one that mentions us; None where it has no id."""
    native_id = name_of(dig(raw, "id"))
    if not native_id:
        return None
    author = _author(raw, native_id)
    ours = _is_us(author, us)
    kind, url = _KINDS.get(text_of(dig(raw, "media_type")), "image"), web(dig(raw, "media_url"))
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.OWN if ours else PostKind.MENTION,
        text=written(text_of(dig(raw, "caption"))) or f"[{kind}]",
        created_at=not_ahead(iso(dig(raw, "timestamp")), now=now),
        author=author,
        account_id=us.account_id,
        url=web(dig(raw, "permalink")),
        thread="" if ours else f"{MENTION}{native_id}",
        media=(Media(kind=kind, url=url),) if url else (),
    )


def told_of(entry: Any, change: Any, us: Us, *, now: Millis) -> Post | None:
    """The comment that a change of a delivery tells of; it has the time of its delivery."""
    value = dig(change, "value")
    if text_of(dig(change, "field")) not in {"comments", "live_comments"} or not isinstance(value, dict):
        return None
    seconds = count_of(dig(entry, "time"))
    return comment_of({**value, "timestamp": seconds}, us, thread=name_of(dig(value, "media", "id")), now=now)


def _is_us(author: Author, us: Us) -> bool:
    """A comment's writer has another id than the account: the name decides as well."""
    return author.native_id == us.id or (bool(us.username) and author.handle.lower() == us.username.lower())


def _author(raw: Any, native_id: str) -> Author:
    username = text_of(dig(raw, "from", "username")) or text_of(dig(raw, "username"))
    person = name_of(dig(raw, "from", "id")) or username or f"unnamed/{native_id}"
    return Author(native_id=person, handle=written(username, limit=100) or person)
