"""Where a tour's figures come from: a recording, or the hub as it is now behind the guard. Known by the tour; knows
link."""

from typing import Protocol

from app.core.i18n import _
from app.link.base import Link, LinkState
from app.link.guard import GuardedLink
from app.link.tape import TapeLink


class Source(Protocol):
    """What a tour asks of either.

    Attributes:
        is_live: its figures are those of now.
    """

    is_live: bool

    @property
    def link(self) -> Link: ...

    def begin(self, moment: str) -> None:
        """Set to a moment of the replay; live data are always now. Raises BadInput for one that is not there."""
        ...

    def play(self) -> None:
        """A second has passed."""
        ...

    def close(self) -> None:
        """Nobody watches any more."""
        ...

    def mark(self) -> str:
        """What the guests read of it."""
        ...

    def state(self) -> str:
        """What the speaker reads of it."""
        ...

    def trouble(self) -> str:
        """What is wrong, in words for the guests; empty when nothing is."""
        ...


class Replayed:
    """A tape: the invented company's day."""

    def __init__(self, link: TapeLink) -> None:
        self.is_live = False
        self.link: TapeLink = link

    def begin(self, moment: str) -> None:
        if moment:
            self.link.go(moment)

    def play(self) -> None:
        self.link.play()

    def close(self) -> None:
        """A tape has nothing to let go of."""

    def mark(self) -> str:
        return _("Replay, invented company")

    def state(self) -> str:
        return _("A recorded day of an invented company. Nothing comes in, and nothing leaves this machine.")

    def trouble(self) -> str:
        return ""


class Live:
    """A hub, seen through the guard."""

    def __init__(self, link: GuardedLink) -> None:
        self.is_live = True
        self.link: GuardedLink = link

    def begin(self, moment: str) -> None:
        """Live data are always now."""

    def play(self) -> None:
        """They go on by themselves."""

    def close(self) -> None:
        self.link.close()

    def mark(self) -> str:
        return _("Live, without names")

    def state(self) -> str:
        if self.link.shows_posts:
            return _("Live figures of your hub. No author is named; every post was released by a person.")
        return _(
            "Live figures of your hub. No author is named, and no posts are shown, since not all of them are released"
            " by a person here (settings: wall.policy)."
        )

    def trouble(self) -> str:
        if self.link.state is LinkState.LIVE:
            return ""
        if self.link.state is LinkState.CONNECTING:
            return _("Connecting to the hub")
        return _("The hub cannot be reached")
