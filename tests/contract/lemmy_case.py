"""The Lemmy connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.lemmy import PASSWORD, USER, FakeLemmy


class LemmyCase(ServerCase):
    network = "lemmy"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeLemmy

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeLemmy(clock)
        self.secrets = {"password": PASSWORD}

    def account(self) -> Account:
        options = {"server": self.fake.url, "user": USER}
        return Account(id=5, network="lemmy", handle=USER, brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        post = self.fake.post()
        texts = [f"@harbour question {number}" for number in range(count)]
        return {self.fake.comment(text, under=post, to=self.fake.mentions) for text in texts}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
