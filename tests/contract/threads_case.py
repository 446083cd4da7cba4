"""The Threads connector's case: a reply is made before it is published. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools, Unreachable
from app.core.clock import DAY, Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, ServerCase
from tests.fakes.graph import SECRETS
from tests.fakes.network import Fault
from tests.fakes.threads import FakeThreads


class ThreadsCase(ServerCase):
    network = "threads"
    # What breaks off first is the step that publishes nothing.
    send_faults = {**ASKS_FIRST, Fault.CUT_AFTER_WRITE: Unreachable}
    sends = True
    fake: FakeThreads

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeThreads(clock)
        self.secrets = {**SECRETS, "token_ends": str(clock.now() + 60 * DAY)}

    def account(self) -> Account:
        return Account(id=5, network="threads", handle="harbour", brand="Harbour", options={"service": self.fake.url})

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.sent)
