"""A feed's bytes as posts. Known by the feed reader; knows markup and the field's words.

feedparser forgives much: what it calls broken often still has whole entries, and those are kept.
"""

import calendar
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from app.connectors.markup import cut, said
from app.core.clock import MINUTE, SECOND, Millis
from app.domain.account import Account
from app.domain.post import Author, Media, Post, PostKind

LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Feed:
    """What a feed says.

    Attributes:
        entries: posts with a version that changes when the entry does, oldest first.
        broken: how many entries, or the feed as a whole, could not be read; 0 when all is well.
    """

    title: str
    entries: tuple[tuple[Post, str], ...]
    broken: int


def read_feed(body: bytes, *, content_type: str, account: Account, url: str, now: Millis) -> Feed:
    """Read RSS or Atom of any version."""
    headers = {"content-type": content_type, "content-location": url}
    # As a stream: bytes that look like a path would be opened as one.
    parsed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    title = said(str(parsed.feed.get("title", "")))
    posts: dict[str, tuple[Post, str]] = {}
    broken = int(bool(parsed.bozo) or not parsed.version)
    for entry in parsed.entries:
        post = _post(entry, account=account, url=url, title=title, now=now)
        if post is None:
            broken += 1
        else:
            posts.setdefault(post.native_id, (post, _version(post)))
    ordered = sorted(posts.values(), key=lambda pair: pair[0].created_at)
    return Feed(title, tuple(ordered), broken)


def _post(entry: Any, *, account: Account, url: str, title: str, now: Millis) -> Post | None:
    link = urljoin(url, str(entry.get("link", ""))) if entry.get("link") else ""
    text = _text(entry)
    native_id = str(entry.get("id") or link or "")
    if not text:
        return None
    if not native_id:
        native_id = hashlib.sha256(text.encode()).hexdigest()
    site = urlsplit(link or url).hostname or url
    name = said(str(entry.get("author", ""))) or title or site
    return Post(
        network="feed",
        # Ids are only unique within their feed.
        native_id=f"{account.id}:{native_id}",
        kind=PostKind.HEARD,
        text=text,
        created_at=min(_moment(entry) or now, now + 5 * MINUTE),
        author=Author(native_id=f"{site}/{name}", handle=site, name=name),
        account_id=account.id,
        url=link if link.startswith(("http://", "https://")) else "",
        language=str(entry.get("language") or ""),
        media=tuple(_media(entry, url)),
    )


def _text(entry: Any) -> str:
    """Title and body; a body that only repeats the title is left out."""
    title = said(str(entry.get("title", "")))
    contents = [str(content.get("value", "")) for content in entry.get("content") or ()]
    body = said(str(entry.get("summary") or next(iter(contents), "")))
    text = body if body.startswith(title) else f"{title}\n{body}".strip()
    return cut(text, LONGEST_TEXT)


def _moment(entry: Any) -> Millis:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        # Asked for by `in` first: feedparser invents missing ones from their neighbours.
        parsed = entry.get(name) if name in entry else None
        if parsed:
            try:
                return max(0, calendar.timegm(parsed) * SECOND)
            except (ValueError, OverflowError):
                continue
    return 0


def _media(entry: Any, url: str) -> Iterable[Media]:
    for enclosure in entry.get("enclosures") or ():
        address = urljoin(url, str(enclosure.get("href", "")))
        kind = str(enclosure.get("type", "")).partition("/")[0]
        if address.startswith(("http://", "https://")):
            known = kind if kind in ("image", "video", "audio") else "link"
            yield Media(kind=known, url=address, mime=str(enclosure.get("type", "")))


def _version(post: Post) -> str:
    return hashlib.sha256(f"{post.text}\n{post.url}".encode()).hexdigest()[:16]
