"""The Nostr connector's case: one relay. It signs nobody in, so it cannot refuse that. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import ASKS_FIRST, ServerCase
from tests.fakes.network import Fault
from tests.fakes.nostr_relay import SECRET, FakeRelay


class NostrCase(ServerCase):
    network = "nostr"
    faults = frozenset({Fault.TOO_MANY, Fault.DOWN, Fault.RUBBISH, Fault.HALF})
    send_faults = {fault: error for fault, error in ASKS_FIRST.items() if fault is not Fault.SIGN_IN}
    sends = True
    fake: FakeRelay

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeRelay(clock)
        self.secrets = {"secret_key": SECRET}

    def account(self) -> Account:
        return Account(id=5, network="nostr", handle="h", brand="Harbour", options={"relays": self.fake.address})

    async def say(self, tools: Tools, count: int) -> set[str]:
        first = len(self.fake.events)
        return {await self.fake.say(f"question {number}") for number in range(first, first + count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
