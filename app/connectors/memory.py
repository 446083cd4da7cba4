"""What a connector remembers of what it delivered: the newest so many, the oldest are forgotten. Known by connectors;
knows nothing."""

from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(OrderedDict[K, V]):
    """A dictionary of at most `most` entries; a further one pushes the oldest out. Setting one again keeps its age."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        while len(self) > self._most:
            self.popitem(last=False)

    def keep(self, key: K, value: V) -> None:
        """Remember it, as the newest."""
        self[key] = value
        self.move_to_end(key)
