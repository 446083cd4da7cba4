"""The Google Play connector's case: one answer a review. Known by the cases."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.googleplay import PACKAGE, FakeGooglePlay


class GooglePlayCase(ServerCase):
    network = "googleplay"
    send_faults = WRITES_AT_ONCE
    sends = True
    one_answer = True
    fake: FakeGooglePlay

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeGooglePlay(clock)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with super().running():
            self.secrets = {"service_key": self.fake.key_file()}
            yield

    def account(self) -> Account:
        options = {"service": self.fake.url, "package": PACKAGE}
        return Account(id=5, network="googleplay", handle="Harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return self.fake.answered()
