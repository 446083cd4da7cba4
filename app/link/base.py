"""What a face may ask of its link to the hub; the client and the tests' fake both are one. Known by widgets; knows
wire."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from app.core.clock import Millis
from app.link.mirror import Mirror
from app.wire.calls import Request
from app.wire.feeds import Feed


class LinkState(StrEnum):
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    """Was live, or could not be reached; trying again by itself."""
    REFUSED = "refused"
    """The hub said no: too old, not known. Trying again will not help."""


class Link(Protocol):
    """A station's end of the wire.

    Attributes:
        state: how it stands; `since` when that began (station's clock).
        reason: why it is lost or refused, in words.
        next_try: when the next attempt is made; 0 when live.
        name, role: who we are to the hub; empty before the first welcome.
        station: lasting name of this desk or wall.
    """

    state: LinkState
    since: Millis
    reason: str
    next_try: Millis
    name: str
    role: str
    station: str

    def now(self) -> Millis:
        """The hub's time, as well as it is known."""
        ...

    def as_of(self) -> Millis:
        """Up to which moment (hub's time) figures are complete; 0 before anything was heard."""
        ...

    async def call(self, request: Request, *, timeout: float = 15.0) -> Any:
        """Ask the hub; raises FishbowlError (code `unavailable` when it is lost or does not answer in time)."""
        ...

    def subscribe(self, feed: Feed) -> Mirror:
        """Mirror a feed from now on; the same mirror for equal feeds. Each subscribe needs one `unsubscribe`."""
        ...

    def unsubscribe(self, feed: Feed) -> None:
        """Let go of a feed; it ends with its last subscriber."""
        ...

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever state, reason or next_try changes; returns what ends it."""
        ...

    def try_now(self) -> None:
        """Do not wait for the next attempt."""
        ...
