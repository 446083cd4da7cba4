"""Questions, answers and comments of Stack Exchange as posts. Known by the Stack Exchange connector; knows the field's
words.

Ids are `site/q1`, `site/a2`, `site/c3`. An answer answers its question; a comment answers what it stands under, and
belongs to the question's thread.
Source: api.stackexchange.com/docs/types/question, /answer, /comment, /shallow-user.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.connectors.html_pictures import pictures
from app.connectors.markup import said
from app.connectors.reading import count_of, dig, epoch, name_of, not_ahead, text_of, web
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

NETWORK = "stackexchange"
QUESTION, ANSWER, COMMENT = "q", "a", "c"
_REMEMBERED = 10_000
_PAGES: Mapping[str, str] = {QUESTION: "q", ANSWER: "a"}


@dataclass(frozen=True)
class Told:
    """What is known of a question or answer.

    Attributes:
        question: the question's number; its own for a question.
        owner: the author's number; empty where he has none.
    """

    question: int
    owner: str


class Site:
    """Which site it is, who we are there, and what was read of it.

    Attributes:
        us: our user number; empty where nobody is us.
        asking: tags whose questions are to us, in lower case.
    """

    def __init__(self, name: str, *, us: str, account_id: int, asking: frozenset[str] = frozenset()) -> None:
        self.name = name
        self.us = us
        self.account_id = account_id
        self.asking = asking
        self._told: OrderedDict[int, Told] = OrderedDict()
        self._for_us: OrderedDict[int, None] = OrderedDict()

    def native(self, kind: str, number: int) -> str:
        """Our id."""
        return f"{self.name}/{kind}{number}"

    def place(self, native_id: str) -> tuple[str, int]:
        """Kind and number of an id; nothing for one of another site."""
        name, _slash, rest = native_id.rpartition("/")
        return (rest[:1], count_of(rest[1:])) if name == self.name else ("", 0)

    def told(self, number: int) -> Told | None:
        """What is known of a question or answer."""
        return self._told.get(number)

    def post_of(self, item: Any, *, now: Millis) -> Post | None:
        """A question, answer or comment, told apart by the ids it has; None for what is none or has no author."""
        kind, number = kind_of(item)
        author = self._author(item)
        if not number or author is None:
            return None
        parent_kind, parent, question = self._above(item, kind, number)
        self._learn(item, kind, number, question)
        markup = text_of(dig(item, "body"))
        title = said(text_of(dig(item, "title")), limit=500) if kind == QUESTION else ""
        media = pictures(markup, base=f"https://{self.name}")
        text = "\n\n".join(part for part in (title, said(markup)) if part)
        return Post(
            network=NETWORK,
            native_id=self.native(kind, number),
            kind=self._kind(item, kind, parent, question),
            text=text or (_("[picture]") if media else "…"),
            created_at=not_ahead(epoch(dig(item, "creation_date")), now=now),
            author=author,
            account_id=self.account_id,
            url=self._address(kind, number, parent),
            thread="" if kind == QUESTION else self.native(QUESTION, question),
            parent="" if kind == QUESTION else self.native(parent_kind, parent),
            media=media,
            edited_at=epoch(dig(item, "last_edit_date")),
            accepted=kind == ANSWER and dig(item, "is_accepted") is True,
        )

    def _above(self, item: Any, kind: str, number: int) -> tuple[str, int, int]:
        """Kind and number of what is answered, and the question's number."""
        if kind == QUESTION:
            return "", 0, number
        if kind == ANSWER:
            return QUESTION, count_of(dig(item, "question_id")), count_of(dig(item, "question_id"))
        parent = count_of(dig(item, "post_id"))
        told = self._told.get(parent)
        question = told.question if told else parent
        return (QUESTION if question == parent else ANSWER), parent, question

    def _kind(self, item: Any, kind: str, parent: int, question: int) -> PostKind:
        author = name_of(dig(item, "owner", "user_id"))
        if self.us and author == self.us:
            return PostKind.OWN
        above = self._told.get(parent)
        if self.us and self.us == name_of(dig(item, "reply_to_user", "user_id")):
            return PostKind.REPLY
        if self.us and above is not None and above.owner == self.us:
            return PostKind.COMMENT
        root = self._told.get(question)
        asker = root is not None and bool(author) and root.owner == author
        return PostKind.COMMENT if asker and question in self._for_us else PostKind.HEARD

    def _learn(self, item: Any, kind: str, number: int, question: int) -> None:
        if kind == COMMENT:
            return
        self._told[number] = Told(question, name_of(dig(item, "owner", "user_id")))
        tags = dig(item, "tags")
        if kind == QUESTION and isinstance(tags, list) and self.asking & {text_of(tag).lower() for tag in tags}:
            self._for_us[number] = None
        for kept in (self._told, self._for_us):
            while len(kept) > _REMEMBERED:
                kept.popitem(last=False)

    def _author(self, item: Any) -> Author | None:
        """A user who deleted his account has a name and no number."""
        name = said(text_of(dig(item, "owner", "display_name")), limit=100)
        number = name_of(dig(item, "owner", "user_id"))
        if not name and not number:
            return None
        return Author(
            native_id=f"{self.name}/{number or name}",
            handle=name or number,
            name=name,
            avatar_url=web(dig(item, "owner", "profile_image")),
        )

    def _address(self, kind: str, number: int, parent: int) -> str:
        if kind == COMMENT:
            return f"https://{self.name}/q/{parent}#comment{number}_{parent}"
        return f"https://{self.name}/{_PAGES[kind]}/{number}"


def kind_of(item: Any) -> tuple[str, int]:
    """What an item is, and its number; an answer names its question too."""
    for kind, field in ((COMMENT, "comment_id"), (ANSWER, "answer_id"), (QUESTION, "question_id")):
        number = count_of(dig(item, field))
        if number:
            return kind, number
    return "", 0
