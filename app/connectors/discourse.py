"""Discourse: a forum's topics, answers and private messages in, replies out. Known by the registry only; knows its
parts, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._discourse import hook
from app.connectors._discourse.info import INFO
from app.connectors._discourse.sender import Sender
from app.connectors._discourse.topics import PRIVATE, PUBLIC, SESSION, Topics
from app.connectors.base import (
    ConnectorError,
    HookAnswer,
    HookRequest,
    Identity,
    Malformed,
    RateLimited,
    Refused,
    SignInFailed,
    Tools,
)
from app.connectors.board import RECHECK, Board
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import count_of, dig, name_of, text_of
from app.connectors.surroundings import surroundings
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

POLL = 30.0


class Discourse:
    """One user of one forum.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._tools = tools
        self._user = (account.options.get("user") or account.handle).strip().lstrip("@")
        self._key = secrets.get("api_key", "").strip()
        self._hook_secret = secrets.get("hook_secret", "").strip()
        self._reads_private: bool | None = None
        self._line = JsonLine(
            account.options.get("server", ""),
            name="Discourse",
            tools=tools,
            headers=lambda: {"Api-Key": self._key, "Api-Username": self._user, "Accept": "application/json"},
            judge=_judge,
        )
        questions = frozenset(account.options.get("questions", "").split())
        self._topics = Topics(self._line, us=self._user, account_id=account.id, questions=questions)
        self._sender = Sender(self._line, self._topics)

    async def check(self) -> Identity:
        """Ask who the key belongs to."""
        if not self._key or not self._user:
            raise SignInFailed(
                _("There is no API key for this account."), hint=_("The forum's administration makes one.")
            )
        try:
            us = dig(await self._line.get(SESSION), "current_user")
        except Missing as error:
            raise SignInFailed(
                error.message, hint=_("Check the forum's address, the user name and the key.")
            ) from error
        number, user = name_of(dig(us, "id")), text_of(dig(us, "username"))
        if not number or not user:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Discourse"))
        self._reads_private = not (dig(us, "admin") or dig(us, "moderator"))
        forum = self._line.base.partition("://")[2]
        return Identity(native_id=f"{forum}/{number}", handle=user, title=text_of(dig(us, "name")))

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Posts for ever, public ones and our private messages, and what becomes of them."""
        board = Board(self._tools.clock)
        topics = self._topics
        lanes: dict[str, StartLane] = {
            PUBLIC: lambda cursor: board.listen(
                cursor, lane=PUBLIC, look=lambda since: topics.newer(PUBLIC, since), every=POLL
            ),
            RECHECK: lambda cursor: board.recheck(cursor, again=topics.again),
        }
        if self._reads_private:
            lanes[PRIVATE] = lambda cursor: board.listen(
                cursor, lane=PRIVATE, look=lambda since: topics.newer(PRIVATE, since), every=POLL
            )
        main = frozenset({PUBLIC, PRIVATE})
        async with aclosing(Lanes(lanes, main=main, clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """What the forum's webhook tells."""
        return await hook.heard(request, self._topics, secret=self._hook_secret)

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a post, once for each key."""
        return await self._sender.send(reply, private=await self._private(), key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, private=await self._private(), key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The posts around one in its topic, oldest first; none when it is gone."""
        topic, number = self._topics.forum.place(native_id)
        try:
            listed = await self._topics.near(topic, number, backfill=False) if topic else []
        except Missing:
            return ()
        posts = [post for one in listed if (post := await self._topics.read(one)) is not None]
        return surroundings(posts)

    async def _private(self) -> bool:
        """Whether our private messages are read."""
        if self._reads_private is None:
            await self.check()
        return bool(self._reads_private)


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """Source: github.com/discourse/discourse, app/controllers/application_controller.rb (rescue_discourse_actions)."""
    listed = dig(answer.body, "errors")
    said = "; ".join(text for one in listed if (text := text_of(one))) if isinstance(listed, list) else ""
    wait = count_of(dig(answer.body, "extras", "wait_seconds"))
    if answer.status == 429 and wait:
        return RateLimited(_("The network asks us to wait."), until=now + wait * SECOND)
    if answer.status == 422:
        return Refused(_("The forum refused: {said}").format(said=said or answer.status))
    return judged(answer, now, said=said)
