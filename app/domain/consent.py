"""What a person allows us to do, as a colleague heard it. Known by store, services, wire and widgets; knows core."""

from enum import StrEnum

from msgspec import Struct

from app.core.clock import Millis


class Purpose(StrEnum):
    """What is asked for."""

    MESSAGES = "messages"
    """Write to them in private."""
    QUOTE = "quote"
    """Use a public post of theirs in our own name."""
    IDENTITIES = "identities"
    """Keep their accounts on several networks as one person."""
    NAME = "name"
    """Name them on our walls beside their posts."""


class Word(StrEnum):
    """How far it is. Who takes a permission back has refused."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class Consent(Struct, frozen=True, kw_only=True):
    """The newest word about one purpose: when it was noted, and which colleague noted it."""

    purpose: Purpose
    word: Word
    at: Millis
    by: str
