"""Asking one site: questions by tag with their answers, comments, and delivered posts again. Known by the Stack
Exchange connector; knows the line, posts and the board.

Source: api.stackexchange.com/docs/questions (sort=activity takes `min`), /answers-on-questions, /comments-on-posts.
"""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.connectors._stackexchange.line import Line
from app.connectors._stackexchange.posts import ANSWER, COMMENT, QUESTION, Site, kind_of
from app.connectors.base import Malformed
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.reading import count_of, dig, objects
from app.core.clock import SECOND
from app.core.i18n import _
from app.domain.post import Post

PAGE = 100
MOST_PAGES = 25
"""Further pages of one question are refused; the next look goes on where this one ended."""
LATE, LATE_COMMENTS = 300, 3600
"""Seconds read again: what comes into sight later than younger things, and comments under what was heard meanwhile."""
_PATHS: Mapping[str, str] = {QUESTION: "/questions", ANSWER: "/answers", COMMENT: "/comments"}


class Looks:
    """What one account reads."""

    def __init__(self, line: Line, site: Site) -> None:
        self._line = line
        self._site = site

    async def by_tag(self, tag: str, cursor: str) -> AsyncGenerator[Found, None]:
        """Questions something happened to since the cursor (seconds), oldest first, each page with its answers."""
        since = self._since(cursor, LATE)
        asked = {"tagged": tag, "sort": "activity", "order": "asc", "min": since}
        reached = count_of(cursor)
        async for items in self._pages("/questions", asked):
            reached = max([reached, *(count_of(one.get("last_activity_date")) for one in items)])
            posts = self.posts(items)
            answered = [number for one in items if count_of(one.get("answer_count")) and (number := kind_of(one)[1])]
            posts += [post for some in _portions(answered) for post in await self._answers(some, since)]
            yield Found(posts, str(reached) if reached else None)

    async def comments(self, watched: Sequence[str], cursor: str) -> AsyncGenerator[Found, None]:
        """Comments since the cursor under what was heard lately."""
        places = [self._site.place(native_id) for native_id in watched]
        answers = [number for kind, number in places if kind == ANSWER and self._site.told(number) is None]
        for some in _portions(answers):
            self.posts(await self.all_of(ANSWER, some))
        reached = count_of(cursor)
        asked = {"sort": "creation", "order": "asc", "fromdate": self._since(cursor, LATE_COMMENTS)}
        for some in _portions([number for kind, number in places if kind in (QUESTION, ANSWER)][-PAGE:]):
            async for items in self._pages(f"/posts/{_joined(some)}/comments", asked):
                reached = max([reached, *(count_of(one.get("creation_date")) for one in items)])
                yield Found(self.posts(items))
        yield Found((), str(reached) if reached else None)

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What became of delivered posts: what is deleted is left out of the answer."""
        posts: list[Post] = []
        gone: list[str] = []
        for kind in (QUESTION, ANSWER, COMMENT):
            asked = [number for known, number in map(self._site.place, native_ids) if known == kind and number]
            if asked:
                found = self.posts(await self.all_of(kind, asked))
                there = {post.native_id for post in found}
                posts += found
                gone += [name for number in asked if (name := self._site.native(kind, number)) not in there]
        return Asked(posts, gone)

    async def thread(self, question: int) -> list[Post]:
        """A question, its answers and all comments."""
        posts = self.posts(await self.all_of(QUESTION, [question]))
        posts += await self._answers([question], 0)
        numbers = [self._site.place(post.native_id)[1] for post in posts]
        for some in _portions(numbers):
            async for items in self._pages(f"/posts/{_joined(some)}/comments", {"sort": "creation", "order": "asc"}):
                posts += self.posts(items)
        return posts

    async def all_of(self, kind: str, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """Questions, answers or comments by their numbers, at most a hundred."""
        return [one async for items in self._pages(f"{_PATHS[kind]}/{_joined(numbers)}", {}) for one in items]

    def posts(self, items: Iterable[dict[str, Any]]) -> list[Post]:
        """Those of them that are posts; a question is known before what answers it."""
        now = self._line.tools.clock.now()
        return [post for one in items if (post := self._site.post_of(one, now=now)) is not None]

    async def _answers(self, questions: Sequence[int], since: int) -> list[Post]:
        asked = {"sort": "activity", "order": "asc", "min": since or ""}
        pages = self._pages(f"/questions/{_joined(questions)}/answers", asked)
        return [post async for items in pages for post in self.posts(items)]

    async def _pages(self, path: str, asked: Mapping[str, Any]) -> AsyncGenerator[list[dict[str, Any]], None]:
        for number in range(1, MOST_PAGES + 1):
            answer = await self._line.get(path, {**asked, "pagesize": PAGE, "page": number}, backfill=number > 1)
            if not isinstance(dig(answer, "items"), list):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="Stack Exchange"))
            yield list(objects(dig(answer, "items")))
            if dig(answer, "has_more") is not True:
                break

    def _since(self, cursor: str, late: int) -> int:
        return count_of(cursor) - late if cursor else (self._line.tools.clock.now() - FIRST_LOOK) // SECOND


def _joined(numbers: Iterable[int]) -> str:
    return ";".join(map(str, numbers))


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + PAGE] for start in range(0, len(numbers), PAGE))
