"""How many files and connections this process may have open. Known by the hub's process; knows the operating system."""

import sys

MANY = 16_384
"""Room for a hub's stations and its networks' streams; more asks nothing of the system until it is used."""


def allow_many() -> int:
    """Raise this process's limit as far as it may, up to MANY; the limit that holds now, 0 where there is none.

    Systems give a program 256 or 1024 unless it asks, and let it ask for more.
    """
    if sys.platform == "win32":
        return 0
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY if hard == resource.RLIM_INFINITY else min(MANY, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return 0 if soft == resource.RLIM_INFINITY else soft
