"""The pond: a network in memory with every fault a test may want. Known by hub tests; knows the connector contract.

A test speaks as strangers through the `Water`, the hub through the connector `Pond`; both meet in `WATERS` by the
account's option `water`.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

from app.connectors.base import Ambiguous, Identity, Refused, Tools, Unreachable
from app.core.clock import Millis
from app.domain.account import Account
from app.domain.network import Capability, FormField, Limits, NetworkInfo
from app.domain.post import Author, Batch, Media, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

WATERS: dict[str, "Water"] = {}

AUTHOR = Author(native_id="did:mira", handle="mira", name="Mira Lindqvist", followers=12_400)


class Water:
    """The network's own truth.

    Attributes:
        posts: everything delivered or published, by native id.
        published: idempotency key of each published reply, by native id; `replies` what was published.
        fault: what the next sends do: "", "refuse", "unreachable", "ambiguous" (published, no answer), "lost" (not
            published, no answer), "hang".
        blind: looking for a reply fails.
        dry: nothing can be heard; set by `dry_up` and `refill`.
    """

    def __init__(self, name: str) -> None:
        self.posts: dict[str, Post] = {}
        self.published: dict[str, str] = {}
        self.replies: dict[str, OutgoingReply] = {}
        self.fault = ""
        self.blind = False
        self.limits: Limits | None = None
        self.dry = False
        self.sends = 0
        self._batches: list[Batch] = []
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)
        WATERS[name] = self

    def say(
        self,
        text: str,
        *,
        at: Millis,
        author: Author = AUTHOR,
        kind: PostKind = PostKind.MENTION,
        media: tuple[Media, ...] = (),
    ) -> Post:
        """A stranger says something; it is delivered in a batch of its own."""
        number = next(self._numbers)
        post = Post(
            network="pond",
            native_id=f"post-{number}",
            kind=kind,
            text=text,
            created_at=at,
            author=author,
            reach=author.followers,
            url=f"pond:/{number}",
            media=media,
        )
        self.posts[post.native_id] = post
        self.deliver(Batch(lane="all", posts=(post,), cursor=str(number)))
        return post

    def deliver(self, batch: Batch) -> None:
        """Hand a batch to whoever listens, now and after every reconnect."""
        self._batches.append(batch)
        self._news.set()

    def dry_up(self) -> None:
        """Break every connection, and let no new one be made."""
        self.dry = True
        self._news.set()

    def refill(self) -> None:
        """Let connections be made again."""
        self.dry = False

    async def batches(self, cursor: str) -> AsyncIterator[Batch]:
        """Every batch behind the cursor, then new ones for ever."""
        sent = 0
        while True:
            if self.dry:
                raise Unreachable("The pond has dried up.")
            while sent < len(self._batches):
                batch = self._batches[sent]
                sent += 1
                if batch.cursor is None or not cursor or int(batch.cursor) > int(cursor):
                    yield batch
            self._news.clear()
            await self._news.wait()

    async def publish(self, reply: OutgoingReply, key: str) -> Receipt:
        """Publish once per key, with the fault of the hour."""
        self.sends += 1
        fault = self.fault
        if fault == "refuse":
            raise Refused("The pond refused it: too shallow.")
        if fault == "unreachable":
            raise Unreachable("The pond is frozen.")
        if fault == "hang":
            await asyncio.Event().wait()
        if fault == "lost":
            raise Ambiguous("The pond stopped answering.")
        receipt = self.receipt(key) or self._new(reply, key)
        if fault == "ambiguous":
            raise Ambiguous("The pond stopped answering.")
        return receipt

    def receipt(self, key: str) -> Receipt | None:
        """What was published under a key."""
        found = next((native_id for native_id, known in self.published.items() if known == key), None)
        return Receipt(native_id=found, url=f"pond:/{found}") if found else None

    def _new(self, reply: OutgoingReply, key: str) -> Receipt:
        native_id = f"reply-{next(self._numbers)}"
        self.published[native_id] = key
        self.replies[native_id] = reply
        return Receipt(native_id=native_id, url=f"pond:/{native_id}")


class Pond:
    """The pond's connector."""

    INFO: ClassVar[NetworkInfo] = NetworkInfo(
        name="pond",
        title="Pond",
        glyph="Po",
        icon="pond",
        capabilities=frozenset({Capability.MENTIONS, Capability.REPLY}),
        form=(FormField(name="water", title="Water"), FormField(name="password", title="Password", secret=True)),
        limits=Limits(length=300, images=2, image_bytes=200_000, alt_text_length=500, parts=True),
    )

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._water = WATERS[account.options["water"]]
        self._keys = itertools.count(1)
        self._account = account

    async def check(self) -> Identity:
        if self._water.dry:
            raise Unreachable("The pond has dried up.")
        return Identity(native_id="did:brand", handle=self._account.handle, limits=self._water.limits)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        async for batch in self._water.batches(cursors.get("all", "")):
            yield batch

    async def close(self) -> None:
        return

    def new_key(self) -> str:
        return f"key-{id(self)}-{next(self._keys)}"

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        return await self._water.publish(reply, key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        if self._water.blind:
            raise Unreachable("The pond is murky.")
        return self._water.receipt(key)
