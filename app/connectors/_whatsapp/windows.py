"""Until when each person may be answered: 24 hours after their last word. Known by the WhatsApp connector; knows core.

WhatsApp refuses a late message only after it has taken it, and shows nobody a chat's past. So the last words are kept
with the lane's cursor, as long as their windows are open.
"""

from collections import OrderedDict

import msgspec

from app.connectors._meta.faults import template_hint, window_words
from app.connectors.base import Refused
from app.core.clock import DAY, Clock, Millis

OPEN_FOR: Millis = DAY
MOST = 500
"""Of the newest; a number that more people write to in a day leaves the rest to the network."""


class Windows:
    """The open windows of one number."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard: OrderedDict[str, Millis] = OrderedDict()
        self._whole = False

    def resume(self, cursor: str) -> None:
        """Take over what an earlier run heard."""
        try:
            earlier = msgspec.json.decode(cursor, type=dict[str, int]) if cursor else {}
        except msgspec.DecodeError:
            self._whole = False
            return
        self._whole = len(earlier) < MOST
        for person, moment in earlier.items():
            self.heard(person, moment)

    def heard(self, person: str, moment: Millis) -> None:
        """A person wrote."""
        self._heard[person] = max(moment, self._heard.get(person, 0))
        self._heard.move_to_end(person)
        self._forget()

    def cursor(self) -> str:
        """What `resume` needs."""
        self._forget()
        return msgspec.json.encode(self._heard).decode()

    def check(self, person: str) -> None:
        """Raises Refused where the window is over. Who is not known has been silent for long, unless more write
        than are kept, or nothing was taken over yet: then the network decides."""
        self._forget()
        if person not in self._heard and self._whole:
            raise Refused(window_words(), hint=template_hint())

    def _forget(self) -> None:
        over = self._clock.now() - OPEN_FOR
        for person in [person for person, moment in self._heard.items() if moment < over]:
            del self._heard[person]
        while len(self._heard) > MOST:
            self._heard.popitem(last=False)
            self._whole = False
