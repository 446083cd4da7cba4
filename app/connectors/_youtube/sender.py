"""Publishes answers at YouTube, each once, and takes them back. Known by the YouTube connector; knows its line and
comments.

Source: developers.google.com/youtube/v3/docs/comments/insert and /live/docs/liveChatMessages/insert.
"""

from collections.abc import AsyncIterator
from typing import Any

from app.connectors._youtube.comments import LIVE, Us
from app.connectors._youtube.line import Line
from app.connectors.base import Ambiguous, Malformed, Refused
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, iso, name_of, objects, text_of
from app.core.clock import Clock
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

LONGEST_CHAT = 200


class Sender:
    """The keys of one account."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._once = Once(clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt:
        """Answer a comment or a chat message, once for each key."""
        publish = self._say if reply.parent.startswith(LIVE) else self._answer
        return await self._once.send(key, look=lambda: self.find(reply, us, key=key), publish=lambda: publish(reply))

    async def find(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt | None:
        """What was published under this key, as far as the thread or the chat tells."""
        known = self._once.known(key)
        if known is not None or self._once.is_fresh(key):
            return known
        since = not_before(key)
        found = self._in_chat(reply, us) if reply.parent.startswith(LIVE) else self._in_thread(reply, us)
        wanted = _chat_text(reply) if reply.parent.startswith(LIVE) else reply.text
        async for number, text, at in found:
            if at >= since and _plain(text) == _plain(wanted) and not self._once.is_anothers(number, key):
                return self._once.keep(key, Receipt(native_id=number, published_at=at))
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own comment or chat message back; one that is gone already is no error."""
        path = "/liveChat/messages" if native_id.startswith(LIVE) else "/comments"
        try:
            await self._line.delete(path, {"id": native_id.rpartition("/")[2]})
        except Missing:
            return

    async def _answer(self, reply: OutgoingReply) -> Receipt:
        body = {"snippet": {"parentId": _top(reply), "textOriginal": reply.text}}
        made = await self._line.post("/comments?part=snippet", body)
        number = name_of(dig(made, "id"))
        if not number:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="YouTube"))
        return Receipt(native_id=number, published_at=iso(dig(made, "snippet", "publishedAt")))

    async def _say(self, reply: OutgoingReply) -> Receipt:
        chat, text = _chat(reply.parent), _chat_text(reply)
        if len(text) > LONGEST_CHAT:
            raise Refused(
                _("A message in a live chat has at most {most} characters, with the name of who is answered.").format(
                    most=LONGEST_CHAT
                ),
                hint=_("Make it shorter."),
            )
        details = {"messageText": text}
        snippet = {"liveChatId": chat, "type": "textMessageEvent", "textMessageDetails": details}
        made = await self._line.post("/liveChat/messages?part=snippet", {"snippet": snippet})
        number = name_of(dig(made, "id"))
        if not number:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="YouTube"))
        return Receipt(native_id=f"{LIVE}{chat}/{number}", published_at=iso(dig(made, "snippet", "publishedAt")))

    async def _in_thread(self, reply: OutgoingReply, us: Us) -> AsyncIterator[tuple[str, str, int]]:
        place = ""
        while True:
            asked = {"part": "snippet", "parentId": _top(reply), "maxResults": 100, "textFormat": "plainText"}
            body = await self._line.get("/comments", {**asked, "pageToken": place}, reply=True)
            for one in _items(body):
                snippet = one.get("snippet")
                if name_of(dig(snippet, "authorChannelId", "value")) == us.id:
                    text = text_of(dig(snippet, "textOriginal")) or text_of(dig(snippet, "textDisplay"))
                    yield name_of(one.get("id")), text, iso(dig(snippet, "publishedAt"))
            place = text_of(dig(body, "nextPageToken"))
            if not place:
                return

    async def _in_chat(self, reply: OutgoingReply, us: Us) -> AsyncIterator[tuple[str, str, int]]:
        chat = _chat(reply.parent)
        asked = {"liveChatId": chat, "part": "id,snippet,authorDetails", "maxResults": 2000}
        for one in _items(await self._line.get("/liveChat/messages", asked, reply=True)):
            if name_of(dig(one, "authorDetails", "channelId")) == us.id:
                text = text_of(dig(one, "snippet", "displayMessage"))
                yield f"{LIVE}{chat}/{name_of(one.get('id'))}", text, iso(dig(one, "snippet", "publishedAt"))


def _items(body: Any) -> list[dict[str, Any]]:
    if not isinstance(dig(body, "items"), list):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="YouTube"))
    return list(objects(body["items"]))


def _top(reply: OutgoingReply) -> str:
    """The thread's first comment: an answer to an answer hangs there as well."""
    return (reply.thread or reply.parent).partition(".")[0]


def _chat(native_id: str) -> str:
    return native_id.removeprefix(LIVE).rpartition("/")[0]


def _chat_text(reply: OutgoingReply) -> str:
    """A chat has no threads: who is answered is named."""
    named = f"@{reply.to_handle}"
    return reply.text if not reply.to_handle or named in reply.text else f"{named} {reply.text}"


def _plain(text: str) -> str:
    return " ".join(text.split())
