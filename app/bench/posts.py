"""Posts for benchmarks: the replay's, so that texts, languages and reach are like life. Known by benchmarks; knows the
replay connector and domain."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from app.connectors._replay.script import generate
from app.connectors._replay.story import load_story, place
from app.core.clock import DAY, Millis
from app.core.errors import NotFound
from app.domain.network import Limits, NetworkInfo
from app.domain.post import Post
from app.services.signing_in import SigningIn

FIRST: Millis = 1_779_235_200_000
"""Wednesday 20 May 2026, 00:00 UTC."""


class Nowhere:
    """The outside of a house without connectors (services.house.Outside)."""

    @property
    def signing_in(self) -> SigningIn:
        raise NotFound("There is nowhere to sign in.")

    def networks(self) -> Sequence[NetworkInfo]:
        return ()

    async def thread(self, account_id: int, native_id: str) -> tuple[Post, ...]:
        return ()

    def limits(self, account_id: int) -> Limits | None:
        return None

    def media_headers(self, account_id: int, url: str) -> Mapping[str, str]:
        return {}

    def secrets_changed(self, account_id: int) -> None:
        return


def some_posts(count: int, *, account_id: int, start: Millis = FIRST) -> list[Post]:
    """`count` posts of the replay's busy day and the days after it."""
    return list(itertools.islice(_endless(account_id, start), count))


def _endless(account_id: int, start: Millis) -> Iterator[Post]:
    story = place(load_story("busy"), start)
    for day in itertools.count():
        for number, post in enumerate(generate(7 + day, story, start + day * DAY, start + (day + 1) * DAY)):
            yield replace(post, native_id=f"bench:{day}:{number}", account_id=account_id)
