"""TikTok's comments as posts. Known by the TikTok connector; knows the field's words.

Ids are `video/comment`, since an answer needs both.
Source: business-api.tiktok.com/portal/docs, /business/comment/list/ (November 2026).
"""

from dataclasses import dataclass
from typing import Any

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, epoch, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Post, PostKind

NETWORK = "tiktok"


@dataclass(frozen=True)
class Us:
    """The account."""

    id: str
    handle: str
    account_id: int


def comment_posts(listed: Any, us: Us, *, video: str, now: Millis, thread: str = "", ours: bool = False) -> list[Post]:
    """The comments of a list; `ours` where they answer the account's own comment."""
    made = (comment_post(one, us, video=video, now=now, thread=thread, ours=ours) for one in objects(listed))
    return [post for post in made if post is not None]


def comment_post(comment: Any, us: Us, *, video: str, now: Millis, thread: str = "", ours: bool = False) -> Post | None:
    """One comment; None where it has no id or no author."""
    number = name_of(dig(comment, "comment_id"))
    author = _author(comment, us)
    if not number or author is None:
        return None
    kind = PostKind.REPLY if ours else PostKind.COMMENT
    return Post(
        network=NETWORK,
        native_id=f"{video}/{number}",
        kind=PostKind.OWN if dig(comment, "owner") is True else kind,
        text=written(text_of(dig(comment, "text"))).strip() or "…",
        created_at=not_ahead(epoch(count_of(dig(comment, "create_time"))), now=now),
        author=author,
        account_id=us.account_id,
        url=f"https://www.tiktok.com/@{us.handle}/video/{video}",
        thread=thread,
        parent=thread,
    )


def _author(comment: Any, us: Us) -> Author | None:
    if dig(comment, "owner") is True:
        return Author(native_id=us.id, handle=us.handle)
    handle = text_of(dig(comment, "username"))
    native_id = name_of(dig(comment, "unique_identifier")) or name_of(dig(comment, "user_id")) or handle
    if not native_id:
        return None
    return Author(
        native_id=native_id,
        handle=written(handle or native_id, limit=200),
        name=written(text_of(dig(comment, "display_name")), limit=200),
        avatar_url=web(dig(comment, "profile_image")),
    )
