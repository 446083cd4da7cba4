"""Nostr: what names a key of ours in, replies out, over several relays. Known by the registry only; knows its parts,
the contract, domain and core."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from functools import partial
from typing import ClassVar

import msgspec

from app.connectors._nostr.info import INFO
from app.connectors._nostr.keys import Signer, npub
from app.connectors._nostr.listening import QUIET_SECONDS, Listening
from app.connectors._nostr.notes import NOTE, PROFILE, Profile, chain_of, post_of, profile_of
from app.connectors._nostr.relay import address_of
from app.connectors._nostr.sender import NoteSender
from app.connectors.base import Identity, Refused, Tools
from app.connectors.lanes import Lanes
from app.connectors.reading import text_of
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt


class Nostr:
    """One key on its relays.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = QUIET_SECONDS * 1.5
        self._account = account
        self._tools = tools
        self._secret = secrets.get("secret_key", "")
        self._relays = _lines(account.options.get("relays", ""))
        self._tags = [tag.lstrip("#").lower() for tag in _lines(account.options.get("tags", ""))]

    async def check(self) -> Identity:
        """Ask the relays who we are; one that answers is enough."""
        us = self._signer().public
        found = await self._sender().fetch({"kinds": [PROFILE], "authors": [us], "limit": 1})
        profiles = [_profile(text_of(event.get("content"))) for event in found if event["pubkey"] == us]
        return Identity(native_id=us, handle=npub(us), title=next((one.name for one in profiles), ""))

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Every relay is a lane; the stream fails only when all of them do."""
        listening = Listening(self._signer().public, self._tags, self._tools, account_id=self._account.id)
        addresses = self._addresses()
        lanes = {_lane(one): partial(self._relay, listening, one) for one in addresses}
        async for batch in Lanes(lanes, main=frozenset(lanes), clock=self._tools.clock).stream(cursors):
            yield batch

    async def close(self) -> None:
        """Nothing is kept open: each stream and each send has connections of its own."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender().new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a note; the same key makes the same note."""
        return await self._sender().send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """The note of this key, where a relay has it."""
        return await self._sender().find(reply, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own note back, as far as the relays follow."""
        await self._sender().delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """What the relays have of the thread, oldest first."""
        us, now = self._signer().public, self._tools.clock.now()
        first = await self._sender().fetch({"ids": [native_id]})
        root = next((chain_of(event)[0] for event in first), "") or native_id
        events = [*first, *await self._sender().fetch({"ids": [root]})]
        events += await self._sender().fetch({"kinds": [NOTE], "#e": [root], "limit": 100})
        made = (post_of(event, us=us, account_id=self._account.id, profile=Profile(), now=now) for event in events)
        posts = {post.native_id: post for post in made if post is not None}
        return surroundings(sorted(posts.values(), key=lambda post: post.native_id != root))

    def _relay(self, listening: Listening, address: str, cursor: str) -> AsyncGenerator[Batch, None]:
        return listening.relay(address, _lane(address), cursor)

    def _signer(self) -> Signer:
        return Signer(self._secret)

    def _sender(self) -> NoteSender:
        return NoteSender(self._signer, self._addresses(), self._tools)

    def _addresses(self) -> list[str]:
        if not self._relays:
            raise Refused(_("This account names no relay."), hint=_("Enter at least one in the account."))
        return [address_of(one) for one in self._relays]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]


def _lane(address: str) -> str:
    """A relay's lane is named by it."""
    return address.partition("://")[2]


def _profile(content: str) -> Profile:
    try:
        return profile_of(msgspec.json.decode(content))
    except (msgspec.DecodeError, RecursionError):
        return Profile()
