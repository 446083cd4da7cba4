"""A post and who wrote it. Known by every room above; knows core only.

A post's identity is (network, native id): a second delivery changes nothing, an edit replaces the text.
"""

from enum import StrEnum

from msgspec import Struct

from app.core.clock import Millis


class PostKind(StrEnum):
    """How a post came to us. The first four address an account of ours and open or continue a conversation."""

    MENTION = "mention"
    REPLY = "reply"
    COMMENT = "comment"
    DIRECT = "direct"
    HEARD = "heard"
    """Found by a search or the firehose; listened to, not addressed to us."""
    OWN = "own"
    """Published by an account of ours."""
    CONTEXT = "context"
    """Fetched only so that a thread can be read; never counted."""


ADDRESSED = frozenset({PostKind.MENTION, PostKind.REPLY, PostKind.COMMENT, PostKind.DIRECT})


class Author(Struct, frozen=True, kw_only=True):
    """One identity of a person on one network.

    Attributes:
        native_id: the network's own lasting id (a DID, a numeric id); the handle may change.
        handle: without the leading @.
        followers: people reached by a post of theirs; 0 when not known.
    """

    native_id: str
    handle: str
    name: str = ""
    followers: int = 0
    avatar_url: str = ""


class Media(Struct, frozen=True, kw_only=True):
    """A picture, film or link card; never fetched by a station."""

    kind: str
    url: str
    alt: str = ""
    mime: str = ""


class Post(Struct, frozen=True, kw_only=True):
    """What somebody said, as the network delivered it.

    Attributes:
        created_at: when the network says it was written; connectors clamp it to five minutes past delivery at most.
        account_id: the account of ours it came through; 0 for a replayed or imported file without one.
        thread: native id of the post that opened the thread; empty when it is this one.
        parent: native id of the post it answers; empty for none.
        language: BCP 47 as declared by the author; empty when not declared. Understanding decides.
        region: where the author is, as far as public: an ISO 3166 country or a named region; empty when not known.
        reach: people it can have reached; the author's followers where the network says nothing better.
        edited_at: 0 when never edited.
        labels: what the network itself warns of (`porn`, `spam` …), in its own words; safety reads them.
        accepted: a forum's asker marked this as the answer.
    """

    network: str
    native_id: str
    kind: PostKind
    text: str
    created_at: Millis
    author: Author
    account_id: int = 0
    url: str = ""
    thread: str = ""
    parent: str = ""
    language: str = ""
    region: str = ""
    reach: int = 0
    media: tuple[Media, ...] = ()
    edited_at: Millis = 0
    labels: tuple[str, ...] = ()
    accepted: bool = False


class Batch(Struct, frozen=True, kw_only=True):
    """What a connector hands over at once; committed together with its cursor or not at all.

    Attributes:
        lane: which of the connector's streams this is (`notifications`, `search`, `firehose`); each has its own cursor.
        cursor: where to resume after this batch is committed; None leaves the stored one.
        deleted: native ids that are gone at the source.
        deleted_authors: native ids of people whose accounts are gone there, and everything they said with them.
        backfill: True when this catches up with the past; analytics must not take it for a spike.
        caught_up_to: everything of this lane up to this moment has been delivered; 0 when that is not known.
        trouble: what is wrong with this lane alone, in plain words, while others go on; its next batch ends it.
    """

    lane: str
    posts: tuple[Post, ...] = ()
    deleted: tuple[str, ...] = ()
    deleted_authors: tuple[str, ...] = ()
    cursor: str | None = None
    backfill: bool = False
    caught_up_to: Millis = 0
    trouble: str = ""
