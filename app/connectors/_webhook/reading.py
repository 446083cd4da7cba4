"""A body becomes posts; what does not fit is named and harms no other. Known by the webhook; knows its shape, the
contract and domain."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import Raw

from app.connectors._webhook.shape import Envelope, Id, Item
from app.connectors.base import Malformed
from app.core.clock import MINUTE, SECOND, Millis
from app.domain.account import Account
from app.domain.post import Author, Media, Post, PostKind

AHEAD: Millis = 5 * MINUTE
_envelope = msgspec.json.Decoder(Envelope)
_item = msgspec.json.Decoder(Item)
_id = msgspec.json.Decoder(Id)


@dataclass(frozen=True)
class Rejected:
    """A post that does not fit: its place in the body, its id where it has one, and why."""

    index: int
    id: str
    error: str


@dataclass(frozen=True)
class Reading:
    """What a body says."""

    posts: tuple[Post, ...]
    deleted: tuple[str, ...]
    rejected: tuple[Rejected, ...]


class _AnyId(msgspec.Struct):
    id: str = ""


_any_id = msgspec.json.Decoder(_AnyId)


def read_delivery(body: bytes, account: Account, *, now: Millis) -> Reading:
    """Read a body; raises Malformed where it is no delivery at all."""
    try:
        envelope = _envelope.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from None
    found: dict[str, Post] = {}
    rejected: list[Rejected] = []
    for index, raw in enumerate(envelope.posts):
        try:
            post = post_of(_item.decode(raw), account, now=now)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
            rejected.append(Rejected(index, _id_of(raw), str(error)))
        else:
            found[post.native_id] = post
    return Reading(tuple(found.values()), _deleted(envelope.deleted, account), tuple(rejected))


def post_of(item: Item, account: Account, *, now: Millis) -> Post:
    """A sender's post as ours; its ids are kept apart from other senders' by the account's."""
    author = item.author
    return Post(
        network="webhook",
        native_id=_own(account, item.id),
        kind=PostKind(item.kind),
        text=_clean(item.text),
        created_at=min(_millis(item.created_at) if item.created_at else now, now + AHEAD),
        author=Author(
            native_id=_own(account, author.id),
            handle=_clean(author.handle).lstrip("@") or _clean(author.id),
            name=_clean(author.name),
            followers=author.followers,
            avatar_url=author.avatar_url,
        ),
        account_id=account.id,
        url=item.url,
        thread=_own(account, item.thread),
        parent=_own(account, item.parent),
        language=_clean(item.language),
        region=_clean(item.region),
        reach=item.reach or author.followers,
        media=tuple(Media(kind=one.kind, url=one.url, alt=_clean(one.alt)) for one in item.media),
        edited_at=_millis(item.edited_at) if item.edited_at else 0,
        labels=tuple(_clean(label) for label in item.labels),
    )


def _millis(moment: datetime) -> Millis:
    millis = round(moment.timestamp() * SECOND)
    if millis < 0:
        raise ValueError("a moment before 1970")
    return millis


def _own(account: Account, native_id: str) -> str:
    return f"{account.id}:{_clean(native_id)}" if native_id else ""


def _clean(text: str) -> str:
    """Without the character that no database takes."""
    return text.replace("\x00", "")


def _id_of(raw: Raw) -> str:
    try:
        return _any_id.decode(raw).id[:200]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def _deleted(ids: tuple[Raw, ...], account: Account) -> tuple[str, ...]:
    """Ids of posts that are gone; what is no id is no post of ours either."""
    found = []
    for raw in ids:
        try:
            found.append(_own(account, _id.decode(raw)))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
    return tuple(found)
