"""Reddit's things as posts: t1 comments, t3 posts, t4 messages. Known by the Reddit connector; knows the field's words.

Ids are Reddit's full names (`t1_abc`). A post opens the thread of all its comments.
Source: github.com/reddit-archive/reddit/wiki/JSON, reddit.com/dev/api.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import dig, epoch, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "reddit"
COMMENT, SUBMISSION, MESSAGE = "t1", "t3", "t4"
_FULL_NAME = re.compile(r"t[134]_[0-9a-z]{1,13}")
_LINK = re.compile(r"/comments/([0-9a-z]{1,13})")
_NOBODY = frozenset({"", "[deleted]", "[removed]"})
_INBOX = {"username_mention": PostKind.MENTION, "comment_reply": PostKind.REPLY, "post_reply": PostKind.COMMENT}
_SUBJECTS = {
    "username mention": PostKind.MENTION,
    "comment reply": PostKind.REPLY,
    "post reply": PostKind.COMMENT,
}


@dataclass(frozen=True)
class Us:
    """Who we are.

    Attributes:
        name: our user name in lower case.
        ours: names of subreddits whose posts ask us, in lower case.
    """

    name: str
    account_id: int
    ours: frozenset[str] = frozenset()


def things(listing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and data of the things of a listing."""
    for one in objects(dig(listing, "data", "children")):
        data = one.get("data")
        if isinstance(data, dict):
            yield text_of(one.get("kind")), data


def full_name(kind: str, data: Any) -> str:
    """The id of a thing; empty where it has none."""
    name = text_of(dig(data, "name")) or f"{kind}_{text_of(dig(data, 'id'))}"
    return name if _FULL_NAME.fullmatch(name) else ""


def is_gone(data: Any) -> bool:
    """Whether its author or a moderator took it down; Reddit leaves an empty shell."""
    words = text_of(dig(data, "body")) or text_of(dig(data, "selftext"))
    removed = bool(dig(data, "removed_by_category"))
    return removed or words in {"[deleted]", "[removed]"} or text_of(dig(data, "author")) in _NOBODY


def post_of(kind: str, data: Any, us: Us, *, now: Millis) -> Post | None:
    """A comment, post or message; None for what is none of them or is gone."""
    name = full_name(kind, data)
    if not name or name.partition("_")[0] not in (COMMENT, SUBMISSION, MESSAGE) or is_gone(data):
        return None
    media = _media(data)
    return Post(
        network=NETWORK,
        native_id=name,
        kind=_kind(name, data, us),
        text=_words(name, data) or (_("[picture]") if media else "…"),
        created_at=not_ahead(epoch(dig(data, "created_utc")), now=now),
        author=_author(data),
        account_id=us.account_id,
        url=_address(data),
        thread=_thread(name, data),
        parent=parent_of(data),
        media=media,
        edited_at=epoch(dig(data, "edited")),
        labels=tuple(
            label for label, field in (("nsfw", "over_18"), ("spoiler", "spoiler")) if dig(data, field) is True
        ),
    )


def parent_of(data: Any) -> str:
    """The full name of what a thing answers; empty for none."""
    parent = text_of(dig(data, "parent_id"))
    return parent if _FULL_NAME.fullmatch(parent) else ""


def _kind(name: str, data: Any, us: Us) -> PostKind:
    if text_of(dig(data, "author")).lower() == us.name:
        return PostKind.OWN
    if name.startswith(MESSAGE):
        return PostKind.DIRECT
    told = _INBOX.get(text_of(dig(data, "type"))) or _SUBJECTS.get(text_of(dig(data, "subject")))
    if told is not None:
        return told
    asks = name.startswith(SUBMISSION) and text_of(dig(data, "subreddit")).lower() in us.ours
    return PostKind.COMMENT if asks else PostKind.HEARD


def _thread(name: str, data: Any) -> str:
    """The post that a comment stands under; the inbox tells it in the comment's address only."""
    root = text_of(dig(data, "link_id" if name.startswith(COMMENT) else "first_message_name"))
    if name.startswith(COMMENT) and not root:
        found = _LINK.search(text_of(dig(data, "context")))
        root = f"{SUBMISSION}_{found[1]}" if found else ""
    return root if _FULL_NAME.fullmatch(root) and root != name else ""


def _words(name: str, data: Any) -> str:
    if not name.startswith(SUBMISSION):
        return written(text_of(dig(data, "body")))
    linked = "" if dig(data, "is_self") is True else web(dig(data, "url"))
    parts = (text_of(dig(data, "title")), text_of(dig(data, "selftext")), linked)
    return written("\n\n".join(part.strip() for part in parts if part.strip()))


def _author(data: Any) -> Author:
    handle = text_of(dig(data, "author"))
    return Author(
        native_id=text_of(dig(data, "author_fullname")) or handle.lower(),
        handle=written(handle, limit=100),
        name=written(handle, limit=100),
    )


def _address(data: Any) -> str:
    path = text_of(dig(data, "permalink")) or text_of(dig(data, "context"))
    return web(f"https://www.reddit.com{path}") if path.startswith("/r/") or path.startswith("/user/") else ""


def _media(data: Any) -> tuple[Media, ...]:
    if dig(data, "post_hint") == "image" and web(dig(data, "url")):
        return (Media(kind="image", url=web(dig(data, "url"))),)
    found = []
    for one in objects(dig(data, "gallery_data", "items")):
        url = web(dig(data, "media_metadata", text_of(one.get("media_id")), "s", "u"))
        if url:
            found.append(Media(kind="image", url=url, alt=written(text_of(one.get("caption")), limit=1000)))
    return tuple(found[:20])
