"""Asking one forum for its posts: what is new, a topic, and delivered posts again. Known by the Discourse connector;
knows the line, posts and the board.

Source: docs.discourse.org, `GET /posts.json` and `GET /t/{id}/{number}.json`.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from app.connectors._discourse.posts import Forum, place_of, post_of
from app.connectors.base import ConnectorError, Malformed, SignInFailed
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.json_line import JsonLine, Missing
from app.connectors.memory import Memory
from app.connectors.reading import count_of, dig, iso, objects, text_of
from app.core.i18n import _
from app.domain.post import Post

SESSION = "/session/current.json"
PUBLIC, PRIVATE = "posts", "private-posts"
"""Lanes, and paths of the lists that they read."""
REMEMBERED = 5_000
_ROOTS = {PUBLIC: "latest_posts", PRIVATE: "private_posts"}
_WINDOW = 50
"""Older forums look at fifty numbers at a time, even where most of them belong to posts that are not shown."""


class Topics:
    """What one account reads."""

    def __init__(self, line: JsonLine, *, us: str, account_id: int, questions: frozenset[str]) -> None:
        self._line = line
        self._owners: Memory[int, str] = Memory(REMEMBERED)
        self.forum = Forum(line.base, us.lower(), account_id, questions, lambda topic: self._owners.get(topic, ""))

    async def page(self, lane: str, before: int, *, backfill: bool = False) -> list[dict[str, Any]]:
        """The newest fifty posts, or those up to a number."""
        answer = await self._line.get(f"/{lane}.json", {"before": before or ""}, backfill=backfill)
        listed = dig(answer, _ROOTS[lane])
        if not isinstance(listed, list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discourse"))
        return list(objects(listed))

    async def newer(self, lane: str, cursor: str) -> AsyncGenerator[Found, None]:
        """Pages back to the cursor, the newest post's number; the newest page whole, so that edits are seen."""
        reached, before, since = count_of(cursor), 0, self._line.tools.clock.now() - FIRST_LOOK
        newest = reached
        while True:
            listed = await self.page(lane, before, backfill=bool(before))
            numbers = [count_of(one.get("id")) for one in listed]
            newest = max([newest, *numbers])
            yield Found([post for one in listed if (post := await self.read(one, private=lane == PRIVATE))])
            lowest = min([number for number in numbers if number] or [max(0, before - _WINDOW)])
            ended = not listed and not reached
            older = not reached and any(0 < iso(one.get("created_at")) < since for one in listed)
            if lowest <= max(reached, 1) or ended or older:
                break
            before = lowest - 1
        yield Found((), str(newest) if newest else None)

    async def read(self, raw: dict[str, Any], *, private: bool = False) -> Post | None:
        """A post, after asking who began its topic where that is not known."""
        topic, number = place_of(raw)
        if number == 1:
            self._owns(topic, text_of(raw.get("username")))
        elif topic and not private and topic not in self._owners:
            await self._ask_owner(topic)
        return post_of(raw, self.forum, now=self._line.tools.clock.now(), private=private)

    async def near(self, topic: int, number: int, *, backfill: bool = True) -> list[dict[str, Any]]:
        """Some twenty posts of a topic around one, each with what the forum tells of the topic. Raises Missing."""
        answer = await self._topic(topic, number, backfill=backfill)
        listed = dig(answer, "post_stream", "posts")
        if not isinstance(listed, list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discourse"))
        told = {
            "topic_title": dig(answer, "title"),
            "topic_slug": dig(answer, "slug"),
            "topic_archetype": dig(answer, "archetype"),
            "category_id": dig(answer, "category_id"),
        }
        self._owns(topic, text_of(dig(answer, "details", "created_by", "username")))
        return [{**told, **one} for one in objects(listed)]

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What became of delivered posts; one answer tells of its neighbours too."""
        posts: dict[str, Post] = {}
        gone = []
        for native_id in native_ids:
            topic, number = self.forum.place(native_id)
            if native_id in posts or not topic:
                continue
            try:
                listed = await self.near(topic, number)
            except Missing:
                gone.append(native_id)
                continue
            found = [post for one in listed if (post := await self.read(one)) is not None]
            posts.update({post.native_id: post for post in found})
            if native_id not in posts and listed:
                gone.append(native_id)
        return Asked(list(posts.values()), gone)

    async def _topic(self, topic: int, number: int, *, backfill: bool) -> Any:
        try:
            return await self._line.get(f"/t/{topic}/{number}.json", backfill=backfill)
        except SignInFailed as error:
            # The same answer means a bad key and a topic that is not for our eyes.
            await self._line.get(SESSION)
            raise Missing(error.message) from error

    async def _ask_owner(self, topic: int) -> None:
        """A question that fails costs only the owner: the post is worth more."""
        try:
            await self.near(topic, 1)
        except SignInFailed:
            raise
        except ConnectorError:
            return

    def _owns(self, topic: int, user: str) -> None:
        if user:
            self._owners[topic] = user.lower()
