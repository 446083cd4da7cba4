"""An invented airline's busy Thursday, the same every time: fills a fake link so that a wall looks as it would at
14:32, when online check-in begins to fail. Known by the wall's tests."""

import math
import random

from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.domain.account import Health, HealthState
from app.domain.topic import Topic, TopicKind
from app.domain.understanding import Sentiment
from app.wire.feeds import (
    AlarmFeed,
    AlarmRow,
    CommunityFeed,
    CommunityRow,
    HealthFeed,
    HeatFeed,
    HeatRow,
    HourHeatFeed,
    HourHeatRow,
    HouseFeed,
    HouseRow,
    KpiFeed,
    KpiRow,
    RegionFeed,
    RegionRow,
    ResponseFeed,
    ResponseRow,
    ResponseStep,
    RisingFeed,
    RisingRow,
    StreamFeed,
    StreamRow,
    TopicFeed,
    VolumeFeed,
    VolumeRow,
)
from tests.fakes.link import NOON, FakeLink

NOW: Millis = NOON + 2 * HOUR + 32 * MINUTE + 3 * SECOND
CRISIS: Millis = NOON + 2 * HOUR + 5 * MINUTE
CHECK_IN = 11
OURS = 21

TOPICS = ("Online check-in", "App, website", "Flight delays", "Refunds", "Baggage", "Seats", "Cabin crew", "Loyalty")
HEATS = (81, 46, 24, 19, 14, 9, 6, 4)
REGIONS = ("Europe", "Gulf", "Asia", "Americas")
BY_REGION = {
    "Online check-in": (94, 88, 61, 52),
    "App, website": (83, 57, 28, 19),
    "Flight delays": (62, 49, 22, 24),
    "Refunds": (48, 36, 20, 31),
    "Baggage": (55, 30, 15, 12),
    "Seats": (38, 21, 11, 9),
}
POSTS = (
    (
        "bluesky",
        "Bs",
        "@j•••n",
        "Check-in stops at payment. Third try, still no boarding pass.",
        "en",
        "negative",
        3,
        41_000,
    ),
    ("x", "X", "@s•••i", "لا أستطيع تسجيل الوصول منذ نصف ساعة", "ar", "negative", 5, 268_000),
    ("facebook", "Fb", "@m•••a", "Crew rebooked my mum in minutes. Thank you, NV 418!", "en", "positive", 11, 1_900),
    ("x", "X", "@t•••r", "Two hours in line, the app is down", "en", "negative", 14, 412_000),
    ("youtube", "Yt", "@a•••v", "Airline confirms check-in fault", "en", "neutral", 16, 190_000),
    (
        "mastodon",
        "Ma",
        "@r•••e",
        "Stuck at Faro, desk says twenty minutes, app says nothing",
        "en",
        "negative",
        17,
        800,
    ),
)


def usual(hour: float) -> float:
    """Mentions per minute as the past would have it, by hour of the day."""
    hour %= 24
    awake = 40 * max(0.0, math.sin((hour - 5.2) / 17.6 * math.pi)) ** 0.8 if 5.2 <= hour <= 22.8 else 0.0
    bumps = 7 * math.exp(-(((hour - 8) / 1.6) ** 2)) + 8 * math.exp(-(((hour - 18.2) / 1.9) ** 2))
    return 1.03 * (16 + awake + bumps + 4 * math.exp(-(((hour - 14.5) / 2.5) ** 2)))


def usual_smooth(hour: float) -> float:
    """The same without corners."""
    weights = [math.exp(-((step / 3) ** 2)) for step in range(-6, 7)]
    return sum(weight * usual(hour + step / 4) for step, weight in zip(range(-6, 7), weights, strict=True)) / sum(
        weights
    )


def minute_count(moment: Millis, noise: random.Random, *, scale: float = 1.0) -> int:
    """Posts in the minute that ends at a moment, fog at dawn and the crisis included."""
    hour = (moment - NOON) / HOUR + 12
    value = usual_smooth(hour) * scale * (1 + 0.05 * noise.gauss(0, 1))
    fog = hour - 7.17
    if -2 < fog < 4:
        value += scale * 46 * math.exp(-((fog / (0.3 if fog < 0 else 0.75)) ** 2))
    since = (moment - CRISIS) / MINUTE
    if since > 0:
        value += 2.15 * min(since, 40)
    return max(0, round(value))


def volume_rows(now: Millis, *, minutes: int, step: int, seed: int = 11) -> dict[str, VolumeRow]:
    """Buckets up to and including the unfinished one."""
    noise = random.Random(seed)
    last = now // MINUTE // step * step
    rows: dict[str, VolumeRow] = {}
    for start in range(last - minutes, last + 1, step):
        counts = [minute_count((start + index + 1) * MINUTE, noise) for index in range(step)]
        hour = ((start + step / 2) * MINUTE - NOON) / HOUR + 12
        posts, expected = sum(counts), usual_smooth(hour) * step
        stirred = max(0.0, min(1.0, ((start + step) * MINUTE - CRISIS) / (30 * MINUTE)))
        mean = -3 - 47 * stirred + noise.gauss(0, 1.6)
        negative = round(posts * (0.25 + 0.4 * stirred))
        positive = round(posts * 0.2)
        rows[str(start)] = VolumeRow(
            minute=start,
            posts=posts,
            negative=negative,
            neutral=posts - negative - positive,
            positive=positive,
            score_milli=round(mean * 10 * posts),
            reach=posts * 900,
            expected=expected,
            low=expected * 0.77,
            high=expected * 1.25,
        )
    return rows


def heat_rows(now: Millis, *, minutes: int = 360, step: int = 5) -> dict[str, HeatRow]:
    """Eight topics; check-in rises, delays fade from the morning's fog, baggage had its hour."""
    noise = random.Random(5)
    count = minutes // step
    last = now // MINUTE // step * step
    rows: dict[str, HeatRow] = {}
    for number, (name, present) in enumerate(zip(TOPICS, HEATS, strict=True)):
        cells: list[int] = []
        drift = 0.0
        for index in range(count):
            hour = 8.5 + index * step / 60
            drift = 0.6 * drift + 0.4 * noise.gauss(0, 1)
            cells.append(max(0, min(100, round(_heat_at(number, hour, drift)))))
        cells[-1] = present
        rows[str(10 + number)] = HeatRow(
            10 + number + 1, name, "", last - (count - 1) * step, step, tuple(cells), present, 40
        )
    return rows


def _heat_at(topic: int, hour: float, drift: float) -> float:
    base = (7, 9, 13, 15, 13, 7, 6, 4)[topic] + 7 * drift
    if topic == 2:
        base += 58 * math.exp(-(hour - 8.3) / 1.1)
    if topic == 4:
        base += 30 * math.exp(-(((hour - 10.4) / 0.45) ** 2))
    if topic == 3:
        base += 16 * math.exp(-(((hour - 12.2) / 0.5) ** 2))
    rise = min(1.0, max(0.0, (hour - 14.0) / 0.46))
    if topic == 0 and hour > 13.5:
        base = 8 + 2 * drift + 73 * rise
    if topic == 1 and hour > 13.9:
        base = 10 + 36 * rise**1.2
    return base


def region_rows(now: Millis) -> dict[str, HeatRow]:
    """Heat by topic and region."""
    start = now // MINUTE // 5 * 5
    rows = {}
    for number, (name, values) in enumerate(BY_REGION.items()):
        for region, value in zip(REGIONS, values, strict=True):
            row = HeatRow(11 + number, name, region, start, 5, (value,), value, 30)
            rows[f"{11 + number}/{region}"] = row
    return rows


def stream_rows(now: Millis) -> dict[str, StreamRow]:
    """Released posts."""
    return {
        str(number): StreamRow(
            id=number,
            network=network,
            glyph=glyph,
            author=author,
            text=text,
            language=language,
            sentiment=Sentiment(sentiment),
            reach=reach,
            at=now - ago * MINUTE,
            topics=(CHECK_IN,),
        )
        for number, (network, glyph, author, text, language, sentiment, ago, reach) in enumerate(POSTS, 1)
    }


def topic_rows() -> dict[str, Topic]:
    """Our brand and two competitors."""
    kinds = {"Norvane Air": TopicKind.BRAND, "Alder Airways": TopicKind.COMPETITOR, "Meridiem": TopicKind.COMPETITOR}
    return {
        str(number): Topic(id=number, name=name, query=name, kind=kind)
        for number, (name, kind) in enumerate(kinds.items(), OURS)
    }


def brand_rows(now: Millis, topic: int, *, step: int) -> dict[str, VolumeRow]:
    """A day of one brand: a third of the posts for us, the rest for the others, each with a mood of its own."""
    share, mood = {OURS: (0.34, -0.14), OURS + 1: (0.41, -0.05), OURS + 2: (0.25, 0.08)}[topic]
    rows = {}
    for key, row in volume_rows(now, minutes=1440, step=step, seed=topic).items():
        posts = round(row.posts * share)
        positive = round(posts * (0.25 + mood / 2 + 0.05 * math.sin(row.minute / 90 + topic)))
        negative = round(posts * (0.25 - mood / 2))
        neutral = posts - negative - positive
        rows[key] = VolumeRow(row.minute, posts, negative, neutral, positive, 0, 900 * posts, -1.0, -1.0, -1.0)
    return rows


def hour_heat_rows() -> dict[str, HourHeatRow]:
    """Four weeks: Monday mornings and Friday evenings are hot, and of one night nothing was heard."""
    noise = random.Random(9)
    cells = []
    for hour in range(168):
        day, clock = divmod(hour, 24)
        monday = 52 * math.exp(-(((clock - 8) / 1.8) ** 2)) if day == 0 else 0.0
        friday = 78 * math.exp(-(((clock - 18) / 2.2) ** 2)) if day == 4 else 0.0
        calm = 6 if 7 <= clock <= 22 else 1
        cells.append(-1 if day == 6 and clock < 5 else round(max(monday, friday, calm * noise.random())))
    return {"0": HourHeatRow(0, "All posts", tuple(cells), 652)}


def community_row() -> CommunityRow:
    """A community that grows, and waits a little long for answers."""
    return CommunityRow(
        index=61.0,
        members=66.0,
        content=71.0,
        traffic=78.0,
        liveliness=84.0,
        interaction=39.0,
        responsiveness=28.0,
        known=True,
        sample=2140,
        days=7,
    )


def rising_rows(now: Millis) -> dict[str, RisingRow]:
    """What people begin to say."""
    stream = stream_rows(now)
    told = (
        ("boarding pass", 62.0, 4.1, 21.0, "1"),
        ("payment page", 41.0, 3.0, 17.0, "4"),
        ("تسجيل الوصول", 19.0, 0.0, 15.0, "2"),
        ("Faro", 12.0, 2.0, 8.0, "6"),
        ("rebooked", 9.0, 2.5, 4.0, "3"),
        ("airline confirms", 7.0, 0.0, 3.9, "5"),
    )
    return {
        term: RisingRow(term=term, recent=recent, expected=expected, score=score, posts=(stream[post],))
        for term, recent, expected, score, post in told
    }


def place_rows() -> dict[str, RegionRow]:
    """Where the posts of the hour came from; some say nothing."""
    counted = {
        "PT": (820, 5_200_000, 0.55),
        "GB": (640, 2_400_000, 0.4),
        "DE": (410, 900_000, 0.38),
        "BR": (380, 3_100_000, 0.5),
        "US": (300, 2_700_000, 0.2),
        "AE": (160, 1_300_000, 0.45),
        "IN": (120, 400_000, 0.3),
        "SG": (60, 240_000, 0.15),
        "ZA": (22, 60_000, 0.2),
        "JP": (8, 30_000, 0.1),
        "": (900, 1_000_000, 0.3),
    }
    return {
        region: RegionRow(
            region,
            posts,
            round(posts * bad),
            posts - round(posts * bad) - round(posts * 0.2),
            round(posts * 0.2),
            reach,
        )
        for region, (posts, reach, bad) in counted.items()
    }


def kpi_rows() -> dict[str, KpiRow]:
    """The figures of the hour."""
    rows = (
        KpiRow(name="mentions_per_minute", value=118, sample=118, range_minutes=1),
        KpiRow(name="net_sentiment", value=-18, margin=4, usual=-3, has_usual=True, sample=4_100),
        KpiRow(name="first_reply_minutes", value=12, target=15, has_target=True, sample=61),
        KpiRow(name="share_of_voice", value=34, usual=29, has_usual=True, sample=9_000),
        KpiRow(name="open_conversations", value=214, sample=214),
        KpiRow(name="overdue_conversations", value=19, sample=214),
    )
    return {row.name: row for row in rows}


def health_rows(now: Millis, *, late: str = "News") -> dict[str, Health]:
    """Eight connectors, one of them late."""
    ages = {"X": 2, "Facebook": 4, "Instagram": 4, "TikTok": 6, "YouTube": 9, "Bluesky": 1, "Reddit": 5, "News": 7}
    rows = {}
    for number, (title, seconds) in enumerate(ages.items(), 1):
        is_late = title == late
        rows[str(number)] = Health(
            account_id=number,
            network=title.lower(),
            title=title,
            state=HealthState.LATE if is_late else HealthState.CONNECTED,
            last_contact=now - (12 * MINUTE if is_late else seconds * SECOND),
            since=now - HOUR,
        )
    return rows


def alarm_rows(*, declared: bool = False, level: int = 4) -> dict[str, AlarmRow]:
    """Fog in the morning, check-in at 14:05."""
    fog = AlarmRow(
        id=1, topic=13, name="Fog at Lisbon", level=2, began_at=NOON - 290 * MINUTE, reasons=("volume",), heat=24
    )
    check_in = AlarmRow(
        id=2,
        topic=CHECK_IN,
        name="Online check-in outage" if declared else "Check-in errors",
        level=level if declared else 2,
        began_at=CRISIS,
        reasons=("2.3 times the usual volume", "Mostly negative", "Spreading to Asia"),
        heat=94 if declared else 81,
        declared_at=CRISIS + 36 * MINUTE if declared else 0,
        owner="Duty lead, Amara O." if declared else "",
        matter="Payment step fails on web and app" if declared else "",
    )
    return {"1": fog, "2": check_in}


def response_rows(now: Millis) -> dict[str, ResponseRow]:
    """Nine steps, three of them done; repaired in fifty minutes, says IT."""
    told = (
        ("Confirm what fails, and where", "Duty lead", -35),
        ("Publish first statement", "Press desk", -24),
        ("Give Care the approved answer", "Care", -15),
        ("Publish second statement", "Press desk", 10),
        ("Ask IT for the time of repair", "IT bridge", 20),
        ("Tell partners and airports", "Duty lead", 40),
        ("Confirm the repair with customers", "Care", 0),
        ("Lift the hold on campaigns", "Press desk", 0),
        ("Say publicly that it is over", "Press desk", 0),
    )
    steps = tuple(
        ResponseStep(words, team, now // MINUTE * MINUTE + due * MINUTE if due else 0, due < 0)
        for words, team, due in told
    )
    row = ResponseRow(
        alarm=2,
        repair_by=now // MINUTE * MINUTE + 50 * MINUTE,
        repair_source="IT",
        repair_said=now - 15 * MINUTE,
        steps=steps,
        writing=9,
        reading=14,
        assigned=23,
        cases=148,
        waiting=31,
        people=29,
    )
    return {"2": row}


def fill_day(link: FakeLink, *, declared: bool = False) -> FakeLink:
    """Give the link the whole picture of 14:32 (15:20 when the crisis is declared)."""
    now = NOW + (48 * MINUTE if declared else 0)
    link.clock, link.heard_at = now, now - 3 * SECOND
    for feed in (
        VolumeFeed(),
        VolumeFeed(step=5),
        VolumeFeed(minutes=60, step=1),
        VolumeFeed(minutes=120, step=1),
        VolumeFeed(topic=CHECK_IN, minutes=120, step=1),
    ):
        link.fill(feed, volume_rows(now, minutes=feed.minutes, step=feed.step))
    link.fill(HeatFeed(), heat_rows(now))
    link.fill(HeatFeed(by="region"), region_rows(now))
    link.fill(HourHeatFeed(), hour_heat_rows())
    for stream in (StreamFeed(), StreamFeed(topic=CHECK_IN)):
        link.fill(stream, stream_rows(now))
    link.fill(KpiFeed(), kpi_rows())
    link.fill(CommunityFeed(), {"community": community_row()})
    link.fill(TopicFeed(), topic_rows())
    link.fill(RisingFeed(), rising_rows(now))
    for topic in range(OURS, OURS + 3):
        for step in (30, 60):
            link.fill(VolumeFeed(topic=topic, minutes=1440, step=step), brand_rows(now, topic, step=step))
    for region in (RegionFeed(), RegionFeed(minutes=360)):
        link.fill(region, place_rows())
    link.fill(HealthFeed(), health_rows(now, late="" if declared else "News"))
    link.fill(AlarmFeed(), alarm_rows(declared=declared))
    link.fill(ResponseFeed(), response_rows(now) if declared else {})
    link.fill(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False, held=12)})
    return link
