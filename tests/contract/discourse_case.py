"""The Discourse connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.discourse import KEY, USER, FakeDiscourse


class DiscourseCase(ServerCase):
    network = "discourse"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeDiscourse

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeDiscourse(clock)
        self.secrets = {"api_key": KEY}

    def account(self) -> Account:
        options = {"server": self.fake.url, "user": USER, "questions": "*"}
        return Account(id=5, network="discourse", handle=USER, brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.open(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
