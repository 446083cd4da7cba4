"""What is known of rooms and people: who is called what, which rooms are private, which are encrypted. Known by the
Matrix connector's other parts; knows the line and events."""

from collections.abc import Mapping
from typing import Any

from app.connectors._matrix.events import Event, Room, read_events
from app.connectors._matrix.faults import Missing
from app.connectors._matrix.line import CLIENT, Line, in_path
from app.connectors.base import ConnectorError, SignInFailed

_MOST_NAMES = 20_000


class Rooms:
    """The rooms of one account, learned from what the server says."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._names: dict[str, str] = {}
        self._members: dict[str, int] = {}
        self._direct: set[str] = set()

    async def learn_direct(self) -> None:
        """Ask which rooms are private chats."""
        path = f"{CLIENT}/user/{in_path(self._line.user)}/account_data/m.direct"
        try:
            self.take_direct(await self._line.ask("GET", path, backfill=True))
        except Missing:
            return

    def take_direct(self, content: Any) -> None:
        """The account's own list of private chats: person → rooms."""
        lists = content.values() if isinstance(content, dict) else ()
        self._direct |= {room for rooms in lists if isinstance(rooms, list) for room in rooms if isinstance(room, str)}

    def take(self, room_id: str, joined: Mapping[str, Any]) -> None:
        """What a sync says of one room."""
        summary, state = joined.get("summary"), joined.get("state")
        count = summary.get("m.joined_member_count") if isinstance(summary, dict) else None
        if type(count) is int and 0 <= count < 10**9:
            self._members[room_id] = count
        for event in read_events(state.get("events") if isinstance(state, dict) else ()):
            self.take_member(event)

    def take_member(self, event: Event) -> None:
        """A person's name in a room, and whether the room was opened to talk with us alone."""
        name = event.body.get("displayname")
        if event.type == "m.room.member" and isinstance(event.state_key, str) and isinstance(name, str):
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            self._names[event.state_key] = name

    def mark_direct(self, room_id: str) -> None:
        """Somebody invited us to talk alone."""
        self._direct.add(room_id)

    def room(self, room_id: str) -> Room:
        """What a post needs of it."""
        return Room(room_id, self._members.get(room_id, 0), room_id in self._direct)

    async def name(self, user: str) -> str:
        """How somebody is shown; empty when nobody tells."""
        if user not in self._names:
            try:
                profile = await self._line.ask("GET", f"{CLIENT}/profile/{in_path(user)}", backfill=True)
            except SignInFailed:
                raise
            except ConnectorError:
                profile = {}
            name = profile.get("displayname")
            self._names[user] = name if isinstance(name, str) else ""
        return self._names[user]

    async def encrypted(self, room_id: str) -> bool:
        """Whether what is sent there must be encrypted; never turned off once it is on."""
        try:
            await self._line.ask("GET", f"{CLIENT}/rooms/{in_path(room_id)}/state/m.room.encryption/", reply=True)
        except Missing:
            return False
        return True
