"""Who looks at which conversation, who writes in it, and who takes new work. Known by house, the hub's session and
tables; knows domain.

Nothing here is kept: desks say it again and again, and what is not said again ends by itself.
"""

from collections.abc import Callable

from msgspec import Struct

from app.core.clock import SECOND, Millis
from app.domain.shift import State

LOOKING_LASTS: Millis = 40 * SECOND
"""A desk says every fifteen seconds where it is; two of these may be lost."""

WRITING_LASTS: Millis = 10 * SECOND
"""A desk says every four seconds that somebody goes on writing."""


class Companion(Struct, frozen=True, kw_only=True):
    """One desk at one conversation.

    Attributes:
        since: when it came to the conversation; writing_until: 0 for not writing.
    """

    conversation_id: int
    who: str
    station: str
    since: Millis
    until: Millis
    writing_until: Millis = 0


class Company:
    """Every desk that looks at a conversation; a desk looks at one at a time."""

    def __init__(self) -> None:
        self._desks: dict[tuple[str, str], Companion] = {}
        self._states: dict[str, State] = {}
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call whenever somebody comes, goes, begins or stops to write."""
        self._listeners.append(listener)

    def say(self, conversation_id: int, *, who: str, station: str, writing: bool, now: Millis) -> None:
        """A desk looks at a conversation, 0 for none."""
        before = self._desks.pop((who, station), None)
        if conversation_id:
            same = before is not None and before.conversation_id == conversation_id
            self._desks[who, station] = Companion(
                conversation_id=conversation_id,
                who=who,
                station=station,
                since=before.since if before is not None and same else now,
                until=now + LOOKING_LASTS,
                writing_until=now + WRITING_LASTS if writing else 0,
            )
        self._tell()

    def say_state(self, who: str, state: State) -> None:
        """Somebody takes work, or does not; said of the person, whichever desk it is."""
        if self.state_of(who) is not state:
            self._states[who] = state
            self._tell()

    def state_of(self, who: str) -> State:
        """Here, unless he said otherwise."""
        return self._states.get(who, State.HERE)

    def leave(self, *, who: str, station: str) -> None:
        """A desk's connection ended."""
        if self._desks.pop((who, station), None) is not None:
            self._tell()

    def here(self, now: Millis) -> list[Companion]:
        """Everybody who has lately said where he is."""
        self._desks = {key: one for key, one in self._desks.items() if one.until > now}
        return list(self._desks.values())

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
