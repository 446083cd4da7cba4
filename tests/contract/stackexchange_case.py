"""The Stack Exchange connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.stackexchange import KEY, SITE, TAG, TOKEN, FakeStackExchange


class StackExchangeCase(ServerCase):
    network = "stackexchange"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeStackExchange

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeStackExchange(clock)
        self.secrets = {"access_token": TOKEN}

    def account(self) -> Account:
        options = {"service": self.fake.url, "site": SITE, "key": KEY, "questions": TAG}
        return Account(id=5, network="stackexchange", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.ask(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
