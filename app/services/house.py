"""What every use case works with, gathered once by the hub. Known by services and hub; knows store, domain and core."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.clock import Clock, Millis
from app.core.secrets import LayeredVault
from app.core.settings import Settings
from app.domain.network import Limits, NetworkInfo
from app.domain.picture import Picture
from app.domain.post import Post
from app.services.attempts import Attempts
from app.services.company import Company
from app.services.on_walls import OnWalls
from app.services.presence import Attendance
from app.services.signing_in import SigningIn
from app.store.engine import Store

T = TypeVar("T")


class Outside(Protocol):
    """The hub's connectors, as far as a use case may ask for them."""

    @property
    def signing_in(self) -> SigningIn:
        """Sign-ins that are not accounts yet."""
        ...

    def networks(self) -> Sequence[NetworkInfo]:
        """Every network this hub has a connector for."""
        ...

    async def thread(self, account_id: int, native_id: str) -> tuple[Post, ...]:
        """The public context of a post; raises FishbowlErrors in words."""
        ...

    def media_headers(self, account_id: int, url: str) -> Mapping[str, str]:
        """What the request for a picture at this address carries: the account's sign-in, for its own server alone."""
        ...

    def limits(self, account_id: int) -> Limits | None:
        """What an account's own server lets a reply be; None: as its network says, or not known yet."""
        ...

    def secrets_changed(self, account_id: int) -> None:
        """Sign in anew."""
        ...


class Media(Protocol):
    """Where pictures are looked at and fetched."""

    async def picture(self, url: str, *, headers: Mapping[str, str] = ...) -> tuple[Picture, int]:
        """A picture of the web, made anew, and its fingerprint; raises FishbowlErrors in words.

        The headers go to this address alone, never on to where it leads.
        """
        ...

    async def run(self, work: Callable[[], T]) -> T:
        """Do what takes time on the pictures' thread."""
        ...


@dataclass
class Hold:
    """The hold on all sending; an empty reason means that sending is on."""

    reason: str = ""
    since: Millis = 0
    by: str = ""


@dataclass(frozen=True)
class House:
    """One hub's means.

    Attributes:
        started_at: when this hub came up.
        folder: the data folder; what is free there is what is left.
        hold: kept in step with the store by the calls that change it.
        attendance: which stations are connected; on_walls: which posts the walls among them show.
        company: which desks look at which conversation.
        media: fetches pictures; None in a house without an outside.
        askers: how often an address asked for a pairing code; guesses: how often a person typed a wrong one.
    """

    store: Store
    clock: Clock
    settings: Settings
    vault: LayeredVault
    outside: Outside
    hold: Hold
    started_at: Millis
    folder: Path
    demo: bool = False
    attendance: Attendance = field(default_factory=Attendance)
    on_walls: OnWalls = field(default_factory=OnWalls)
    company: Company = field(default_factory=Company)
    askers: Attempts = field(default_factory=lambda: Attempts(most=6))
    guesses: Attempts = field(default_factory=lambda: Attempts(most=5))
    media: Media | None = None

    def network(self, name: str) -> NetworkInfo | None:
        """The declaration of a network, None where no connector knows it."""
        return next((info for info in self.outside.networks() if info.name == name), None)
