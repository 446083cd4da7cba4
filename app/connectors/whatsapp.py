"""WhatsApp: messages to one business number in, replies out. Known by the registry only; knows its parts, Meta's common
ones, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from app.connectors._meta.account import last_day
from app.connectors._meta.graph import Graph
from app.connectors._meta.hook import Delivery, received
from app.connectors._whatsapp.info import INFO, SERVICE
from app.connectors._whatsapp.messages import Us, echo_of, gone_of, post_of
from app.connectors._whatsapp.sender import Sender
from app.connectors._whatsapp.windows import Windows
from app.connectors.base import HookAnswer, HookRequest, Identity, Malformed, SignInFailed, Tools
from app.connectors.reading import dig, name_of, objects, text_of
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

LANE = "webhook"
LIFE = "number"
LIFE_EVERY = 300.0
"""WhatsApp calls us; so often it is asked whether the number and the token are still good."""


class WhatsApp:
    """One number.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = LIFE_EVERY * 1.5
        self._tools = tools
        self._token = secrets.get("token", "").strip()
        self._app_secret = secrets.get("app_secret", "").strip()
        self._verify_token = secrets.get("verify_token", "").strip()
        self._app_id = account.options.get("app_id", "").strip()
        self._us = Us(id=account.options.get("phone_number_id", "").strip(), account_id=account.id)
        self._graph = Graph(
            account.options.get("service") or SERVICE,
            name="WhatsApp",
            tools=tools,
            token=lambda: self._token,
            app_secret=self._app_secret,
            bearer=True,
        )
        self._windows = Windows(tools.clock)
        self._sender = Sender(self._graph, self._windows)

    async def check(self) -> Identity:
        """Ask for the number."""
        if not self._us.id.isdecimal():
            raise SignInFailed(
                _("There is no phone number id for this account."), hint=_("Meta shows it under WhatsApp → API setup.")
            )
        told = await self._number()
        ends = await last_day(self._graph, token=self._token, app_id=self._app_id, app_secret=self._app_secret)
        number, title = text_of(dig(told, "display_phone_number")), text_of(dig(told, "verified_name"))
        return Identity(native_id=self._us.id, handle=number or self._us.id, title=title, expires_at=ends)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Nothing comes by itself: `hook` is called. That the number is well is told for ever."""
        self._windows.resume(cursors.get(LANE, ""))
        while True:
            await self._number()
            yield Batch(lane=LIFE, caught_up_to=self._tools.clock.now())
            await self._tools.clock.sleep(LIFE_EVERY)

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """Messages and delivery reports; of other numbers of the same app nothing is kept."""
        delivery = received(request, app_secret=self._app_secret, verify_token=self._verify_token)
        if not isinstance(delivery, Delivery):
            return delivery
        posts: list[Post] = []
        gone: list[str] = []
        changes = [change for entry in delivery.entries for change in objects(entry.get("changes"))]
        for value in (dig(change, "value") for change in changes):
            if name_of(dig(value, "metadata", "phone_number_id")) == self._us.id:
                posts += self._read(value)
                gone += self._gone(value)
        if not posts and not gone:
            return HookAnswer()
        batch = Batch(lane=LANE, posts=tuple(posts), deleted=tuple(gone), cursor=self._windows.cursor())
        return HookAnswer(batch=batch)

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a message, once for each key."""
        return await self._sender.send(reply, us=self._us.id, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, key=key)

    async def _number(self) -> Any:
        asked = {"fields": "id,display_phone_number,verified_name,quality_rating"}
        told = await self._graph.get(f"/{self._us.id}", asked)
        if not name_of(dig(told, "id")):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="WhatsApp"))
        return told

    def _read(self, value: Any) -> list[Post]:
        now = self._tools.clock.now()
        made = [post_of(one, value, self._us, now=now) for one in objects(dig(value, "messages"))]
        made += [echo_of(one, self._us, now=now) for one in objects(dig(value, "message_echoes"))]
        posts = [post for post in made if post is not None]
        for post in posts:
            if post.kind is PostKind.DIRECT and not post.edited_at:
                self._windows.heard(post.author.native_id, post.created_at)
        return posts

    def _gone(self, value: Any) -> list[str]:
        taken = [gone_of(one) for key in ("messages", "message_echoes") for one in objects(dig(value, key))]
        failed = [self._sender.reported(one) for one in objects(dig(value, "statuses"))]
        return [native_id for native_id in (*taken, *failed) if native_id]
