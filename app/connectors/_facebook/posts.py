"""A Page's posts and comments as posts of ours. Known by the Facebook connector; knows the field's words.

The post is the thread of its comments. Facebook tells who wrote a comment only to some apps: then nobody's name is
known, and each such comment has an author of its own.
Source: developers.facebook.com/docs/graph-api/reference/comment, /reference/page-post, /webhooks/reference/page.
"""

from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import dig, epoch, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "facebook"
COMMENT_FIELDS = "id,message,from,created_time,parent{id,from},permalink_url,is_hidden,attachment"
POST_FIELDS = "id,message,story,from,created_time,permalink_url,attachments{media_type,media,url,description}"
HIDING = frozenset({"hide"})
GONE = frozenset({"remove", *HIDING})
_MADE = frozenset({"add", "edited", "edit", "unhide"})
_POSTS = frozenset({"post", "status", "photo", "video", "share"})


@dataclass(frozen=True)
class Us:
    """The Page, and the account it is here."""

    id: str
    account_id: int


def comment_of(raw: Any, us: Us, *, thread: str, now: Millis) -> Post | None:
    """A comment under the post `thread`; None where it has no id, or is hidden."""
    native_id = name_of(dig(raw, "id"))
    if not native_id or not thread or dig(raw, "is_hidden") is True:
        return None
    parent = name_of(dig(raw, "parent", "id")) or thread
    to_us = parent != thread and name_of(dig(raw, "parent", "from", "id")) == us.id
    kind = PostKind.REPLY if to_us else PostKind.COMMENT
    return _post(raw, us, native_id=native_id, kind=kind, thread=thread, parent=parent, now=now)


def post_of(raw: Any, us: Us, *, now: Millis) -> Post | None:
    """A post on the Page or one that mentions it; None where it has no id."""
    native_id = name_of(dig(raw, "id"))
    if not native_id:
        return None
    return _post(raw, us, native_id=native_id, kind=PostKind.MENTION, thread="", parent="", now=now)


def told_of(value: Any, us: Us, *, now: Millis) -> Post | None:
    """What a change of a delivery tells of; None where it is neither a comment nor a post that was made or edited."""
    verb, item = text_of(dig(value, "verb")), text_of(dig(value, "item"))
    if verb not in _MADE:
        return None
    thread, number = name_of(dig(value, "post_id")), name_of(dig(value, "comment_id"))
    parent = name_of(dig(value, "parent_id"))
    raw = {
        "message": dig(value, "message"),
        "from": dig(value, "from") or {"id": dig(value, "sender_id"), "name": dig(value, "sender_name")},
        "created_time": dig(value, "created_time"),
        "permalink_url": dig(value, "post", "permalink_url"),
        "edited": verb.startswith("edit"),
    }
    if number:
        over = {"parent": {"id": parent}} if parent != thread else {}
        return comment_of({**raw, **over, "id": number}, us, thread=thread, now=now)
    return post_of({**raw, "id": thread}, us, now=now) if item in _POSTS else None


def gone_of(value: Any) -> str:
    """The id of what a change says is removed or hidden; empty where it says so of nothing."""
    if text_of(dig(value, "verb")) not in GONE:
        return ""
    item = text_of(dig(value, "item"))
    if item == "comment":
        return name_of(dig(value, "comment_id"))
    return name_of(dig(value, "post_id")) if item in _POSTS else ""


def _post(raw: Any, us: Us, *, native_id: str, kind: PostKind, thread: str, parent: str, now: Millis) -> Post:
    author = _author(raw, native_id)
    at = dig(raw, "created_time")
    media = _media(raw)
    words = text_of(dig(raw, "message")) or text_of(dig(raw, "story"))
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.OWN if author.native_id == us.id else kind,
        text=written(words) or " ".join(one.alt or f"[{one.kind}]" for one in media) or "…",
        created_at=not_ahead(epoch(at) or iso(at), now=now),
        author=author,
        account_id=us.account_id,
        url=web(dig(raw, "permalink_url")) or f"https://www.facebook.com/{native_id}",
        thread=thread,
        parent=parent,
        media=media,
        edited_at=now if dig(raw, "edited") is True else 0,
    )


def _author(raw: Any, native_id: str) -> Author:
    person, name = name_of(dig(raw, "from", "id")), written(text_of(dig(raw, "from", "name")), limit=200)
    if not person:
        return Author(native_id=f"unnamed/{native_id}", handle=_("somebody"))
    return Author(native_id=person, handle=name or person, name=name)


def _media(raw: Any) -> tuple[Media, ...]:
    """Pictures, films and links, of a comment (one) or of a post (several)."""
    one = dig(raw, "attachment")
    listed = [one] if isinstance(one, dict) else list(objects(dig(raw, "attachments", "data")))
    made = []
    for each in listed:
        kind = text_of(each.get("media_type")) or text_of(each.get("type"))
        url = web(dig(each, "media", "image", "src")) or web(each.get("url"))
        if url:
            shown = "video" if "video" in kind else "image" if dig(each, "media", "image") else "link"
            alt = written(text_of(each.get("description")), limit=1000)
            made.append(Media(kind=shown, url=url, alt=alt))
    return tuple(made[:20])
