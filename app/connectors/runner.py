"""Keeps one connector streaming: sign-in, resume, commit, backoff and health. Known by the hub; knows the contract,
vitals, domain and core.

New secrets are a new connector and a new runner. A failure is logged once when it starts and once when it ends. A batch
is kept until it is committed: a store that is down is not the network's fault. What the network calls us with is
committed between the stream's batches, never beside one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import structlog

from app.connectors.backoff import Backoff
from app.connectors.base import Connector, ConnectorError, Paced, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.vitals import Gauge, Vitals, seconds_until
from app.core.clock import Clock
from app.core.errors import FishbowlError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.account import Account, Health
from app.domain.post import Batch

QUIET_PACE = 300.0
LOOK_EVERY = 5.0
SIGN_IN_FIRST = 60.0
SIGN_IN_LONGEST = 3600.0

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Runner:
    """Runs the connector of one account until it ends or the task is cancelled.

    Attributes:
        account: whose connector it is.
    """

    def __init__(
        self,
        account: Account,
        connector: Connector,
        *,
        commit: Callable[[Batch], Awaitable[Any]],
        load_cursors: Callable[[], Awaitable[dict[str, str]]],
        on_health: Callable[[Health], None],
        clock: Clock,
        budget: Gauge | None = None,
    ) -> None:
        self.account = account
        self._connector = connector
        self._commit = commit
        self._load_cursors = load_cursors
        self._clock = clock
        self._backoff = Backoff(clock=clock)
        self._sign_in_backoff = Backoff(clock=clock, first=SIGN_IN_FIRST, longest=SIGN_IN_LONGEST)
        pace = connector.pace if isinstance(connector, Paced) else QUIET_PACE
        self._vitals = Vitals(account, connector.INFO, pace=pace, clock=clock, gauge=budget, tell=on_health)
        self._failure_logged = False
        self._committing = asyncio.Lock()
        self._log = log.bind(network=connector.INFO.name, account=account.handle)

    @property
    def health(self) -> Health:
        """How the connector fares, as told last."""
        return self._vitals.health

    async def run(self) -> None:
        """Stream until the connector has nothing more to deliver. Cancelling is the way to stop it earlier."""
        scope = TaskScope(f"connector {self.account.id}", clock=self._clock)
        scope.spawn("health", self._watch())
        try:
            self._vitals.began()
            while (error := await self._attempt()) is not None:
                await self._clock.sleep(self._failed(error))
        finally:
            await scope.close()
            await self._connector.close()
            self._vitals.ended()

    async def deliver(self, batch: Batch) -> None:
        """Commit what the network called us with; asked of the store once, since the network will call again.

        Raises whatever the store raises; then nothing was kept.
        """
        try:
            await self._commit_alone(batch)
        except FishbowlError as error:
            self._vitals.store_failed(str(error))
            raise
        self._vitals.store_failed("")
        self._vitals.called(batch)

    async def _commit_alone(self, batch: Batch) -> None:
        async with self._committing:
            await self._commit(batch)

    async def _attempt(self) -> ConnectorError | None:
        """Stream until it ends (None) or fails (the error)."""
        try:
            await self._stream()
        except ConnectorError as error:
            return error
        except FishbowlError as error:
            return Refused(error.message, hint=error.hint)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Unreachable(
                _("The network could not be reached: {cause}").format(cause=error or type(error).__name__)
            )
        except Exception:
            if not self._failure_logged:
                self._log.exception("connector crashed")
            return Unreachable(_("The connector failed in a way nobody expected; the log has the details."))
        return None

    async def _stream(self) -> None:
        self._vitals.signed_in(await self._connector.check())
        stream = self._connector.stream(await self._insist(self._load_cursors))
        try:
            async for batch in stream:
                await self._take(batch)
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    async def _take(self, batch: Batch) -> None:
        deleted = batch.deleted or batch.deleted_authors
        if batch.posts or deleted or batch.caught_up_to or batch.cursor is not None:
            await self._insist(lambda: self._commit_alone(batch))
        self._backoff.went_well()
        self._sign_in_backoff.went_well()
        self._vitals.heard(batch)
        self._tell_recovery()

    async def _insist(self, ask_store: Callable[[], Awaitable[T]]) -> T:
        """Ask the store until it does it: what was delivered is never dropped."""
        backoff = Backoff(clock=self._clock, first=0.5, longest=15.0)
        failing = False
        while True:
            try:
                answer = await ask_store()
            except FishbowlError as error:
                if not failing:
                    self._log.warning("store refuses, keeping what was delivered", error=str(error))
                self._vitals.store_failed(str(error))
            except Exception:
                if not failing:
                    self._log.exception("store crashed, keeping what was delivered")
                self._vitals.store_failed(_("What was delivered could not be stored; the log has the details."))
            else:
                if failing:
                    self._log.info("store recovered")
                    self._vitals.store_failed("")
                return answer
            failing = True
            await self._clock.sleep(backoff.next())

    def _failed(self, error: ConnectorError) -> float:
        """Note a failure; returns the seconds to wait."""
        if not self._failure_logged:
            self._log.warning("network unavailable", error=str(error), code=error.code.value)
            self._failure_logged = True
        self._vitals.failed(error)
        if isinstance(error, SignInFailed):
            return self._sign_in_backoff.next()
        wait = self._backoff.next()
        if isinstance(error, RateLimited):
            return seconds_until(error.until, now=self._clock.now()) + min(wait, 1.0)
        return wait

    def _tell_recovery(self) -> None:
        if self._failure_logged and not self._vitals.failing:
            self._log.info("network recovered")
            self._failure_logged = False

    async def _watch(self) -> None:
        while True:
            await self._clock.sleep(LOOK_EVERY)
            self._vitals.look()
            self._tell_recovery()
