"""The lane of everything said in our rooms. Known by the Matrix connector; knows rooms, events and the line.

A sync that leaves events out says so (`limited`), and the gap is read page by page before its token counts.
Source: spec.matrix.org/v1.11/client-server-api#syncing.
"""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from app.connectors._matrix.events import (
    ENCRYPTED,
    MESSAGES,
    REDACTION,
    Event,
    Relation,
    Us,
    addresses,
    post_of,
    read_events,
    relation_of,
)
from app.connectors._matrix.faults import Missing
from app.connectors._matrix.line import CLIENT, Line, in_path
from app.connectors._matrix.rooms import Rooms
from app.connectors.base import Malformed, Refused
from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import _
from app.domain.post import Author, Batch, Post, PostKind

LANE = "sync"
ENCRYPTED_LANE, INVITES_LANE = "encrypted", "invites"
LONG_POLL: Millis = 30_000
PAST: Millis = 5 * MINUTE
FIRST_LOOK: Millis = 24 * HOUR
AT_ONCE = 100
MOST_PAGES = 200
_MOST_KNOWN = 50_000
_FILTER = {
    "presence": {"types": []},
    "account_data": {"types": ["m.direct"]},
    "room": {
        "account_data": {"types": []},
        "ephemeral": {"types": []},
        "state": {"types": ["m.room.member"], "lazy_load_members": True, "include_redundant_members": True},
        "timeline": {"limit": 50},
    },
}
FILTER = msgspec.json.encode(_FILTER).decode()


class Sync:
    """The lane; its cursor is the server's own token."""

    def __init__(self, line: Line, rooms: Rooms, us: Us, *, joins: bool) -> None:
        self._line = line
        self._rooms = rooms
        self._us = us
        self._joins = joins
        self._clock = line.tools.clock
        self._known: OrderedDict[str, tuple[str, Relation]] = OrderedDict()
        self._closed: set[str] = set()
        self._told = 0
        self._invited: set[str] = set()

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever; an empty one after each sync that brought nothing."""
        await self._rooms.learn_direct()
        since = cursor
        wait: Millis = 0
        while True:
            began = self._clock.now()
            answer = await self._ask(since, wait)
            following = answer.get("next_batch")
            if not isinstance(following, str) or not following:
                raise Malformed(_("The server's sync makes no sense; is it a Matrix server?"))
            posts, deleted = await self._read(answer, since)
            for batch in self._batches(posts, deleted, following, began):
                yield batch
            for batch in await self._troubles(answer):
                yield batch
            since, wait = following, LONG_POLL

    async def _ask(self, since: str, wait: Millis) -> dict[str, Any]:
        params = {"filter": FILTER, "timeout": str(wait), **({"since": since} if since else {})}
        return await self._line.ask("GET", f"{CLIENT}/sync", params=params)

    async def _read(self, answer: Mapping[str, Any], since: str) -> tuple[list[Post], list[str]]:
        for event in _events(answer.get("account_data")):
            if isinstance(event, dict) and event.get("type") == "m.direct":
                self._rooms.take_direct(event.get("content"))
        posts: list[Post] = []
        deleted: list[str] = []
        for room_id, joined in _rooms(answer, "join").items():
            self._rooms.take(room_id, joined)
            for event in await self._timeline(room_id, joined, since):
                await self._take(room_id, event, posts, deleted)
        return posts, deleted

    async def _timeline(self, room_id: str, joined: Mapping[str, Any], since: str) -> list[Event]:
        """A room's new events, oldest first, with those that the sync left out."""
        timeline = joined.get("timeline")
        if not isinstance(timeline, dict):
            return []
        events = read_events(timeline.get("events"))
        place = timeline.get("prev_batch")
        if timeline.get("limited") is not True or not isinstance(place, str):
            return events
        oldest = 0 if since else self._clock.now() - FIRST_LOOK
        if events and events[0].at < oldest:
            return events
        return [*await self._gap(room_id, place, since, oldest), *events]

    async def _gap(self, room_id: str, place: str, since: str, oldest: Millis) -> list[Event]:
        found: list[Event] = []
        for _number in range(MOST_PAGES):
            params = {"dir": "b", "from": place, "limit": "100", **({"to": since} if since else {})}
            path = f"{CLIENT}/rooms/{in_path(room_id)}/messages"
            try:
                page = await self._line.ask("GET", path, params=params, backfill=True)
            except Refused:
                # We are not in the room any more; what we were shown counts.
                break
            events = read_events(page.get("chunk"))
            found += events
            reached = page.get("end")
            if not page.get("chunk") or not isinstance(reached, str) or reached == place:
                break
            if events and events[-1].at < oldest:
                break
            place = reached
        return found[::-1]

    async def _take(self, room_id: str, event: Event, posts: list[Post], deleted: list[str]) -> None:
        room = self._rooms.room(room_id)
        self._rooms.take_member(event)
        if event.type == REDACTION:
            target = event.redacts if isinstance(event.redacts, str) else event.body.get("redacts")
            if isinstance(target, str):
                deleted.append(room.native(target))
        elif event.type == ENCRYPTED and room_id not in self._closed:
            self._closed.add(room_id)
            posts.append(_closed_room(room.native("$encrypted"), event, self._us, now=self._clock.now()))
        elif event.type in MESSAGES and isinstance(event.body.get("body"), str):
            post = await self._post(room_id, event)
            if post is not None:
                posts.append(post)

    async def _post(self, room_id: str, event: Event) -> Post | None:
        room, relation = self._rooms.room(room_id), relation_of(event.body)
        if relation.replaces:
            author, relation = await self._original(room_id, relation.replaces)
            # Servers let anybody replace anything; only the author's own word counts.
            if author != event.sender:
                return None
        else:
            self._remember(event.event_id, event.sender, relation)
        return post_of(
            event,
            room,
            self._us,
            now=self._clock.now(),
            name=await self._rooms.name(event.sender),
            kind=self._kind(event, relation, direct=room.direct),
            relation=relation,
        )

    def _kind(self, event: Event, relation: Relation, *, direct: bool) -> PostKind:
        if event.sender == self._us.user:
            return PostKind.OWN
        if direct:
            return PostKind.DIRECT
        if self._wrote(relation.parent):
            return PostKind.REPLY
        if self._wrote(relation.root):
            return PostKind.COMMENT
        return PostKind.MENTION if addresses(event.body, self._us) else PostKind.HEARD

    def _wrote(self, event_id: str) -> bool:
        return self._known.get(event_id, ("", None))[0] == self._us.user

    async def _original(self, room_id: str, event_id: str) -> tuple[str, Relation]:
        """Who wrote an event, and how it relates to others; nobody when it cannot be seen."""
        if event_id not in self._known:
            path = f"{CLIENT}/rooms/{in_path(room_id)}/event/{in_path(event_id)}"
            try:
                found = read_events([await self._line.ask("GET", path, backfill=True)])
            except Missing:
                found = []
            for event in found:
                self._remember(event_id, event.sender, relation_of(event.body))
        return self._known.get(event_id, ("", Relation()))

    def _remember(self, event_id: str, sender: str, relation: Relation) -> None:
        self._known[event_id] = (sender, relation)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)

    def _batches(self, posts: Sequence[Post], deleted: Sequence[str], cursor: str, began: Millis) -> Iterator[Batch]:
        """The posts in portions, in the order of their events; the last one carries deletions and the cursor."""
        edge = self._clock.now() - PAST
        gone = set(deleted)
        kept = [post for post in posts if post.native_id not in gone]
        portions = [tuple(kept[start : start + AT_ONCE]) for start in range(0, len(kept), AT_ONCE)] or [()]
        for some in portions[:-1]:
            yield Batch(lane=LANE, posts=some, backfill=_is_past(some, edge))
        last = portions[-1]
        yield Batch(
            lane=LANE,
            posts=last,
            deleted=tuple(deleted),
            backfill=_is_past(last, edge),
            cursor=cursor,
            caught_up_to=began,
        )

    async def _troubles(self, answer: Mapping[str, Any]) -> list[Batch]:
        """What a person has to look at: rooms that cannot be read, invitations that wait."""
        invited = _rooms(answer, "invite")
        for room_id, room in invited.items():
            if _is_direct(room, self._us.user):
                self._rooms.mark_direct(room_id)
            if self._joins:
                await self._join(room_id)
        troubles = []
        waiting = set() if self._joins else set(invited) - self._invited
        if waiting:
            self._invited |= waiting
            words = _("Invitations wait: {rooms}. Accept them in a Matrix client, or choose “join”.")
            listed = ", ".join(sorted(self._invited))
            troubles.append(Batch(lane=INVITES_LANE, trouble=words.format(rooms=listed)))
        accepted = self._invited & set(_rooms(answer, "join"))
        if accepted:
            self._invited -= accepted
            troubles.append(Batch(lane=INVITES_LANE))
        if len(self._closed) > self._told:
            self._told = len(self._closed)
            words = _("Encrypted rooms cannot be read: {rooms}.").format(rooms=", ".join(sorted(self._closed)))
            troubles.append(Batch(lane=ENCRYPTED_LANE, trouble=words))
        return troubles

    async def _join(self, room_id: str) -> None:
        try:
            await self._line.ask("POST", f"{CLIENT}/join/{in_path(room_id)}", body={})
        except Refused as error:
            self._line.tools.log.warning("invitation cannot be accepted", room=room_id, error=str(error))


def _rooms(answer: Mapping[str, Any], membership: str) -> dict[str, dict[str, Any]]:
    rooms = answer.get("rooms")
    found = rooms.get(membership) if isinstance(rooms, dict) else None
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}


def _events(part: Any) -> list[Any]:
    events = part.get("events") if isinstance(part, dict) else None
    return events if isinstance(events, list) else []


def _is_direct(invited: Mapping[str, Any], user: str) -> bool:
    for event in _events(invited.get("invite_state")):
        if isinstance(event, dict) and event.get("state_key") == user and isinstance(event.get("content"), dict):
            return event["content"].get("is_direct") is True
    return False


def _is_past(posts: Sequence[Post], edge: Millis) -> bool:
    return bool(posts) and posts[-1].created_at < edge


def _closed_room(native_id: str, event: Event, us: Us, *, now: Millis) -> Post:
    """One post a room, always with the same id, so that it is there once."""
    return Post(
        network="matrix",
        native_id=native_id,
        kind=PostKind.CONTEXT,
        text=_("This room is encrypted: what is said here cannot be read."),
        created_at=min(event.at or now, now),
        author=Author(native_id=event.sender, handle=event.sender.lstrip("@") or "?"),
        account_id=us.account_id,
    )
