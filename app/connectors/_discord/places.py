"""The channels of one bot: how far each was heard, and what was said in them meanwhile. Known by the Discord connector;
knows messages and the line.

The cursor is each channel's server (empty for a private one) and its newest delivered message, as JSON.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from app.connectors._discord.messages import post_of
from app.connectors.base import Malformed, Refused
from app.connectors.json_line import JsonLine
from app.connectors.memory import Memory
from app.connectors.reading import dig, name_of, objects
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.post import Batch, Post, PostKind

LANE = "messages"
PAGE = 100
REMEMBERED = 20_000
_READABLE = frozenset({0, 5, 11, 12})
"""Types of channels with messages: text, announcements, threads."""


class Place(Struct):
    """One channel. `heard` is the newest message delivered from it; empty before the first."""

    guild: str = ""
    heard: str = ""


class Places:
    """What is listened to.

    Attributes:
        us: the bot's id.
    """

    def __init__(self, line: JsonLine, *, chosen: Sequence[str], account_id: int) -> None:
        self.us = ""
        self._line = line
        self._chosen = tuple(chosen)
        self._account_id = account_id
        self._places: dict[str, Place] = {}
        self._roots: Memory[str, str] = Memory(REMEMBERED)

    def resume(self, cursor: str) -> None:
        """Go on behind a cursor."""
        try:
            self._places = msgspec.json.decode(cursor, type=dict[str, Place]) if cursor else {}
        except msgspec.DecodeError:
            self._places = {}

    def cursor(self) -> str:
        """How far everything was heard."""
        return msgspec.json.encode(self._places).decode()

    async def meanwhile(self) -> AsyncGenerator[Batch, None]:
        """What was said while nobody listened, channel by channel; then a batch that tells of being caught up."""
        began = self._line.tools.clock.now()
        for channel in [*await self._channels(), *self._places]:
            try:
                place = self._places.get(channel) or await self._look_up(channel)
                again = bool(place.heard)
                async for batch in self._behind(channel, place):
                    yield batch
                if again:
                    yield await self._changed(channel, place)
            except Refused as error:
                yield Batch(lane=f"channel {channel}", trouble=f"{channel}: {error.message}")
        yield Batch(lane=LANE, cursor=self.cursor(), caught_up_to=began)

    def take(self, message: Any) -> Post | None:
        """A message of the gateway: whatever addresses us, and everything of the channels that were chosen."""
        channel, guild = name_of(dig(message, "channel_id")), name_of(dig(message, "guild_id"))
        post = self._post({**message, "private": not guild} if isinstance(message, dict) else None)
        if post is None or (post.kind is PostKind.HEARD and self._chosen and channel not in self._chosen):
            return None
        self._heard(channel, guild, post)
        return post

    async def around(self, native_id: str) -> tuple[Post, ...]:
        """A message and its neighbours, oldest first."""
        channel, _slash, number = native_id.partition("/")
        place = self._places.get(channel) or await self._look_up(channel)
        answer = await self._line.get(f"/channels/{channel}/messages", {"around": number, "limit": 50})
        posts = [self._post(_told(one, place)) for one in objects(answer)]
        found = [post for post in posts if post is not None]
        return surroundings(sorted(found, key=lambda post: post.native_id))

    async def _channels(self) -> list[str]:
        if self._chosen:
            return [channel for channel in self._chosen if channel not in self._places]
        found = []
        for guild in objects(await self._line.get("/users/@me/guilds")):
            channels = await self._line.get(f"/guilds/{name_of(guild.get('id'))}/channels")
            for one in objects(channels):
                if one.get("type") in _READABLE and name_of(one.get("id")) not in self._places:
                    found.append(name_of(one.get("id")))
        return found

    async def _look_up(self, channel: str) -> Place:
        described = await self._line.get(f"/channels/{channel}")
        if not isinstance(described, dict):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discord"))
        self._places[channel] = Place(guild=name_of(described.get("guild_id")))
        return self._places[channel]

    async def _behind(self, channel: str, place: Place) -> AsyncGenerator[Batch, None]:
        while True:
            first = not place.heard
            asked = {"limit": PAGE, "after": place.heard}
            answer = await self._line.get(f"/channels/{channel}/messages", asked, backfill=True)
            if not isinstance(answer, list):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="Discord"))
            found = sorted(objects(answer), key=lambda one: _number(name_of(one.get("id"))))
            posts = [post for one in found if (post := self._post(_told(one, place))) is not None]
            for post in posts:
                self._heard(channel, place.guild, post)
            newest = max((name_of(one.get("id")) for one in found), key=_number, default="")
            place.heard = max(place.heard, newest, key=_number)
            if posts:
                yield Batch(lane=LANE, posts=tuple(posts), cursor=self.cursor(), backfill=True)
            if first or len(answer) < PAGE or not newest:
                return

    async def _changed(self, channel: str, place: Place) -> Batch:
        """The newest messages once more, for those edited while nobody listened, and which of them are gone."""
        answer = await self._line.get(f"/channels/{channel}/messages", {"limit": PAGE}, backfill=True)
        found = {name_of(one.get("id")): one for one in objects(answer)}
        oldest = min(map(_number, found), default=0) if len(found) >= PAGE else 0
        known = [native_id.partition("/")[2] for native_id in self._roots if native_id.startswith(f"{channel}/")]
        # A bot that may not read the past is shown an empty channel.
        gone = [number for number in known if _number(number) >= oldest and number not in found] if found else []
        posts = [self._post(_told(one, place)) for one in found.values() if one.get("edited_timestamp")]
        for number in gone:
            del self._roots[f"{channel}/{number}"]
        edited = tuple(post for post in posts if post is not None)
        return Batch(lane=LANE, posts=edited, deleted=tuple(f"{channel}/{number}" for number in gone), backfill=True)

    def _post(self, message: Any) -> Post | None:
        now = self._line.tools.clock.now()
        post = post_of(message, us=self.us, account_id=self._account_id, root=self._root_of, now=now)
        if post is not None:
            self._roots[post.native_id] = post.thread or post.native_id
        return post

    def _root_of(self, native_id: str) -> str:
        return self._roots.get(native_id, "")

    def _heard(self, channel: str, guild: str, post: Post) -> None:
        place = self._places.setdefault(channel, Place(guild=guild))
        place.heard = max(place.heard, post.native_id.partition("/")[2], key=_number)


def _told(message: dict[str, Any], place: Place) -> dict[str, Any]:
    """A message as the gateway would have told it: lists leave out where they are."""
    return {**message, "guild_id": place.guild, "private": not place.guild}


def _number(snowflake: str) -> int:
    return int(snowflake) if snowflake.isascii() and snowflake.isdecimal() else 0
