"""Rate limits as servers write them in their answers, in all their forms. Known by the budget and by connectors; knows
core.clock.

Read are: `RateLimit-Limit/-Remaining/-Reset` with and without `X-`, written `Rate-Limit` too, `RateLimit-Policy:
300;w=60`, the one-line forms `RateLimit: limit=100, remaining=50, reset=5` and `RateLimit: "default";r=50;t=5`, and
`Retry-After`. A moment may be epoch seconds or milliseconds, seconds from now, ISO 8601 or an HTTP date.
Source: RFC 9110 §10.2.3; draft-ietf-httpapi-ratelimit-headers 02, 07 and 10.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.core.clock import SECOND, Millis

_EPOCH_SECONDS = 1_000_000_000
_EPOCH_MILLIS = 1_000_000_000_000
_LONGEST: Millis = 24 * 3600 * SECOND
_PAIR = re.compile(r"\b(limit|remaining|reset|r|t|q|w)\s*=\s*(\d+)")


@dataclass(frozen=True)
class Window:
    """One limit of a server as it stood when it answered.

    Attributes:
        name: tells the limits of one server apart.
        reset_at: when `remaining` is full again.
    """

    name: str
    limit: int
    remaining: int
    reset_at: Millis


def read_window(headers: Mapping[str, str], *, now: Millis) -> Window | None:
    """The limit an answer tells of, or None when it tells none that can be understood."""
    values = {_plain(name): value.strip() for name, value in headers.items()}
    policy = values.get("ratelimit-policy", "")
    line = dict(_PAIR.findall(values.get("ratelimit", "")))
    span = dict(_PAIR.findall(policy))
    remaining = _number(values.get("ratelimit-remaining") or line.get("remaining") or line.get("r"))
    limit = _number(values.get("ratelimit-limit") or line.get("limit") or span.get("q"))
    if limit is None:
        limit = _number(policy.split(";")[0])
    used = _number(values.get("ratelimit-used"))
    if limit is None and used is not None and remaining is not None:
        limit = remaining + used
    reset = moment(values.get("ratelimit-reset") or line.get("reset") or line.get("t") or "", now=now)
    if remaining is None or reset is None:
        return None
    limit = max(remaining, 1) if limit is None else max(limit, 1)
    return Window(policy or str(limit), limit, max(0, min(remaining, limit)), min(reset, now + _LONGEST))


def retry_after(headers: Mapping[str, str], *, now: Millis, otherwise: float = 60.0) -> Millis:
    """When a server that said "too many" may be asked again.

    `Retry-After` counts first, then a spent limit's reset, then `otherwise` seconds from now. Never before now and
    never more than a day ahead, whatever the server's clock says.
    """
    values = {name.lower(): value.strip() for name, value in headers.items()}
    until = moment(values.get("retry-after", ""), now=now)
    if until is None:
        window = read_window(headers, now=now)
        until = window.reset_at if window is not None and window.remaining == 0 else None
    if until is None:
        until = now + round(otherwise * SECOND)
    return min(max(until, now), now + _LONGEST)


def moment(value: str, *, now: Millis) -> Millis | None:
    """A moment in any of the forms servers use, or None when it is none of them."""
    if re.fullmatch(r"\d+(\.\d+)?", value):
        number = float(value)
        if number >= _EPOCH_MILLIS:
            return round(number)
        return round(number * SECOND) if number >= _EPOCH_SECONDS else now + round(number * SECOND)
    return _iso(value) or _http_date(value)


def _iso(value: str) -> Millis | None:
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return round((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp() * SECOND)


def _http_date(value: str) -> Millis | None:
    try:
        return round(parsedate_to_datetime(value).timestamp() * SECOND)
    except (ValueError, TypeError):
        return None


def _plain(name: str) -> str:
    return name.lower().removeprefix("x-").replace("rate-limit", "ratelimit", 1)


def _number(value: str | None) -> int | None:
    found = re.match(r"\s*(\d+)", value or "")
    return int(found.group(1)) if found else None
