"""E-mail: what people write to a mailbox in, replies out. Known by the registry only; knows its parts, the contract,
domain and core."""

from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

from app.connectors._email.info import INFO
from app.connectors._email.listening import INBOX, SENT, Listening
from app.connectors._email.mail import addresses_in
from app.connectors._email.mailbox import WAITS_SECONDS, Access, named, opened
from app.connectors._email.posts import Us, post_of
from app.connectors._email.sender import MailSender
from app.connectors._email.submission import Submission
from app.connectors._email.threads import thread_of
from app.connectors.base import Identity, Refused, Tools
from app.connectors.lanes import Lanes
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt


class Email:
    """One mailbox.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = WAITS_SECONDS * 1.5
        self._account = account
        self._tools = tools
        given = account.options
        self._address = (given.get("handle") or account.handle).strip().lower()
        user = given.get("user", "").strip() or self._address
        password, authority = secrets.get("password", ""), given.get("authority", "")
        self._access = Access(given.get("imap", ""), user, password, authority)
        self._folder = named(given.get("folder", ""))
        addresses = dict.fromkeys((self._address, *addresses_in(given.get("aliases", ""))))
        self._us = Us(tuple(addresses), account.id, password)
        self._submission = Submission(
            given.get("smtp", ""), user=user, password=password, authority=authority, clock=tools.clock
        )
        self._sender = MailSender(
            self._access, self._submission, self._us, tools, folder=self._folder, name=self._sender_name
        )

    async def check(self) -> Identity:
        """Sign in at both servers and look for the folder."""
        if not addresses_in(self._address):
            raise Refused(
                _("“{address}” is not an address.").format(address=self._address), hint=_("Enter a whole address.")
            )
        await self._tools.budget.spend()
        async with opened(self._access, self._tools.clock) as box:
            await box.enter(self._folder)
        await self._submission.check()
        return Identity(native_id=self._address, handle=self._address, title=self._sender_name())

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """What comes in, and what was sent with other programs."""
        listening = Listening(self._access, self._us, self._tools, folder=self._folder)
        lanes = Lanes({INBOX: listening.inbox, SENT: listening.sent}, main=frozenset({INBOX}), clock=self._tools.clock)
        async for batch in lanes.stream(cursors):
            yield batch

    async def close(self) -> None:
        """Nothing is kept open: each stream and each send has a connection of its own."""

    def new_key(self) -> str:
        """A key for one send; it becomes the Message-ID."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a mail, once for each key."""
        return await self._sender.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was sent under this key, by its Message-ID."""
        return await self._sender.find(reply, key=key)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """What the mailbox has of the thread, oldest first."""
        await self._tools.budget.spend()
        async with opened(self._access, self._tools.clock) as box:
            mails = await thread_of(box, native_id, folder=self._folder)
        now = self._tools.clock.now()
        posts = {post.native_id: post for post in (post_of(raw, self._us, sent=sent, now=now) for raw, sent in mails)}
        return surroundings(posts.values())

    def _sender_name(self) -> str:
        return self._account.options.get("name", "").strip() or self._account.brand
