"""The WhatsApp connector's case: a network that calls, and tells a business nothing of what it has said but by its
reports. Known by the cases."""

from pathlib import Path

from app.connectors.base import Ambiguous, Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.graph import SECRETS
from tests.fakes.whatsapp import NUMBER, FakeWhatsApp


class WhatsAppCase(ServerCase):
    network = "whatsapp"
    send_faults = WRITES_AT_ONCE
    blind_faults = frozenset(fault for fault, error in WRITES_AT_ONCE.items() if error is Ambiguous)
    sends = True
    fake: FakeWhatsApp

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeWhatsApp(clock)
        self.secrets = dict(SECRETS)
        self.caller = self.fake.call

    def account(self) -> Account:
        options = {"service": self.fake.url, "phone_number_id": NUMBER}
        return Account(id=5, network="whatsapp", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.sent)
