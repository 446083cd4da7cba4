"""NodeBB's posts as posts of ours. Known by the NodeBB connector; knows the field's words.

Ids are `forum/pid`; a post that came from another server has an address for a pid. A post that names no parent answers
the topic's first one.
Source: github.com/NodeBB/NodeBB, public/openapi/write/posts/pid.yaml, pid/summary.yaml, topics/tid.yaml.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from app.connectors.html_pictures import pictures
from app.connectors.markup import said, written
from app.connectors.reading import count_of, dig, name_of, not_ahead, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

NETWORK = "nodebb"
ALL = "*"


@dataclass(frozen=True)
class Forum:
    """Which forum it is and who we are there.

    Attributes:
        base: its address, without a slash at its end.
        uid: our user number; `slug` our name as addresses and mentions write it.
        questions: numbers of categories whose topics ask us; `*` for all.
    """

    base: str
    uid: str
    slug: str
    account_id: int
    questions: frozenset[str] = frozenset()

    def native(self, pid: str) -> str:
        """Our id of a post."""
        return f"{self.base.partition('://')[2]}/{pid}"

    def pid(self, native_id: str) -> str:
        """The forum's id of a post; empty for one of another forum."""
        start = f"{self.base.partition('://')[2]}/"
        return native_id.removeprefix(start) if native_id.startswith(start) else ""


@dataclass(frozen=True)
class Whole:
    """All that is asked for one post.

    Attributes:
        post: its own fields; `summary` as it is shown, with its author; `topic` it stands in.
        above: the user number of who is answered; empty where that is not known.
    """

    post: Any
    summary: Any
    topic: Any
    above: str = ""


def is_gone(whole: Whole) -> bool:
    """Whether the post or its topic was deleted."""
    told = (dig(whole.post, "deleted"), dig(whole.summary, "deleted"), dig(whole.topic, "deleted"))
    return any(one is True or count_of(one) == 1 for one in told)


def main_pid(topic: Any) -> str:
    """The post that opened a topic."""
    return name_of(dig(topic, "mainPid"))


def parent_pid(whole: Whole) -> str:
    """The post that is answered; empty for a topic's first one."""
    pid, first = name_of(dig(whole.post, "pid")), main_pid(whole.topic)
    return "" if pid == first else (name_of(dig(whole.post, "toPid")) or first)


def post_of(whole: Whole, forum: Forum, *, now: Millis) -> Post | None:
    """One post; None for what nobody wrote or what is gone."""
    pid, user = name_of(dig(whole.post, "pid")), dig(whole.summary, "user")
    uid = name_of(dig(user, "uid"))
    if not pid or not uid or uid == "0" or is_gone(whole):
        return None
    first, parent = main_pid(whole.topic), parent_pid(whole)
    markup = text_of(dig(whole.summary, "content"))
    title = said(text_of(dig(whole.topic, "title")), limit=500) if pid == first else ""
    media = pictures(markup, base=forum.base)
    text = "\n\n".join(part for part in (title, said(markup)) if part)
    return Post(
        network=NETWORK,
        native_id=forum.native(pid),
        kind=_kind(whole, forum, uid),
        text=text or (_("[picture]") if media else "…"),
        created_at=not_ahead(count_of(dig(whole.post, "timestamp")), now=now),
        author=_author(user, forum, uid),
        account_id=forum.account_id,
        url=web(pid) or f"{forum.base}/post/{pid}",
        thread="" if pid == first or not first else forum.native(first),
        parent=forum.native(parent) if parent else "",
        media=media,
        edited_at=count_of(dig(whole.post, "edited")),
        accepted=pid != first and name_of(dig(whole.topic, "solvedPid")) == pid,
    )


def _kind(whole: Whole, forum: Forum, uid: str) -> PostKind:
    if uid == forum.uid:
        return PostKind.OWN
    if dig(whole.post, "toPid") and whole.above == forum.uid:
        return PostKind.REPLY
    words = text_of(dig(whole.summary, "content"))
    if re.search(rf"(?<![\w@/])@{re.escape(forum.slug)}(?![\w-])", words, re.IGNORECASE):
        return PostKind.MENTION
    owner, category = name_of(dig(whole.topic, "uid")), name_of(dig(whole.topic, "cid"))
    asked = ALL in forum.questions or category in forum.questions
    ours = owner == forum.uid and not dig(whole.post, "toPid")
    return PostKind.COMMENT if ours or (asked and owner == uid) else PostKind.HEARD


def _author(user: Any, forum: Forum, uid: str) -> Author:
    handle = said(text_of(dig(user, "username")), limit=200) or uid
    name = said(text_of(dig(user, "displayname")), limit=200) or handle
    return Author(
        native_id=written(forum.native(uid), limit=500),
        handle=handle,
        name=name,
        avatar_url=_joined(forum.base, text_of(dig(user, "picture"))),
    )


def _joined(base: str, address: str) -> str:
    try:
        return web(urljoin(f"{base}/", address)) if address else ""
    except ValueError:
        return ""
