"""The Mastodon connector's case: a server that ignores `Idempotency-Key`. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, ServerCase
from tests.fakes.mastodon import TOKEN, FakeMastodon


class MastodonCase(ServerCase):
    network = "mastodon"
    send_faults = ASKS_FIRST
    sends = True
    fake: FakeMastodon

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeMastodon(clock)
        self.secrets = {"token": TOKEN}

    def account(self) -> Account:
        return Account(id=5, network="mastodon", handle="harbour", brand="Harbour", options={"server": self.fake.url})

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.native(self.fake.say(f"@harbour question {number}")) for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
