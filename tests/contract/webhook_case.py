"""The webhook's case for the contract suite. Known by cases; knows the sender."""

from pathlib import Path

from app.connectors.base import Tools
from app.core.clock import Clock
from app.domain.account import Account
from tests.contract.case import Case
from tests.fakes.network import Fault
from tests.fakes.sender import SECRET, Sender


class WebhookCase(Case):
    """The sender calls us; what fails is on our side, and it calls again."""

    network = "webhook"

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self._sender = Sender(clock)
        self.secrets = {"secret": SECRET}
        self.caller = self._sender.call

    def account(self) -> Account:
        return Account(id=5, network="webhook", handle="shop", brand="Shop")

    async def say(self, tools: Tools, count: int) -> set[str]:
        first = len(self._sender.said)
        ids = [f"order-{number}" for number in range(first, first + count)]
        for native_id in ids:
            self._sender.say(native_id, f"about {native_id}")
        return {f"5:{native_id}" for native_id in ids}

    def fail(self, fault: Fault) -> None:
        """Nothing can fail at the sender's."""
