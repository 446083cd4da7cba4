"""A link that plays a tape: connected to nothing, it asks nobody and sends nothing. Known by the tour; knows wire.

Time on it is the recording's own, from the moment it was set to; where the recording of a moment ends, time stands.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from msgspec import Raw

from app.core.clock import SECOND, Clock, Millis, SystemClock
from app.core.errors import BadInput, Unavailable
from app.core.i18n import _
from app.domain.principal import Role
from app.link.base import LinkState
from app.link.mirror import Mirror
from app.wire.calls import Request
from app.wire.feeds import Feed
from app.wire.tape import Tape, TapeMoment, TapeStep

EPOCH = "tape"


class TapeLink:
    """A link to a recording; see `app.link.base.Link`.

    Attributes:
        moment: where the tape is.
    """

    def __init__(self, tape: Tape, *, clock: Clock | None = None) -> None:
        """Set to the tape's first moment. Raises BadInput for an empty tape."""
        if not tape.moments:
            raise BadInput(_("The recording is empty."))
        self.state = LinkState.LIVE
        self.reason, self.name, self.role, self.station = "", "", str(Role.SCREEN), "tour"
        self.next_try: Millis = 0
        self._tape = tape
        self._clock = clock or SystemClock()
        self._places: dict[Feed, int] = {feed: place for place, feed in enumerate(tape.feeds)}
        self._mirrors: dict[Feed, Mirror] = {}
        self._users: dict[Feed, int] = {}
        self._set(tape.moments[0])
        self.since: Millis = self.now()

    def go(self, name: str) -> None:
        """Set the tape to the beginning of a moment. Raises BadInput with the moments there are."""
        moment = self._tape.moment(name)
        if moment is None:
            known = ", ".join(one.name for one in self._tape.moments)
            raise BadInput(
                _("The recording has no moment “{name}”. There are: {known}.").format(name=name, known=known)
            )
        self._set(moment)
        for mirror in self._mirrors.values():
            self._show(mirror)

    def play(self) -> None:
        """Tell what has changed by now; to be called about once a second."""
        passed = self.now() - self.moment.at
        while self._next < len(self.moment.steps) and self.moment.steps[self._next].after <= passed:
            self._take(self.moment.steps[self._next])
            self._next += 1

    def now(self) -> Millis:
        """The recording's time."""
        passed = round((self._clock.monotonic() - self._began) * SECOND)
        return self.moment.at + min(passed, self.moment.lasts)

    def as_of(self) -> Millis:
        """A recording is complete at every moment."""
        return self.now()

    async def call(self, request: Request, *, timeout: float = 15.0) -> NoReturn:
        """Always raises Unavailable: nobody is there."""
        raise Unavailable(_("This is a replay: nobody is asked, and nothing leaves this machine."))

    def subscribe(self, feed: Feed) -> Mirror:
        self._users[feed] = self._users.get(feed, 0) + 1
        mirror = self._mirrors.get(feed)
        if mirror is None:
            mirror = self._mirrors[feed] = Mirror(feed)
            self._show(mirror)
        return mirror

    def unsubscribe(self, feed: Feed) -> None:
        self._users[feed] -= 1
        if not self._users[feed]:
            del self._users[feed], self._mirrors[feed]

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        """It never changes."""
        return lambda: None

    def try_now(self) -> None:
        """There is nothing to try."""

    def missing(self) -> list[Feed]:
        """What was asked for and is not on the tape."""
        return [feed for feed in self._mirrors if feed not in self._places]

    def _set(self, moment: TapeMoment) -> None:
        self.moment = moment
        self._rows: list[dict[str, Raw]] = [dict(rows) for rows in moment.rows]
        self._next = 0
        self._began = self._clock.monotonic()

    def _show(self, mirror: Mirror) -> None:
        """A snapshot of what the tape says now; a feed that was not recorded has no rows."""
        place = self._places.get(mirror.feed)
        rows: Any = [] if place is None else list(self._rows[place].items())
        mirror.take_snapshot(epoch=EPOCH, version=1, rows=rows, at=self.now())

    def _take(self, step: TapeStep) -> None:
        rows = self._rows[step.feed]
        for key in step.drop:
            rows.pop(key, None)
        rows.update(step.put)
        mirror = self._mirrors.get(self._tape.feeds[step.feed])
        if mirror is not None:
            mirror.take_delta(version=mirror.version + 1, put=step.put, drop=step.drop, at=self.now())
