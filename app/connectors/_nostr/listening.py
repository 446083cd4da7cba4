"""What one relay tells, as batches. Known by the Nostr connector; knows relay and notes.

A cursor is the second up to which a relay's notes were read. Authors date their notes themselves and relays get them
late, so each look begins an hour before it; what was handed over in this run is not handed over twice.
"""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from app.connectors._nostr.notes import DELETION, NOTE, PROFILE, Profile, post_of, profile_of, tags_of
from app.connectors._nostr.relay import Event, RelayLine, opened
from app.connectors.base import Tools
from app.connectors.reading import count_of, text_of
from app.core.clock import SECOND
from app.domain.post import Batch

FIRST_LOOK = 3 * 24 * 3600
OVERLAP = 3600
AT_ONCE = 200
QUIET_SECONDS = 60.0
REMEMBERED = 20_000
WATCHED = 300
"""The latest notes whose deletions are asked for."""


class Listening:
    """What all relays of one account tell; what one told the others need not repeat."""

    def __init__(self, us: str, tags: Sequence[str], tools: Tools, *, account_id: int) -> None:
        self._us = us
        self._tools = tools
        self._account_id = account_id
        self._authors: OrderedDict[str, str] = OrderedDict()
        self._profiles: OrderedDict[str, Profile] = OrderedDict()
        self._deleted: OrderedDict[str, None] = OrderedDict()
        self._filters: list[dict[str, Any]] = [{"kinds": [NOTE], "#p": [us]}, {"kinds": [NOTE], "authors": [us]}]
        if tags:
            self._filters.append({"kinds": [NOTE], "#t": list(tags)})

    async def relay(self, address: str, lane: str, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches of one relay, for ever."""
        await self._tools.budget.spend()
        async with opened(address, self._tools) as line:
            began = self._now()
            since = max(0, count_of(cursor) - OVERLAP) if cursor else began - FIRST_LOOK
            async for events in self._past(line, since):
                yield await self._batch(line, lane, events, backfill=True)
                self._remember(events)
            yield Batch(lane=lane, cursor=str(began), caught_up_to=self._tools.clock.now())
            await line.listen([{**one, "since": began - OVERLAP} for one in self._filters])
            looked = 0.0
            while True:
                events = self._new(await line.news(QUIET_SECONDS))
                batch = await self._batch(line, lane, events, backfill=False)
                due = self._tools.clock.monotonic() - looked >= QUIET_SECONDS
                looked = self._tools.clock.monotonic() if due else looked
                yield msgspec.structs.replace(
                    batch,
                    deleted=await self._gone(line) if due else (),
                    cursor=str(self._now()),
                    caught_up_to=self._tools.clock.now(),
                )
                self._remember(events)

    async def _past(self, line: RelayLine, since: int) -> AsyncGenerator[list[Event], None]:
        """Page by page from the newest back, for each filter; relays cut an answer where they like."""
        for asked in self._filters:
            page: dict[str, Any] = {**asked, "since": since, "limit": AT_ONCE}
            seen: set[str] = set()
            while True:
                events = await line.ask(page, backfill=True)
                if not {event["id"] for event in events} - seen:
                    break
                seen |= {event["id"] for event in events}
                if fresh := self._new(events):
                    yield fresh
                page["until"] = min(event["created_at"] for event in events)

    async def _batch(self, line: RelayLine, lane: str, events: list[Event], *, backfill: bool) -> Batch:
        await self._meet(line, {text_of(event.get("pubkey")) for event in events})
        now = self._tools.clock.now()
        posts = [
            post_of(
                event,
                us=self._us,
                account_id=self._account_id,
                profile=self._profiles.get(event["pubkey"], Profile()),
                now=now,
            )
            for event in events
        ]
        return Batch(lane=lane, posts=tuple(post for post in posts if post is not None), backfill=backfill)

    async def _meet(self, line: RelayLine, authors: set[str]) -> None:
        """Learn the names of those who are new to us."""
        unknown = sorted(authors - set(self._profiles))
        if not unknown:
            return
        profiles = await line.ask({"kinds": [PROFILE], "authors": unknown, "limit": len(unknown)})
        self._profiles |= dict.fromkeys(unknown, Profile())
        for event in sorted(profiles, key=lambda event: count_of(event["created_at"])):
            if event["pubkey"] in authors:
                self._profiles[event["pubkey"]] = profile_of(_decoded(event.get("content")))
        _forget(self._profiles)

    async def _gone(self, line: RelayLine) -> tuple[str, ...]:
        """Notes that their own authors have deleted; anybody can say so of anybody's."""
        watched = list(self._authors)[-WATCHED:]
        if not watched:
            return ()
        deletions = await line.ask({"kinds": [DELETION], "#e": watched})
        found = {
            row[1]: None
            for event in deletions
            for row in tags_of(event, "e")
            if len(row) > 1 and self._authors.get(row[1]) == event["pubkey"] and row[1] not in self._deleted
        }
        self._deleted |= found
        _forget(self._deleted)
        return tuple(found)

    def _new(self, events: Iterable[Event]) -> list[Event]:
        fresh = {event["id"]: event for event in events if event["id"] not in self._authors}
        return sorted(fresh.values(), key=lambda event: count_of(event["created_at"]))

    def _remember(self, events: Iterable[Event]) -> None:
        """They are stored now."""
        self._authors |= {event["id"]: event["pubkey"] for event in events}
        _forget(self._authors)

    def _now(self) -> int:
        return self._tools.clock.now() // SECOND


def _forget(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


def _decoded(content: Any) -> Mapping[str, Any] | None:
    try:
        found = msgspec.json.decode(text_of(content))
    except (msgspec.DecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
