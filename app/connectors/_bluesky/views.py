"""Bluesky's records and views as our posts. Known by lanes and sender; knows the field's words.

Source: the lexicons app.bsky.feed.post, app.bsky.feed.defs, app.bsky.richtext.facet.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from app.connectors._bluesky.addresses import did_of, web_url
from app.connectors._bluesky.embeds import media_of, quoted_did
from app.connectors._bluesky.labels import labels_of, own_labels
from app.connectors.reading import dig, objects
from app.core.clock import MINUTE, SECOND, Millis
from app.domain.post import Author, Post, PostKind

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
    labels: Any = None


class ProfileView(Struct, frozen=True, rename="camel"):
    """An author as any view shows them.

    Attributes:
        viewer: how our account stands to them.
    """

    did: str
    handle: str = ""
    display_name: str | None = None
    avatar: str | None = None
    followers_count: int | None = None
    labels: Any = None
    viewer: Any = None

    @property
    def mutes(self) -> bool:
        """Our account wants to hear nothing from them."""
        return any(dig(self.viewer, name) for name in ("muted", "mutedByList"))

    @property
    def blocks(self) -> bool:
        """One of the two blocks the other."""
        return any(dig(self.viewer, name) for name in ("blocking", "blockingByList", "blockedBy"))

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
    labels: Any = None
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


def read_profiles(raw: Any) -> list[ProfileView]:
    """The well-formed ones."""
    profiles = []
    for one in objects(raw):
        try:
            profiles.append(msgspec.convert(one, ProfileView))
        except msgspec.ValidationError:
            continue
    return profiles


def post_of(
    view: PostView, us: Us, *, now: Millis, who: ProfileView | None = None, kind: PostKind | None = None
) -> Post:
    """One view as our post; its kind follows from whom it addresses unless given. `who` knows more of its author."""
    author = (who or view.author).author()
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
        media=tuple(media_of(view.embed)),
        labels=labels_on(view, now=now, who=who),
    )


def labels_on(view: PostView, *, now: Millis, who: ProfileView | None = None) -> tuple[str, ...]:
    """What the network, its labellers and the author warn of."""
    author = (view.author.labels, who.labels if who is not None else None)
    return labels_of(view.labels, own_labels(view.record.labels), *author, now=now)


def kind_of(record: Record, author_did: str, us: Us) -> PostKind:
    """How a post relates to us: ours, an answer, a comment below us, a mention or quote, or only heard."""
    if author_did == us.did:
        return PostKind.OWN
    if record.reply is not None:
        if did_of(record.reply.parent.uri) == us.did:
            return PostKind.REPLY
        if did_of(record.reply.root.uri) == us.did:
            return PostKind.COMMENT
    return PostKind.MENTION if us.did in _mentioned(record) or quoted_did(record.embed) == us.did else PostKind.HEARD


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
