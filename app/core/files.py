"""How many files and connections this process may have open. Known by the hub's process; knows the operating system."""

import sys

MANY = 16_384
"""Room for a hub's stations and its networks' streams; more asks nothing of the system until it is used."""


if sys.platform == "win32":

    def allowed() -> int:
        """How many this process may have open; MANY stands for more."""
        return MANY

    def allow_many() -> None:
        """Nothing needs to be asked for here."""

else:
    import resource

    def allowed() -> int:
        """How many this process may have open; MANY stands for more."""
        return _as_number(resource.getrlimit(resource.RLIMIT_NOFILE)[0])

    def allow_many() -> None:
        """Raise this process's limit as far as it may, up to MANY.

        Systems give a program 256 or 1024 unless it asks, and let it ask for more.
        """
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if allowed() < _as_number(hard):
            resource.setrlimit(resource.RLIMIT_NOFILE, (_as_number(hard), hard))

    def _as_number(limit: int) -> int:
        return MANY if limit == resource.RLIM_INFINITY else min(limit, MANY)
