"""What may be asked of the hub's connectors before there is an account. Known by house and accounts; knows the
contract and domain."""

from collections.abc import Mapping
from typing import Protocol

from app.connectors.base import Identity, SignedIn
from app.domain.account import Account


class SigningIn(Protocol):
    """Sign-ins that are not accounts yet; every call raises FishbowlErrors in words."""

    async def check(self, account: Account, secrets: Mapping[str, str]) -> Identity:
        """Sign in once as this account would."""
        ...

    async def begin(
        self, network: str, options: Mapping[str, str], secrets: Mapping[str, str], *, redirect: str, by: str
    ) -> tuple[str, str]:
        """Begin a turn in the browser: its id and the address."""
        ...

    async def finish(self, key: str, answer: Mapping[str, str], *, by: str) -> Identity:
        """Trade what the browser brought back."""
        ...

    def left(self, key: str, network: str, *, by: str) -> SignedIn:
        """What a finished turn leaves."""
        ...

    def claimed(self, key: str) -> None:
        """An account took it; an unknown key is no error."""
        ...
