"""How much of Meta's patience is used, as its headers tell. Known by the graph and the faults; knows reading.

`X-App-Usage` has percentages, `X-Business-Use-Case-Usage` lists of them by business, and minutes until access is
regained. They count the last hour (or day), which glides, so what is left is asked for anew after some minutes.
Source: developers.facebook.com/docs/graph-api/overview/rate-limiting.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from app.connectors.limits import retry_after
from app.connectors.reading import count_of, objects
from app.core.clock import MINUTE, SECOND, Millis

GLIDES: Millis = 5 * MINUTE
_SHARES = ("call_count", "total_cputime", "total_time")
_REGAIN = "estimated_time_to_regain_access"


def used(headers: Mapping[str, str]) -> int:
    """The largest share that is used, in percent; −1 where nothing is told."""
    return max(
        (count_of(usage.get(name)) for usage in _usages(headers) for name in _SHARES if name in usage), default=-1
    )


def as_limit(headers: Mapping[str, str]) -> dict[str, str]:
    """The same in the form that a budget reads; empty where nothing is told."""
    share = used(headers)
    if share < 0:
        return {}
    left = str(max(0, 100 - share))
    return {"RateLimit-Limit": "100", "RateLimit-Remaining": left, "RateLimit-Reset": str(GLIDES // SECOND)}


def regained(headers: Mapping[str, str], *, now: Millis) -> Millis:
    """When a throttled account may ask again."""
    minutes = max((count_of(usage.get(_REGAIN)) for usage in _usages(headers)), default=0)
    return now + minutes * MINUTE if minutes else retry_after(headers, now=now, otherwise=GLIDES / SECOND)


def _usages(headers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for name, value in headers.items():
        if name.lower() not in {"x-app-usage", "x-business-use-case-usage", "x-page-usage"}:
            continue
        try:
            told = msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            continue
        if isinstance(told, dict):
            yield told
            for listed in told.values():
                yield from objects(listed)
