"""Private messages of Messenger and Instagram: heard by webhook, read after an absence, answered within their windows.
Known by both connectors; knows the graph, once and the field's words.

A chat is one thread, `chat/PERSON`. A person answers within 24 hours; within seven days a human agent may (the tag
`HUMAN_AGENT`, a permission of its own); then nobody, until the person writes again.
Source: developers.facebook.com/docs/messenger-platform/send-messages, /conversations, /reference/webhook-events;
/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.connectors._meta.faults import window_hint, window_words
from app.connectors._meta.graph import Graph
from app.connectors._meta.messages import CHAT, Chat, echo_key, gone_id, message_of, message_of_list
from app.connectors.base import Ambiguous, ConnectorError, Refused
from app.connectors.board import FIRST_LOOK, Found
from app.connectors.memory import Memory
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, iso, name_of, objects, text_of
from app.core.clock import DAY, Millis
from app.core.i18n import _
from app.domain.post import Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "messages"
OPEN_FOR: Millis = DAY
HUMAN_FOR: Millis = 7 * DAY
_READABLE = 20
"""Of a conversation only so many of the newest messages can be read."""
_MOST_PAGES = 20
_NAMES = 2_000
_FIELDS = "id,message,from,to,created_time,attachments"


@dataclass
class Window:
    """How a message may go out now; `tag` is empty while the ordinary window is open."""

    tag: str = ""


class Chats:
    """The private messages of one account."""

    def __init__(
        self, graph: Graph, *, network: str, platform: str, us: Callable[[], str], once: Once, account_id: int
    ) -> None:
        self._graph = graph
        self._network = network
        self._platform = platform
        self._us = us
        self._once = once
        self._account_id = account_id
        self._names: Memory[str, str] = Memory(_NAMES)

    async def heard(self, entry: Any) -> tuple[list[Post], list[str]]:
        """New messages and ids of those taken back, of one entry of a delivery."""
        posts, gone = [], []
        for event in objects(dig(entry, "messaging")):
            if removed := gone_id(event):
                gone.append(removed)
                continue
            person = name_of(dig(event, "sender", "id"))
            post = message_of(event, self._chat(await self._name(person)), now=self._now())
            if post is not None:
                posts.append(post)
                self._settle(echo_key(event), post)
        return posts, gone

    async def newer(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Conversations with news since the cursor, a moment; pages come newest first."""
        began = self._now()
        since = count_of(cursor) or began - FIRST_LOOK
        asked = {"platform": self._platform, "fields": f"id,updated_time,messages.limit({_READABLE}){{{_FIELDS}}}"}
        newest = since
        async for rows in self._graph.pages(f"/{self._us()}/conversations", asked, most=_MOST_PAGES):
            posts = [post for row in rows for post in self._read(row) if post.created_at >= since - OPEN_FOR]
            moved = [iso(row.get("updated_time")) for row in rows]
            newest = max([newest, *moved])
            yield Found(posts)
            if any(moment and moment < since for moment in moved):
                break
        yield Found((), str(min(newest, began)))

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Write to a person, once for each key."""
        if reply.attachments:
            raise Refused(
                _("No pictures can be sent with a private message yet."), hint=_("Take them off; your text is kept.")
            )
        window = Window()

        async def prepare() -> None:
            window.tag = self._tag(await self._newest(reply))

        return await self._once.send(
            key,
            look=lambda: self.find(reply, key=key),
            prepare=prepare,
            publish=lambda: self._publish(reply, key, window.tag),
        )

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key: told by an echo, or the same words of ours in the conversation."""
        if known := self._once.known(key):
            return known
        for raw in await self._newest(reply):
            moment = iso(raw.get("created_time"))
            ours = name_of(dig(raw, "from", "id")) == self._us()
            same = text_of(raw.get("message")).strip() == reply.text.strip()
            native_id = name_of(raw.get("id"))
            if ours and same and moment >= not_before(key) and not self._once.is_anothers(native_id, key):
                return self._once.keep(key, Receipt(native_id=native_id, published_at=moment))
        return None

    def _read(self, row: dict[str, Any]) -> list[Post]:
        made = [message_of_list(raw, self._chat(""), now=self._now()) for raw in objects(dig(row, "messages", "data"))]
        return [post for post in made if post is not None]

    def _settle(self, key: str, post: Post) -> None:
        if key:
            self._once.keep(key, Receipt(native_id=post.native_id, published_at=post.created_at))

    async def _newest(self, reply: OutgoingReply) -> Sequence[dict[str, Any]]:
        asked = {
            "platform": self._platform,
            "user_id": reply.thread.removeprefix(CHAT),
            "fields": f"messages.limit({_READABLE}){{{_FIELDS}}}",
        }
        rows = await self._graph.rows(f"/{self._us()}/conversations", asked, reply=True)
        return [raw for row in rows for raw in objects(dig(row, "messages", "data"))]

    def _tag(self, messages: Sequence[dict[str, Any]]) -> str:
        """Raises Refused where the last window is over; a conversation that cannot be read is left to the network."""
        heard = [iso(raw.get("created_time")) for raw in messages if name_of(dig(raw, "from", "id")) != self._us()]
        silent = self._now() - max(heard) if heard else 0
        if silent > HUMAN_FOR:
            raise Refused(window_words(), hint=window_hint())
        return "HUMAN_AGENT" if silent > OPEN_FOR else ""

    async def _publish(self, reply: OutgoingReply, key: str, tag: str) -> Receipt:
        body: dict[str, Any] = {
            "recipient": {"id": reply.thread.removeprefix(CHAT)},
            # What is sent with it comes back in the echo, so that the reply is known for ours.
            "message": {"text": reply.text, **({} if self._platform == "instagram" else {"metadata": key})},
            **({"messaging_type": "MESSAGE_TAG", "tag": tag} if tag else {"messaging_type": "RESPONSE"}),
        }
        answer = await self._graph.post(f"/{self._us()}/messages", body)
        native_id = name_of(answer.get("message_id"))
        if not native_id:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self._graph.name))
        return Receipt(native_id=native_id, published_at=self._now())

    async def _name(self, person: str) -> str:
        """A delivery names nobody; who cannot be asked about is known by number."""
        if not person or person == self._us():
            return ""
        if person not in self._names:
            asked = {"fields": "name,username" if self._platform == "instagram" else "name"}
            try:
                told = await self._graph.get(f"/{person}", asked)
            except ConnectorError:
                return ""
            self._names[person] = text_of(dig(told, "username")) or text_of(dig(told, "name"))
        return self._names[person]

    def _chat(self, name: str) -> Chat:
        return Chat(network=self._network, us=self._us(), account_id=self._account_id, name=name)

    def _now(self) -> Millis:
        return self._graph.tools.clock.now()
