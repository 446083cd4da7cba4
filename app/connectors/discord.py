"""Discord: channels and private messages in, a bot's replies out. Known by the registry only; knows its parts, the
contract, domain and core."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from app.connectors._discord.gateway import GAP, Gateway
from app.connectors._discord.info import INFO, SERVICE
from app.connectors._discord.places import LANE, Places
from app.connectors._discord.sender import Sender
from app.connectors.base import ConnectorError, Identity, Malformed, RateLimited, Refused, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine, judged
from app.connectors.reading import dig, name_of, text_of
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

AT_ONCE = 200


class Discord:
    """One bot.

    Attributes:
        pace: seconds between two signs of life; the gateway's heartbeat is one.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = 60.0
        self._tools = tools
        self._token = secrets.get("token", "").strip()
        self._line = JsonLine(
            account.options.get("service") or SERVICE,
            name="Discord",
            tools=tools,
            headers=lambda: {"Authorization": f"Bot {self._token}"},
            judge=_judge,
        )
        chosen = [line.strip() for line in account.options.get("channels", "").splitlines() if line.strip()]
        self._places = Places(self._line, chosen=chosen, account_id=account.id)
        self._sender = Sender(self._line)
        self._gateway = Gateway(self._token, tools=tools)

    async def check(self) -> Identity:
        """Ask who the token belongs to."""
        if not self._token:
            raise SignInFailed(
                _("There is no bot token for this account."), hint=_("Make one at discord.com/developers.")
            )
        us = await self._line.get("/users/@me")
        self._places.us = name_of(dig(us, "id"))
        if not self._places.us:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discord"))
        return Identity(native_id=self._places.us, handle=text_of(dig(us, "username")))

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Messages for ever. The gateway is listened to first, then the past is read: nothing lies between."""
        self._places.resume(cursors.get(LANE, ""))
        address = text_of(dig(await self._line.get("/gateway/bot"), "url")).rstrip("/")
        if not address.startswith(("wss://", "ws://127.0.0.1")):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discord"))
        scope = TaskScope("discord", clock=self._tools.clock)
        events: asyncio.Queue[Any] = asyncio.Queue()
        try:
            scope.spawn("gateway", self._pump(address, events))
            _passed(await events.get())
            async for batch in self._places.meanwhile():
                yield batch
            while True:
                held = [_passed(await events.get())]
                while not events.empty() and len(held) < AT_ONCE:
                    held.append(_passed(events.get_nowait()))
                if any(name == GAP for name, _data in held):
                    async for batch in self._places.meanwhile():
                        yield batch
                yield self._batch(held)
        finally:
            await scope.close()

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a message, once for each key."""
        await self._signed_in()
        return await self._sender.send(reply, us=self._places.us, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        return await self._sender.find(reply, us=self._places.us, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own message back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The message and its neighbours, oldest first."""
        await self._signed_in()
        return await self._places.around(native_id)

    async def _signed_in(self) -> None:
        if not self._places.us:
            await self.check()

    async def _pump(self, address: str, events: "asyncio.Queue[Any]") -> None:
        """Hand events over as they come, and what ends them: nobody must wait for a gateway that is gone."""
        try:
            async for event in self._gateway.events(address):
                events.put_nowait(event)
        except Exception as error:
            events.put_nowait(error)

    def _batch(self, events: list[tuple[str, Any]]) -> Batch:
        posts, deleted = [], []
        for name, data in events:
            channel = name_of(dig(data, "channel_id"))
            if name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
                posts.append(self._places.take(data))
            elif name == "MESSAGE_DELETE":
                deleted.append(f"{channel}/{name_of(dig(data, 'id'))}")
            elif name == "MESSAGE_DELETE_BULK":
                ids = dig(data, "ids")
                deleted += [f"{channel}/{name_of(one)}" for one in ids] if isinstance(ids, list) else []
        kept = tuple(post for post in posts if post is not None)
        now = self._tools.clock.now()
        return Batch(lane=LANE, posts=kept, deleted=tuple(deleted), cursor=self._places.cursor(), caught_up_to=now)


def _passed(event: Any) -> tuple[str, Any]:
    if isinstance(event, Exception):
        raise event
    name, data = event
    return name, data


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """Source: docs.discord.com/developers/topics/opcodes-and-status-codes#json, /topics/rate-limits."""
    said = answer.says("message")
    wait = dig(answer.body, "retry_after")
    if answer.status == 429 and isinstance(wait, int | float):
        return RateLimited(_("The network asks us to wait."), until=now + max(1, round(wait * SECOND)))
    if answer.status == 403:
        return Refused(_("Discord refused: {said}").format(said=said), hint=_("Give the bot the right to do this."))
    return judged(answer, now, said=said)
