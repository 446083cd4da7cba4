"""The hub's connectors: one runner for each enabled account, started, restarted and stopped with it. Known by the
hub's main; knows connectors, services and core."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import aiohttp
import msgspec
import structlog

from app.connectors.base import (
    Connector,
    HookAnswer,
    Hooked,
    HookRequest,
    MediaSource,
    Sender,
    ThreadReader,
    Tools,
    Unreachable,
    forget,
)
from app.connectors.budget import RateBudget
from app.connectors.registry import connector_class, networks
from app.connectors.runner import Runner
from app.core.clock import Clock, Millis
from app.core.errors import BadInput, FishbowlError, NotFound, Unavailable
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.account import Account, Health, HealthState
from app.domain.network import Limits, NetworkInfo
from app.domain.post import Batch, Post
from app.hub.signing_in import SigningIn
from app.services.accounts import owner_of
from app.services.house import House
from app.services.listening import Listening
from app.services.pausing import Pause, pauses
from app.store import accounts, cursors

log = structlog.get_logger(__name__)

THREAD_SECONDS = 30.0
"""A desk that asks for a thread waits no longer, whatever the network's limits say."""

Keep = Callable[[Mapping[str, str]], Awaitable[None]]


@dataclass(frozen=True)
class Running:
    """One account at work."""

    account: Account
    connector: Connector
    runner: Runner
    scope: TaskScope


class Connectors:
    """All accounts at work.

    Attributes:
        health: newest health per account id.
        signing_in: sign-ins that are not accounts yet.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        clock: Clock,
        *,
        on_health: Callable[[], None],
        on_ready: Callable[[], None],
        on_secrets: Callable[[], None],
    ) -> None:
        """`on_secrets` must see to it that `follow`, which alone starts and stops accounts, is called soon."""
        self.health: dict[int, Health] = {}
        self._http = http
        self._running: dict[int, Running] = {}
        self._on_health = on_health
        self._on_ready = on_ready
        self._on_secrets = on_secrets
        self._stale: set[int] = set()
        self._accounts: dict[int, Account] | None = None
        self._clock = clock
        self.signing_in = SigningIn(self._tools, clock)

    def bind(self, house: House, listening: Listening) -> None:
        """Give what only exists after this; before anything runs."""
        self._house = house
        self._listening = listening

    # --- what services may ask (services.house.Outside)

    @cached_property
    def _known(self) -> tuple[NetworkInfo, ...]:
        """Importing every connector takes a while; nobody needs them before the first station asks."""
        return networks()

    def networks(self) -> Sequence[NetworkInfo]:
        return self._known

    async def thread(self, account_id: int, native_id: str) -> tuple[Post, ...]:
        running = self._running.get(account_id)
        if running is None:
            raise NotFound(_("The account of this conversation is switched off."))
        if not isinstance(running.connector, ThreadReader):
            raise BadInput(_("This network does not show threads."))
        try:
            async with asyncio.timeout(THREAD_SECONDS):
                return await running.connector.thread(native_id)
        except TimeoutError:
            raise Unreachable(_("The network did not answer in time.")) from None

    def media_headers(self, account_id: int, url: str) -> Mapping[str, str]:
        """What a request for a picture must carry, as the account's connector says; empty for most."""
        running = self._running.get(account_id)
        return running.connector.media_headers(url) if running and isinstance(running.connector, MediaSource) else {}

    def limits(self, account_id: int) -> Limits | None:
        """What an account's own server lets a reply be, as it said when it was signed in."""
        health = self.health.get(account_id)
        return health.limits if health is not None else None

    def secrets_changed(self, account_id: int) -> None:
        self._stale.add(account_id)
        self._on_secrets()

    # --- what the networks ask (hub.hooks)

    async def call(self, account_id: int, request: HookRequest) -> HookAnswer:
        """Let an account's connector read what its network sent, and commit it.

        Raises:
            NotFound: there is no such account, or its network does not call: nobody is told which.
            Unavailable: its connector does not run now; the store's and the connector's own errors.
        """
        running = self._running.get(account_id)
        if running is None:
            self._check_callable(account_id)
            raise Unavailable("")
        if not isinstance(running.connector, Hooked):
            raise NotFound("")
        answer = await running.connector.hook(request)
        if answer.batch is not None:
            await running.runner.deliver(answer.batch)
        return answer

    def _check_callable(self, account_id: int) -> None:
        if self._accounts is None:
            return  # nobody has been started yet
        account = self._accounts.get(account_id)
        if account is None or not any(info.hooked for info in self._known if info.name == account.network):
            raise NotFound("")

    # --- what the dispatcher asks (hub.outbox.Senders)

    def sender(self, account_id: int) -> Sender | None:
        running = self._running.get(account_id)
        return running.connector if running and isinstance(running.connector, Sender) else None

    # --- the accounts' life

    def as_of(self) -> Millis:
        """The newest moment any connector was in contact with its network."""
        return max((health.last_contact for health in self.health.values()), default=0)

    def expect(self, known: Iterable[Account]) -> None:
        """Tell of accounts before they are started, one after another: whoever asks meanwhile hears of all of them."""
        for account in known:
            if account.id not in self.health:
                self.health[account.id] = Health(
                    account_id=account.id,
                    network=account.network,
                    title=account.brand,
                    state=HealthState.STARTING if account.enabled else HealthState.OFF,
                    since=self._clock.now(),
                )

    async def follow(self) -> None:
        """Make what runs match the accounts in the store."""
        kept, paused = await self._house.store.read(lambda tx: (accounts.all(tx), pauses(tx)))
        wanted = {account.id: account for account in kept}
        self._accounts = wanted
        self.expect(wanted.values())
        self._on_health()
        stale, self._stale = self._stale, set()
        for account_id, running in tuple(self._running.items()):
            if account_id in stale or wanted.get(account_id) != running.account or not running.account.enabled:
                await self._stop(account_id)
        for account in wanted.values():
            if account.id in self._running:
                continue
            if account.enabled:
                await self._start(account)
            else:
                self._set_health(self._off(account, paused.get(account.id)))
        for account_id in set(self.health) - set(wanted):
            del self.health[account_id]
        self._on_health()

    async def close(self) -> None:
        await asyncio.gather(*(self._stop(account_id) for account_id in tuple(self._running)))

    async def _start(self, account: Account) -> None:
        scope = TaskScope(f"{account.network} {account.handle}", clock=self._house.clock)
        try:
            secrets = await self._house.vault.read(owner_of(account.id))
            budget = RateBudget(clock=self._clock)
            tools = self._tools(account.network, account.handle, budget=budget, keep=self._keeper(account.id, secrets))
            connector = connector_class(account.network)(account, secrets, tools)
        except FishbowlError as error:
            state = HealthState.SIGN_IN if not isinstance(error, NotFound) else HealthState.DOWN
            self._cannot_start(account, state, str(error))
            return
        except Exception:
            said = _("The connector could not be started; the hub's log has the details.")
            if self._cannot_start(account, HealthState.DOWN, said):
                log.exception("a connector crashed when it was made", account=account.handle)
            return

        async def commit(batch: Batch) -> None:
            await self._listening.take(account, batch)

        async def load_cursors() -> dict[str, str]:
            return await self._house.store.read(lambda tx: cursors.get(tx, account.id))

        runner = Runner(
            account,
            connector,
            commit=commit,
            load_cursors=load_cursors,
            on_health=self._set_health,
            clock=self._house.clock,
            budget=budget,
        )
        self._running[account.id] = Running(account, connector, runner, scope)
        scope.supervise("run", runner.run)
        self._on_ready()

    def _cannot_start(self, account: Account, state: HealthState, said: str) -> bool:
        """Say so; False where that was said already."""
        before = self.health.get(account.id)
        if before is not None and (before.state, before.error) == (state, said):
            return False
        self._set_health(msgspec.structs.replace(self._plain_health(account, state), error=said))
        log.warning("an account cannot start", account=account.handle, error=said)
        return True

    def _tools(self, network: str, handle: str, *, budget: RateBudget | None = None, keep: Keep = forget) -> Tools:
        return Tools(
            http=self._http,
            clock=self._clock,
            budget=budget or RateBudget(clock=self._clock),
            log=log.bind(network=network, account=handle),
            keep=keep,
        )

    def _keeper(self, account_id: int, secrets: Mapping[str, str]) -> Keep:
        """What keeps the renewed secrets of a connector made with these. Where a person has entered others since, the
        connector is about to be replaced, and what it renewed is worth nothing."""
        held = dict(secrets)

        async def keep(renewed: Mapping[str, str]) -> None:
            nonlocal held
            now = {**held, **renewed}
            if not await self._house.vault.renew(owner_of(account_id), was=held, now=now):
                log.info("renewed secrets of a sign-in that was replaced are not kept", account=account_id)
            held = now

        return keep

    async def _stop(self, account_id: int) -> None:
        running = self._running.pop(account_id, None)
        if running is not None:
            await running.scope.close(within=1.5)

    def _set_health(self, health: Health) -> None:
        self.health[health.account_id] = health
        self._on_health()

    def _off(self, account: Account, pause: Pause | None) -> Health:
        """Of an account that is switched off; says who did it where somebody did."""
        health = self._plain_health(account, HealthState.OFF)
        return msgspec.structs.replace(health, paused_by=pause.by, since=pause.since) if pause else health

    def _plain_health(self, account: Account, state: HealthState) -> Health:
        info = next((known for known in self._known if known.name == account.network), None)
        return Health(
            account_id=account.id,
            network=account.network,
            title=account.brand or (info.title if info else account.network),
            state=state,
            since=self._house.clock.now(),
            proven=info.proven if info else False,
        )
