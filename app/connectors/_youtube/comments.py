"""YouTube's comments and live chat messages as posts. Known by the YouTube connector; knows the field's words.

Comments have two levels: a thread's first comment and its answers; an answer to an answer names somebody with @.
Source: developers.google.com/youtube/v3/docs/commentThreads, /comments and /live/docs/liveChatMessages.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.connectors.markup import written
from app.connectors.reading import dig, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Post, PostKind

NETWORK = "youtube"
LIVE = "live/"
"""Begins the id of a chat message: `live/chat/message`."""
_WEB = "https://www.youtube.com"
_PAID = frozenset({"superChatEvent", "superStickerEvent"})


@dataclass(frozen=True)
class Us:
    """The channel."""

    id: str
    handle: str
    account_id: int


def thread_posts(item: Any, us: Us, *, now: Millis) -> list[Post]:
    """A thread's first comment and the answers that came with it; none where it makes no sense."""
    video = name_of(dig(item, "snippet", "videoId"))
    top = dig(item, "snippet", "topLevelComment")
    first = comment_post(top, us, now=now, video=video)
    if first is None:
        return []
    ours = first.kind is PostKind.OWN
    answers = answer_posts(
        dig(item, "replies", "comments"), us, now=now, video=video, thread=first.native_id, ours=ours
    )
    return [first, *answers]


def answer_posts(listed: Any, us: Us, *, now: Millis, video: str, thread: str, ours: bool) -> list[Post]:
    """The answers in a list; `ours` where they answer a comment of the channel."""
    made = (comment_post(one, us, now=now, video=video, thread=thread, ours=ours) for one in objects(listed))
    return [post for post in made if post is not None]


def comment_post(
    comment: Any, us: Us, *, now: Millis, video: str = "", thread: str = "", ours: bool = False
) -> Post | None:
    """One comment; None where it has no id or no author."""
    number = name_of(dig(comment, "id"))
    snippet = dig(comment, "snippet")
    author = _author(snippet)
    if not number or author is None:
        return None
    video = video or name_of(dig(snippet, "videoId"))
    thread = thread or name_of(dig(snippet, "parentId"))
    said, changed = iso(dig(snippet, "publishedAt")), iso(dig(snippet, "updatedAt"))
    text = text_of(dig(snippet, "textDisplay")) or text_of(dig(snippet, "textOriginal"))
    return Post(
        network=NETWORK,
        native_id=number,
        kind=_kind(author, text, us, ours=ours),
        text=written(text).strip() or "…",
        created_at=not_ahead(said, now=now),
        author=author,
        account_id=us.account_id,
        url=f"{_WEB}/watch?v={quote(video)}&lc={quote(number)}" if video else "",
        thread=thread,
        parent=thread,
        edited_at=not_ahead(changed, now=now) if said and changed > said else 0,
    )


def chat_post(message: Any, us: Us, *, chat: str, video: str, now: Millis) -> Post | None:
    """A chat message with words; None for any other event. Whoever names or pays the channel addresses it."""
    number = name_of(dig(message, "id"))
    kind = text_of(dig(message, "snippet", "type"))
    said = text_of(dig(message, "snippet", "superChatDetails", "userComment"))
    text = said or text_of(dig(message, "snippet", "displayMessage"))
    person = dig(message, "authorDetails")
    channel = name_of(dig(person, "channelId"))
    if not number or not channel or not text or kind not in {"textMessageEvent", *_PAID}:
        return None
    name = text_of(dig(person, "displayName")) or channel
    author = Author(
        native_id=channel,
        handle=written(name.removeprefix("@"), limit=200),
        name=written(name, limit=200),
        avatar_url=web(dig(person, "profileImageUrl")),
    )
    if channel == us.id:
        meant = PostKind.OWN
    else:
        meant = PostKind.MENTION if kind in _PAID or _names(text, us) else PostKind.HEARD
    return Post(
        network=NETWORK,
        native_id=f"{LIVE}{chat}/{number}",
        kind=meant,
        text=written(text).strip() or "…",
        created_at=not_ahead(iso(dig(message, "snippet", "publishedAt")), now=now),
        author=author,
        account_id=us.account_id,
        url=f"{_WEB}/watch?v={quote(video)}" if video else "",
    )


def removed_message(message: Any, *, chat: str) -> str:
    """The id of a chat message that this event says is gone; empty for any other event."""
    number = name_of(dig(message, "snippet", "messageDeletedDetails", "deletedMessageId"))
    return f"{LIVE}{chat}/{number}" if number else ""


def _kind(author: Author, text: str, us: Us, *, ours: bool) -> PostKind:
    if author.native_id == us.id:
        return PostKind.OWN
    return PostKind.REPLY if ours or _names(text, us) else PostKind.COMMENT


def _names(text: str, us: Us) -> bool:
    return bool(us.handle) and f"@{us.handle}".lower() in text.lower()


def _author(snippet: Any) -> Author | None:
    channel = name_of(dig(snippet, "authorChannelId", "value"))
    name = text_of(dig(snippet, "authorDisplayName"))
    native_id = channel or name  # Who has closed the channel since has a name only.
    if not native_id:
        return None
    return Author(
        native_id=native_id,
        handle=written((name or channel).removeprefix("@"), limit=200),
        name=written(name, limit=200),
        avatar_url=web(dig(snippet, "authorProfileImageUrl")),
    )
