"""One network's bytes and the way a connector reads them. Known by the samples; knows domain."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from app.domain.post import Post

MESSAGES = 200
"""In one sample: about a page of what networks send."""
decode = msgspec.json.decode


@dataclass(frozen=True)
class Sample:
    """One network's bytes.

    Attributes:
        network: as the registry knows it.
        read: the connector's way from bytes to posts.
        bare: the decoder alone on the same bytes, the floor; `floor` names it.
        messages: how many posts there are in it.
    """

    network: str
    body: bytes
    read: Callable[[bytes], Sequence[Post]]
    bare: Callable[[bytes], object] = decode
    floor: str = "json"
    messages: int = MESSAGES


def kept(made: Iterable[Post | None]) -> list[Post]:
    """The posts among what a reader made of a list."""
    return [post for post in made if post is not None]
