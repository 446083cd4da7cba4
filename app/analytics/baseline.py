"""What is usual: posts a minute by hour of the week, learned online and robustly, for many series at once. Known by
counts, alarms and detect; knows numpy.

The usual rate of a series is learned on three scales, each leaning on the next as far as it has too little history
of its own (Gamma-Poisson shrinkage):

    level          sum of posts / sum of minutes, half forgotten after `LEVEL_DAYS`
    hour of day    (posts in this hour + LEAN · level) / (minutes in this hour + LEAN), after `DAY_DAYS`
    hour of week   (posts in this hour of the week + LEAN · hour of day) / (minutes + LEAN), after `WEEK_DAYS`

Between the middles of two hours the rate is interpolated. What is learned from is capped at the top of the usual
range, so that a crisis does not become usual in an hour, and a new level does within days. The spread φ is learned
too: the variance of the posts in a bucket is taken as μ + φ·μ² (negative binomial, method of moments).
All hours are UTC; when a clock change moves a region's rhythm by an hour, `closeness` (a short memory of how the
last hours compared with the rhythm) carries the change until the rhythm has followed.
"""

from collections import deque
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from app.core.errors import BadInput

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOUR_MINUTES = 60
DAY_HOURS = 24
WEEK_HOURS = 168
EPOCH_HOUR = 72
"""1970-01-01 was a Thursday: hour of the week 72, counted from Monday 00:00 UTC."""

LEVEL_DAYS = 4.0
DAY_DAYS = 8.0
WEEK_DAYS = 28.0
NEAR_MINUTES = 180.0
DELAY_MINUTES = 90.0
"""A bucket is learned from this long after it began: a burst must not vouch for itself as usual for its hour."""

LEAN_MINUTES = 180.0
SHOWN_LEAN_MINUTES = 45.0
"""What is drawn follows a rhythm sooner than what alarms rest on."""

NEAR_LEAN_POSTS = 30.0
PRIOR_POSTS = 0.1
PRIOR_MINUTES = 30.0
PRIOR_SPREAD = 0.25
SPREAD_LEAN = 50.0
CAP_SIGMA = 3.0
UNSURE_MINUTES = 120.0
"""With less history than this everything is learned from as it is, and for some time after the cap is loose."""

BAND_SIGMA = 2.33
"""99 of 100 quiet buckets lie below the top of the usual range."""


class _Saved(msgspec.Struct, frozen=True):
    """The learned state as it is written down: one array of float32 per name, row by row."""

    version: int
    rows: int
    arrays: dict[str, bytes]
    pending: list[tuple[float, bytes, bytes]]


class Baseline:
    """Usual rates of many series, by row.

    Attributes:
        rows: how many series there is room for.
    """

    VERSION = 1

    def __init__(self, rows: int = 0) -> None:
        self.rows = 0
        self._week = np.zeros((0, 2, WEEK_HOURS))
        self._day = np.zeros((0, 2, DAY_HOURS))
        self._level = np.zeros((0, 2))
        self._near = np.zeros((0, 2))
        self._spread = np.zeros((0, 2))
        self._pending: deque[tuple[float, Floats, Floats]] = deque()
        self._hour_rates: dict[int, Floats] = {}
        self.reserve(rows)

    def reserve(self, rows: int) -> None:
        """Make room for so many series."""
        if rows <= self.rows:
            return
        capacity = max(rows, 2 * len(self._level))
        if rows > len(self._level):
            for name in _ARRAYS:
                old = getattr(self, name)
                grown = np.zeros((capacity, *old.shape[1:]))
                grown[: len(old)] = old
                setattr(self, name, grown)
        self.rows = rows
        self._hour_rates.clear()

    def reset(self, row: int) -> None:
        """Forget what was learned of one series, and what was to be learned of it."""
        self._hour_rates.clear()
        for name in _ARRAYS:
            getattr(self, name)[row] = 0.0
        for _minute, posts, minutes in self._pending:
            if row < len(posts):
                posts[row] = minutes[row] = 0.0

    def observe(self, minute: float, posts: Floats, *, step: float, heard: Flags | None = None) -> None:
        """Learn from one finished bucket of `step` minutes that begins at `minute`.

        Args:
            posts: shape (rows,).
            heard: which series were listened to all the time; of the others nothing is learned.
        """
        rate, near = self.rate(minute + step / 2), self.nearness()
        mean = rate * step
        usual = mean * near
        top = usual + CAP_SIGMA * np.sqrt(usual + self.spread() * usual**2) + 1.0
        top *= 1.0 + 10.0 * np.exp(-self.learned() / UNSURE_MINUTES)
        top[self.learned() < UNSURE_MINUTES] = np.inf
        told = np.ones(self.rows, dtype=bool) if heard is None else heard
        capped = np.minimum(posts, top)
        self._pending.append((minute + step / 2, np.where(told, capped, 0.0), np.where(told, float(step), 0.0)))
        while self._pending and self._pending[0][0] <= minute - DELAY_MINUTES:
            self._learn_rhythm(*self._pending.popleft())
        self._learn_near(capped, mean, step=step, told=told)
        self._learn_spread(capped, usual, told=told)

    def rate(self, minute: float) -> Floats:
        """Usual posts a minute at this minute, by the rhythm alone: shape (rows,)."""
        hour, ahead = divmod(minute - HOUR_MINUTES // 2, HOUR_MINUTES)
        share = ahead / HOUR_MINUTES
        return (1.0 - share) * self._hour_rate(int(hour)) + share * self._hour_rate(int(hour) + 1)

    def nearness(self) -> Floats:
        """How the last hours compared with the rhythm: 1 as usual, 2 twice as much; shape (rows,)."""
        near = self._near[: self.rows]
        return np.asarray((near[:, 0] + NEAR_LEAN_POSTS) / (near[:, 1] + NEAR_LEAN_POSTS))

    def spread(self) -> Floats:
        """φ of the variance μ + φ·μ², of buckets: shape (rows,)."""
        spread = self._spread[: self.rows]
        return np.asarray((spread[:, 0] + PRIOR_SPREAD * SPREAD_LEAN) / (spread[:, 1] + SPREAD_LEAN))

    def learned_rate(self, row: int) -> float:
        """Posts a minute of one series over the last days, whatever the hour."""
        return float(_level_rate(self._level[row]))

    def learned_rates(self) -> Floats:
        """The same of every series: shape (rows,)."""
        return _level_rate(self._level[: self.rows])

    def learned(self) -> Floats:
        """Minutes of history behind each series, as far as not forgotten: shape (rows,)."""
        return np.asarray(self._level[: self.rows, 1])

    def expected(self, row: int, starts: NDArray[np.int64], *, step: int) -> tuple[Floats, Floats, Floats]:
        """Usual posts in buckets of `step` minutes that begin at `starts`, and the range that 98 of 100 lie in.

        Returns three arrays like `starts`: expected, low, high; −1 while nothing is learned of the series.
        """
        if not 0 <= row < self.rows or self._level[row, 1] <= 0.0:
            nothing = np.full(len(starts), -1.0)
            return nothing, nothing.copy(), nothing.copy()
        rates = self._row_rates(row)
        hours, ahead = np.divmod(starts + step / 2 - HOUR_MINUTES / 2, HOUR_MINUTES)
        first = (hours.astype(np.int64) + EPOCH_HOUR) % WEEK_HOURS
        share = ahead / HOUR_MINUTES
        mean = step * ((1.0 - share) * rates[first] + share * rates[(first + 1) % WEEK_HOURS])
        deviation = np.sqrt(mean + self.spread()[row] * mean**2)
        high = mean + BAND_SIGMA * deviation + 0.5
        return mean, mean**2 / np.maximum(high, 1e-9), high

    def dump(self) -> bytes:
        """Everything learned, to be kept over a restart."""
        arrays = {name: getattr(self, name)[: self.rows].astype(np.float32).tobytes() for name in _ARRAYS}
        pending = [(minute, posts.tobytes(), minutes.tobytes()) for minute, posts, minutes in self._pending]
        return msgspec.msgpack.encode(_Saved(self.VERSION, self.rows, arrays, pending))

    def restore(self, saved: bytes) -> None:
        """Take back what `dump` wrote.

        Raises:
            BadInput: the bytes are not such a dump, or one of another version; learn again from the rollups.
        """
        try:
            state = msgspec.msgpack.decode(saved, type=_Saved)
        except msgspec.MsgspecError as error:
            raise BadInput("The saved rhythm cannot be read.", hint="It is learned again from the counts.") from error
        if state.version != self.VERSION or set(state.arrays) != set(_ARRAYS):
            raise BadInput("The saved rhythm is of another version.", hint="It is learned again from the counts.")
        self.rows = state.rows
        self._hour_rates.clear()
        for name in _ARRAYS:
            shape = (state.rows, *getattr(self, name).shape[1:])
            setattr(self, name, np.frombuffer(state.arrays[name], np.float32).reshape(shape).astype(np.float64))
        copied = [(one, np.frombuffer(posts).copy(), np.frombuffer(told).copy()) for one, posts, told in state.pending]
        self._pending = deque(copied)

    def _hour_rate(self, hour: int) -> Floats:
        """Posts a minute in an hour counted from the epoch, leaning on day and level: shape (rows,); kept until
        something is learned."""
        kept = self._hour_rates.get(hour)
        if kept is not None:
            return kept
        week = self._week[: self.rows, :, (hour + EPOCH_HOUR) % WEEK_HOURS]
        day = self._day[: self.rows, :, hour % DAY_HOURS]
        level = self._level[: self.rows]
        found = self._hour_rates[hour] = _lean(week, _lean(day, _level_rate(level)))
        return found

    def _row_rates(self, row: int) -> Floats:
        """The week of one series: posts a minute, shape (168,), from Monday 00:00 UTC."""
        level = _level_rate(self._level[row])
        day = _lean(self._day[row].T, level, SHOWN_LEAN_MINUTES)
        return _lean(self._week[row].T, np.tile(day, WEEK_HOURS // DAY_HOURS), SHOWN_LEAN_MINUTES)

    def _learn_rhythm(self, minute: float, posts: Floats, minutes: Floats) -> None:
        self._hour_rates.clear()
        hour = int(minute // HOUR_MINUTES)
        more = self.rows - len(posts)
        gained = np.pad(np.stack([posts, minutes], axis=1), ((0, more), (0, 0)))
        share = gained[:, 1:] / HOUR_MINUTES
        week = self._week[: self.rows, :, (hour + EPOCH_HOUR) % WEEK_HOURS]
        day = self._day[: self.rows, :, hour % DAY_HOURS]
        level = self._level[: self.rows]
        week *= 0.5 ** (share / (WEEK_DAYS / 7.0))
        week += gained
        day *= 0.5 ** (share / DAY_DAYS)
        day += gained
        level *= 0.5 ** (share / (LEVEL_DAYS * DAY_HOURS))
        level += gained

    def _learn_near(self, posts: Floats, mean: Floats, *, step: float, told: Flags) -> None:
        near = self._near[: self.rows]
        near *= np.where(told, 0.5 ** (step / NEAR_MINUTES), 1.0)[:, None]
        near += np.where(told[:, None], np.stack([posts, mean], axis=1), 0.0)

    def _learn_spread(self, posts: Floats, usual: Floats, *, told: Flags) -> None:
        """Method of moments: E[(x − μ)² − μ] = φ·μ²; buckets are weighted by how much they can tell of φ."""
        weight = np.where(told, usual / (1.0 + usual), 0.0)
        estimate = ((posts - usual) ** 2 - usual) / np.maximum(usual, 0.2) ** 2
        spread = self._spread[: self.rows]
        spread *= (1.0 - weight / 2000.0)[:, None]
        spread += np.stack([weight * np.clip(estimate, -1.0, 9.0), weight], axis=1)
        np.maximum(spread[:, 0], -0.95 * PRIOR_SPREAD * SPREAD_LEAN, out=spread[:, 0])


_ARRAYS: Sequence[str] = ("_week", "_day", "_level", "_near", "_spread")


def _level_rate(level: Floats) -> Floats:
    return np.asarray((level[..., 0] + PRIOR_POSTS) / (level[..., 1] + PRIOR_MINUTES))


def _lean(own: Floats, prior: Floats, minutes: float = LEAN_MINUTES) -> Floats:
    """Posts a minute from (…, 2) sums of posts and minutes, leaning on `prior` where history is short."""
    return np.asarray((own[..., 0] + minutes * prior) / (own[..., 1] + minutes))
