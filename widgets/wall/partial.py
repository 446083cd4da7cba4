"""What a count is made without: sources that are dead, paused by a person, or still telling the past. Known by
wall.panel; knows wall.hearing and wire.feeds.

A count without one of its sources is still a count: it stays, and says what it lacks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.core.clock import DAY, Millis
from app.core.i18n import _, ngettext
from app.domain.account import Health, HealthState
from app.link.base import Link
from app.link.mirror import FeedChange
from app.wire.feeds import HealthFeed
from widgets.wall.hearing import source_names
from widgets.wall.subscriptions import Subscriptions
from widgets.wall.words import Words

FEED = HealthFeed()
DEAD = frozenset({HealthState.DOWN, HealthState.SIGN_IN})
PAUSE_TOLD_FOR: Millis = DAY
"""After this a source that a person switched off is no longer missed."""
MOST_NAMED = 2


@dataclass(frozen=True)
class Lack:
    """What is missing, in words from the most telling to the shortest; none where nothing is."""

    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def sentence(self) -> str:
        """For those who cannot see it; empty where nothing is missing."""
        return _("Partial: {lack}.").format(lack=self.words[0]) if self.words else ""


def lack_of(accounts: Collection[Health], words: Words, *, now: Millis) -> Lack:
    """What the counts of these accounts are made without."""
    lost = [one for one in accounts if one.state in DEAD]
    paused = [one for one in accounts if _is_paused(one, now)]
    missing = [*lost, *paused]
    meant = len(missing) + sum(one.state not in DEAD and one.state is not HealthState.OFF for one in accounts)
    if not missing:
        return _catching_up(accounts)
    if len(missing) == meant:
        time = words.time(max(one.since for one in missing))
        return Lack((_("nothing is heard since {time}").format(time=time), _("nothing is heard")))
    counted = _("without {count} of {total} sources").format(count=len(missing), total=meant)
    if len(missing) > MOST_NAMED:
        return Lack((counted, _("partial")))
    names = source_names(accounts)
    named = _both([names[one.account_id] for one in missing])
    without = _("without {name}").format(name=named)
    return Lack((_since(missing, named, words), without, counted, _("partial")))


def _catching_up(accounts: Collection[Health]) -> Lack:
    """Sources whose past is still being read: what they said meanwhile is not counted yet."""
    behind = [one for one in accounts if one.catching_up and one.state is not HealthState.OFF]
    if not behind:
        return Lack()
    counted = ngettext("{count} source is catching up", "{count} sources are catching up", len(behind))
    words = (counted.format(count=len(behind)), _("catching up"))
    if len(behind) > 1:
        return Lack(words)
    name = source_names(accounts)[behind[0].account_id]
    return Lack((_("{name} is catching up").format(name=name), *words))


def _since(missing: Collection[Health], named: str, words: Words) -> str:
    """Who paused it, or since when it is gone; the earliest where several are."""
    time = words.time(min(one.since for one in missing))
    by = {one.paused_by for one in missing}
    if len(by) == 1 and (name := by.pop()):
        return _("{name} paused by {person} at {time}").format(name=named, person=name, time=time)
    return _("without {name} since {time}").format(name=named, time=time)


def _both(names: Collection[str]) -> str:
    first, *others = sorted(names, key=str.casefold)
    return _("{one} and {other}").format(one=first, other=others[0]) if others else first


def _is_paused(account: Health, now: Millis) -> bool:
    is_told = account.state is HealthState.OFF and account.paused_by
    return bool(is_told) and now - account.since < PAUSE_TOLD_FOR


class Sources:
    """The sources of one panel's counts.

    Args:
        changed: called when what is missing has become something else.
    """

    def __init__(self, link: Link, words: Words, changed: Callable[[], None]) -> None:
        self._link, self._words, self._changed = link, words, changed
        self._subscriptions = Subscriptions(link, self._heard)
        self._told = Lack()

    def follow(self) -> None:
        """Watch them."""
        self._subscriptions.follow(lambda: (FEED,))
        self._told = self._lack()

    def clear(self) -> None:
        """Watch them no more."""
        self._subscriptions.clear()

    def lack(self) -> Lack:
        """What is missing, as of the last sign of life: those come every second, frames more often."""
        return self._told

    def _heard(self, _change: FeedChange) -> None:
        """Only what is news is told."""
        before, self._told = self._told, self._lack()
        if before != self._told:
            self._changed()

    def _lack(self) -> Lack:
        return lack_of(self._subscriptions.rows(FEED).values(), self._words, now=self._link.now())


def with_lack(text: str, lack: Lack, fits: Callable[[str], bool]) -> str:
    """A context that says what is missing: its own last clauses go before that does; the text itself where all is
    well or nothing fits."""
    if not lack:
        return text
    clauses = text.split(", ") if text else []
    kept = [clauses[:count] for count in range(len(clauses), -1, -1)]
    said = [[*some, words] for telling in (lack.words[:-1], lack.words[-1:]) for some in kept for words in telling]
    return next((line for parts in said if fits(line := ", ".join(parts))), text)
