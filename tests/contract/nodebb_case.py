"""The NodeBB connector's case: a reply's topic is asked for before it is sent. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, ServerCase
from tests.fakes.nodebb import TOKEN, FakeNodeBB


class NodeBBCase(ServerCase):
    network = "nodebb"
    send_faults = ASKS_FIRST
    sends = True
    fake: FakeNodeBB

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeNodeBB(clock)
        self.secrets = {"token": TOKEN}

    def account(self) -> Account:
        options = {"server": self.fake.url, "questions": "*"}
        return Account(id=5, network="nodebb", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.open(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
