"""How much memory this process has in use, and giving back what it has not. Known by the wall and benchmarks; knows the
operating system.

glibc keeps what was freed: a wall that changes its scene every half a minute held 370 MB after a day of which it used
140. Pictures are therefore mapped one by one, and what is left over is given back after each scene.
"""

import ctypes
import os
import sys
from functools import lru_cache
from pathlib import Path

STATM = Path("/proc/self/statm")
MMAP_THRESHOLD, LARGE = -3, 256 << 10
"""M_MMAP_THRESHOLD of malloc.h, and from how many bytes on a block is large."""


def resident_mb() -> float:
    """Resident memory in MB (2²⁰ bytes); on macOS the most it ever was; 0 where the system does not say."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def keep_little() -> None:
    """Ask the allocator to map large blocks one by one, so that each goes back when it is freed; glibc only."""
    mallopt = getattr(_libc(), "mallopt", None)
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give the system what the allocator keeps for later; some milliseconds, glibc only."""
    trim = getattr(_libc(), "malloc_trim", None)
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of psapi.h."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("PageFaultCount", ctypes.c_uint32),
        *(
            (name, ctypes.c_size_t)
            for name in (
                "PeakWorkingSetSize",
                "WorkingSetSize",
                "QuotaPeakPagedPoolUsage",
                "QuotaPagedPoolUsage",
                "QuotaPeakNonPagedPoolUsage",
                "QuotaNonPagedPoolUsage",
                "PagefileUsage",
                "PeakPagefileUsage",
            )
        ),
    )


def _windows() -> float:
    counters = _Counters(cb=ctypes.sizeof(_Counters))
    windll = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows only
    windll.kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(windll.kernel32.GetCurrentProcess())
    if not windll.kernel32.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
        return 0.0
    return float(counters.WorkingSetSize) / (1 << 20)
