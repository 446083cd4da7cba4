"""The airline's own page posts, which people comment. Known by script; knows phrases, story and domain."""

import random

from app.connectors._replay.cast import Voice, load_cast
from app.connectors._replay.deck import lines
from app.connectors._replay.phrases import load_phrases
from app.connectors._replay.slots import HANDLE, Slots
from app.connectors._replay.story import Story
from app.core.clock import DAY, MINUTE, Millis
from app.domain.post import Author, Post, PostKind

PAGES = ("facebook", "instagram", "tiktok", "x", "youtube")
_TIMES = (490 * MINUTE, 760 * MINUTE, 1040 * MINUTE)
"""Minutes of the UTC day at which a page post appears: 08:10, 12:40, 17:20."""


def brand_author(network: str, *, handle: str = HANDLE, name: str = "Norvane Air") -> Author:
    """The airline's own identity on a network."""
    return Author(native_id=f"replay:{network}:{HANDLE}", handle=handle, name=name, followers=286_000)


class Pages:
    """Page posts by time, three a day on each network with pages.

    Attributes:
        voice: whose clock and money the slots take.
    """

    def __init__(self, seed: int, tag: str, *, story: Story, account_id: int) -> None:
        self._seed = seed
        self._tag = tag
        self._account_id = account_id
        self._statements = sorted(
            (beat.moment_of(post), post.network, f"replay:{tag}-s{number}.{index}")
            for number, beat in enumerate(story.beats)
            for index, post in enumerate(beat.posts)
            if post.kind is PostKind.OWN
        )
        self._voice: Voice = next(iter(load_cast().by_handle.values()))

    def in_minute(self, minute: int) -> list[Post]:
        """Page posts of this minute (counted from the epoch)."""
        moment = minute * MINUTE
        if moment % DAY not in _TIMES:
            return []
        turn = _TIMES.index(moment % DAY)
        return [self._post(network, moment // DAY, turn) for network in PAGES]

    def latest(self, network: str, moment: Millis) -> str:
        """Native id of the newest thing the airline has put up there: a statement, else a page post."""
        for published, where, native_id in reversed(self._statements):
            if where == network and published < moment < published + DAY // 4:
                return native_id
        day, into = divmod(moment, DAY)
        turn = sum(time < into for time in _TIMES) - 1
        return self._id(network, day, turn) if turn >= 0 else self._id(network, day - 1, len(_TIMES) - 1)

    def find(self, native_id: str) -> Post | None:
        """The page post with this id."""
        network, _, rest = native_id.partition("-p")[2].partition(".")
        day, _, turn = rest.partition(".")
        return self._post(network, int(day), int(turn)) if network in PAGES else None

    def _id(self, network: str, day: int, turn: int) -> str:
        return f"replay:{self._tag}-p{network}.{day}.{turn}"

    def _post(self, network: str, day: int, turn: int) -> Post:
        options = lines("en", "page")
        shuffled = random.Random(f"{self._seed}:page:{day // 7}").sample(options, len(options))
        template = shuffled[(day % 7 * len(_TIMES) + turn) % len(options)]
        moment = day * DAY + _TIMES[turn]
        rng = random.Random(f"{self._seed}:page:{day}:{turn}")
        slots = Slots(rng, load_phrases().words["en"], voice=self._voice, moment=moment)
        return Post(
            network=network,
            native_id=self._id(network, day, turn),
            kind=PostKind.OWN,
            text=slots.fill(template.parts),
            created_at=moment,
            author=brand_author(network),
            account_id=self._account_id,
            language="en",
            region="PT",
        )
