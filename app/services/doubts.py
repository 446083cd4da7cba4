"""Posts that wait for a second opinion, as many as fit. Known by listening and the hub; knows store and domain.

Nobody waits for this queue: when it is full the oldest leaves it and keeps its first opinion.
"""

from collections import deque
from collections.abc import Callable, Sequence

from app.domain.heard import Heard
from app.domain.understanding import Understanding
from app.store.doubts import Key

MOST = 1024


class Doubts:
    """The queue; used on the hub's loop only.

    Attributes:
        dropped: how many posts have left it unseen since the start.
    """

    def __init__(self, is_doubtful: Callable[[Understanding], bool], *, most: int = MOST) -> None:
        self.dropped = 0
        self._is_doubtful = is_doubtful
        self._most = most
        self._waiting: deque[Key] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, heard: Sequence[Heard]) -> None:
        """Let the doubtful ones among stored posts wait."""
        self._waiting.extend((one.post.network, one.post.native_id) for one in heard if self._is_doubtful(one.meaning))
        while len(self._waiting) > self._most:
            self._waiting.popleft()
            self.dropped += 1

    def take(self, number: int) -> list[Key]:
        """The longest waiting ones, at most so many."""
        return [self._waiting.popleft() for _place in range(min(number, len(self._waiting)))]
