"""The system asks the hub to stop. Known by the hub's main; knows nothing."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def ended_by_signals(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` when SIGINT or SIGTERM comes, meanwhile."""
    loop = asyncio.get_running_loop()
    names = [signal.SIGINT, signal.SIGTERM]
    for name in names:
        try:
            loop.add_signal_handler(name, end)
        except NotImplementedError:  # Windows has no signal handlers in the loop
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(end))
    try:
        yield
    finally:
        for name in names:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(name)
