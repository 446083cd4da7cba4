"""How much memory this process has in use. Known by the wall's heart and benchmarks; knows the operating system."""

import ctypes
import os
import sys
from pathlib import Path

STATM = Path("/proc/self/statm")


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
