"""Bluesky's records and views as our posts. Known by lanes and sender; knows the field's words.

Source: the lexicons app.bsky.feed.post, app.bsky.feed.defs, app.bsky.richtext.facet.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from app.connectors._bluesky.info import WEB
from app.core.clock import MINUTE, SECOND, Millis
from app.domain.post import Author, Media, Post, PostKind

POST = "app.bsky.feed.post"
FUTURE: Millis = 5 * MINUTE
_MENTION = "app.bsky.richtext.facet#mention"


class Us(Struct, frozen=True):
    """The account that listens."""

    did: str
    handle: str
    account_id: int


class _Ref(Struct, frozen=True):
    uri: str


class _ReplyRef(Struct, frozen=True):
    root: _Ref
    parent: _Ref


class Record(Struct, frozen=True, rename="camel"):
    """A post's own record, as far as we read it."""

    text: str = ""
    created_at: str = ""
    langs: list[str] | None = None
    reply: _ReplyRef | None = None
    facets: list[Any] | None = None
    embed: dict[str, Any] | None = None


class ProfileView(Struct, frozen=True, rename="camel"):
    """An author as any view shows them."""

    did: str
    handle: str = ""
    display_name: str | None = None
    avatar: str | None = None
    followers_count: int | None = None

    def author(self) -> Author:
        """Our word for them."""
        return Author(
            native_id=self.did,
            handle=self.handle or self.did,
            name=self.display_name or "",
            followers=self.followers_count or 0,
            avatar_url=self.avatar or "",
        )


class PostView(Struct, frozen=True, rename="camel"):
    """A post as searches, threads and `getPosts` show it; a notification has the same fields and a reason."""

    uri: str
    author: ProfileView
    record: Record
    cid: str = ""
    indexed_at: str = ""
    embed: dict[str, Any] | None = None
    reason: str = ""
    reply_count: int = 0
    quote_count: int = 0


def read_views(raw: Iterable[Any]) -> list[PostView]:
    """The well-formed ones; the rest cannot be shown and are left out."""
    views = []
    for one in raw:
        try:
            views.append(msgspec.convert(one, PostView))
        except msgspec.ValidationError:
            continue
    return views


def post_of(view: PostView, us: Us, *, now: Millis, author: Author | None = None, kind: PostKind | None = None) -> Post:
    """One view as our post; its kind follows from whom it addresses unless given."""
    author = author or view.author.author()
    record, reply = view.record, view.record.reply
    created = moment(record.created_at) or moment(view.indexed_at) or now
    return Post(
        network="bluesky",
        native_id=view.uri,
        kind=kind or kind_of(record, author.native_id, us),
        text=record.text,
        created_at=min(created, now + FUTURE),
        author=author,
        account_id=us.account_id,
        url=web_url(view.uri),
        thread=reply.root.uri if reply else "",
        parent=reply.parent.uri if reply else "",
        language=record.langs[0] if record.langs else "",
        reach=author.followers,
        media=tuple(_media(view.embed or {})),
    )


def kind_of(record: Record, author_did: str, us: Us) -> PostKind:
    """How a post relates to us: ours, an answer, a comment below us, a mention or quote, or only heard."""
    if author_did == us.did:
        return PostKind.OWN
    if record.reply is not None:
        if did_of(record.reply.parent.uri) == us.did:
            return PostKind.REPLY
        if did_of(record.reply.root.uri) == us.did:
            return PostKind.COMMENT
    return PostKind.MENTION if us.did in _mentioned(record) or quoted_did(record) == us.did else PostKind.HEARD


def quoted_did(record: Record) -> str:
    """Whose post a record quotes; empty for none."""
    embed = record.embed or {}
    quoted = embed.get("record")
    if isinstance(quoted, dict) and isinstance(quoted.get("record"), dict):
        quoted = quoted["record"]
    uri = quoted.get("uri") if isinstance(quoted, dict) else None
    return did_of(uri) if isinstance(uri, str) else ""


def did_of(uri: str) -> str:
    """The repository a record lies in."""
    return uri.removeprefix("at://").partition("/")[0]


def key_of(uri: str) -> str:
    """A record's key."""
    return uri.rpartition("/")[2]


def web_url(uri: str) -> str:
    """Where people read a post."""
    return f"{WEB}/profile/{did_of(uri)}/post/{key_of(uri)}"


def moment(text: str) -> Millis:
    """An ISO time as moment; 0 for what is none. Before 1970 counts as 1 ms after it: the date was made up."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return max(1, round((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp() * SECOND))


def iso(at: Millis) -> str:
    """A moment as Bluesky writes it: UTC, milliseconds."""
    stamp = datetime.fromtimestamp(at / SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{stamp}.{at % SECOND:03d}Z"


def _mentioned(record: Record) -> set[str]:
    features = [
        feature
        for facet in record.facets or ()
        if isinstance(facet, dict)
        for feature in facet.get("features") or ()
        if isinstance(feature, dict)
    ]
    return {str(feature.get("did")) for feature in features if feature.get("$type") == _MENTION}


def _media(embed: Mapping[str, Any]) -> Iterable[Media]:
    inner = embed.get("media")
    if isinstance(inner, dict):
        yield from _media(inner)
    for image in embed.get("images") or ():
        if isinstance(image, dict) and isinstance(image.get("fullsize"), str):
            yield Media(kind="image", url=image["fullsize"], alt=str(image.get("alt") or ""))
    external = embed.get("external")
    if isinstance(external, dict) and isinstance(external.get("uri"), str):
        yield Media(kind="link", url=external["uri"], alt=str(external.get("title") or ""))
    if isinstance(embed.get("playlist"), str):
        yield Media(kind="video", url=embed["playlist"], alt=str(embed.get("alt") or ""))
