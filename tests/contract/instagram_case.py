"""The Instagram connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import DAY, Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.graph import SECRETS
from tests.fakes.instagram import FakeInstagram


class InstagramCase(ServerCase):
    network = "instagram"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeInstagram

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeInstagram(clock)
        self.secrets = {**SECRETS, "token_ends": str(clock.now() + 60 * DAY)}

    def account(self) -> Account:
        return Account(id=5, network="instagram", handle="harbour", brand="Harbour", options={"service": self.fake.url})

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.sent)
