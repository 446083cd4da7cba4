"""Matrix: rooms and private chats in, replies out. Known by the registry only; knows its parts, the contract, domain
and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._matrix.events import MESSAGES, Event, Us, post_of, read_events, relation_of, split_native
from app.connectors._matrix.faults import Missing
from app.connectors._matrix.info import INFO
from app.connectors._matrix.line import CLIENT, Line, in_path
from app.connectors._matrix.rooms import Rooms
from app.connectors._matrix.sender import Sender
from app.connectors._matrix.sync import LANE, LONG_POLL, Sync
from app.connectors.base import Identity, Refused, Tools
from app.core.clock import SECOND
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

JOIN = "join"
_MOST_ABOVE = 20


class Matrix:
    """One account on a homeserver.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = LONG_POLL / SECOND * 2
        self._account = account
        self._tools = tools
        options = account.options
        self._line = Line(options.get("handle") or account.handle, options.get("server", ""), secrets, tools=tools)
        self._rooms = Rooms(self._line)
        self._sender = Sender(self._line, self._rooms)
        self._joins = options.get("invites", "").strip().lower() == JOIN

    async def check(self) -> Identity:
        """Sign in, or look whether the sign-in still holds."""
        return await self._line.sign_in()

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Everything said in our rooms, for ever."""
        sync = Sync(self._line, self._rooms, await self._us(), joins=self._joins)
        async with aclosing(sync.stream(cursors.get(LANE, ""))) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A transaction id."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish a reply, once for each key."""
        await self._signed_in()
        return await self._sender.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        return await self._sender.find(reply, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._signed_in()
        await self._sender.delete(native_id)

    def media_headers(self, url: str) -> Mapping[str, str]:
        """Our sign-in for a picture of our own homeserver, nothing for any other address."""
        return self._line.media_headers(url)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The thread of a message, or what it answers and what answers it; oldest first, none when it is gone."""
        us = await self._us()
        room_id, event_id = split_native(native_id)
        above = await self._above(room_id, event_id) if room_id else []
        asked = next((event for event in above if event.event_id == event_id), None)
        if asked is None:
            return ()
        root = relation_of(asked.body).root or event_id
        path = f"/_matrix/client/v1/rooms/{in_path(room_id)}/relations/{in_path(root)}"
        below = await self._line.ask("GET", path, params={"limit": "100"})
        around = await self._line.ask("GET", f"{CLIENT}/rooms/{in_path(room_id)}/context/{in_path(event_id)}")
        # Oldest first already here: of two messages of one millisecond the one that is answered comes first.
        oldest = [*reversed(await self._above(room_id, root)), *reversed(above), *reversed(_messages(below, "chunk"))]
        events = {event.event_id: event for event in oldest}
        for event in _messages(around, "events_after"):
            if relation_of(event.body).parent in events:
                events[event.event_id] = event
        now, room = self._tools.clock.now(), self._rooms.room(room_id)
        posts = [
            post_of(
                event,
                room,
                us,
                now=now,
                name=await self._rooms.name(event.sender),
                kind=PostKind.OWN if event.sender == us.user else PostKind.CONTEXT,
            )
            for event in events.values()
        ]
        return tuple(sorted(posts, key=lambda post: post.created_at))

    async def _above(self, room_id: str, event_id: str) -> list[Event]:
        """A message, what it answers, and so on upwards."""
        found: list[Event] = []
        while event_id and len(found) < _MOST_ABOVE:
            path = f"{CLIENT}/rooms/{in_path(room_id)}/event/{in_path(event_id)}"
            try:
                events = read_events([await self._line.ask("GET", path)])
            except (Missing, Refused):
                break
            found += [event for event in events if event.body]
            event_id = relation_of(events[0].body).parent if events else ""
        return found

    async def _signed_in(self) -> None:
        if not self._line.user:
            await self._line.sign_in()

    async def _us(self) -> Us:
        await self._signed_in()
        name = await self._rooms.name(self._line.user)
        return Us(self._line.user, name, self._line.server, self._account.id)


def _messages(answer: Mapping[str, object], name: str) -> list[Event]:
    """Messages in a list of events: no reactions, no edits, nothing deleted."""
    found = read_events(answer.get(name))
    return [event for event in found if event.type in MESSAGES and event.body and not relation_of(event.body).replaces]
