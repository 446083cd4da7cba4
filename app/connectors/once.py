"""Sends each key once on a network that has no idempotency keys. Known by connectors; knows the contract and core.

A key is sent once without a question. Before any other send with it the connector looks whether it is out already:
for our own text under the post it answers, not older than the key and not known to belong to another key.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from app.connectors.base import Malformed, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.memory import Memory
from app.core.clock import MINUTE, Clock, Millis
from app.domain.reply import Receipt

SKEW: Millis = 10 * MINUTE
"""How far the network's clock may be from ours."""
REMEMBERED = 10_000
"""Keys, and what was published: of one that was forgotten the network is asked first."""
_SURELY_NOT = (Refused, SignInFailed, RateLimited, Unreachable)


class Once:
    """The keys of one account."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._fresh: Memory[str, None] = Memory(REMEMBERED)
        self._receipts: Memory[str, Receipt] = Memory(REMEMBERED)

    def new_key(self) -> str:
        """A key that tells when it was made."""
        key = f"{self._clock.now():x}-{secrets.token_hex(12)}"
        self._fresh[key] = None
        return key

    async def send(
        self,
        key: str,
        *,
        look: Callable[[], Awaitable[Receipt | None]],
        publish: Callable[[], Awaitable[Receipt]],
        prepare: Callable[[], Awaitable[None]] | None = None,
    ) -> Receipt:
        """Publish under a key, unless that was done.

        Args:
            look: asks the network for what this key published; as `Sender.find` raises.
            publish: the one request that publishes; as `Sender.send` raises.
            prepare: what must be asked or uploaded first; a network that talks rubbish then has published nothing.
        """
        async with self._one_at_a_time:
            try:
                earlier = self._receipts.get(key) if key in self._fresh or key in self._receipts else await look()
                if earlier is not None:
                    return self.keep(key, earlier)
                if prepare is not None:
                    await prepare()
            except Malformed as error:
                raise Unreachable(error.message) from error
            return self.keep(key, await self._published(key, publish))

    async def _published(self, key: str, publish: Callable[[], Awaitable[Receipt]]) -> Receipt:
        try:
            return await publish()
        except _SURELY_NOT:
            raise
        except BaseException:
            self._fresh.pop(key, None)
            raise

    def is_fresh(self, key: str) -> bool:
        """Whether surely nothing was published under this key."""
        return key in self._fresh

    def keep(self, key: str, receipt: Receipt) -> Receipt:
        """Remember what a key published."""
        self._receipts.keep(key, receipt)
        self._fresh.pop(key, None)
        return receipt

    def known(self, key: str) -> Receipt | None:
        """What this key published, as far as it is remembered."""
        return self._receipts.get(key)

    def is_anothers(self, native_id: str, key: str) -> bool:
        """Whether a post is known to be what another key published."""
        return any(receipt.native_id == native_id for kept, receipt in self._receipts.items() if kept != key)


def made_at(key: str) -> Millis:
    """When a key was made; the beginning of time for one that does not tell."""
    try:
        return int(key.partition("-")[0], 16)
    except ValueError:
        return 0


def not_before(key: str) -> Millis:
    """Nothing older than this can be what the key published, whatever the network's clock says."""
    return made_at(key) - SKEW
