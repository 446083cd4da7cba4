"""Statuses as our posts. Known by lanes and sender; knows markup and the field's words.

Source: docs.joinmastodon.org/entities/Status, /Account, /MediaAttachment. Servers differ: only ids and who wrote it are
needed, all else may be missing or wrong.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from app.connectors._mastodon.line import full_handle
from app.connectors.markup import said, written
from app.core.clock import MINUTE, SECOND, Millis
from app.domain.post import Author, Media, Post, PostKind

FUTURE: Millis = 5 * MINUTE
DIRECT = "direct"
_KINDS = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
_MOST_MEDIA = 16
_MOST_FOLLOWERS = 10**10


class Us(Struct, frozen=True):
    """The account that listens.

    Attributes:
        id: the server's id of it.
        host: the server; native ids are `host/id`, for ids are only unique on one server.
    """

    id: str
    host: str
    account_id: int

    def native(self, status_id: str) -> str:
        """Our id of one of the server's statuses."""
        return f"{self.host}/{status_id}"

    def local(self, native_id: str) -> str:
        """The server's id; empty when the post came through another server."""
        host, _, status_id = native_id.rpartition("/")
        return status_id if host == self.host else ""


class Person(Struct, frozen=True):
    """An account, as far as we read it."""

    id: str
    acct: str
    uri: Any = None
    url: Any = None
    display_name: Any = None
    followers_count: Any = None
    avatar: Any = None


class Status(Struct, frozen=True):
    """A status, as far as we read it."""

    id: str
    account: Person
    content: Any = None
    created_at: Any = None
    edited_at: Any = None
    in_reply_to_id: Any = None
    in_reply_to_account_id: Any = None
    visibility: Any = None
    spoiler_text: Any = None
    sensitive: Any = None
    language: Any = None
    url: Any = None
    uri: Any = None
    media_attachments: Any = None
    mentions: Any = None
    poll: Any = None


def read_statuses(raw: Any) -> list[Status]:
    """The well-formed ones of a list; the rest cannot be shown and are left out."""
    found = []
    for one in raw if isinstance(raw, list) else ():
        try:
            found.append(msgspec.convert(one, Status))
        except (msgspec.ValidationError, RecursionError):
            continue
    return [status for status in found if status.id and status.account.id and status.account.acct]


def post_of(status: Status, us: Us, *, now: Millis, kind: PostKind | None = None, thread: str = "") -> Post:
    """One status as our post; its kind follows from whom it addresses unless given."""
    author = author_of(status.account, us.host)
    parent = text_of(status.in_reply_to_id)
    spoiler = written(text_of(status.spoiler_text))
    return Post(
        network="mastodon",
        native_id=us.native(status.id),
        kind=kind or kind_of(status, us),
        text="\n\n".join(part for part in (spoiler, _body(status)) if part),
        created_at=min(moment(status.created_at) or now, now + FUTURE),
        author=author,
        account_id=us.account_id,
        url=_web(status.url) or _web(status.uri),
        thread=thread or (us.native(parent) if parent else ""),
        parent=us.native(parent) if parent else "",
        language=text_of(status.language)[:35],
        reach=author.followers,
        media=tuple(_media(status.media_attachments)),
        edited_at=moment(status.edited_at),
        labels=tuple(label for label in (spoiler[:200], "sensitive" if status.sensitive is True else "") if label),
    )


def kind_of(status: Status, us: Us) -> PostKind:
    """How a status relates to us: ours, private, an answer, a mention, or only heard."""
    if status.account.id == us.id:
        return PostKind.OWN
    mentioned = us.id in _mentioned(status)
    if status.visibility == DIRECT and mentioned:
        return PostKind.DIRECT
    if status.in_reply_to_account_id == us.id:
        return PostKind.REPLY
    return PostKind.MENTION if mentioned else PostKind.HEARD


def author_of(person: Person, host: str) -> Author:
    """Our word for who wrote it; the lasting id is the same on every server."""
    handle = full_handle(person.acct, host)
    followers = person.followers_count
    return Author(
        native_id=written(_web(person.uri) or _web(person.url) or handle, limit=2000),
        handle=written(handle, limit=500),
        name=written(text_of(person.display_name), limit=200),
        followers=min(max(0, followers), _MOST_FOLLOWERS) if type(followers) is int else 0,
        avatar_url=_web(person.avatar),
    )


def moment(text: Any) -> Millis:
    """An ISO time as moment; 0 for what is none. Before 1970 counts as 1 ms after it."""
    try:
        parsed = datetime.fromisoformat(text)
        at = (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0
    return max(1, round(at * SECOND))


def text_of(value: Any) -> str:
    """The text, or none of it where something else stands."""
    return value if isinstance(value, str) else ""


def _body(status: Status) -> str:
    body = said(text_of(status.content))
    options = status.poll.get("options") if isinstance(status.poll, dict) else None
    titles = [one.get("title") for one in options if isinstance(one, dict)] if isinstance(options, list) else []
    choices = "\n".join(f"○ {written(title, limit=200)}" for title in titles[:20] if isinstance(title, str))
    whole = "\n\n".join(part for part in (body, choices) if part)
    # A picture without a word still has to be read by somebody.
    return whole or " ".join(media.alt or f"[{media.kind}]" for media in _media(status.media_attachments)) or "…"


def _mentioned(status: Status) -> set[str]:
    listed = status.mentions if isinstance(status.mentions, list) else []
    return {text_of(one.get("id")) for one in listed if isinstance(one, dict)}


def _media(raw: Any) -> Iterable[Media]:
    for one in raw[:_MOST_MEDIA] if isinstance(raw, list) else ():
        url = _web(one.get("url")) or _web(one.get("remote_url")) if isinstance(one, dict) else ""
        if url:
            kind = _KINDS.get(text_of(one.get("type")), "link")
            yield Media(kind=kind, url=url, alt=written(text_of(one.get("description")), limit=5000))


def _web(value: Any) -> str:
    text = text_of(value)
    return written(text, limit=2000) if text.startswith(("https://", "http://")) else ""
