"""How one connector fares, kept from what happens to it and from what does not. Known by the runner; knows the
contract, domain and core.

Silence alone turns it late and then down: nothing needs to fail for that, nor even to be tried.
"""

from collections import deque
from collections.abc import Callable
from statistics import median
from typing import Protocol

import msgspec

from app.connectors.base import ConnectorError, Identity, RateLimited, SignInFailed
from app.core.clock import SECOND, Clock, Millis
from app.core.i18n import ngettext
from app.domain.account import Account, Health, HealthState
from app.domain.network import NetworkInfo
from app.domain.post import Batch, PostKind

LATE_AFTER = 3.0
"""Paces of silence until it is late."""
DOWN_AFTER = 10.0
"""Paces of silence until it is down."""
SHORTEST_SILENCE = 30.0
"""Seconds of silence that are never late, however fast the pace."""
HOLDING = 30.0
"""Seconds after a sign-in that a quiet stream must hold to count as recovered."""
SHORTEST_TOLD = 1.0
"""Seconds between two mere signs of life that are told."""
PAST_SETTLES = 5.0
"""Seconds after the last posts of a lane's past until that past counts as told."""
FAILURES_DOWN = 3
SECONDS_DOWN = 20.0
_NOT_LISTENED = frozenset({PostKind.OWN, PostKind.CONTEXT})


class Gauge(Protocol):
    """The two readings of a rate budget that health shows."""

    @property
    def left(self) -> float: ...

    @property
    def heard_at(self) -> Millis: ...


class Vitals:
    """The health of one account's connector; tells every change of it.

    Attributes:
        health: as it stands; mere signs of life are told once a second.
    """

    def __init__(
        self,
        account: Account,
        info: NetworkInfo,
        *,
        pace: float,
        clock: Clock,
        gauge: Gauge | None,
        tell: Callable[[Health], None],
    ) -> None:
        title = account.brand or account.handle or info.title
        self.health = Health(
            account_id=account.id, network=info.name, title=title, since=clock.now(), proven=info.proven
        )
        self._pace = pace
        self._clock = clock
        self._gauge = gauge
        self._tell = tell
        self._gauge_seen: Millis = 0
        self._last_life = clock.monotonic()
        self._failed_at: float | None = None
        self._holding_since: float | None = None
        self._failures = 0
        self._error: ConnectorError | None = None
        self._store_error = ""
        self._troubles: dict[str, str] = {}
        self._lags: deque[int] = deque(maxlen=50)
        self._past_at: dict[str, float] = {}
        self._ended = False
        self._told: Health | None = None
        self._told_at = 0.0

    @property
    def failing(self) -> bool:
        """True from a failure until the next batch, or until a stream that has nothing to tell held for a while."""
        return self._failed_at is not None

    def signed_in(self, identity: Identity) -> None:
        """The network knows us."""
        self.health = msgspec.structs.replace(self.health, expires_at=identity.expires_at, limits=identity.limits)
        self._alive(self._clock.now())
        self._holding_since = self._clock.monotonic()
        if isinstance(self._error, SignInFailed):
            self._clear()
        self.look()

    def heard(self, batch: Batch) -> None:
        """The connector handed something over: all is well with its lane, unless the batch says otherwise."""
        if batch.trouble:
            self._troubles[batch.lane] = batch.trouble
        else:
            self._troubles.pop(batch.lane, None)
            self._alive(self._clock.now())
            self._clear()
        self._count(batch)
        self.look()

    def called(self, batch: Batch) -> None:
        """The network called us: it lives, but what failed in the stream has not been mended by that."""
        self._alive(self._clock.now())
        self._count(batch)
        self.look()

    def failed(self, error: ConnectorError) -> None:
        """The whole connector stopped with this error."""
        self._failed_at = self._clock.monotonic() if self._failed_at is None else self._failed_at
        self._holding_since = None
        self._failures += 1
        self._error = error
        self.look()

    def store_failed(self, error: str) -> None:
        """What the network delivered cannot be kept; empty when it can again."""
        self._store_error = error
        self.look()

    def began(self) -> None:
        """It is run, for the first time or again."""
        self._ended = False
        self._last_life = self._clock.monotonic()
        self.look()

    def ended(self) -> None:
        """The connector has nothing more to deliver, or was stopped."""
        self._ended = True
        self.look()

    def look(self) -> None:
        """Judge again, silence included, and tell if anything changed."""
        if self._gauge is not None and self._gauge.heard_at > self._gauge_seen:
            self._gauge_seen = self._gauge.heard_at
            self._alive(self._gauge_seen)
        if self._holding_since is not None and self._clock.monotonic() - self._holding_since >= HOLDING:
            self._clear()
        state, error = self._judge()
        health = msgspec.structs.replace(
            self.health,
            state=state,
            error=error,
            since=self.health.since if state is self.health.state else self._clock.now(),
            catching_up=self._is_catching_up(),
            lag_ms=round(median(self._lags)) if self._lags else 0,
            budget_left=self._gauge.left if self._gauge is not None else -1.0,
        )
        self.health = health
        if self._is_news(health):
            self._told, self._told_at = health, self._clock.monotonic()
            self._tell(health)

    def _is_news(self, health: Health) -> bool:
        """Whether it is to be told: whatever changed at once, mere signs of life once a second."""
        told = self._told
        if told is None or msgspec.structs.replace(health, last_contact=told.last_contact) != told:
            return True
        return health != told and self._clock.monotonic() - self._told_at >= SHORTEST_TOLD

    def _judge(self) -> tuple[HealthState, str]:
        if self._ended:
            return HealthState.OFF, ""
        if isinstance(self._error, SignInFailed):
            return HealthState.SIGN_IN, str(self._error)
        if self._error is not None:
            return self._judge_failure(self._error), str(self._error)
        silence = self._clock.monotonic() - self._last_life
        if silence > max(SHORTEST_SILENCE, self._pace * LATE_AFTER):
            down = silence > max(SHORTEST_SILENCE * 2, self._pace * DOWN_AFTER)
            minutes = max(1, round(silence / 60))
            words = ngettext(
                "Nothing was heard for {minutes} minute.", "Nothing was heard for {minutes} minutes.", minutes
            ).format(minutes=minutes)
            return (HealthState.DOWN if down else HealthState.LATE), words
        if not self.health.last_contact:
            return HealthState.STARTING, ""
        trouble = self._store_error or next(iter(self._troubles.values()), "")
        return (HealthState.LATE if trouble else HealthState.CONNECTED), trouble

    def _judge_failure(self, error: ConnectorError) -> HealthState:
        if isinstance(error, RateLimited) or self._failed_at is None:
            return HealthState.LATE
        lasting = self._clock.monotonic() - self._failed_at >= SECONDS_DOWN
        return HealthState.DOWN if lasting or self._failures >= FAILURES_DOWN else HealthState.LATE

    def _is_catching_up(self) -> bool:
        if self._ended or not self._past_at:
            return False
        return self._clock.monotonic() - max(self._past_at.values()) < PAST_SETTLES

    def _count(self, batch: Batch) -> None:
        if not batch.backfill:
            self._past_at.pop(batch.lane, None)
        elif batch.posts:
            self._past_at[batch.lane] = self._clock.monotonic()
        listened = [post.created_at for post in batch.posts if post.kind not in _NOT_LISTENED]
        if not listened:
            return
        now = self._clock.now()
        self.health = msgspec.structs.replace(self.health, last_post_at=now)
        if not batch.backfill:
            self._lags.extend(max(0, now - created) for created in listened)

    def _alive(self, at: Millis) -> None:
        self._last_life = self._clock.monotonic()
        self.health = msgspec.structs.replace(self.health, last_contact=at)

    def _clear(self) -> None:
        self._failed_at = None
        self._failures = 0
        self._error = None


def seconds_until(moment: Millis, *, now: Millis) -> float:
    """Seconds from now, 0 when it is past."""
    return max(0.0, (moment - now) / SECOND)
