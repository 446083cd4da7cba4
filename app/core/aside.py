"""Work that may hang for ever, done in a thread of its own that keeps nobody from ending. Known by secrets.

An executor would not do: the interpreter waits for its threads when the program ends, and a hung one ends never.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Aside:
    """Does one thing after another, each within a time.

    Attributes:
        most: so many threads may hang at once; from then on nothing is begun until one of them comes back.
    """

    def __init__(self, name: str, *, most: int = 4) -> None:
        self.most = most
        self._name = name
        self._turn = asyncio.Lock()
        self._hanging: list[threading.Thread] = []

    async def do(self, work: Callable[[], T], *, within: float) -> T:
        """The answer of `work`, or what it raises. Raises TimeoutError when it takes longer than `within` seconds."""
        async with self._turn:
            self._hanging = [thread for thread in self._hanging if thread.is_alive()]
            if len(self._hanging) >= self.most:
                raise TimeoutError
            answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            thread = threading.Thread(target=_run, args=(work, answer), name=self._name, daemon=True)
            thread.start()
            try:
                return await asyncio.wait_for(answer, within)
            except TimeoutError:
                self._hanging.append(thread)
                raise


def _run(work: Callable[[], T], answer: asyncio.Future[T]) -> None:
    loop = answer.get_loop()
    try:
        done, error = work(), None
    except BaseException as caught:
        done, error = None, caught

    def tell() -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(done)  # type: ignore[arg-type]

    with contextlib.suppress(RuntimeError):  # nobody waits any more: the loop is closed
        loop.call_soon_threadsafe(tell)
