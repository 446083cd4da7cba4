"""The Facebook connector's case. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.facebook import FakeFacebook
from tests.fakes.graph import APP_ID, SECRETS


class FacebookCase(ServerCase):
    network = "facebook"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeFacebook

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeFacebook(clock)
        self.secrets = dict(SECRETS)

    def account(self) -> Account:
        options = {"service": self.fake.url, "app_id": APP_ID}
        return Account(id=5, network="facebook", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.sent)
