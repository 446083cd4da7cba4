"""The Reddit connector's case: a script app's password. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.reddit import APP_SECRET, CLIENT, PASSWORD, USER, FakeReddit


class RedditCase(ServerCase):
    network = "reddit"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeReddit

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeReddit(clock)
        self.secrets = {"client_secret": APP_SECRET, "password": PASSWORD}

    def account(self) -> Account:
        options = {"service": self.fake.url, "client_id": CLIENT, "user": USER}
        return Account(id=5, network="reddit", handle=USER, brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.address(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
