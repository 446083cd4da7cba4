"""The Telegram connector's case: a network that does not tell a bot what it has said. Known by the cases."""

from pathlib import Path

from app.connectors.base import Ambiguous, Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.telegram import TOKEN, FakeTelegram


class TelegramCase(ServerCase):
    network = "telegram"
    send_faults = WRITES_AT_ONCE
    blind_faults = frozenset(fault for fault, error in WRITES_AT_ONCE.items() if error is Ambiguous)
    sends = True
    fake: FakeTelegram

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeTelegram(clock)
        self.secrets = {"token": TOKEN}

    def account(self) -> Account:
        options = {"service": self.fake.url}
        return Account(id=5, network="telegram", handle="harbour_bot", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.say(f"question {number}") for number in range(count)}

    async def say_again(self) -> None:
        self.fake.deliver_again()

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.sent)
