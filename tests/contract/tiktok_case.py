"""The TikTok connector's case: comments under an account's own videos. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.tiktok import BUSINESS, REFRESH, FakeTikTok


class TikTokCase(ServerCase):
    network = "tiktok"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeTikTok

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeTikTok(clock)
        self.secrets = {"token": self.fake.give(), "refresh_token": REFRESH, "app_secret": "hush"}

    def account(self) -> Account:
        options = {"service": self.fake.url, "app_id": "we", "business_id": BUSINESS}
        return Account(id=5, network="tiktok", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
