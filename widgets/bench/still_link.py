"""A link without a hub whose rows are made up. Known by bench wall and the scene editor's preview; knows link and
wire."""

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from app.core.clock import MINUTE, SECOND, Millis
from app.core.errors import Unavailable
from app.domain.account import Health, HealthState
from app.domain.understanding import Sentiment
from app.link.base import LinkState
from app.link.mirror import Mirror
from app.wire.calls import Request
from app.wire.feeds import (
    Feed,
    HealthFeed,
    HeatFeed,
    HeatRow,
    HouseFeed,
    HouseRow,
    KpiFeed,
    KpiRow,
    StreamFeed,
    StreamRow,
    VolumeFeed,
    VolumeRow,
)

TOPICS = ("Online check-in", "App, website", "Flight delays", "Refunds", "Baggage", "Seats", "Cabin crew", "Loyalty")
WORDS = ("check-in", "stops", "at", "payment", "nobody", "answers", "please", "help", "us", "board", "our", "flight")


class StillLink:
    """Live until told otherwise; its clock moves only when told to."""

    def __init__(self) -> None:
        self.state = LinkState.LIVE
        self.since: Millis = 0
        self.reason = ""
        self.next_try: Millis = 0
        self.name, self.role, self.station = "bench", "screen", "bench"
        self.clock: Millis = 1_779_373_923_000
        self._mirrors: dict[Feed, Mirror] = {}
        self._listeners: list[Callable[[], None]] = []
        self._random = random.Random(7)

    def now(self) -> Millis:
        return self.clock

    def as_of(self) -> Millis:
        return self.clock - 2 * SECOND

    async def call(self, request: Request, *, timeout: float = 15.0) -> Any:
        raise Unavailable("A benchmark has no hub.")

    def subscribe(self, feed: Feed) -> Mirror:
        if feed not in self._mirrors:
            self._mirrors[feed] = Mirror(feed)
            self._fill(feed)
        return self._mirrors[feed]

    def unsubscribe(self, feed: Feed) -> None:
        """Its mirrors stay: they cost nothing here."""

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def become(self, state: LinkState) -> None:
        """The hub is lost or found."""
        self.state, self.since = state, self.clock
        if state is not LinkState.LIVE:
            for mirror in self._mirrors.values():
                mirror.lose()
        for listener in tuple(self._listeners):
            listener()

    def try_now(self) -> None:
        """It is never lost."""

    def change(self) -> None:
        """Every row of every feed is new, a minute later."""
        self.clock += MINUTE
        for feed in tuple(self._mirrors):  # what is heard may make a panel want another
            self._fill(feed)

    def _fill(self, feed: Feed) -> None:
        rows = [(key, Raw(msgspec.msgpack.encode(row))) for key, row in self._rows(feed).items()]
        self._mirrors[feed].take_snapshot(epoch="bench", version=1, rows=rows, at=self.clock)

    def _rows(self, feed: Feed) -> Mapping[str, Any]:
        match feed:
            case VolumeFeed():
                return self._volume(feed)
            case HeatFeed():
                return self._heat(feed)
            case StreamFeed():
                return {str(number): self._post(number) for number in range(feed.limit)}
            case KpiFeed():
                return self._figures()
            case HealthFeed():
                return {name: self._health(number, name) for number, name in enumerate(("Bluesky", "News", "Import"))}
            case HouseFeed():
                return {"house": HouseRow(organisation="Norvane Air", demo=True)}
            case _:
                return {}

    def _volume(self, feed: VolumeFeed) -> dict[str, VolumeRow]:
        last = self.clock // MINUTE // feed.step * feed.step
        rows = {}
        for minute in range(last - feed.minutes, last, feed.step):
            usual = feed.step * (40 + 25 * math.sin(minute / 230))
            posts = max(0, round(usual * self._random.uniform(0.9, 1.15)))
            rows[str(minute)] = VolumeRow(minute, posts, 0, posts, 0, 0, 0, usual, 0.8 * usual, 1.25 * usual)
        return rows

    def _heat(self, feed: HeatFeed) -> dict[str, HeatRow]:
        count = feed.minutes // feed.step
        start = self.clock // MINUTE // feed.step * feed.step - (count - 1) * feed.step
        rows = {}
        for number, name in enumerate(TOPICS):
            cells = tuple(self._random.randrange(100) for _cell in range(count))
            rows[str(number)] = HeatRow(number, name, "", start, feed.step, cells, cells[-1], 40)
        return rows

    def _post(self, number: int) -> StreamRow:
        text = " ".join(self._random.choice(WORDS) for _word in range(9))
        return StreamRow(
            id=number,
            network="bluesky",
            glyph="Bs",
            author="@j•••n",
            text=text,
            language="en",
            sentiment=self._random.choice(tuple(Sentiment)),
            reach=self._random.randrange(1_000_000),
            at=self.clock - number * MINUTE,
        )

    def _figures(self) -> dict[str, KpiRow]:
        values = {"mentions_per_minute": 300, "net_sentiment": 100, "first_reply_minutes": 40, "share_of_voice": 100}
        names = {**values, "open_conversations": 900, "overdue_conversations": 90}
        return {name: KpiRow(name=name, value=self._random.randrange(most), margin=3) for name, most in names.items()}

    def _health(self, number: int, name: str) -> Health:
        state = HealthState.CONNECTED
        return Health(account_id=number, network="x", title=name, state=state, last_contact=self.clock - 4 * SECOND)
