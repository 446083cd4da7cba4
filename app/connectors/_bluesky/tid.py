"""Record keys that tell when they were made (TID). Known by the sender and the file that reads views; knows core.clock.

Thirteen characters: 53 bits of microseconds and 10 bits of chance, sortable as text. Source: atproto.com/specs/tid.
"""

import secrets

from app.core.clock import Clock, Millis

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13


class TidMaker:
    """Makes keys that only grow."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._chance = secrets.randbelow(1 << 10)

    def next(self) -> str:
        """A new key, greater than every one made before, even when the clock was set back."""
        self._last = max(self._clock.now() * 1000, self._last + 1)
        return encode((self._last << 10) | self._chance)


def encode(number: int) -> str:
    """A 63-bit number as key."""
    return "".join(_DIGITS[(number >> (5 * place)) & 31] for place in range(_LENGTH - 1, -1, -1))


def made_at(tid: str) -> Millis:
    """The moment a key was made. Raises ValueError for what is no key."""
    if len(tid) != _LENGTH:
        raise ValueError(f"not a TID: {tid!r}")
    number = 0
    for digit in tid:
        number = (number << 5) | _DIGITS.index(digit)
    return (number >> 10) // 1000
