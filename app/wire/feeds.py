"""Every feed a station can subscribe to, with its row's type. Known by hub, link and widgets; knows domain and core.

A feed is a small keyed table that the hub keeps up to date: a snapshot, then rows put and dropped, at most ten times
a second. Rows of wall feeds are short arrays of numbers; no wall feed ever carries a post that is not released for
public display.
"""

from typing import Any, ClassVar

from msgspec import Struct

from app.core.clock import Millis
from app.domain.account import Account, Health
from app.domain.conversation import Card, Entry, View
from app.domain.principal import Right
from app.domain.reply import Draft, OutboxItem
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.wire.crisis_feeds import CrisisFeed as CrisisFeed
from app.wire.crisis_feeds import ResponseFeed as ResponseFeed
from app.wire.crisis_feeds import ResponseRow as ResponseRow
from app.wire.crisis_feeds import ResponseStep as ResponseStep
from app.wire.desk_feeds import ColleagueFeed as ColleagueFeed
from app.wire.desk_feeds import MentionFeed as MentionFeed
from app.wire.desk_feeds import PresenceFeed as PresenceFeed
from app.wire.desk_feeds import PresenceRow as PresenceRow
from app.wire.desk_feeds import SavedViewFeed as SavedViewFeed
from app.wire.desk_feeds import SavedViewRow as SavedViewRow
from app.wire.feed import Feed as Feed
from app.wire.station_feeds import OnShiftFeed as OnShiftFeed
from app.wire.station_feeds import OnShiftRow as OnShiftRow
from app.wire.station_feeds import OnWallFeed as OnWallFeed
from app.wire.station_feeds import OnWallRow as OnWallRow
from app.wire.station_feeds import StationFeed as StationFeed
from app.wire.station_feeds import StationRow as StationRow
from app.wire.station_feeds import WallOrderFeed as WallOrderFeed
from app.wire.station_feeds import WallPlace as WallPlace
from app.wire.week_feeds import CommunityFeed as CommunityFeed
from app.wire.week_feeds import CommunityRow as CommunityRow
from app.wire.week_feeds import HourHeatFeed as HourHeatFeed
from app.wire.week_feeds import HourHeatRow as HourHeatRow

# --- wall


class VolumeRow(Struct, frozen=True, array_like=True):
    """One minute (or bucket) of one topic. Key: the minute number.

    `expected`, `low`, `high` are posts in the bucket as the past would have it; −1 while nothing has been learned.
    `score_milli` is the sum of sentiment scores × 1000. The unfinished bucket is included: `minute` tells.
    """

    minute: int
    posts: int
    negative: int
    neutral: int
    positive: int
    score_milli: int
    reach: int
    expected: float
    low: float
    high: float


class VolumeFeed(Feed, frozen=True, kw_only=True, tag="volume"):
    """Counts of a topic (0 for all) over the last `minutes`, in buckets of `step` minutes."""

    ROW: ClassVar[Any] = VolumeRow
    NEEDS: ClassVar[Right] = Right.WATCH
    topic: int = 0
    minutes: int = 1440
    step: int = 10


class HeatRow(Struct, frozen=True, array_like=True):
    """One topic (or topic × region) of the crisis heat map. Key: the topic's id, or `topic/region`.

    Attributes:
        start: minute number of the first cell.
        cells: heat 0–100 per bucket, oldest first; −1 where data is missing.
        now: current heat, 0–100; −1 while it is not known.
        posts: posts in the current bucket; the cell's sample.
    """

    topic: int
    name: str
    region: str
    start: int
    step: int
    cells: tuple[int, ...]
    now: int
    posts: int


class HeatFeed(Feed, frozen=True, kw_only=True, tag="heat"):
    """Heat per wall topic over the last `minutes` in buckets of `step`; `by` is `time` or `region`."""

    ROW: ClassVar[Any] = HeatRow
    NEEDS: ClassVar[Right] = Right.WATCH
    by: str = "time"
    minutes: int = 360
    step: int = 5


class RegionRow(Struct, frozen=True, array_like=True):
    """What was heard from one region. Key: the region, an ISO 3166 code; empty for posts that say no region.

    A region without posts has no row.
    """

    region: str
    posts: int
    negative: int
    neutral: int
    positive: int
    reach: int


class RegionFeed(Feed, frozen=True, kw_only=True, tag="regions"):
    """Posts, sentiment and reach by region of a topic (0 for all) over the last `minutes`, six hours at most."""

    ROW: ClassVar[Any] = RegionRow
    NEEDS: ClassVar[Right] = Right.WATCH
    topic: int = 0
    minutes: int = 60


class StreamRow(Struct, frozen=True, kw_only=True):
    """A post released for public display. Key: the post's id. The author is masked as the wall's policy says."""

    id: int
    network: str
    glyph: str
    author: str
    text: str
    language: str
    sentiment: Sentiment
    reach: int
    at: Millis
    topics: tuple[int, ...] = ()


class StreamFeed(Feed, frozen=True, kw_only=True, tag="stream"):
    """The newest released posts."""

    ROW: ClassVar[Any] = StreamRow
    NEEDS: ClassVar[Right] = Right.WATCH
    topic: int = 0
    limit: int = 20


class KpiRow(Struct, frozen=True, kw_only=True):
    """One figure with what it is made of. Key: its name.

    Names: `mentions_per_minute`, `net_sentiment`, `first_reply_minutes`, `share_of_voice`, `open_conversations`,
    `overdue_conversations`, `alarm_precision`, `time_to_detect_minutes`.

    Attributes:
        value: NaN-free; `known` is False while there is no sample.
        margin: half width of the 95 % interval; 0 where it is a plain count.
        usual: what it usually is, `target` what it should be; both 0 with `has_` False when there is none.
        sample: how many observations it rests on.
        range_minutes: over what range.
    """

    name: str
    value: float
    known: bool = True
    margin: float = 0.0
    usual: float = 0.0
    has_usual: bool = False
    target: float = 0.0
    has_target: bool = False
    sample: int = 0
    range_minutes: int = 60


class KpiFeed(Feed, frozen=True, kw_only=True, tag="kpi"):
    ROW: ClassVar[Any] = KpiRow
    NEEDS: ClassVar[Right] = Right.WATCH


class AlarmRow(Struct, frozen=True, kw_only=True):
    """An open alarm episode. Key: its id.

    Attributes:
        declared_at: when a person declared it a crisis; 0 while nobody has. A wall shows red only then.
        owner: who leads the crisis, as the wall may show it; empty when not told.
        posts: the most telling of the posts that drive it, as far as they are released for public display.
        matter: what is the matter, as whoever leads the crisis says it; empty when not told.
    """

    id: int
    topic: int
    name: str
    level: int
    began_at: Millis
    reasons: tuple[str, ...]
    heat: int
    declared_at: Millis = 0
    owner: str = ""
    posts: tuple[StreamRow, ...] = ()
    matter: str = ""


class AlarmFeed(Feed, frozen=True, kw_only=True, tag="alarms"):
    ROW: ClassVar[Any] = AlarmRow
    NEEDS: ClassVar[Right] = Right.WATCH


class RisingRow(Struct, frozen=True, kw_only=True):
    """A word or pair of words on the rise. Key: the term.

    Attributes:
        recent: posts of the last quarter of an hour, fading; one an author, copies left out.
        expected: what its own past would have given; `score` how many deviations lie between.
        posts: released posts that hold it; a term without any is not told.
    """

    term: str
    recent: float
    expected: float
    score: float
    posts: tuple[StreamRow, ...]


class RisingFeed(Feed, frozen=True, kw_only=True, tag="rising"):
    """What people begin to talk about, highest score first."""

    ROW: ClassVar[Any] = RisingRow
    NEEDS: ClassVar[Right] = Right.WATCH


class HealthFeed(Feed, frozen=True, kw_only=True, tag="health"):
    """One row per account. Key: the account's id."""

    ROW: ClassVar[Any] = Health
    NEEDS: ClassVar[Right] = Right.WATCH


class HouseRow(Struct, frozen=True, kw_only=True):
    """What every station must know. Key: `house`.

    Attributes:
        hold: reason of a hold on all sending, empty when none; `hold_since`, `hold_by` say when and who.
        held: how many replies wait for release.
        panic: every wall shows its neutral scene; `panic_by`, `panic_since`, `panic_reason` say who asked and why.
        wall_policy: which posts a wall may show (settings: wall.policy).
    """

    organisation: str
    demo: bool
    hold: str = ""
    hold_since: Millis = 0
    hold_by: str = ""
    held: int = 0
    panic: bool = False
    notice: str = ""
    panic_by: str = ""
    panic_since: Millis = 0
    panic_reason: str = ""
    wall_policy: str = ""


class HouseFeed(Feed, frozen=True, kw_only=True, tag="house"):
    ROW: ClassVar[Any] = HouseRow
    NEEDS: ClassVar[Right] = Right.WATCH


class TopicFeed(Feed, frozen=True, kw_only=True, tag="topics"):
    ROW: ClassVar[Any] = Topic
    NEEDS: ClassVar[Right] = Right.WATCH


# --- desk


class AccountFeed(Feed, frozen=True, kw_only=True, tag="accounts"):
    ROW: ClassVar[Any] = Account


class QueueFeed(Feed, frozen=True, kw_only=True, tag="queue"):
    """The first `limit` cards of a view. Key: the conversation's id; order is the view's, by the rows' own fields."""

    ROW: ClassVar[Any] = Card
    view: View
    limit: int = 200


class CountRow(Struct, frozen=True, array_like=True):
    """How many conversations a rail entry holds. Key: its name: `open`, `mine`, `unassigned`, `breaching`, `waiting`,
    `snoozed`,
    `resolved_today`, `account:ID`, `topic:ID`; `held_posts` counts posts that wait for release, 10,000 at most."""

    name: str
    count: int


class CountFeed(Feed, frozen=True, kw_only=True, tag="counts"):
    """Counts for the rail; `me` is the agent's name."""

    ROW: ClassVar[Any] = CountRow
    me: str


class ThreadFeed(Feed, frozen=True, kw_only=True, tag="thread"):
    """The newest 60 entries of a conversation. Key: `kind:id`."""

    ROW: ClassVar[Any] = Entry
    conversation_id: int


class CardFeed(Feed, frozen=True, kw_only=True, tag="card"):
    """One conversation's card, whatever view it is in. Key: its id."""

    ROW: ClassVar[Any] = Card
    conversation_id: int


class DraftFeed(Feed, frozen=True, kw_only=True, tag="drafts"):
    """Drafts of one conversation. Key: the kind."""

    ROW: ClassVar[Any] = Draft
    conversation_id: int


class OutboxFeed(Feed, frozen=True, kw_only=True, tag="outbox"):
    """Replies that have not come to rest, and those of the last minute that have. Key: the item's id."""

    ROW: ClassVar[Any] = OutboxItem


class HeldPostRow(Struct, frozen=True, kw_only=True):
    """A post that waits for a person before a wall may show it. Key: its id; `shown_as` is the author on a wall."""

    id: int
    network: str
    name: str
    handle: str
    text: str
    at: Millis
    reasons: tuple[str, ...]
    shown_as: str = ""


class HeldPostFeed(Feed, frozen=True, kw_only=True, tag="held_posts"):
    """The newest posts that wait for release."""

    ROW: ClassVar[Any] = HeldPostRow
    NEEDS: ClassVar[Right] = Right.MODERATE
    limit: int = 100


FEEDS: tuple[type[Feed], ...] = tuple(Feed.__subclasses__())

AnyFeed = (
    VolumeFeed
    | HeatFeed
    | HourHeatFeed
    | RegionFeed
    | StreamFeed
    | KpiFeed
    | CommunityFeed
    | AlarmFeed
    | ResponseFeed
    | CrisisFeed
    | RisingFeed
    | HealthFeed
    | HouseFeed
    | WallOrderFeed
    | TopicFeed
    | AccountFeed
    | QueueFeed
    | CountFeed
    | ThreadFeed
    | CardFeed
    | DraftFeed
    | OutboxFeed
    | HeldPostFeed
    | StationFeed
    | OnWallFeed
    | OnShiftFeed
    | PresenceFeed
    | ColleagueFeed
    | MentionFeed
    | SavedViewFeed
)
