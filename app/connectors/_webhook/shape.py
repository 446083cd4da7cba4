"""The shape of a delivery, as senders are told it. Known by the webhook and by what publishes the schema; knows
nothing.

The structs are the schema: resources/help/webhook.schema.json is made from them.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Raw, Struct

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(max_length=200)]
Link = Annotated[str, Meta(max_length=2000, pattern=r"^(https?://\S+)?$")]
Moment = Annotated[datetime, Meta(tz=True)]


class Writer(Struct, frozen=True):
    """Who wrote it; `id` is lasting, the handle may change."""

    id: Id
    handle: Name = ""
    name: Name = ""
    followers: Annotated[int, Meta(ge=0, le=10**10)] = 0
    avatar_url: Link = ""


class Attachment(Struct, frozen=True):
    """A picture, a film or a link."""

    url: Annotated[str, Meta(max_length=2000, pattern=r"^https?://\S+$")]
    kind: Literal["image", "video", "link"] = "image"
    alt: Annotated[str, Meta(max_length=5000)] = ""


class Item(Struct, frozen=True):
    """One post. `id` is yours: the same id again changes nothing, but for a text that was edited.

    `kind`: mention, reply, comment and direct open or continue a conversation; heard is counted and found only.
    """

    id: Id
    text: Annotated[str, Meta(max_length=100_000)]
    author: Writer
    kind: Literal["mention", "reply", "comment", "direct", "heard"] = "mention"
    created_at: Moment | None = None
    edited_at: Moment | None = None
    url: Link = ""
    thread: Annotated[str, Meta(max_length=200)] = ""
    parent: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    region: Annotated[str, Meta(max_length=100)] = ""
    reach: Annotated[int, Meta(ge=0, le=10**10)] = 0
    labels: Annotated[tuple[Annotated[str, Meta(max_length=50)], ...], Meta(max_length=20)] = ()
    media: Annotated[tuple[Attachment, ...], Meta(max_length=20)] = ()


MOST_POSTS = 500


class Delivery(Struct, frozen=True):
    """A body, in the order things happened: new and edited posts, then the ids of those that are gone."""

    posts: Annotated[tuple[Item, ...], Meta(max_length=MOST_POSTS)] = ()
    deleted: Annotated[tuple[Id, ...], Meta(max_length=MOST_POSTS)] = ()


class Envelope(Struct, frozen=True):
    """A delivery whose posts are not read yet, so that one that does not fit harms no other."""

    posts: Annotated[tuple[Raw, ...], Meta(max_length=MOST_POSTS)] = ()
    deleted: Annotated[tuple[Raw, ...], Meta(max_length=MOST_POSTS)] = ()


def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of a body."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Fishbowl webhook"}
    return {**head, **msgspec.json.schema(Delivery)}
