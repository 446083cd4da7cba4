"""An account of ours on a network, and how its connector fares. Known by connectors and everyone above; knows core
only."""

from enum import StrEnum

from msgspec import Struct

from app.core.clock import Millis
from app.domain.network import Limits


class Account(Struct, frozen=True, kw_only=True):
    """A configured account or source. Secrets are not here: they lie in the system keyring under the account's id.

    Attributes:
        handle: without @; what a reply is signed with. A source without one (RSS, file) has its title.
        brand: the name people know; `monogram` two letters; `hue` 0–7, one of the eight account hues.
        options: answers of the account form that are not secret (server address, search terms …).
        protected: sending asks once more.
        undo_seconds: how long a reply waits before it leaves.
        first_reply_minutes: the promise to answer within; 0 for none.
    """

    id: int
    network: str
    handle: str
    brand: str
    monogram: str = ""
    hue: int = 0
    options: dict[str, str] = {}
    protected: bool = False
    enabled: bool = True
    undo_seconds: int = 10
    first_reply_minutes: int = 60


class HealthState(StrEnum):
    STARTING = "starting"
    CONNECTED = "connected"
    LATE = "late"
    DOWN = "down"
    SIGN_IN = "sign_in"
    OFF = "off"


class Health(Struct, frozen=True, kw_only=True):
    """How a connector fares, in figures and words.

    Attributes:
        last_contact: when the network last answered anything.
        last_post_at: when the newest post was delivered.
        lag_ms: delivery behind the network's own time, median of the last posts.
        budget_left: 0 … 1 share of the rate budget; −1 when the network does not say.
        expires_at: when the sign-in ends; 0 when it does not or is renewed by itself.
        since: when the present state began.
        error: last error in plain words; empty when all is well.
        limits: what this account's own server lets a reply be; None: as its network says.
        paused_by: who switched the account off, where somebody did; `since` is then when.
        catching_up: it is still delivering the past, so that counts of it are not whole yet.
    """

    account_id: int
    network: str
    title: str
    state: HealthState = HealthState.STARTING
    last_contact: Millis = 0
    last_post_at: Millis = 0
    lag_ms: int = 0
    budget_left: float = -1.0
    expires_at: Millis = 0
    since: Millis = 0
    error: str = ""
    proven: bool = True
    limits: Limits | None = None
    paused_by: str = ""
    catching_up: bool = False
