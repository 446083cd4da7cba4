"""X's posts as ours. Known by the X connector; knows the field's words.

An edit at X is a new post that lists all the earlier ones: ours is named by the first of them, so that an edit
replaces the text. Source: docs.x.com/x-api/fundamentals/data-dictionary and /edit-posts (November 2026).
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from app.connectors._x.info import WEB
from app.connectors.markup import written
from app.connectors.reading import count_of, dig, iso, name_of, not_ahead, objects, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "x"
FIELDS: Mapping[str, str] = {
    "tweet.fields": "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,"
    "note_tweet,possibly_sensitive,referenced_tweets,attachments,geo",
    "expansions": "author_id,attachments.media_keys,geo.place_id",
    "user.fields": "name,username,profile_image_url,public_metrics",
    "media.fields": "type,url,preview_image_url,alt_text",
    "place.fields": "country_code",
}
_EPOCH: Millis = 1_288_834_974_657
_SNOWFLAKE_BITS = 22
_LONGEST_ID = 20
_OURS = frozenset({"x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"})
_NO_LANGUAGE = frozenset({"und", "zxx", "qme", "qam", "qct", "qht", "qst", "art"})


@dataclass(frozen=True)
class Us:
    """The account."""

    id: str
    handle: str
    account_id: int


@dataclass(frozen=True)
class Found:
    """One post with what the recheck needs of it.

    Attributes:
        versions: its ids, oldest first; the first names it.
    """

    post: Post
    versions: tuple[str, ...]


def read(body: Any, us: Us, *, now: Millis, kind: PostKind | None = None) -> list[Found]:
    """The posts of an answer, in its order; what makes no sense and mere reposts are passed over."""
    data = dig(body, "data")
    users = {name_of(one.get("id")): one for one in objects(dig(body, "includes", "users"))}
    media = {name_of(one.get("media_key")): one for one in objects(dig(body, "includes", "media"))}
    places = {name_of(one.get("id")): one for one in objects(dig(body, "includes", "places"))}
    found = []
    for one in objects(data if isinstance(data, list) else [data]):
        author = _author(users.get(name_of(one.get("author_id")), {}), name_of(one.get("author_id")))
        number = name_of(one.get("id"))
        if author is None or not number.isdecimal() or _referenced(one, "retweeted"):
            continue
        versions = _versions(one, number)
        country = text_of(dig(places.get(name_of(dig(one, "geo", "place_id"))), "country_code"))
        post = _post(one, versions, author, us, media=tuple(_media(one, media)), region=country[:2], now=now)
        found.append(Found(_as(post, kind, us), versions))
    return found


def moment_of(number: str) -> Millis:
    """When an id was given; 0 for what is none."""
    if not number.isascii() or not number.isdecimal() or len(number) > _LONGEST_ID:
        return 0
    return (int(number) >> _SNOWFLAKE_BITS) + _EPOCH


def id_at(moment: Millis) -> str:
    """The first id that can have been given at a moment."""
    return str(max(0, moment - _EPOCH) << _SNOWFLAKE_BITS)


def newest(ids: list[str], *, otherwise: str) -> str:
    """The newest of ids, which grow."""
    return max((*ids, otherwise), key=lambda one: (len(one), one))


def parent_of(tweet: Any) -> str:
    """The id of what it answers; empty for none."""
    return _referenced(tweet, "replied_to")


def _as(post: Post, kind: PostKind | None, us: Us) -> Post:
    if kind is None or post.author.native_id == us.id:
        return post
    return msgspec.structs.replace(post, kind=kind)


def _post(
    tweet: Any,
    versions: tuple[str, ...],
    author: Author,
    us: Us,
    *,
    media: tuple[Media, ...],
    region: str,
    now: Millis,
) -> Post:
    thread = name_of(tweet.get("conversation_id"))
    language = text_of(tweet.get("lang"))
    edited = len(versions) > 1
    said = iso(tweet.get("created_at"))
    return Post(
        network=NETWORK,
        native_id=versions[0],
        kind=_kind(tweet, author, us),
        text=_body(tweet) or "…",
        created_at=not_ahead(moment_of(versions[0]) if edited else said, now=now),
        author=author,
        account_id=us.account_id,
        url=f"{WEB}/{author.handle}/status/{versions[-1]}",
        thread="" if thread in versions else thread,
        parent=parent_of(tweet),
        language="" if language in _NO_LANGUAGE else language[:35],
        region=region,
        reach=author.followers,
        media=media,
        edited_at=not_ahead(said, now=now) if edited else 0,
        labels=("sensitive",) if tweet.get("possibly_sensitive") is True else (),
    )


def _kind(tweet: Any, author: Author, us: Us) -> PostKind:
    if author.native_id == us.id:
        return PostKind.OWN
    if parent_of(tweet) and name_of(tweet.get("in_reply_to_user_id")) == us.id:
        return PostKind.REPLY
    mentioned = {text_of(one.get("username")).lower() for one in objects(dig(_entities(tweet), "mentions"))}
    if us.handle.lower() in mentioned or _quotes_us(tweet, us):
        return PostKind.MENTION
    return PostKind.HEARD


def _quotes_us(tweet: Any, us: Us) -> bool:
    if not _referenced(tweet, "quoted"):
        return False
    addresses = [web(one.get("expanded_url")) for one in objects(dig(_entities(tweet), "urls"))]
    start = f"/{us.handle}/status/".lower()
    return any(_host(one) in _OURS and urlsplit(one).path.lower().startswith(start) for one in addresses)


def _author(user: Any, number: str) -> Author | None:
    if not number:
        return None
    handle = text_of(user.get("username")) or number
    return Author(
        native_id=number,
        handle=written(handle, limit=200),
        name=written(text_of(user.get("name")), limit=200),
        followers=count_of(dig(user, "public_metrics", "followers_count")),
        avatar_url=web(user.get("profile_image_url")),
    )


def _versions(tweet: Any, number: str) -> tuple[str, ...]:
    told = tweet.get("edit_history_tweet_ids")
    ids = [name_of(one) for one in told] if isinstance(told, list) else []
    return tuple(one for one in ids if one.isdecimal()) or (number,)


def _referenced(tweet: Any, kind: str) -> str:
    return next(
        (name_of(one.get("id")) for one in objects(dig(tweet, "referenced_tweets")) if one.get("type") == kind), ""
    )


def _entities(tweet: Any) -> Any:
    return dig(tweet, "note_tweet", "entities") or dig(tweet, "entities")


def _body(tweet: Any) -> str:
    """The words, with the addresses that X shortens written out and those of its own pictures left out."""
    text = text_of(dig(tweet, "note_tweet", "text")) or text_of(tweet.get("text"))
    for one in [*objects(dig(tweet, "entities", "urls")), *objects(dig(tweet, "note_tweet", "entities", "urls"))]:
        short = text_of(one.get("url"))
        if short:
            text = text.replace(short, "" if one.get("media_key") else web(one.get("expanded_url")) or short)
    return written(html.unescape(text)).strip()


def _media(tweet: Any, known: Mapping[str, Any]) -> Iterator[Media]:
    keys = dig(tweet, "attachments", "media_keys")
    for key in keys if isinstance(keys, list) else []:
        one = known.get(name_of(key))
        if one is None:
            continue
        kind = "image" if one.get("type") == "photo" else "video"
        address = web(one.get("url")) or web(one.get("preview_image_url"))
        yield Media(kind=kind, url=address, alt=written(text_of(one.get("alt_text")), limit=1000))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
