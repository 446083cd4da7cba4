"""Until when a network lets us answer a person. Known by the composer and sendable; knows domain.

Some networks close private conversations so many hours after the person's last word (WhatsApp after a day, Messenger
after a week); their numbers stand in the network's limits.
"""

from collections.abc import Iterable

from app.core.clock import HOUR, Millis
from app.domain.conversation import Entry, EntryKind
from app.domain.network import Limits


def answer_until(limits: Limits, entries: Iterable[Entry]) -> Millis:
    """The moment the window closes: counted from their newest word that is addressed to us; 0 where it never does."""
    theirs = [one for one in entries if one.kind is EntryKind.POST and not one.aside]
    if not theirs:
        return 0
    newest = max(theirs, key=lambda one: one.at)
    hours = limits.reply_window_hours or (limits.direct_window_hours if newest.direct else 0)
    return newest.at + hours * HOUR if hours else 0
