"""The YouTube connector's case: comments under a channel's videos. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.youtube import FakeYouTube


class YouTubeCase(ServerCase):
    network = "youtube"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeYouTube

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeYouTube(clock)
        self.secrets = {"token": self.fake.token}

    def account(self) -> Account:
        options = {"service": self.fake.url, "client_id": "we"}
        return Account(id=5, network="youtube", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
