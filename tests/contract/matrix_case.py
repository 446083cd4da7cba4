"""The Matrix connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, ServerCase
from tests.fakes.matrix import PASSWORD, US, FakeMatrix


class MatrixCase(ServerCase):
    network = "matrix"
    send_faults = ASKS_FIRST
    sends = True
    fake: FakeMatrix

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeMatrix(clock)
        self.secrets = {"password": PASSWORD}

    def account(self) -> Account:
        return Account(id=5, network="matrix", handle=US, brand="Harbour", options={"server": self.fake.url})

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
