"""Every form in which servers write their limits."""

import pytest

from app.connectors.limits import moment, read_window, retry_after
from tests.fakes.clock import NOON

NOW = NOON


@pytest.mark.parametrize(
    ("headers", "limit", "remaining", "seconds"),
    [
        (
            {"RateLimit-Limit": "3000", "RateLimit-Remaining": "2990", "RateLimit-Reset": str(NOW // 1000 + 60)},
            3000,
            2990,
            60,
        ),
        (
            {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "2026-01-05T12:05:00Z"},
            300,
            7,
            300,
        ),
        ({"x-rate-limit-limit": "900", "x-rate-limit-remaining": "9", "x-rate-limit-reset": "30"}, 900, 9, 30),
        ({"x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-ratelimit-reset": "30"}, 60, 59, 30),
        ({"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": str(NOW + 5000)}, 60, 1, 5),
        ({"RateLimit-Policy": "100;w=60", "RateLimit-Remaining": "40", "RateLimit-Reset": "9"}, 100, 40, 9),
        ({"RateLimit": "limit=100, remaining=50, reset=30"}, 100, 50, 30),
        ({"RateLimit-Policy": '"default";q=100;w=60', "RateLimit": '"default";r=50;t=30'}, 100, 50, 30),
    ],
)
def test_a_limit_is_read_in_every_form(headers: dict[str, str], limit: int, remaining: int, seconds: int) -> None:
    window = read_window(headers, now=NOW)
    assert window is not None
    assert (window.limit, window.remaining, window.reset_at) == (limit, remaining, NOW + seconds * 1000)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"RateLimit-Limit": "100"},
        {"RateLimit-Remaining": "many", "RateLimit-Reset": "soon"},
        {"RateLimit-Remaining": "10", "RateLimit-Reset": ""},
    ],
)
def test_headers_that_tell_no_limit_are_no_limit(headers: dict[str, str]) -> None:
    assert read_window(headers, now=NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Mon, 05 Jan 2026 12:01:00 GMT"}, 60),
        ({"retry-after": "0.5"}, 0.5),
        ({"RateLimit-Limit": "5", "RateLimit-Remaining": "0", "RateLimit-Reset": "20"}, 20),
        ({"Retry-After": "7", "RateLimit-Limit": "5", "RateLimit-Remaining": "0", "RateLimit-Reset": "20"}, 7),
        ({}, 60),
        ({"Retry-After": "Mon, 05 Jan 2026 11:00:00 GMT"}, 0),
        ({"Retry-After": "99999999"}, 86_400),
    ],
)
def test_how_long_to_wait_after_too_many(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers, now=NOW) == NOW + seconds * 1000


def test_a_moment_that_is_none_is_none() -> None:
    assert moment("tomorrow", now=NOW) is None


def test_what_is_used_and_left_makes_the_limit_where_none_is_told() -> None:
    headers = {"x-ratelimit-remaining": "598.0", "x-ratelimit-used": "2", "x-ratelimit-reset": "300"}
    window = read_window(headers, now=NOW)
    assert window is not None
    assert (window.limit, window.remaining, window.reset_at) == (600, 598, NOW + 300_000)
