"""The Discord connector's case: a server that forgets nonces, as Discord does in minutes. Known by the cases."""

from pathlib import Path

from app.connectors.base import Connector, Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import WRITES_AT_ONCE, ServerCase
from tests.fakes.discord import CHANNEL, TOKEN, FakeDiscord


class DiscordCase(ServerCase):
    network = "discord"
    send_faults = WRITES_AT_ONCE
    sends = True
    fake: FakeDiscord

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeDiscord(clock)
        self.fake.honours_nonce = False
        self.secrets = {"token": TOKEN}

    def account(self) -> Account:
        options = {"service": self.fake.url, "channels": CHANNEL}
        return Account(id=5, network="discord", handle="harbour", brand="Harbour", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {await self.fake.say(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return len(self.fake.ours)
