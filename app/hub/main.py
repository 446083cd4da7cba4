"""The hub process: opens the house, supervises its work, closes it in order. Known by the front door; knows every
room of the hub.

Order at start: lock, store, server, then what can wait (language model, connectors). A station is welcomed before the
first connector speaks to its network.
"""

import asyncio
import contextlib
import getpass
import os
import secrets as random_secrets
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from app import __version__
from app.analytics.alarms import AlarmChange
from app.core.clock import Clock, Millis, SystemClock, minute_of
from app.core.disk import made
from app.core.errors import Conflict
from app.core.http import open_session
from app.core.i18n import _
from app.core.ids import IdMaker, moment_of
from app.core.marks import mark
from app.core.paths import DataDir
from app.core.secrets import open_vault
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.announcement import Announcement, announce, withdraw
from app.domain.changes import Changes
from app.hub.assigning import Assigning
from app.hub.chores import Chores
from app.hub.collector import seldom_collected
from app.hub.connectors import Connectors
from app.hub.demo import Colleagues, furnish
from app.hub.demo_crisis import CrisisLead
from app.hub.figures import Figures
from app.hub.hooks import Hooks
from app.hub.lessons import Lessons
from app.hub.lock import FolderLock, gone
from app.hub.media import MediaRoom
from app.hub.outages import unheard
from app.hub.outbox import Dispatcher
from app.hub.record import AlarmRecord, reconcile
from app.hub.rising import SECONDS as RISING_SECONDS
from app.hub.rising import Rising
from app.hub.second import second_look
from app.hub.server import Server
from app.hub.signals import ended_by_signals
from app.hub.sources import LiveFeed
from app.hub.stations import follow as follow_stations
from app.hub.tables import HubTables
from app.hub.turn import Turn
from app.hub.weeks import Weeks
from app.language import load_understander
from app.services import every_handler
from app.services.house import Hold, House
from app.services.listening import Listening
from app.services.sending import load_hold
from app.store import accounts, topics
from app.store.engine import Store
from app.store.newest import newest_id
from app.wire import feeds

log = structlog.get_logger(__name__)

LEARNED_SECONDS = 600.0
CONNECTIONS = 2048
"""A stream, or a question that a network holds open, keeps a connection for itself; an eighth may go to one host."""
RETRY_SECONDS = 60.0


class Hub:
    """One run of the hub.

    Attributes:
        epoch: different for every run.
        data: the folder it works on.
        standing_by: set when another hub works on the database, and this one waits for its turn.
        ready: set when stations can connect; `working` when posts are listened to as well.
        house, tables, listening: its means, the first two from `ready` and the last from `working` on.
    """

    def __init__(self, data: DataDir, settings: Settings, *, demo: bool = False, clock: Clock | None = None) -> None:
        self.epoch = uuid.uuid4().hex[:16]
        self.organisation = settings.organisation
        self.demo = demo
        self.standing_by = asyncio.Event()
        self.ready = asyncio.Event()
        self.working = asyncio.Event()
        self.ended = asyncio.Event()
        self.url = ""
        self.data = data
        self._settings = settings
        self._clock = clock or SystemClock()
        self._scope = TaskScope("hub", clock=self._clock)
        self._lock = FolderLock(data.lock)
        self._owner_token = random_secrets.token_urlsafe(32)
        self._changed_accounts = asyncio.Event()
        self._departures = 0
        self._succeeded = False
        self._evicted = False

    def as_of(self) -> Millis:
        """Up to which moment figures are complete."""
        return self._connectors.as_of()

    def end(self) -> None:
        """Ask the hub to stop."""
        self.ended.set()

    async def run(self) -> None:
        """Live until `end` is called; everything is closed when this returns. Raises FishbowlErrors at start."""
        async with contextlib.AsyncExitStack() as stack:
            made(self.data)
            self._lock.take()
            stack.callback(self._lock.release)
            store, ids = await self._open(stack)
            stack.push_async_callback(self._scope.close, within=1.0)
            if not await self._has_turn(store):
                return
            house = await self._furnished(store, ids, stack)
            await self._serve(house, stack)
            self._scope.supervise("folder", self._watch_folder)
            await self._work(house)
            await self.ended.wait()
            log.info("hub stops")
        if self._evicted:
            raise gone(self.data.root)
        if self._succeeded:
            raise Conflict(
                _("The connection to the database was lost, and another hub has taken over."),
                hint=_("Start this hub again: it will stand by."),
            )

    async def _open(self, stack: contextlib.AsyncExitStack) -> tuple[Store, IdMaker]:
        hub = self._settings.hub
        url = hub.database or self.data.database
        ids = IdMaker(node=hub.node, clock=self._clock)
        store = await Store.open(url, ids=ids, clock=self._clock)
        stack.push_async_callback(store.close)
        return store, ids

    async def _has_turn(self, store: Store) -> bool:
        """Stand by while another hub works on the database; False when this one was asked to end meanwhile."""
        if not self._settings.hub.database:
            return True
        turn = Turn(store, self._clock)
        taking = self._scope.spawn("turn", turn.take(on_wait=self.standing_by.set))
        ending = self._scope.spawn("end", self.ended.wait())
        await asyncio.wait({taking, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not taking.done():
            return False
        taking.result()
        ending.cancel()
        self._scope.supervise("keep turn", lambda: self._keep(turn))
        return True

    async def _keep(self, turn: Turn) -> None:
        await turn.keep()
        self._succeeded = True
        self.end()

    async def _watch_folder(self) -> None:
        await self._lock.until_lost(self._clock)
        self._evicted = True
        self.end()

    async def _furnished(self, store: Store, ids: IdMaker, stack: contextlib.AsyncExitStack) -> House:
        ids.continue_after(newest := await store.read(newest_id))
        self._left_at = moment_of(newest) if newest else self._clock.now()
        http = open_session(connections=CONNECTIONS)
        stack.push_async_callback(http.close)
        stack.callback(self._stop_listening)
        self._connectors = Connectors(
            http,
            self._clock,
            on_health=self._health_changed,
            on_ready=self._connector_ready,
            on_secrets=self._changed_accounts.set,
        )
        stack.push_async_callback(self._connectors.close)
        media = MediaRoom(self.data.media, self._clock)
        stack.push_async_callback(media.close)
        house = House(
            store=store,
            clock=self._clock,
            settings=self._settings,
            vault=await open_vault(),
            outside=self._connectors,
            hold=Hold(),
            started_at=self._clock.now(),
            folder=self.data.root,
            demo=self.demo,
            media=media,
        )
        self.house = house
        await load_hold(house)
        if self.demo:
            await furnish(house)
        return house

    async def _serve(self, house: House, stack: contextlib.AsyncExitStack) -> None:
        self._figures = Figures(self._clock)
        self._rising = Rising(self._clock)
        self._weeks = Weeks(self._clock)
        self._record = AlarmRecord(house.store)
        self._lessons = Lessons(house)
        followed = await house.store.read(topics.all)
        self._figures.follow(followed)
        self._rising.follow(followed)
        self._connectors.expect(await house.store.read(accounts.all))
        self.tables = HubTables(house, self._figures, self._connectors, self._rising)
        self._live = LiveFeed(self.tables, clock=self._clock, scope=self._scope)
        self._dispatcher = Dispatcher(house, self._connectors, self._scope)
        self._server = Server(
            house=house,
            live=self._live,
            facts=self,
            hooks=Hooks(self._connectors.call, self._clock),
            owner=_user_name(),
            owner_token=self._owner_token,
            on_empty=self._emptied,
        )
        every_handler()
        stack.callback(house.store.listen(self._committed))
        follow_stations(house, self._live.stir)
        self._live.start()
        await self._dispatcher.recover()
        await self._server.start(self._settings.hub)
        stack.push_async_callback(self._server.stop)
        self.url = self._server.url
        self._announce(self._server.local_url)
        stack.callback(self._withdraw)
        self.ready.set()
        mark("hub_ready")
        log.info("hub is ready", url=self.url, program=__version__)

    async def _work(self, house: House) -> None:
        await self._count_anew()
        loading = ThreadPoolExecutor(1, thread_name_prefix="model")
        understander = await asyncio.get_running_loop().run_in_executor(loading, load_understander, self.data.model)
        loading.shutdown(wait=False)
        self.listening = Listening(house, understander, self._figures.topics)
        await self._lessons.remember(self.listening)
        if second := second_look(house, self.listening, taught=self.data.second):
            self._scope.supervise("second opinion", second.work)
        self._connectors.bind(house, self.listening)
        self._dispatcher.start()
        self._changed_accounts.set()
        self._scope.supervise("accounts", self._follow_accounts)
        Chores(house.store, self._settings, self._clock, left_at=self._left_at).supervise(self._scope)
        self._scope.supervise("assigning", Assigning(house).work)
        self._scope.supervise("clock", self._tick)
        self._scope.supervise("rising terms", self._follow_rising)
        self._scope.supervise("lessons", lambda: self._lessons.work(self.listening))
        self._scope.supervise("hours of the week", lambda: self._weeks.keep(house.store))
        self._scope.supervise("what was learned", lambda: self._keep_learned(house))
        if self.demo:
            self._scope.supervise("colleagues", lambda: Colleagues(house).work())
            self._scope.supervise("crisis lead", lambda: CrisisLead(house).work())
        if not self._server.stations:
            self._emptied()  # whoever started this hub may be gone already
        self.working.set()

    # --- news

    def _committed(self, changes: Changes) -> None:
        self._figures.take(changes)
        self._rising.take(changes)
        self._lessons.take(changes)
        self._live.changed(changes)
        self._dispatcher.changed(changes)
        if "accounts" in changes.tables:
            self._changed_accounts.set()
        if "topics" in changes.tables:
            self._scope.spawn("topics", self._reload_topics())
        if "tokens" in changes.tables:
            self._scope.spawn("tokens", self._server.dismiss_unknown())

    def _health_changed(self) -> None:
        if self.ready.is_set():
            self._live.stir(feeds.HealthFeed)

    def _connector_ready(self) -> None:
        self._dispatcher.stir()

    async def _reload_topics(self) -> None:
        followed = await self.house.store.read(topics.all)
        closed = self._figures.follow(followed)
        self._rising.follow(followed)
        await self._tell_alarms(closed)
        await self.working.wait()
        self.listening.set_topics(self._figures.topics)
        self._live.stir(feeds.HeatFeed)

    async def _count_anew(self) -> None:
        await self._figures.load(self.house.store)
        await reconcile(self.house.store, self._figures.book, now=self._clock.now())
        for kind in (feeds.VolumeFeed, feeds.HeatFeed, feeds.RegionFeed, feeds.KpiFeed, feeds.AlarmFeed):
            self._live.stir(kind)

    # --- supervised work

    async def _follow_accounts(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):  # one that could not start, for want of its secrets, is tried again
                await asyncio.wait_for(self._changed_accounts.wait(), RETRY_SECONDS)
            self._changed_accounts.clear()
            try:
                await self._connectors.follow()
            except Exception:
                self._changed_accounts.set()  # the store was out of reach: asked again when this task is started again
                raise

    async def _follow_rising(self) -> None:
        await self._rising.remember(self.house.store)
        while True:
            if await self._rising.look(self.house.store):
                self._live.stir(feeds.RisingFeed)
            await self._clock.sleep(RISING_SECONDS)

    async def _keep_learned(self, house: House) -> None:
        try:
            while True:
                await self._clock.sleep(LEARNED_SECONDS)
                await self._figures.keep(house.store)
        except asyncio.CancelledError:
            await self._figures.keep(house.store)
            raise

    async def _tick(self) -> None:
        while True:
            await self._figures.ask_posts(self.house.store)
            now = minute_of(self._clock.now())
            await self._tell_alarms(self._figures.tick(unheard(self._connectors.health.values(), now=now)))
            await self._figures.keep_holes(self.house.store)
            if self._figures.stale:
                await self._count_anew()
                self._weeks.begin_anew()
            await self._clock.sleep(1.0)

    async def _tell_alarms(self, turns: Sequence[AlarmChange]) -> None:
        for change in turns:
            log.info("alarm", turn=change.turn.value, topic=change.alarm.topic, level=change.alarm.level)
            self._live.stir(feeds.AlarmFeed)
        await self._record.keep(turns)

    # --- coming and going

    def _announce(self, url: str) -> None:
        announcement = Announcement(url=url, token=self._owner_token, pid=os.getpid(), started_at=self._clock.now())
        announce(self.data.announcement, announcement)

    def _stop_listening(self) -> None:
        if self.working.is_set():
            self.listening.close()

    def _withdraw(self) -> None:
        withdraw(self.data.announcement)

    def _emptied(self) -> None:
        """The last station left: a hub that a station started ends after a while."""
        linger = self._settings.hub.linger_minutes
        if linger > 0 and not self.ended.is_set():
            self._departures += 1
            self._scope.spawn("linger", self._linger(60 * linger, self._departures))

    async def _linger(self, seconds: float, departure: int) -> None:
        await self._clock.sleep(seconds)
        if not self._server.stations and departure == self._departures:
            log.info("no station has come back; the hub ends")
            self.end()


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "owner"


async def run_hub(data: DataDir, settings: Settings, *, demo: bool = False) -> None:
    """Run a hub until SIGTERM or SIGINT. Raises FishbowlError when it cannot start."""
    hub = Hub(data, settings, demo=demo)
    with ended_by_signals(hub.end):
        async with seldom_collected(hub.working, clock=SystemClock()):
            await hub.run()
