"""Discourse's posts as posts of ours. Known by the Discourse connector; knows the field's words.

Ids are `forum/topic/number`: a reply names its parent by topic and number, and forums number alike. A post that names
no parent answers the topic's first one.
Source: github.com/discourse/discourse, app/serializers/post_serializer.rb and web_hook_post_serializer.rb;
plugins/discourse-solved.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from app.connectors.html_pictures import pictures
from app.connectors.markup import said, written
from app.connectors.reading import count_of, dig, iso, not_ahead, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

NETWORK = "discourse"
ALL = "*"
_BY_PEOPLE = frozenset({None, 1, 2})
"""Types of posts that somebody wrote: regular ones and a moderator's; the rest tell of moves, closings, whispers."""


@dataclass(frozen=True)
class Forum:
    """Which forum it is and who we are there.

    Attributes:
        base: its address, without a slash at its end.
        us: our user name in lower case.
        questions: numbers of categories whose topics ask us; `*` for all.
        owner: who began a topic, in lower case, by its number; empty where that is not known.
    """

    base: str
    us: str
    account_id: int
    questions: frozenset[str] = frozenset()
    owner: Callable[[int], str] = lambda _topic: ""

    def native(self, topic: int, number: int) -> str:
        """Our id of a post."""
        return f"{self.base.partition('://')[2]}/{topic}/{number}"

    def place(self, native_id: str) -> tuple[int, int]:
        """Topic and number of an id; zeros for one of another forum."""
        forum, _slash, rest = native_id.removesuffix("/").rpartition("/")
        forum, _slash, topic = forum.rpartition("/")
        ours = forum == self.base.partition("://")[2]
        return (count_of(topic), count_of(rest)) if ours else (0, 0)


def place_of(raw: Any) -> tuple[int, int]:
    """Topic and number of a post as the forum tells it; a zero where it does not."""
    return count_of(dig(raw, "topic_id")), count_of(dig(raw, "post_number"))


def post_of(raw: Any, forum: Forum, *, now: Millis, private: bool = False) -> Post | None:
    """One post; None for what nobody wrote or what is gone."""
    topic, number = place_of(raw)
    user = text_of(dig(raw, "username"))
    if not topic or not number or not user or is_gone(raw) or dig(raw, "post_type") not in _BY_PEOPLE:
        return None
    cooked = text_of(dig(raw, "cooked"))
    title = written(text_of(dig(raw, "topic_title")), limit=500) if number == 1 else ""
    media = pictures(cooked, base=forum.base)
    words = said(cooked) if cooked else written(text_of(dig(raw, "raw")))
    answered = count_of(dig(raw, "reply_to_post_number")) or 1
    slug = text_of(dig(raw, "topic_slug")) or "-"
    return Post(
        network=NETWORK,
        native_id=forum.native(topic, number),
        kind=_kind(raw, forum, private=private or dig(raw, "topic_archetype") == "private_message"),
        text="\n\n".join(part for part in (title, words) if part) or (_("[picture]") if media else "…"),
        created_at=not_ahead(iso(dig(raw, "created_at")), now=now),
        author=_author(raw, forum, user),
        account_id=forum.account_id,
        url=f"{forum.base}/t/{written(slug, limit=200)}/{topic}/{number}",
        thread="" if number == 1 else forum.native(topic, 1),
        parent="" if number == 1 else forum.native(topic, answered),
        language=text_of(dig(raw, "locale")).replace("_", "-")[:35],
        media=media,
        edited_at=iso(dig(raw, "updated_at")) if count_of(dig(raw, "version")) > 1 else 0,
        accepted=dig(raw, "accepted_answer") is True,
    )


def is_gone(raw: Any) -> bool:
    """Whether a post was deleted, or is hidden from all but the staff."""
    return bool(dig(raw, "deleted_at")) or dig(raw, "user_deleted") is True or dig(raw, "hidden") is True


def _kind(raw: Any, forum: Forum, *, private: bool) -> PostKind:
    author = text_of(dig(raw, "username")).lower()
    if author == forum.us:
        return PostKind.OWN
    if private:
        return PostKind.DIRECT
    if text_of(dig(raw, "reply_to_user", "username")).lower() == forum.us:
        return PostKind.REPLY
    words = text_of(dig(raw, "raw")) or text_of(dig(raw, "cooked"))
    if re.search(rf"(?<![\w@/])@{re.escape(forum.us)}(?![\w-])", words, re.IGNORECASE):
        return PostKind.MENTION
    return PostKind.COMMENT if _is_for_us(raw, forum, author) else PostKind.HEARD


def _is_for_us(raw: Any, forum: Forum, author: str) -> bool:
    """Answers in a topic that we began, and what an asker says in a category that asks us."""
    topic, number = place_of(raw)
    owner = author if number == 1 else forum.owner(topic)
    asked = ALL in forum.questions or str(count_of(dig(raw, "category_id"))) in forum.questions
    plain = not count_of(dig(raw, "reply_to_post_number"))
    return (owner == forum.us and plain) or (asked and owner == author)


def _author(raw: Any, forum: Forum, user: str) -> Author:
    number = count_of(dig(raw, "user_id"))
    pattern = text_of(dig(raw, "avatar_template")).replace("{size}", "96")
    return Author(
        native_id=f"{forum.base.partition('://')[2]}/{number or user.lower()}",
        handle=written(user, limit=100),
        name=written(text_of(dig(raw, "name")) or text_of(dig(raw, "display_username")) or user, limit=200),
        avatar_url=_joined(forum.base, pattern),
    )


def _joined(base: str, address: str) -> str:
    try:
        return web(urljoin(f"{base}/", address)) if address else ""
    except ValueError:
        return ""
