"""The units Google grants a day, and what our calls have spent of them. Known by the YouTube connector and its line;
knows the contract and core.

Source: developers.google.com/youtube/v3/determine_quota_cost: reading costs 1, writing 50, also when it fails; the
day ends at midnight in California.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.connectors.base import Budget, RateLimited
from app.connectors.budget import REPLY_SHARE
from app.connectors.reading import count_of
from app.core.clock import SECOND, Clock, Millis
from app.core.i18n import _

READING = 1
WRITING = 50
LOW = 0.2
_PACIFIC = ZoneInfo("America/Los_Angeles")


class Quota:
    """One project's day.

    Attributes:
        units: granted a day.
    """

    def __init__(self, units: int, *, clock: Clock, budget: Budget) -> None:
        self.units = max(1, units)
        self._clock = clock
        self._budget = budget
        self._day = ""
        self._spent = 0

    @property
    def left(self) -> int:
        """Units still there today."""
        self._turn()
        return max(0, self.units - self._spent)

    @property
    def ends_at(self) -> Millis:
        """When the units are full again."""
        return day_end(self._clock.now())

    def resume(self, note: str) -> None:
        """Go on with what was noted before a restart; another day's note counts for nothing."""
        day, _space, spent = note.partition(" ")
        if day == day_of(self._clock.now()):
            self._day, self._spent = day, max(self._spent, count_of(spent))

    def note(self) -> str:
        """The day and what it has cost, to be kept."""
        self._turn()
        return f"{self._day} {self._spent}"

    def spend(self, price: int, *, reply: bool = False) -> None:
        """Count a call's price. Raises RateLimited, before anything is asked, where the units are not there."""
        # A little more than what the budget keeps for replies: it would wait in silence where we can tell why.
        kept = 0 if reply else round(self.units * REPLY_SHARE) + WRITING
        if self.left - price < kept:
            raise RateLimited(
                _("YouTube's units for today are used up ({spent} of {units}).").format(
                    spent=self._spent, units=self.units
                ),
                until=self.ends_at,
                hint=_("They are full again at midnight in California; Google grants more on request."),
            )
        self._spent += price
        self.tell()

    def spent_all(self) -> None:
        """Google says that nothing is left: another program, or another account, has spent the rest."""
        self._turn()
        self._spent = self.units
        self.tell()

    def tell(self) -> None:
        """Let the budget know, which holds back for replies and shows what is left."""
        seconds = max(1, (self.ends_at - self._clock.now()) // SECOND)
        self._budget.learn(
            {
                "RateLimit-Limit": str(self.units),
                "RateLimit-Remaining": str(self.left),
                "RateLimit-Reset": str(seconds),
            }
        )

    def complaint(self) -> str:
        """What a person should know about the units; empty while there are enough."""
        if self.left > self.units * LOW:
            return ""
        return _("YouTube has {left} of {units} units left for today; listening slows down.").format(
            left=self.left, units=self.units
        )

    def stretch(self, *, share: float) -> float:
        """Seconds between two readings that let this share of what is left last until the day ends."""
        usable = max(1.0, (self.left - self.units * REPLY_SHARE) * share)
        return max(0.0, (self.ends_at - self._clock.now()) / SECOND / usable)

    def _turn(self) -> None:
        today = day_of(self._clock.now())
        if today != self._day:
            self._day, self._spent = today, 0


def day_of(moment: Millis) -> str:
    """The day in California."""
    return datetime.fromtimestamp(moment / SECOND, UTC).astimezone(_PACIFIC).date().isoformat()


def day_end(moment: Millis) -> Millis:
    """The next midnight in California."""
    here = datetime.fromtimestamp(moment / SECOND, UTC).astimezone(_PACIFIC)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), _PACIFIC)
    return round(midnight.timestamp() * SECOND)
