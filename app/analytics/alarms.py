"""Alarm episodes: raised once, growing, waning, closed. Known by hub; knows watch, signals and reasons.

A topic is watched as a whole and in each of its regions and networks; whichever strikes first raises the topic's one
alarm. While it is open further strikes only make it grow. Topic 0 (everything) raises an alarm of its own only while
no topic has one, since the posts would be the same. One author who writes most of the posts is no crisis: nothing is
raised unless the posts of the others strike by themselves.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from app.analytics.counts import MinuteCounts
from app.analytics.reasons import ROBOT_SHARE, weigh
from app.analytics.scan import FOLD_MINUTES, LEAP_CALM_MINUTES
from app.analytics.shelf import SeriesKey
from app.analytics.signals import WINDOW_MINUTES, Signals, Witness, measure
from app.analytics.surprise import LEAP
from app.analytics.watch import Look, Tone, Watch
from app.domain.topic import ALL_TOPICS

CALM_RATIO = 1.5
CALM_MINUTES = 60
WANE_MINUTES = 15
OTHERS_RATIO = 5.0
"""Without their busiest author the posts must still be this many times the usual to be an alarm."""


class Turn(StrEnum):
    """What happened to an alarm."""

    RAISED = "raised"
    GREW = "grew"
    WANED = "waned"
    CLOSED = "closed"


class Alarm(Struct, frozen=True, kw_only=True):
    """An episode.

    Attributes:
        id: counted up; never used twice.
        topic, region, network: the series that struck first; region and network empty when it was the whole topic.
        began, newest: minutes it was raised in and last judged in.
        level: 1–5, `peak` the highest so far; `reasons` in words, strongest first.
        tone: it was raised by the share of negative posts rather than by their number.
        signals: the numbers behind the level.
    """

    id: int
    topic: int
    region: str
    network: str
    began: int
    newest: int
    level: int
    peak: int
    reasons: tuple[str, ...]
    tone: bool
    signals: Signals


class AlarmChange(Struct, frozen=True):
    """One turn of one alarm, as it is after it."""

    turn: Turn
    alarm: Alarm


class Dismissed(Struct, frozen=True):
    """A strike that raised no alarm, and why, in words."""

    key: SeriesKey
    minute: int
    reasons: tuple[str, ...]


class _Episode(Struct):
    """An open alarm, and since when it has been calm or weaker."""

    alarm: Alarm
    calm: int = 0
    weaker: int = 0


class _Suspect(NamedTuple):
    """A strike that looked like one author's work, and until when it is looked at again."""

    key: SeriesKey
    above: float
    until: int


class AlarmBook:
    """Every open alarm over the counts.

    Attributes:
        next_id: id of the next alarm.
        dismissed: the newest strikes that raised nothing, oldest first.
    """

    KEPT_DISMISSED = 100

    def __init__(self, counts: MinuteCounts, *, witness: Witness | None = None, next_id: int = 1) -> None:
        self.counts = counts
        self.topics, self.slices, self.tone = Watch(counts.topics), Watch(counts.slices), Tone(counts.topics)
        self.next_id = next_id
        self.dismissed: list[Dismissed] = []
        self._witness = witness
        self._open: dict[int, _Episode] = {}
        self._struck: dict[int, int] = {}
        self._suspects: dict[int, _Suspect] = {}
        self._judged = -1

    def open_alarms(self) -> list[Alarm]:
        """Alarms that are open, highest level first."""
        return sorted((episode.alarm for episode in self._open.values()), key=lambda alarm: (-alarm.level, alarm.id))

    def step(self, now: int) -> list[AlarmChange]:
        """Judge everything up to minute `now`, which has just begun; what changed since the last step."""
        self.counts.advance(now)
        minute = now - 1
        if minute <= self._judged:
            return []
        self._judged = minute
        strikes = {**self._still_suspect(minute), **self._strikes(minute)}
        changes = [change for topic, strike in strikes.items() for change in self._take_strike(topic, *strike, minute)]
        return changes + [change for topic in list(self._open) for change in self._follow(topic, minute)]

    def watched(self, now: int) -> list[SeriesKey]:
        """The series that step `now` may ask a witness about: of open alarms, of suspects, and whatever is rising."""
        opened = [SeriesKey(one.topic, one.region, one.network) for one in self.open_alarms()]
        suspects = [suspect.key for suspect in self._suspects.values()]
        risen = [key for watch in (self.topics, self.slices) for key in watch.risen(now - 1)]
        return list(dict.fromkeys([*opened, *suspects, *risen]))

    def looks(self, key: SeriesKey) -> list[Look]:
        """The numbers behind the newest verdict on a series: why there is no alarm, or why there is one."""
        watch = self.slices if key.region or key.network else self.topics
        return watch.looks(self.counts.shelf(key).row_by_key.get(key, -1))

    def forget(self, topic: int) -> list[AlarmChange]:
        """Drop a topic that is no longer followed; its open alarm is closed."""
        self.tone.reset(self.counts.topics.row_by_key.get(SeriesKey(topic), -1))
        self.counts.forget(topic)
        self._suspects.pop(topic, None)
        self._struck.pop(topic, None)
        episode = self._open.pop(topic, None)
        return [AlarmChange(Turn.CLOSED, episode.alarm)] if episode else []

    def refill(self) -> None:
        """Take the long windows from the counts, after a restart loaded them and before time passes."""
        self.topics.refill()
        self.slices.refill()

    def settle(self, now: int) -> None:
        """After the past was loaded, before the first step at minute `now`: what struck long ago is no news.

        An episode that first struck an hour ago or earlier counts as one that was told, as if this book had been there.
        Where the newest hour is still `OTHERS_RATIO` times the usual it goes on, and the next strike raises its alarm.
        The usual tone is learned from the window where it was not kept.
        """
        self.tone.refill(now - 1)
        for watch in (self.topics, self.slices):
            for key, struck in watch.settle().items():
                over = self._measure(key, now - 1).ratio < OTHERS_RATIO
                if struck.first <= now - WINDOW_MINUTES and over:
                    self._struck[key.topic] = max(struck.newest, self._struck.get(key.topic, -1))

    def strikes(self) -> dict[int, int]:
        """By topic the minute of its newest strike: what a later book must know to fold what belongs together."""
        return dict(self._struck)

    def remember_strikes(self, struck: Mapping[int, int]) -> None:
        """Take back what `strikes` told."""
        self._struck.update(struck)

    def reopen(self, alarms: list[Alarm]) -> None:
        """Take back the alarms that were open before a restart."""
        for alarm in alarms:
            self._open[alarm.topic] = _Episode(alarm)
            self._struck[alarm.topic] = alarm.newest
            self.next_id = max(self.next_id, alarm.id + 1)

    def _strikes(self, minute: int) -> dict[int, tuple[SeriesKey, float, bool]]:
        """By topic the series that is furthest above its bar, how far, and whether it is only the tone."""
        strikes: dict[int, tuple[SeriesKey, float, bool]] = {}
        for watch in (self.topics, self.slices):
            for key, above in _above(watch, minute):
                if key.topic not in strikes or above > strikes[key.topic][1]:
                    strikes[key.topic] = (key, above, False)
        angry = np.flatnonzero(self.tone.look(minute))
        for key in _keys(self.topics, angry):
            strikes.setdefault(key.topic, (key, 0.0, True))
        if ALL_TOPICS in strikes and (len(strikes) > 1 or any(topic != ALL_TOPICS for topic in self._open)):
            del strikes[ALL_TOPICS]
        return strikes

    def _take_strike(self, topic: int, key: SeriesKey, above: float, tone: bool, minute: int) -> Iterator[AlarmChange]:
        calm = minute - self._struck.get(topic, -(10**9))
        self._struck[topic] = minute
        news = calm > FOLD_MINUTES or (calm > LEAP_CALM_MINUTES and above >= LEAP)
        if topic in self._open or not news:
            return
        signals = self._measure(key, minute)
        level, reasons = weigh(signals)
        if _one_author(signals):
            self._doubt(_Suspect(key, above, minute + WINDOW_MINUTES), minute, reasons)
            return
        self._suspects.pop(topic, None)
        alarm = Alarm(
            id=self.next_id, topic=topic, region=key.region, network=key.network, began=minute, newest=minute,
            level=level, peak=level, reasons=reasons, tone=tone, signals=signals,
        )  # fmt: skip
        self.next_id += 1
        self._open[topic] = _Episode(alarm)
        yield AlarmChange(Turn.RAISED, alarm)

    def _follow(self, topic: int, minute: int) -> Iterator[AlarmChange]:
        """Let an open alarm grow, wane or close."""
        episode = self._open[topic]
        alarm = episode.alarm
        if alarm.began == minute:
            return
        signals = self._measure(SeriesKey(topic, alarm.region, alarm.network), minute)
        level, reasons = weigh(signals)
        episode.calm = 0 if self._lasts(alarm, signals) else episode.calm + 1
        episode.weaker = episode.weaker + 1 if level < alarm.level else 0
        turn = _turn(episode, level)
        shown = level if turn in (Turn.GREW, Turn.WANED) else alarm.level
        episode.alarm = replace(
            alarm, newest=minute, level=shown, peak=max(alarm.peak, shown), reasons=reasons, signals=signals
        )
        if turn is Turn.WANED:
            episode.weaker = 0
        if turn is Turn.CLOSED:
            del self._open[topic]
        if turn is not None:
            yield AlarmChange(turn, episode.alarm)

    def _lasts(self, alarm: Alarm, signals: Signals) -> bool:
        if alarm.tone and signals.negative >= signals.usual_negative + 0.1 and signals.posts >= 5.0:
            return True
        return signals.ratio >= CALM_RATIO

    def _measure(self, key: SeriesKey, minute: int) -> Signals:
        row = self.counts.topics.row_by_key.get(SeriesKey(key.topic), -1)
        usual = float(self.tone.usual()[row]) if row >= 0 else 0.0
        evidence = self._witness(key, minute - WINDOW_MINUTES + 1, minute) if self._witness else None
        return measure(self.counts, key, minute, usual_negative=usual, evidence=evidence)

    def _still_suspect(self, minute: int) -> dict[int, tuple[SeriesKey, float, bool]]:
        """Strikes of the last hour that looked like one author's: others may have joined since."""
        self._suspects = {topic: suspect for topic, suspect in self._suspects.items() if suspect.until >= minute}
        return {topic: (suspect.key, suspect.above, False) for topic, suspect in self._suspects.items()}

    def _doubt(self, suspect: _Suspect, minute: int, reasons: tuple[str, ...]) -> None:
        """Raise nothing for now, remember why, and look again for an hour."""
        topic = suspect.key.topic
        del self._struck[topic]
        if topic not in self._suspects:
            self._suspects[topic] = suspect
            self.dismissed = [*self.dismissed[1 - self.KEPT_DISMISSED :], Dismissed(suspect.key, minute, reasons)]


def _above(watch: Watch, minute: int) -> Iterator[tuple[SeriesKey, float]]:
    above = watch.look(minute)
    rows = np.flatnonzero(above >= 0.0)
    for key in _keys(watch, rows):
        yield key, float(above[watch.shelf.row_by_key[key]])


def _keys(watch: Watch, rows: np.typing.NDArray[np.int64]) -> list[SeriesKey]:
    wanted = set(rows.tolist())
    return [key for key, row in watch.shelf.row_by_key.items() if row in wanted] if wanted else []


def _one_author(signals: Signals) -> bool:
    others = signals.posts * (1.0 - signals.top_author)
    return signals.top_author >= ROBOT_SHARE and others + 1.0 < OTHERS_RATIO * (signals.usual + 1.0)


def _turn(episode: _Episode, level: int) -> Turn | None:
    if episode.calm >= CALM_MINUTES:
        return Turn.CLOSED
    if level > episode.alarm.level:
        return Turn.GREW
    return Turn.WANED if episode.weaker >= WANE_MINUTES else None
