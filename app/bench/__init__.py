"""Benchmarks without a window: each measures against a floor in the same run. Known by the command line; knows the
hub."""

from msgspec import Struct


class Report(Struct, frozen=True, kw_only=True):
    """What a benchmark found.

    Attributes:
        figures: measured; names end in their unit.
        aims: what they should at least (rates, ratios to a floor) or at most (times, shares) be.
    """

    name: str
    figures: dict[str, float]
    aims: dict[str, float] = {}
