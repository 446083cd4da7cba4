"""Telegram: what people write to a bot in, its replies out. Known by the registry only; knows its parts, the contract,
domain and core."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

import aiohttp

from app.connectors._telegram.info import INFO, SERVICE
from app.connectors._telegram.updates import KINDS, post_of
from app.connectors.base import (
    Ambiguous,
    ConnectorError,
    Identity,
    Malformed,
    RateLimited,
    Refused,
    SignInFailed,
    Tools,
    Unreachable,
)
from app.connectors.json_line import Answer, JsonLine, judged
from app.connectors.memory import Memory
from app.connectors.once import Once
from app.connectors.reading import count_of, dig, epoch, name_of, text_of
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch
from app.domain.reply import OutgoingReply, Receipt

LANE = "updates"
HELD_SECONDS = 50
"""So long Telegram holds a question open while nobody writes."""
AT_ONCE = 100
REMEMBERED = 20_000
_CONFLICT = 409


class Telegram:
    """One bot.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = HELD_SECONDS * 1.5
        self._account = account
        self._tools = tools
        self._token = secrets.get("token", "").strip()
        service = account.options.get("service") or SERVICE
        self._line = JsonLine(service, name="Telegram", tools=tools, judge=_judge)
        self._once = Once(tools.clock)
        self._us: Any = {}
        self._roots: Memory[str, str] = Memory(REMEMBERED)

    async def check(self) -> Identity:
        """Ask who the token belongs to."""
        if not self._token:
            raise SignInFailed(_("There is no bot token for this account."), hint=_("@BotFather tells it."))
        self._us = _result(await self._line.get(self._method("getMe")))
        if not name_of(dig(self._us, "id")):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Telegram"))
        return Identity(native_id=name_of(self._us["id"]), handle=text_of(self._us.get("username")))

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Updates for ever. The next question confirms the last answer, so it is asked after the commit."""
        offset = cursors.get(LANE, "")
        while True:
            updates = _result(await self._ask(offset))
            if not isinstance(updates, list):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="Telegram"))
            newest = max((count_of(dig(one, "update_id")) for one in updates), default=0)
            now = self._tools.clock.now()
            made = [self._post(one, now) for one in updates]
            offset = str(newest + 1) if newest else offset
            caught_up = now if len(updates) < AT_ONCE else 0
            posts = tuple(post for post in made if post is not None)
            yield Batch(lane=LANE, posts=posts, cursor=offset or None, caught_up_to=caught_up)

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a message, once for each key as far as this process remembers."""
        return await self._once.send(key, look=lambda: self.find(reply, key=key), publish=lambda: self._publish(reply))

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key. A bot cannot read what it said, so after a break nobody can tell."""
        known = self._once.known(key)
        if known is None and not self._once.is_fresh(key):
            raise Refused(
                _("Telegram does not tell a bot what it has said."), hint=_("Look into the chat, then decide by hand.")
            )
        return known

    async def delete(self, native_id: str) -> None:
        """Take an own message back; one that is gone already is no error."""
        chat, _slash, number = native_id.partition("/")
        try:
            place = {"chat_id": _chat(chat), "message_id": count_of(number)}
            await self._line.post(self._method("deleteMessage"), place)
        except Refused as error:
            if "message to delete not found" not in error.message:
                raise

    def _method(self, name: str) -> str:
        return f"/bot{self._token}/{name}"

    async def _ask(self, offset: str) -> Any:
        asked = {"timeout": HELD_SECONDS, "limit": AT_ONCE, "allowed_updates": list(KINDS)}
        if offset:
            asked["offset"] = count_of(offset)
        held = aiohttp.ClientTimeout(total=HELD_SECONDS + 20, sock_connect=10)
        await self._tools.budget.spend()
        return await self._line.ask("POST", self._method("getUpdates"), json=asked, timeout=held)

    def _post(self, update: Any, now: Millis) -> Any:
        post = post_of(update, us=self._us, account_id=self._account.id, root=self._root_of, now=now)
        if post is not None:
            self._roots[post.native_id] = post.thread or post.native_id
        return post

    def _root_of(self, native_id: str) -> str:
        return self._roots.get(native_id, "")

    async def _publish(self, reply: OutgoingReply) -> Receipt:
        chat, _slash, number = reply.parent.partition("/")
        body = {
            "chat_id": _chat(chat),
            "text": reply.text,
            "reply_parameters": {"message_id": count_of(number)},
            "link_preview_options": {"is_disabled": True},
        }
        message = _result(await self._line.post(self._method("sendMessage"), body))
        sent = count_of(dig(message, "message_id"))
        if not sent:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Telegram"))
        native_id = f"{chat}/{sent}"
        self._roots[native_id] = reply.thread
        return Receipt(native_id=native_id, published_at=epoch(dig(message, "date")))


def _result(answer: Any) -> Any:
    return dig(answer, "result")


def _chat(text: str) -> int | str:
    """A chat's number; groups have negative ones."""
    return int(text) if text.removeprefix("-").isdecimal() else text


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """Source: core.telegram.org/bots/api#making-requests and #responseparameters."""
    said = answer.says("description")
    if answer.status == _CONFLICT:
        return Unreachable(
            _("Telegram: {said}").format(said=said),
            hint=_("Another program asks with the same token, or a webhook is set; stop it."),
        )
    wait = count_of(dig(answer.body, "parameters", "retry_after"))
    if wait:
        return RateLimited(_("The network asks us to wait."), until=now + wait * SECOND)
    if answer.status == 403:
        return Refused(_("Telegram refused: {said}").format(said=said), hint=_("The person may have blocked the bot."))
    if answer.status == 404 and said in ("", "Not Found"):
        return SignInFailed(_("Telegram does not know this bot token."), hint=_("@BotFather tells it."))
    return judged(answer, now, said=said)
