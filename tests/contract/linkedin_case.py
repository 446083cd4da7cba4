"""The LinkedIn connector's case: comments under a page's posts. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.linkedin import PAGE, FakeLinkedIn


class LinkedInCase(ServerCase):
    network = "linkedin"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeLinkedIn

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeLinkedIn(clock)
        self.secrets = {"token": self.fake.token}

    def account(self) -> Account:
        options = {"service": self.fake.url, "client_id": "we", "organization": PAGE}
        return Account(id=5, network="linkedin", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
