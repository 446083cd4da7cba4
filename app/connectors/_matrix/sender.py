"""Publishes replies, each once, and takes them back. Known by the Matrix connector; knows the line, rooms and events.

A transaction id makes one event for one device. The key also stands in the message itself, so that it is found after a
new sign-in, when the server has forgotten the transaction.
Source: spec.matrix.org/v1.11/client-server-api: transaction identifiers, rich replies, threads, redactions.
"""

import asyncio
import secrets
from typing import Any

import msgspec

from app.connectors._matrix.events import ENCRYPTED, KEY, Event, read_events, relation_of, split_native
from app.connectors._matrix.faults import Missing
from app.connectors._matrix.line import CLIENT, Line, in_path
from app.connectors._matrix.rooms import Rooms
from app.connectors.base import Ambiguous, Malformed, Refused, Unreachable
from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.reply import Attachment, OutgoingReply, Receipt

SKEW: Millis = 10 * MINUTE
MOST_PAGES = 20


class Sender:
    """What goes out through one account."""

    def __init__(self, line: Line, rooms: Rooms) -> None:
        self._line = line
        self._rooms = rooms
        self._one_at_a_time = asyncio.Lock()
        self._fresh: set[str] = set()

    def new_key(self) -> str:
        """A transaction id that tells when it was made."""
        key = f"{self._line.tools.clock.now():x}-{secrets.token_hex(12)}"
        self._fresh.add(key)
        return key

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        async with self._one_at_a_time:
            room, _event = split_native(reply.parent)
            try:
                earlier = None if key in self._fresh else await self.find(reply, key=key)
                if earlier is not None:
                    return earlier
                parent = await self._parent(reply)
                relates = _relates(parent)
                pictures = [await self._upload(one) for one in reply.attachments]
            except Malformed as error:
                # Nothing was written yet: a server that talks rubbish now may make sense later.
                raise Unreachable(error.message) from error
            self._fresh.discard(key)
            for number, picture in enumerate(pictures):
                await self._put(room, {**picture, "m.relates_to": relates}, f"{key}-{number}")
            words = {"msgtype": "m.text", "body": reply.text, "m.mentions": {"user_ids": [parent.sender]}}
            event_id = await self._put(room, {**words, "m.relates_to": relates, KEY: key}, key)
            return _receipt(room, event_id, self._line.tools.clock.now())

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key: our own messages in the room, back to when the key was made."""
        room, _event = split_native(reply.parent)
        if not room:
            return None
        only = msgspec.json.encode({"senders": [self._line.user], "types": ["m.room.message"]}).decode()
        params = {"dir": "b", "limit": "100", "filter": only}
        for _number in range(MOST_PAGES):
            page = await self._line.ask("GET", f"{CLIENT}/rooms/{in_path(room)}/messages", params=params, reply=True)
            if not isinstance(page.get("chunk"), list):
                raise Malformed(_("The server's list of messages makes no sense."))
            events = read_events(page["chunk"])
            for event in events:
                if event.sender == self._line.user and _key_of(event) == key:
                    return _receipt(room, event.event_id, event.at)
            place = page.get("end")
            if not events or not isinstance(place, str) or events[-1].at < made_at(key) - SKEW:
                return None
            params["from"] = place
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own post back; one that is gone already is no error."""
        room, event_id = split_native(native_id)
        if not room:
            raise Refused(_("Only posts of the account itself can be deleted."))
        try:
            event = await self._event(room, event_id)
        except Missing:
            return
        if event.sender != self._line.user:
            raise Refused(_("Only posts of the account itself can be deleted."))
        if event.body:
            path = f"{CLIENT}/rooms/{in_path(room)}/redact/{in_path(event_id)}/{secrets.token_hex(12)}"
            await self._line.ask("PUT", path, body={}, reply=True, writing=True)

    async def _parent(self, reply: OutgoingReply) -> Event:
        room, event_id = split_native(reply.parent)
        if not room:
            raise Refused(_("The post to answer is not of a Matrix room."))
        gone = Refused(_("The post to answer is gone."), hint=_("It was deleted, or we are not in its room any more."))
        try:
            event = await self._event(room, event_id)
        except Missing as error:
            raise gone from error
        if event.type == ENCRYPTED or await self._rooms.encrypted(room):
            raise Refused(_("The room is encrypted: Fishbowl cannot write there."))
        if not event.body:
            raise gone
        return event

    async def _event(self, room: str, event_id: str) -> Event:
        path = f"{CLIENT}/rooms/{in_path(room)}/event/{in_path(event_id)}"
        found = read_events([await self._line.ask("GET", path, reply=True)])
        if not found:
            raise Malformed(_("The server's answer makes no sense; is it a Matrix server?"))
        return found[0]

    async def _upload(self, picture: Attachment) -> dict[str, Any]:
        answer = await self._line.ask(
            "POST",
            "/_matrix/media/v3/upload",
            params={"filename": picture.name},
            data=picture.data,
            mime=picture.mime,
            reply=True,
        )
        if not isinstance(answer.get("content_uri"), str):
            raise Malformed(_("The server did not say where the picture is."))
        info = {"mimetype": picture.mime, "size": len(picture.data)}
        words = {"body": picture.alt or picture.name, "filename": picture.name}
        return {"msgtype": "m.image", "url": answer["content_uri"], "info": info, **words}

    async def _put(self, room: str, content: dict[str, Any], transaction: str) -> str:
        path = f"{CLIENT}/rooms/{in_path(room)}/send/m.room.message/{in_path(transaction)}"
        answer = await self._line.ask("PUT", path, body=content, reply=True, writing=True)
        event_id = answer.get("event_id")
        if not isinstance(event_id, str):
            raise Ambiguous(_("Matrix did not say where the reply is."))
        return event_id


def made_at(key: str) -> Millis:
    """When a key was made; the beginning of time for one that does not tell."""
    try:
        return int(key.partition("-")[0], 16)
    except ValueError:
        return 0


def _key_of(event: Event) -> str:
    transaction = event.unsigned.get("transaction_id") if isinstance(event.unsigned, dict) else None
    key = event.body.get(KEY) or transaction
    return key if isinstance(key, str) else ""


def _relates(parent: Event) -> dict[str, Any]:
    answered = {"m.in_reply_to": {"event_id": parent.event_id}}
    root = relation_of(parent.body).root
    return {"rel_type": "m.thread", "event_id": root, "is_falling_back": False, **answered} if root else answered


def _receipt(room: str, event_id: str, at: Millis) -> Receipt:
    url = f"https://matrix.to/#/{room}/{event_id}"
    return Receipt(native_id=f"{room}/{event_id}", url=url, published_at=at)
