"""Publishes replies, each once, and takes them back. Known by the Discord connector; knows the line and messages.

The key's end goes out as a nonce that Discord checks for some minutes; before any later send with it the channel is
read for our own answer to the same message with the same words.
Source: docs.discord.com/developers/resources/message, Create Message (`nonce`, `enforce_nonce`).
"""

from typing import Any

import aiohttp
import msgspec

from app.connectors._discord.messages import moment_of, snowflake_at
from app.connectors.base import Ambiguous, Malformed
from app.connectors.json_line import JsonLine, Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, name_of, objects, text_of
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

NONCE = 25
PAGE = 100
MOST_PAGES = 10
_NO_PING = {"parse": [], "replied_user": True}
"""A reply pings whom it answers and nobody else, whatever stands in it."""


class Sender:
    """What goes out through one bot."""

    def __init__(self, line: JsonLine) -> None:
        self._line = line
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(
            key, look=lambda: self.find(reply, us=us, key=key), publish=lambda: self._publish(reply, key)
        )

    async def find(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt | None:
        """What was published under this key, as far as the channel tells."""
        channel, _slash, parent = reply.parent.partition("/")
        after = str(snowflake_at(not_before(key)))
        for _page in range(MOST_PAGES):
            answer = await self._line.get(f"/channels/{channel}/messages", {"after": after, "limit": PAGE})
            if not isinstance(answer, list):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="Discord"))
            found = list(objects(answer))
            for one in found:
                if self._is_it(one, reply, us=us, parent=parent, key=key):
                    return self._once.keep(key, _receipt(one, channel))
            newest = max((int(number) for one in found if (number := name_of(one.get("id"))).isdecimal()), default=0)
            if len(answer) < PAGE or not newest:
                return None
            after = str(newest)
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own message back; one that is gone already is no error."""
        channel, _slash, number = native_id.partition("/")
        try:
            await self._line.delete(f"/channels/{channel}/messages/{number}")
        except Missing:
            return

    def _is_it(self, message: dict[str, Any], reply: OutgoingReply, *, us: str, parent: str, key: str) -> bool:
        native_id = f"{reply.parent.partition('/')[0]}/{name_of(message.get('id'))}"
        return (
            dig(message, "author", "id") == us
            and name_of(dig(message, "message_reference", "message_id")) == parent
            and text_of(message.get("content")).strip() == reply.text.strip()
            and not self._once.is_anothers(native_id, key)
        )

    async def _publish(self, reply: OutgoingReply, key: str) -> Receipt:
        channel, _slash, parent = reply.parent.partition("/")
        body: dict[str, Any] = {
            "content": reply.text,
            "message_reference": {"message_id": parent, "fail_if_not_exists": True},
            "allowed_mentions": _NO_PING,
            "nonce": key[-NONCE:],
            "enforce_nonce": True,
        }
        path = f"/channels/{channel}/messages"
        await self._line.tools.budget.spend(reply=True)
        if reply.attachments:
            answer = await self._line.ask("POST", path, form=_with_pictures(body, reply), writing=True)
        else:
            answer = await self._line.ask("POST", path, json=body, writing=True)
        if not name_of(dig(answer, "id")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Discord"))
        return _receipt(answer, channel)


def _with_pictures(body: dict[str, Any], reply: OutgoingReply) -> aiohttp.FormData:
    listed = [
        {"id": place, "filename": one.name, "description": one.alt} for place, one in enumerate(reply.attachments)
    ]
    form = aiohttp.FormData()
    whole = msgspec.json.encode({**body, "attachments": listed}).decode()
    form.add_field("payload_json", whole, content_type="application/json")
    for place, one in enumerate(reply.attachments):
        form.add_field(f"files[{place}]", one.data, filename=one.name, content_type=one.mime)
    return form


def _receipt(message: dict[str, Any], channel: str) -> Receipt:
    number = name_of(message.get("id"))
    guild = name_of(message.get("guild_id")) or "@me"
    return Receipt(
        native_id=f"{channel}/{number}",
        url=f"https://discord.com/channels/{guild}/{channel}/{number}",
        published_at=moment_of(number),
    )
