"""Where a hub is and how to be let in. Known by the link's files; knows nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A hub's base address and the token that opens it."""

    url: str
    token: str
