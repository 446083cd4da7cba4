"""One account, its fake network, its connector and an ear: the scene of most tests of connectors. Knows the ear, the
contract and the field's words."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Any, Generic, TypeVar

from app.connectors.base import Connector, Sender, Tools
from app.connectors.budget import RateBudget
from app.connectors.runner import Runner
from app.domain.account import Account
from app.domain.post import Post
from app.domain.reply import OutgoingReply, Receipt
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear

ConnectorT = TypeVar("ConnectorT", bound=Connector)
FakeT = TypeVar("FakeT")


class ConnectorScene(ABC, Generic[FakeT, ConnectorT]):
    """One account; a test's own scene says how its connector is made.

    Attributes:
        fake: the network.
        connector: in use; a test that needs another one puts it here.
    """

    def __init__(
        self,
        fake: FakeT,
        given_tools: Tools,
        clock: FastClock,
        *,
        network: str,
        handle: str,
        options: dict[str, str],
    ) -> None:
        self.fake = fake
        self.clock = clock
        self.tools = given_tools
        self.account = Account(id=5, network=network, handle=handle, brand="H", options=options)
        self.connector = self.again()
        self.ear = Ear(self.account, clock)

    @abstractmethod
    def again(self) -> ConnectorT:
        """The connector as a new process makes it."""

    def listening(self) -> AbstractAsyncContextManager[Runner]:
        """Have the connector run until the block ends."""
        assert isinstance(self.tools.budget, RateBudget)
        return self.ear.listening(self.connector, self.tools.budget)

    async def hear(self, *native_ids: str) -> list[Post]:
        """Listen until these have come, and no longer."""
        async with self.listening():
            await self.ear.until(lambda: set(native_ids) <= set(self.ear.posts))
        return [self.ear.posts[native_id] for native_id in native_ids]

    def newest(self, native_id: str) -> Post:
        """A post as it was delivered last."""
        return [post for batch in self.ear.batches for post in batch.posts if post.native_id == native_id][-1]

    async def send(self, reply: OutgoingReply) -> Receipt:
        """Publish under a key of its own."""
        assert isinstance(self.connector, Sender)
        return await self.connector.send(reply, key=self.connector.new_key())

    def anew(self, connector: ConnectorT) -> ConnectorT:
        """Another connector in use, and an ear that has heard nothing yet."""
        self.connector, self.ear = connector, Ear(self.account, self.clock)
        return connector


def reply_to(parent: str, text: str = "We look into it.", *, thread: str | None = None, **more: Any) -> OutgoingReply:
    """An answer of account 5; what it answers opened its thread, unless another one is named."""
    whole = parent if thread is None else thread
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=parent, thread=whole, **more)


def answer_to(post: Post, text: str = "We look into it.") -> OutgoingReply:
    """An answer of account 5 in the thread of a post."""
    return reply_to(post.native_id, text, thread=post.thread or post.native_id)
