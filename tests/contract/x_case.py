"""The X connector's case: mentions, with a stream of words beside them. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.x import BEARER, FakeX


class XCase(ServerCase):
    network = "x"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeX

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeX(clock)
        self.secrets = {"token": self.fake.token, "bearer_token": BEARER}

    def account(self) -> Account:
        options = {"service": self.fake.url, "client_id": "we", "search": "ferry"}
        return Account(id=5, network="x", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        words = ("@harbour question", "the ferry is late")
        return {self.fake.say(f"{words[number % 2]} {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
