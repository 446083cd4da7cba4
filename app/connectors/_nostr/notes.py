"""Nostr's events as posts. Known by the Nostr connector's listening and sender; knows the field's words.

Source: NIP-01, NIP-10 (threads), NIP-36 (content warnings), NIP-92 (media).
"""

import re
from dataclasses import dataclass
from typing import Any

from app.connectors._nostr.keys import npub
from app.connectors.markup import written
from app.connectors.reading import dig, epoch, not_ahead, text_of, web
from app.core.clock import Millis
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "nostr"
NOTE = 1
DELETION = 5
PROFILE = 0
_HEX = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"\bnostr:((?:npub|nprofile|note|nevent|naddr)1[0-9a-z]{6})[0-9a-z]+")
_MOST_TAGS = 500


@dataclass(frozen=True)
class Profile:
    """What somebody says of themselves."""

    name: str = ""
    picture: str = ""


def tags_of(event: Any, name: str) -> list[list[str]]:
    """The tags of one name, as texts."""
    found = dig(event, "tags")
    rows = found[:_MOST_TAGS] if isinstance(found, list) else []
    return [[text_of(one) for one in row] for row in rows if isinstance(row, list) and row[:1] == [name]]


def people_in(event: Any) -> list[str]:
    """The public keys an event names, each once."""
    return list(dict.fromkeys(row[1] for row in tags_of(event, "p") if len(row) > 1 and is_id(row[1])))


def is_id(value: str) -> bool:
    """Whether a text is an event's id or a public key."""
    return _HEX.fullmatch(value) is not None


def chain_of(event: Any) -> tuple[str, str]:
    """The thread's first note and the one that is answered; empty for none."""
    rows = [row for row in tags_of(event, "e") if len(row) > 1 and is_id(row[1])]
    marked = {row[3]: row[1] for row in reversed(rows) if len(row) > 3 and row[3] in ("root", "reply")}
    if marked:
        root = marked.get("root", "") or marked.get("reply", "")
        return root, marked.get("reply", "") or root
    plain = [row[1] for row in rows if len(row) < 4 or not row[3]]
    return (plain[0], plain[-1]) if plain else ("", "")


def post_of(event: Any, *, us: str, account_id: int, profile: Profile, now: Millis) -> Post | None:
    """A note; None for what is none. Whether it is genuine was checked before."""
    native_id, author = text_of(dig(event, "id")), text_of(dig(event, "pubkey"))
    if dig(event, "kind") != NOTE or not is_id(native_id) or not is_id(author):
        return None
    root, parent = chain_of(event)
    return Post(
        network=NETWORK,
        native_id=native_id,
        kind=_kind(event, us, answers=bool(parent)),
        text=written(_KEY.sub(r"@\1…", text_of(dig(event, "content")))) or "…",
        created_at=not_ahead(epoch(dig(event, "created_at")), now=now),
        author=Author(native_id=author, handle=npub(author), name=profile.name, avatar_url=profile.picture),
        account_id=account_id,
        thread=root if root != native_id else "",
        parent=parent,
        media=_media(event),
        labels=("content-warning",) if tags_of(event, "content-warning") else (),
    )


def profile_of(content: Any) -> Profile:
    """A profile's JSON, already decoded."""
    name = text_of(dig(content, "display_name")).strip() or text_of(dig(content, "name"))
    return Profile(name=written(name, limit=200), picture=web(dig(content, "picture")))


def _kind(event: Any, us: str, *, answers: bool) -> PostKind:
    if dig(event, "pubkey") == us:
        return PostKind.OWN
    if us not in people_in(event):
        return PostKind.HEARD
    return PostKind.REPLY if answers else PostKind.MENTION


def _media(event: Any) -> tuple[Media, ...]:
    found = []
    for row in tags_of(event, "imeta")[:20]:
        facts = dict(entry.partition(" ")[::2] for entry in reversed(row[1:]))
        mime = written(facts.get("m", ""), limit=100)
        if url := web(facts.get("url")):
            kind = mime.partition("/")[0]
            known = kind if kind in ("image", "video", "audio") else "file"
            found.append(Media(kind=known, url=url, alt=written(facts.get("alt", ""), limit=2000), mime=mime))
    return tuple(found)
