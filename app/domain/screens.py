"""Screens that were let in by a pairing code, and the code itself. Known by store, services, wire and link; knows core.

A code is eight consonants: no vowels, so that no words come out, and no digits that look like letters
(RFC 8628, section 6.1).
"""

import secrets

from msgspec import Struct

from app.core.clock import MINUTE, Millis

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8
CODE_LASTS: Millis = 10 * MINUTE
POLL_SECONDS = 2.0
"""So often a waiting screen asks whether it was let in."""


class Screen(Struct, frozen=True, kw_only=True):
    """What is known of a wall besides what it shows.

    Attributes:
        station: its lasting name on the wire; name: what people call it, and whose token it has; empty without one.
        room: where it hangs; empty for nowhere in particular.
        enrolled_at, enrolled_by: when and by whom it was let in; 0 and empty for this machine's own wall.
    """

    station: str
    name: str = ""
    room: str = ""
    enrolled_at: Millis = 0
    enrolled_by: str = ""


class PairingCode(Struct, frozen=True, kw_only=True):
    """What a hub answers to a screen that asks for a code; `seconds` until it is no longer good."""

    code: str
    seconds: int


class PairingRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a screen says that asks: its station's name, and the SHA-256 (hex) of the token it has made for itself.

    The token itself never leaves the screen before it is good for something.
    """

    station: str
    token_hash: str


def new_code() -> str:
    """A code nobody can foresee: one of 25 thousand million."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """As it stands on the screen: BCDF-GHJK."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def typed_code(words: str) -> str:
    """The code in what a person typed: case, spaces and dashes mean nothing."""
    return "".join(letter for letter in words.upper() if letter.isalnum())
