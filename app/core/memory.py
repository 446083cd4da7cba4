"""What is free goes back to the system. Known by hub and language; knows the C library."""

import contextlib
import ctypes
import sys


def give_back_memory() -> None:
    """Return what is free to the system: glibc alone keeps it, a hundred megabytes after a model was loaded.

    It takes some milliseconds, and a thread that allocates meanwhile may wait for it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library does it by itself
            ctypes.CDLL("libc.so.6").malloc_trim(0)
