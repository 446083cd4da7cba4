"""Publishes replies, each once, and learns from delivery reports what became of them. Known by the WhatsApp connector;
knows the graph, once and windows.

A business cannot read what it said. Each message carries its key as `biz_opaque_callback_data`, which comes back with
every report about it: so one whose answer was lost is settled as soon as WhatsApp reports.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages,
/messages/image-messages, /media (uploads), /webhooks/reference/messages/status.
"""

from collections import OrderedDict
from typing import Any

from app.connectors._meta.graph import Graph
from app.connectors._whatsapp.messages import CHAT
from app.connectors._whatsapp.windows import Windows
from app.connectors.base import Ambiguous, Refused
from app.connectors.once import Once
from app.connectors.reading import count_of, dig, name_of, not_ahead, text_of
from app.core.clock import SECOND
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

FAILED = "failed"
_OUT = frozenset({"sent", "delivered", "read", "played"})
_REMEMBERED = 10_000
LONGEST_CAPTION = 1024


class Sender:
    """What goes out from one number."""

    def __init__(self, graph: Graph, windows: Windows) -> None:
        self._graph = graph
        self._windows = windows
        self._once = Once(graph.tools.clock)
        self._failed: OrderedDict[str, str] = OrderedDict()

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        if key in self._failed:
            raise Refused(self._failed[key])
        content = _text(reply)

        async def prepare() -> None:
            nonlocal content
            self._windows.check(reply.thread.removeprefix(CHAT))
            if reply.attachments:
                content = {"type": "image", **await self._picture(reply, us)}

        return await self._once.send(
            key,
            look=lambda: self.find(reply, key=key),
            prepare=prepare,
            publish=lambda: self._publish(reply, us, key, content),
        )

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key, as far as WhatsApp has reported; raises Refused where it has not."""
        known = self._once.known(key)
        if known is None and key not in self._failed and not self._once.is_fresh(key):
            raise Refused(
                _("WhatsApp has not reported yet what became of the reply."),
                hint=_("Look into the chat, then decide by hand."),
            )
        return known

    def reported(self, status: Any) -> str:
        """Take a delivery report; returns the id of a message that failed, empty for any other."""
        native_id, said = name_of(dig(status, "id")), text_of(dig(status, "status"))
        key = text_of(dig(status, "biz_opaque_callback_data"))
        if said == FAILED:
            if key:
                self._failed[key] = _reason(status)
                while len(self._failed) > _REMEMBERED:
                    self._failed.popitem(last=False)
            return native_id
        if key and native_id and said in _OUT:
            told = count_of(dig(status, "timestamp")) * SECOND
            moment = not_ahead(told, now=self._graph.tools.clock.now())
            self._once.keep(key, Receipt(native_id=native_id, published_at=moment))
        return ""

    async def _picture(self, reply: OutgoingReply, us: str) -> dict[str, Any]:
        """A picture is uploaded first; the words go with it as its caption."""
        if len(reply.text) > LONGEST_CAPTION:
            raise Refused(
                _("With a picture WhatsApp takes {most} characters at most.").format(most=LONGEST_CAPTION),
                hint=_("Shorten the text, or send the picture with a reply of its own."),
            )
        (picture,) = reply.attachments
        more = {"messaging_product": "whatsapp", "type": picture.mime}
        number = await self._graph.upload(f"/{us}/media", picture, field="file", **more)
        return {"image": {"id": number, **({"caption": reply.text} if reply.text.strip() else {})}}

    async def _publish(self, reply: OutgoingReply, us: str, key: str, content: dict[str, Any]) -> Receipt:
        person = reply.thread.removeprefix(CHAT)
        # A telephone number is written to as such, an id of a person who hides it as `recipient`.
        whom = {"to": person} if person.isdecimal() else {"recipient": person}
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **whom,
            **content,
            "context": {"message_id": reply.parent},
            "biz_opaque_callback_data": key,
        }
        answer = await self._graph.post(f"/{us}/messages", body)
        native_id = name_of(dig(answer, "messages", 0, "id"))
        if not native_id:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self._graph.name))
        return Receipt(native_id=native_id, published_at=self._graph.tools.clock.now())


def _text(reply: OutgoingReply) -> dict[str, Any]:
    return {"type": "text", "text": {"body": reply.text, "preview_url": False}}


def _reason(status: Any) -> str:
    """Why a message failed, in the network's words."""
    error = dig(status, "errors", 0)
    said = text_of(dig(error, "error_data", "details")) or text_of(dig(error, "title")) or FAILED
    return _("The network refused: {said}").format(said=said)
