"""Errors a person or a caller can do something about. Known by every room; knows nothing.

A `FishbowlError` carries a code for programs, a sentence for people and, where there is one, the way out. Anything
else that is raised is a bug: it is logged with its traceback and shown as an internal error.
"""

from enum import StrEnum


class Code(StrEnum):
    """Why something was not done. The wire carries these words; never renumber or rename one."""

    BAD_INPUT = "bad_input"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    CONFLICT = "conflict"
    TOO_OLD = "too_old"
    UNAVAILABLE = "unavailable"
    SIGN_IN = "sign_in"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous"
    MALFORMED = "malformed"
    STORAGE = "storage"
    HELD = "held"
    BUSY = "busy"
    INTERNAL = "internal"


class FishbowlError(Exception):
    """Something a user can mend, said in words.

    Attributes:
        code: for programs.
        message: one sentence for people: what happened.
        hint: one sentence: what to do now; empty where nothing can be done.
    """

    code: Code = Code.INTERNAL

    def __init__(self, message: str, *, hint: str = "", code: Code | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(FishbowlError):
    code = Code.BAD_INPUT


class NotFound(FishbowlError):
    code = Code.NOT_FOUND


class NotAllowed(FishbowlError):
    code = Code.NOT_ALLOWED


class Conflict(FishbowlError):
    code = Code.CONFLICT


class Unavailable(FishbowlError):
    """The hub, a database or a machine is out of reach for now; trying again later makes sense."""

    code = Code.UNAVAILABLE


class StorageError(FishbowlError):
    """The disk or the database refused: full, read-only, damaged, from a newer version."""

    code = Code.STORAGE
