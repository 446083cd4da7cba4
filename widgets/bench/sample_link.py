"""A link whose made-up rows fill every panel, as on a busy day. Known by the scene editor's preview; knows wire."""

from collections.abc import Mapping
from typing import Any

from app.core.clock import MINUTE
from app.domain.topic import Topic, TopicKind
from app.wire.feeds import (
    AlarmFeed,
    AlarmRow,
    Feed,
    HeatFeed,
    HeatRow,
    KpiRow,
    RegionFeed,
    RegionRow,
    ResponseFeed,
    ResponseRow,
    ResponseStep,
    RisingFeed,
    RisingRow,
    TopicFeed,
)
from app.wire.week_feeds import CommunityFeed, CommunityRow, HourHeatFeed, HourHeatRow
from widgets.bench.still_link import TOPICS, StillLink

REGIONS: Mapping[str, int] = {"Europe": 94, "Gulf": 88, "Asia": 61, "Americas": 52}
"""How hot the first topic is there; each further one is cooler by a fifth."""
COUNTRIES: Mapping[str, tuple[int, int]] = {
    "PT": (820, 5_200_000),
    "BR": (380, 3_100_000),
    "US": (300, 2_700_000),
    "GB": (640, 2_400_000),
    "AE": (160, 1_300_000),
    "DE": (410, 900_000),
    "IN": (120, 400_000),
    "JP": (8, 30_000),
}
"""Posts and reach."""
BRANDS = ("Norvane Air", "Alder Airways", "Meridiem")
TERMS = ("boarding pass", "payment page", "rebooked", "second try")


class SampleLink(StillLink):
    """Rows for every feed a shipped panel asks for.

    Attributes:
        in_crisis: whether an alarm is open; set by `play_crisis`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.in_crisis = False

    def play_crisis(self, on: bool) -> None:
        """Open an alarm, or close it."""
        if on is not self.in_crisis:
            self.in_crisis = on
            for feed in (AlarmFeed(), ResponseFeed()):
                self.subscribe(feed)
                self._fill(feed)

    def _rows(self, feed: Feed) -> Mapping[str, Any]:
        match feed:
            case AlarmFeed():
                return {"1": self._alarm()} if self.in_crisis else {}
            case ResponseFeed():
                return {"1": self._response()} if self.in_crisis else {}
            case HeatFeed(by="region"):
                return self._by_region()
            case RegionFeed():
                return {code: _country(code, posts, reach) for code, (posts, reach) in COUNTRIES.items()}
            case RisingFeed():
                return {term: self._term(number, term) for number, term in enumerate(TERMS)}
            case TopicFeed():
                return {str(number): self._brand(number, name) for number, name in enumerate(BRANDS, 1)}
            case HourHeatFeed():
                cells = tuple(round(70 / (1 + abs(hour % 24 - 9 - hour // 24))) for hour in range(168))
                return {"0": HourHeatRow(0, "", cells, 652)}
            case CommunityFeed():
                return {"community": self._community()}
            case _:
                return super()._rows(feed)

    def _alarm(self) -> AlarmRow:
        began = self.clock - 39 * MINUTE
        reasons = ("2.3 times the usual volume", "Mostly negative")
        return AlarmRow(
            id=1, topic=0, name=TOPICS[0], level=4, began_at=began, reasons=reasons, heat=94, declared_at=began + MINUTE
        )

    def _response(self) -> ResponseRow:
        steps = tuple(
            ResponseStep(words, team, self.clock + minutes * MINUTE, minutes < 0)
            for words, team, minutes in (
                ("Publish first statement", "Press desk", -20),
                ("Give Care the approved answer", "Care", -5),
                ("Publish second statement", "Press desk", 10),
                ("Say publicly that it is over", "Press desk", 70),
            )
        )
        return ResponseRow(
            alarm=1,
            repair_by=self.clock + 50 * MINUTE,
            repair_source="IT",
            repair_said=self.clock - 15 * MINUTE,
            steps=steps,
            writing=3,
            reading=8,
            assigned=9,
            cases=64,
            waiting=12,
            people=14,
        )

    def _by_region(self) -> dict[str, HeatRow]:
        start = self.clock // MINUTE // 5 * 5
        rows = {}
        for number, name in enumerate(TOPICS):
            for region, hottest in REGIONS.items():
                heat = round(hottest * 0.8**number)
                rows[f"{number}/{region}"] = HeatRow(number, name, region, start, 5, (heat,), heat, 30)
        return rows

    def _term(self, number: int, term: str) -> RisingRow:
        recent = 62.0 - 14 * number
        return RisingRow(term=term, recent=recent, expected=4.0, score=recent, posts=(self._post(number),))

    def _brand(self, number: int, name: str) -> Topic:
        kind = TopicKind.BRAND if number == 1 else TopicKind.COMPETITOR
        return Topic(id=number, name=name, query=name, kind=kind)

    def _community(self) -> CommunityRow:
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

    def _figures(self) -> dict[str, KpiRow]:
        rows = (
            KpiRow(name="mentions_per_minute", value=118, range_minutes=1),
            KpiRow(name="net_sentiment", value=-18, margin=4, usual=-3, has_usual=True),
            KpiRow(name="first_reply_minutes", value=12, target=15, has_target=True, sample=61),
            KpiRow(name="share_of_voice", value=34, usual=29, has_usual=True),
            KpiRow(name="open_conversations", value=214, sample=214),
            KpiRow(name="overdue_conversations", value=19, sample=214),
        )
        return {row.name: row for row in rows}


def _country(code: str, posts: int, reach: int) -> RegionRow:
    return RegionRow(code, posts, posts // 2, posts // 3, posts // 6, reach)
