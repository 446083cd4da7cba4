"""The App Store connector's case: one answer a review. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.appstore import OPTIONS, FakeAppStore, private_key


class AppStoreCase(ServerCase):
    network = "appstore"
    send_faults = WRITES_AT_ONCE
    sends = True
    one_answer = True
    fake: FakeAppStore

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeAppStore(clock)
        self.secrets = {"private_key": private_key()}

    def account(self) -> Account:
        options = {**OPTIONS, "service": self.fake.url}
        return Account(id=5, network="appstore", handle="Harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.answers)
