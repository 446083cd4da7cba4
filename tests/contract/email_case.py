"""The e-mail connector's case: a server that knows no keys, and tells nobody how long to wait. Known by the cases."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, Case
from tests.fakes.mail import PASSWORD, US, FakeMail
from tests.fakes.network import Fault


class EmailCase(Case):
    network = "email"
    faults = frozenset({Fault.SIGN_IN, Fault.DOWN, Fault.RUBBISH, Fault.HALF})
    send_faults = {fault: error for fault, error in ASKS_FIRST.items() if fault is not Fault.TOO_MANY}
    sends = True

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeMail(clock)
        self.secrets = {"password": PASSWORD}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.fake.running():
            yield

    def account(self) -> Account:
        return Account(id=5, network="email", handle=US, brand="Harbour", options=self.fake.options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    def fail(self, fault: Fault) -> None:
        self.fake.fault = fault

    async def hanging(self) -> None:
        await self.fake.hanging.wait()

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.submitted)
