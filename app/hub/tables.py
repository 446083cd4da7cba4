"""What every feed's rows are, and when they can have changed. Known by the hub's main; knows store, figures and wire.

One method per kind of feed; `ROWS` and `WHEN` are the whole table. A post reaches a screen only through `Glass`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from app.core.clock import MINUTE, Clock
from app.core.i18n import _
from app.core.settings import Settings
from app.domain.account import Account
from app.domain.changes import Changes
from app.domain.conversation import View
from app.domain.topic import TopicKind
from app.hub import crises as told_crises
from app.hub import stations
from app.hub.community import community_row
from app.hub.connectors import Connectors
from app.hub.figures import Figures
from app.hub.glass import ALARM_POSTS, Glass
from app.hub.kpis import HELPED_MINUTES, TRUST_MINUTES, judgement, kpi_rows
from app.hub.on_walls import on_walls
from app.hub.rising import Rising
from app.hub.saved_views import SavedViews
from app.hub.weeks import LONGEST_WEEKS, hour_heat
from app.services import crises, mentions, shift, together, views, walls
from app.services.house import House
from app.store import (
    accounts,
    alarms,
    answering,
    consents,
    conversations,
    drafts,
    helping,
    holding,
    outbox,
    posts,
    redirects,
    screens,
    search,
    topics,
)
from app.wire import feeds
from app.wire.frames import encode

BREACHING_MINUTES = 15
OUTBOX_SHOWN_AFTER = MINUTE
LARGEST = 500
SHOWN = frozenset({"moderation", consents.CONSENTS})
"""News of these tables change what a screen shows of posts."""

Row = Mapping[str, Any]


class HubTables:
    """Computes the rows of feeds from store, figures and connectors."""

    def __init__(self, house: House, figures: Figures, connectors: Connectors, rising: Rising) -> None:
        self._house = house
        self._figures = figures
        self._connectors = connectors
        self._rising = rising
        self._glass = Glass(house)
        self._saved = SavedViews(house)
        self._clock: Clock = house.clock
        self._settings: Settings = house.settings
        self._rows: dict[type[feeds.Feed], Callable[[Any], Awaitable[Row]]] = {
            feeds.VolumeFeed: self._volume,
            feeds.HeatFeed: self._heat,
            feeds.HourHeatFeed: self._hour_heat,
            feeds.RegionFeed: self._regions,
            feeds.StreamFeed: self._stream,
            feeds.KpiFeed: self._kpis,
            feeds.CommunityFeed: self._community,
            feeds.AlarmFeed: self._alarms,
            feeds.ResponseFeed: self._responses,
            feeds.CrisisFeed: self._crises,
            feeds.RisingFeed: self._rising_rows,
            feeds.HealthFeed: self._health,
            feeds.HouseFeed: self._house_row,
            feeds.WallOrderFeed: self._wall_orders,
            feeds.StationFeed: self._stations,
            feeds.OnWallFeed: self._on_walls,
            feeds.OnShiftFeed: self._on_shift,
            feeds.PresenceFeed: self._presence,
            feeds.ColleagueFeed: self._colleagues,
            feeds.MentionFeed: self._mentions,
            feeds.SavedViewFeed: self._saved_views,
            feeds.TopicFeed: self._topics,
            feeds.AccountFeed: self._accounts,
            feeds.QueueFeed: self._queue,
            feeds.CountFeed: self._counts,
            feeds.ThreadFeed: self._thread,
            feeds.CardFeed: self._card,
            feeds.DraftFeed: self._drafts,
            feeds.OutboxFeed: self._outbox,
            feeds.HeldPostFeed: self._held_posts,
        }

    async def rows(self, feed: feeds.Feed) -> Mapping[str, bytes]:
        """All rows of a feed, encoded, by key."""
        rows = await self._rows[type(feed)](feed)
        return {key: encode(row) for key, row in rows.items()}

    def touched(self, feed: feeds.Feed, changes: Changes) -> bool:
        """Whether a commit can have changed this feed's rows."""
        match feed:
            case feeds.VolumeFeed() | feeds.HeatFeed() | feeds.RegionFeed():
                return bool(changes.counts) or "topics" in changes.tables
            case feeds.HourHeatFeed():
                return "topics" in changes.tables
            case feeds.CommunityFeed():
                return False
            case feeds.ResponseFeed():
                return bool(changes.conversations) or crises.CRISES in changes.tables
            case feeds.CrisisFeed():
                return crises.CRISES in changes.tables
            case feeds.RisingFeed():
                return bool(changes.edited or changes.deleted) or bool(SHOWN & changes.tables)
            case feeds.StreamFeed() | feeds.HeldPostFeed():
                news = changes.posts or changes.edited or changes.deleted
                return bool(news) or bool(SHOWN & changes.tables)
            case feeds.OnWallFeed():
                news = changes.edited or changes.deleted
                return bool(news) or bool({*SHOWN, screens.SCREENS} & changes.tables)
            case feeds.KpiFeed():
                return bool(changes.conversations or changes.outbox) or alarms.ALARMS in changes.tables
            case feeds.HouseFeed():
                return bool(changes.outbox) or bool({"hold", walls.PANIC} & changes.tables)
            case feeds.WallOrderFeed() | feeds.StationFeed():
                return bool({walls.ORDERS, screens.SCREENS} & changes.tables)
            case feeds.TopicFeed():
                return "topics" in changes.tables
            case feeds.AccountFeed() | feeds.HealthFeed():
                return "accounts" in changes.tables
            case feeds.QueueFeed():
                return bool(changes.conversations) or (bool(feed.view.text) and search.INDEX in changes.tables)
            case feeds.CountFeed():
                return bool(changes.conversations) or "moderation" in changes.tables
            case feeds.ThreadFeed(conversation_id=number) | feeds.CardFeed(conversation_id=number):
                return number in changes.conversations or bool(changes.outbox)
            case feeds.DraftFeed(conversation_id=number):
                return number in changes.drafts
            case feeds.PresenceFeed() | feeds.OnShiftFeed():
                return False
            case feeds.MentionFeed():
                return mentions.MENTIONS in changes.tables
            case feeds.SavedViewFeed():
                return views.VIEWS in changes.tables
            case feeds.ColleagueFeed():
                return bool(changes.conversations) or bool({"tokens", shift.ROUTING} & changes.tables)
            case feeds.OutboxFeed():
                return bool(changes.outbox)
            case _:
                return True

    def every(self, feed: feeds.Feed) -> float:
        """Seconds after which the rows change by themselves; 0 for never."""
        match feed:
            case feeds.SavedViewFeed():
                return 10.0
            case feeds.VolumeFeed() | feeds.HeatFeed() | feeds.RegionFeed() | feeds.CountFeed() | feeds.OutboxFeed():
                return 10.0
            case feeds.WallOrderFeed() | feeds.StationFeed() | feeds.PresenceFeed():
                return 1.0
            case feeds.KpiFeed() | feeds.ResponseFeed():
                return 5.0
            case feeds.HourHeatFeed() | feeds.OnWallFeed():
                return 60.0
            case feeds.OnShiftFeed():
                return 15.0
            case feeds.CommunityFeed():
                return 600.0
            case _:
                return 0.0

    # --- wall

    async def _volume(self, feed: feeds.VolumeFeed) -> Row:
        return self._figures.volume(feed)

    async def _heat(self, feed: feeds.HeatFeed) -> Row:
        return self._figures.heat(feed)

    async def _hour_heat(self, feed: feeds.HourHeatFeed) -> Row:
        weeks = max(1, min(feed.weeks, LONGEST_WEEKS))
        cells, hours = await hour_heat(
            self._house.store, self._figures.counts, now=self._clock.now(), topic=feed.topic, weeks=weeks
        )
        name = next((topic.name for topic in self._figures.topics if topic.id == feed.topic), _("All posts"))
        return {str(feed.topic): feeds.HourHeatRow(feed.topic, name, cells, hours)} if hours else {}

    async def _regions(self, feed: feeds.RegionFeed) -> Row:
        return self._figures.regions(feed)

    async def _stream(self, feed: feeds.StreamFeed) -> Row:
        return {str(row.id): row for row in await self._glass.stream(topic=feed.topic, limit=_bounded(feed.limit))}

    async def _kpis(self, feed: feeds.KpiFeed) -> Row:
        now = self._clock.now()
        figures = await self._house.store.read(
            lambda tx: (
                conversations.counts(tx, me="", now=now, breaching_before=now),
                answering.first_reply_minutes(tx, since=now - 60 * MINUTE),
                alarms.judged(tx, since=now - TRUST_MINUTES * MINUTE),
                helping.helped(tx, since=now - HELPED_MINUTES * MINUTE),
                accounts.all(tx),
            )
        )
        rows = kpi_rows(
            self._figures,
            counts=figures[0],
            first_replies=figures[1],
            promise=_promise(figures[4]),
            judgements=[judgement(one) for one in figures[2]],
            helped=figures[3],
            has_competitors=any(topic.kind is TopicKind.COMPETITOR for topic in self._figures.topics),
        )
        return {row.name: row for row in rows}

    async def _community(self, feed: feeds.CommunityFeed) -> Row:
        return {"community": await community_row(self._house.store, now=self._clock.now())}

    async def _alarms(self, feed: feeds.AlarmFeed) -> Row:
        rows, drivers = await told_crises.alarms(self._house, self._figures), self._figures.drivers()
        shown = await self._glass.released(number for ids in drivers.values() for number in ids)
        told = {key: [shown[one] for one in drivers.get(row.id, ()) if one in shown] for key, row in rows.items()}
        return {key: replace(row, posts=tuple(told[key][:ALARM_POSTS])) for key, row in rows.items()}

    async def _responses(self, feed: feeds.ResponseFeed) -> Row:
        return await told_crises.responses(self._house)

    async def _crises(self, feed: feeds.CrisisFeed) -> Row:
        return await told_crises.whole(self._house)

    async def _rising_rows(self, feed: feeds.RisingFeed) -> Row:
        found = await self._rising.released(self._house.store)
        shown = await self._glass.rows([one for _term, examples in found for one in examples])
        return {
            term.term: feeds.RisingRow(
                term=term.term,
                recent=round(term.recent, 1),
                expected=round(term.expected, 1),
                score=round(term.score, 1),
                posts=tuple(shown[one.id] for one in examples),
            )
            for term, examples in found
        }

    async def _health(self, feed: feeds.HealthFeed) -> Row:
        return {str(number): health for number, health in self._connectors.health.items()}

    async def _house_row(self, feed: feeds.HouseFeed) -> Row:
        hold = self._house.hold
        held, panic = await self._house.store.read(lambda tx: (holding.held_count(tx), walls.panic(tx)))
        return {
            "house": feeds.HouseRow(
                organisation=self._settings.organisation,
                demo=self._house.demo,
                hold=hold.reason,
                hold_since=hold.since,
                hold_by=hold.by,
                held=held,
                panic=bool(panic.by),
                panic_by=panic.by,
                panic_since=panic.since,
                panic_reason=panic.reason,
                wall_policy=self._settings.wall.policy,
            )
        }

    async def _wall_orders(self, feed: feeds.WallOrderFeed) -> Row:
        return await stations.wall_orders(self._house, feed.station)

    async def _stations(self, feed: feeds.StationFeed) -> Row:
        return await stations.stations(self._house)

    async def _on_walls(self, feed: feeds.OnWallFeed) -> Row:
        return await on_walls(self._house, self._glass)

    async def _on_shift(self, feed: feeds.OnShiftFeed) -> Row:
        return {"desks": stations.on_shift(self._house)}

    async def _topics(self, feed: feeds.TopicFeed) -> Row:
        return {str(topic.id): topic for topic in await self._house.store.read(topics.all)}

    # --- desk

    async def _accounts(self, feed: feeds.AccountFeed) -> Row:
        return {str(account.id): account for account in await self._house.store.read(accounts.all)}

    async def _queue(self, feed: feeds.QueueFeed) -> Row:
        view: View = feed.view
        cards, _after = await self._house.store.read(
            lambda tx: conversations.page(tx, view, after="", limit=_bounded(feed.limit))
        )
        return {str(card.id): card for card in cards}

    async def _counts(self, feed: feeds.CountFeed) -> Row:
        now = self._clock.now()
        soon = now + BREACHING_MINUTES * MINUTE
        counts = await self._house.store.read(
            lambda tx: {
                **conversations.counts(tx, me=feed.me, now=now, breaching_before=soon),
                "held_posts": posts.count_held(tx),
            }
        )
        return {name: feeds.CountRow(name, count) for name, count in counts.items()}

    async def _thread(self, feed: feeds.ThreadFeed) -> Row:
        entries, _older = await self._house.store.read(
            lambda tx: conversations.entries(tx, feed.conversation_id, before="")
        )
        return {f"{entry.kind.value}:{entry.id}": entry for entry in entries}

    async def _card(self, feed: feeds.CardFeed) -> Row:
        card = await self._house.store.read(
            lambda tx: conversations.card(tx, redirects.resolve(tx, feed.conversation_id))
        )
        return {str(card.id): card} if card else {}

    async def _drafts(self, feed: feeds.DraftFeed) -> Row:
        kept = await self._house.store.read(lambda tx: drafts.of(tx, feed.conversation_id))
        return {draft.kind: draft for draft in kept}

    async def _presence(self, feed: feeds.PresenceFeed) -> Row:
        now = self._clock.now()
        return {
            f"{one.who}@{one.station}": feeds.PresenceRow(
                conversation_id=one.conversation_id, who=one.who, since=one.since, writing=one.writing_until > now
            )
            for one in self._house.company.here(now)
        }

    async def _mentions(self, feed: feeds.MentionFeed) -> Row:
        return {str(one.id): one for one in await self._house.store.read(lambda tx: mentions.of(tx, feed.me))}

    async def _saved_views(self, feed: feeds.SavedViewFeed) -> Row:
        return await self._saved.rows(feed.me)

    async def _colleagues(self, feed: feeds.ColleagueFeed) -> Row:
        found = await self._house.store.read(lambda tx: together.colleagues(tx, self._house))
        return {one.name: one for one in found}

    async def _outbox(self, feed: feeds.OutboxFeed) -> Row:
        since = self._clock.now() - OUTBOX_SHOWN_AFTER
        items = await self._house.store.read(lambda tx: outbox.recent(tx, since))
        return {str(item.id): item for item in items}

    async def _held_posts(self, feed: feeds.HeldPostFeed) -> Row:
        return {str(row.id): row for row in await self._glass.held(limit=_bounded(feed.limit))}


def _promise(known: Sequence[Account]) -> int:
    """The strictest first-reply promise of these accounts, in minutes; 0 for none."""
    return min((one.first_reply_minutes for one in known if one.first_reply_minutes and one.enabled), default=0)


def _bounded(limit: int) -> int:
    return max(1, min(limit, LARGEST))
