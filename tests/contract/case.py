"""What the contract suite needs to know of one connector and its fake network. Known by the cases."""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.connectors.base import (
    Ambiguous,
    Connector,
    ConnectorError,
    Hooked,
    RateLimited,
    SignInFailed,
    Tools,
    Unreachable,
)
from app.connectors.runner import Runner
from app.core.clock import Clock, Millis
from app.domain.account import Account
from tests.fakes.network import FakeNetwork, Fault

ASKS_FIRST: Mapping[Fault, type[ConnectorError]] = {
    Fault.SIGN_IN: SignInFailed,
    Fault.TOO_MANY: RateLimited,
    Fault.DOWN: Unreachable,
    Fault.RUBBISH: Unreachable,
    Fault.HALF: Unreachable,
    Fault.CUT_AFTER_WRITE: Ambiguous,
}
"""What a send raises that asks the network something before it writes."""

WRITES_AT_ONCE: Mapping[Fault, type[ConnectorError]] = {
    Fault.SIGN_IN: SignInFailed,
    Fault.TOO_MANY: RateLimited,
    Fault.DOWN: Ambiguous,
    Fault.RUBBISH: Ambiguous,
    Fault.HALF: Ambiguous,
    Fault.CUT_AFTER_WRITE: Ambiguous,
}
"""What a send raises whose first request is the one that publishes."""


class Case(ABC):
    """One connector and its fake network. Made anew for each test.

    Attributes:
        network: as the registry knows it.
        faults: the ways in which this network can fail; the suite tries each.
        silent_faults: those of them that only touch some lines and stop nothing.
        send_faults: what a send raises under which fault.
        sends: the connector publishes replies.
        blind_faults: those of the send faults after which this network can tell nobody whether the reply is out.
        one_answer: the network keeps one answer to a post: another key's takes its place.
        caller: calls the connector while it runs, as networks do that are not asked; None where nobody calls.
    """

    network = ""
    faults: frozenset[Fault] = frozenset()
    silent_faults: frozenset[Fault] = frozenset()
    send_faults: Mapping[Fault, type[ConnectorError]] = {}
    sends = False
    one_answer = False
    blind_faults: frozenset[Fault] = frozenset()

    def __init__(self, clock: Clock, folder: Path) -> None:
        self.clock = clock
        self.folder = folder
        self.secrets: dict[str, str] = {}
        self.caller: Callable[[Hooked, Runner], Coroutine[Any, Any, None]] | None = None

    @abstractmethod
    def account(self) -> Account:
        """Whose connector it is."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have the fake network there until the block ends."""
        yield

    @abstractmethod
    async def say(self, tools: Tools, count: int) -> set[str]:
        """Let strangers say something; returns the native ids that must arrive."""

    async def say_again(self) -> None:  # noqa: B027 - a default, not a gap
        """Deliver again what was said; only needed where a network does not do so when asked from the beginning."""

    @abstractmethod
    def fail(self, fault: Fault) -> None:
        """Fail in this way from now on; NONE ends it."""

    async def hanging(self) -> None:  # noqa: B027 - a default, not a gap
        """Wait until a request hangs; at once where there are no requests."""

    async def asked_at(self, times: int) -> Sequence[Millis]:
        """When the network was asked, request by request; waits until it was asked so often. Never, where the
        network is not asked."""
        return ()

    async def published(self, connector: Connector, told: set[str]) -> int:
        """How many replies the network really has; `told` are the native ids its receipts named. None, where the
        connector does not send."""
        return 0


class ServerCase(Case):
    """A case whose network is a fake server."""

    faults = frozenset({Fault.SIGN_IN, Fault.TOO_MANY, Fault.DOWN, Fault.RUBBISH, Fault.HALF})
    fake: FakeNetwork

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.fake.running():
            yield

    def fail(self, fault: Fault) -> None:
        self.fake.fault = fault

    async def hanging(self) -> None:
        await self.fake.hanging.wait()

    async def asked_at(self, times: int) -> Sequence[Millis]:
        await self.fake.asked(times)
        return self.fake.asked_at
