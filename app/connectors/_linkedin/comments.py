"""LinkedIn's comments as posts. Known by the LinkedIn connector; knows the field's words.

A comment is named by its URN, `urn:li:comment:(urn:li:activity:1,2)`, which holds the activity it hangs on.
Source: learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api (November 2026).
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.connectors._linkedin.info import WEB
from app.connectors.markup import written
from app.connectors.reading import count_of, dig, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "linkedin"
_COMMENT = re.compile(r"urn:li:comment:\((urn:li:\w+:\w+),(\w+)\)")


@dataclass(frozen=True)
class Us:
    """The page.

    Attributes:
        urn: of the organization.
    """

    urn: str
    handle: str
    account_id: int


def comment_posts(listed: Any, us: Us, *, now: Millis, ours: bool = False) -> list[Post]:
    """The comments of a list; `ours` where they answer the page's own comment."""
    made = (comment_post(one, us, now=now, ours=ours) for one in objects(listed))
    return [post for post in made if post is not None]


def comment_post(comment: Any, us: Us, *, now: Millis, ours: bool = False) -> Post | None:
    """One comment; None where it has no name or no author."""
    urn, actor = urn_of(comment), text_of(dig(comment, "actor"))
    if not urn or not actor:
        return None
    parent = text_of(dig(comment, "parentComment"))
    thread = parent if _COMMENT.fullmatch(parent) else ""
    created, changed = count_of(dig(comment, "created", "time")), count_of(dig(comment, "lastModified", "time"))
    text = text_of(dig(comment, "message", "text")) or text_of(dig(comment, "message"))
    media = tuple(_media(comment))
    return Post(
        network=NETWORK,
        native_id=urn,
        kind=_kind(actor, us, ours=ours),
        text=written(text).strip() or " ".join(f"[{one.kind}]" for one in media) or "…",
        created_at=not_ahead(created, now=now),
        author=author_of(actor, us),
        account_id=us.account_id,
        url=f"{WEB}/feed/update/{place_of(urn)[0]}?commentUrn={quote(urn)}",
        thread=thread,
        parent=thread,
        media=media,
        edited_at=not_ahead(changed, now=now) if created and changed > created else 0,
    )


def urn_of(comment: Any) -> str:
    """A comment's name; put together where only its parts are told, empty where it has none."""
    urn = text_of(dig(comment, "commentUrn"))
    if not urn:
        urn = f"urn:li:comment:({text_of(dig(comment, 'object'))},{name_of(dig(comment, 'id'))})"
    return urn if _COMMENT.fullmatch(urn) else ""


def place_of(urn: str) -> tuple[str, str]:
    """What a comment hangs on, and its number there; both empty for what is no comment's name."""
    found = _COMMENT.fullmatch(urn)
    return (found[1], found[2]) if found else ("", "")


def author_of(actor: str, us: Us) -> Author:
    """Who an actor is, as far as it is told: LinkedIn gives an app no names of people."""
    if actor == us.urn:
        return Author(native_id=actor, handle=us.handle, name=us.handle)
    number = actor.rpartition(":")[2] or actor
    return Author(native_id=actor, handle=written(number, limit=200))


def _kind(actor: str, us: Us, *, ours: bool) -> PostKind:
    if actor == us.urn:
        return PostKind.OWN
    return PostKind.REPLY if ours else PostKind.COMMENT


def _media(comment: Any) -> list[Media]:
    found = objects(dig(comment, "content"))
    return [Media(kind="image", url=web(one.get("url"))) for one in found if one.get("type") == "IMAGE"]
