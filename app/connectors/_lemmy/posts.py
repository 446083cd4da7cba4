"""Lemmy's posts, comments and private messages as posts of ours. Known by the Lemmy connector; knows the field's words.

Ids are `server/p1`, `server/c2`, `server/m3`: every server numbers by itself. A comment's path names all it answers; a
private chat is the thread of the person it is with (`server/u4`).
Source: github.com/LemmyNet/lemmy-js-client, src/types (PostView, CommentView, CommentReplyView, PrivateMessageView).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from app.connectors.markup import written
from app.connectors.reading import count_of, dig, iso, not_ahead, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "lemmy"
POST, COMMENT, MESSAGE, PERSON = "p", "c", "m", "u"
_FIELDS: Mapping[str, str] = {POST: "post", COMMENT: "comment", MESSAGE: "private_message"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


@dataclass(frozen=True)
class Us:
    """Who we are, and where.

    Attributes:
        number: ours on this server.
        ours: communities whose posts ask us, in lower case, with their server where it is another.
        languages: codes by the server's numbers.
    """

    host: str
    number: int
    account_id: int
    ours: frozenset[str] = frozenset()
    languages: Mapping[int, str] = field(default_factory=dict)

    def native(self, kind: str, number: int) -> str:
        """Our id."""
        return f"{self.host}/{kind}{number}"

    def place(self, native_id: str) -> tuple[str, int]:
        """Kind and number of an id; nothing for one of another server."""
        host, _slash, rest = native_id.rpartition("/")
        return (rest[:1], count_of(rest[1:])) if host == self.host else ("", 0)


def kind_of(view: Any) -> str:
    """What a view shows; a comment's view shows its post too."""
    if isinstance(dig(view, "private_message"), dict):
        return MESSAGE
    if isinstance(dig(view, "comment"), dict):
        return COMMENT
    return POST if isinstance(dig(view, "post"), dict) else ""


def shown(view: Any) -> Any:
    """The post, comment or message of a view."""
    return dig(view, _FIELDS.get(kind_of(view), ""))


def is_gone(view: Any) -> bool:
    """Whether its author or a moderator took it down."""
    return dig(shown(view), "deleted") is True or dig(shown(view), "removed") is True


def post_of(view: Any, us: Us, *, now: Millis) -> Post | None:
    """One view; None for what is none or is gone."""
    kind, item = kind_of(view), shown(view)
    number, person = count_of(dig(item, "id")), count_of(dig(view, "creator", "id"))
    if not kind or not number or not person or is_gone(view):
        return None
    media = _media(item) if kind == POST else ()
    parent = _parent(view, kind, us)
    return Post(
        network=NETWORK,
        native_id=us.native(kind, number),
        kind=_kind(view, kind, us),
        text=_words(item, kind) or (_("[picture]") if media else "…"),
        created_at=not_ahead(iso(dig(item, "published")), now=now),
        author=_author(view, us),
        account_id=us.account_id,
        url=web(dig(item, "ap_id")) if kind != MESSAGE else "",
        thread=_thread(view, kind, us),
        parent=parent,
        language=_language(item, us),
        media=media,
        edited_at=iso(dig(item, "updated")),
        labels=("nsfw",) if dig(view, "post", "nsfw") is True or dig(view, "community", "nsfw") is True else (),
    )


def community_of(view: Any, host: str) -> str:
    """A community's name, with its server where that is another."""
    name = text_of(dig(view, "community", "name")).lower()
    return _with_server(name, dig(view, "community", "actor_id"), host)


def _kind(view: Any, kind: str, us: Us) -> PostKind:
    if count_of(dig(view, "creator", "id")) == us.number:
        return PostKind.OWN
    if kind == MESSAGE:
        return PostKind.DIRECT
    if isinstance(dig(view, "person_mention"), dict):
        return PostKind.MENTION
    if kind == POST:
        return PostKind.COMMENT if community_of(view, us.host) in us.ours else PostKind.HEARD
    below_us = len(_path(view)) == 1 and count_of(dig(view, "post", "creator_id")) == us.number
    if isinstance(dig(view, "comment_reply"), dict):
        return PostKind.COMMENT if below_us else PostKind.REPLY
    return PostKind.COMMENT if below_us else PostKind.HEARD


def _path(view: Any) -> list[int]:
    """The comments from the post down to this one: the path is `0.4.17`."""
    return [count_of(part) for part in text_of(dig(view, "comment", "path")).split(".")[1:]]


def _parent(view: Any, kind: str, us: Us) -> str:
    if kind != COMMENT:
        return ""
    above = _path(view)[-2:-1]
    if above and above[0]:
        return us.native(COMMENT, above[0])
    return us.native(POST, count_of(dig(view, "comment", "post_id")))


def _thread(view: Any, kind: str, us: Us) -> str:
    if kind == COMMENT:
        return us.native(POST, count_of(dig(view, "comment", "post_id")))
    if kind == POST:
        return ""
    sender, receiver = (count_of(dig(view, "private_message", name)) for name in ("creator_id", "recipient_id"))
    return us.native(PERSON, receiver if sender == us.number else sender)


def _words(item: Any, kind: str) -> str:
    if kind != POST:
        return written(text_of(dig(item, "content")))
    parts = (text_of(dig(item, "name")), text_of(dig(item, "body")), web(dig(item, "url")))
    return written("\n\n".join(part.strip() for part in parts if part.strip()))


def _author(view: Any, us: Us) -> Author:
    person = dig(view, "creator")
    handle = _with_server(text_of(dig(person, "name")), dig(person, "actor_id"), us.host)
    return Author(
        native_id=text_of(dig(person, "actor_id"))[:500] or f"{us.host}/{count_of(dig(person, 'id'))}",
        handle=written(handle, limit=200) or str(count_of(dig(person, "id"))),
        name=written(text_of(dig(person, "display_name")) or text_of(dig(person, "name")), limit=200),
        avatar_url=web(dig(person, "avatar")),
    )


def _with_server(name: str, address: Any, host: str) -> str:
    try:
        server = urlsplit(text_of(address)).netloc.lower()
    except ValueError:
        server = ""
    return f"{name}@{server}" if server and server != host else name


def _language(item: Any, us: Us) -> str:
    code = us.languages.get(count_of(dig(item, "language_id")), "")
    return "" if code == "und" else code


def _media(item: Any) -> tuple[Media, ...]:
    url = web(dig(item, "url"))
    if url.partition("?")[0].lower().endswith(_PICTURES):
        return (Media(kind="image", url=url, alt=written(text_of(dig(item, "alt_text")), limit=1500)),)
    return ()
