"""The station's connection to its hub: calls, mirrors, reconnecting for ever. Known by the front door; knows wire and
core.

A lost hub is no error: mirrors keep their rows and say that they are the last known; the client tries again with
growing waits until the hub is back, says for each feed how far it had come and is sent what it missed.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import msgspec
import structlog

from app import __version__
from app.core.clock import Clock, Millis, SystemClock
from app.core.errors import FishbowlError, NotAllowed, Unavailable
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.link.address import Address
from app.link.base import LinkState
from app.link.mirror import Mirror
from app.link.picture import LastKnown
from app.link.trouble import in_words
from app.wire import frames
from app.wire.calls import AnyRequest, Request
from app.wire.feeds import AnyFeed, Feed

log = structlog.get_logger(__name__)

SILENCE_SECONDS = 3 * frames.BEAT_SECONDS + 1
"""Without a beat for so long the hub counts as lost."""

GOODBYE_SECONDS = 0.5
"""A hub that hangs does not answer a goodbye either: it is not waited for longer."""

WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


Find = Callable[[], Awaitable[Address]]
"""Finds the hub, starting one if need be; raises Unavailable when there is none now."""


@dataclass
class _Subscription:
    number: int
    mirror: Mirror
    holders: int


class HubClient:
    """A `Link` over a WebSocket. `run()` is its life; see app.link.base for the rest.

    Attributes:
        organisation, demo: as the hub welcomed us; `welcomed` is False until it has.
    """

    def __init__(
        self,
        find: Find,
        http: aiohttp.ClientSession,
        *,
        station: str,
        mode: str,
        clock: Clock | None = None,
        last_known: LastKnown | None = None,
    ) -> None:
        self.state = LinkState.CONNECTING
        self.reason = ""
        self.next_try: Millis = 0
        self.name = ""
        self.role = ""
        self.organisation = ""
        self.demo = False
        self.welcomed = False
        self._find = find
        self._http = http
        self.station = station
        self._mode = mode
        self._clock = clock or SystemClock()
        self.since: Millis = self._clock.now()
        self._last_known = last_known
        self._offset: Millis = 0
        self._as_of: Millis = 0
        self._numbers = 0
        self._subscriptions: dict[Feed, _Subscription] = {}
        self._by_number: dict[int, _Subscription] = {}
        self._pending: dict[int, tuple[Request, asyncio.Future[bytes]]] = {}
        self._listeners: list[Callable[[], None]] = []
        self._out: asyncio.Queue[frames.Frame] = asyncio.Queue()
        self._hurry = asyncio.Event()

    # --- Link

    def now(self) -> Millis:
        return self._clock.now() + self._offset

    def as_of(self) -> Millis:
        return self._as_of

    async def call(self, request: Request, *, timeout: float = 15.0) -> Any:
        if self.state is not LinkState.LIVE:
            raise Unavailable(self.reason or _("The hub cannot be reached."), hint=_("Nothing was sent."))
        number = self._next()
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._pending[number] = (request, future)
        self._out.put_nowait(frames.Invoke(id=number, request=cast(AnyRequest, request)))
        try:
            answer = await asyncio.wait_for(future, timeout)
        except TimeoutError:
            raise Unavailable(_("The hub did not answer in time."), hint=_("It may still do what was asked.")) from None
        finally:
            self._pending.pop(number, None)
        return msgspec.msgpack.decode(answer, type=type(request).ANSWER)

    def subscribe(self, feed: Feed) -> Mirror:
        kept = self._subscriptions.get(feed)
        if kept is None:
            kept = _Subscription(self._next(), Mirror(feed), 0)
            self._subscriptions[feed] = kept
            self._by_number[kept.number] = kept
            if self._last_known is not None:
                self._last_known.recall(kept.mirror)
            if self.state is LinkState.LIVE:
                self._ask_for(kept)
        kept.holders += 1
        return kept.mirror

    def unsubscribe(self, feed: Feed) -> None:
        kept = self._subscriptions.get(feed)
        if kept is None:
            return
        kept.holders -= 1
        if kept.holders > 0:
            return
        del self._subscriptions[feed]
        del self._by_number[kept.number]
        if self.state is LinkState.LIVE:
            self._out.put_nowait(frames.Unsubscribe(id=kept.number))

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def try_now(self) -> None:
        self._hurry.set()

    # --- life

    async def run(self) -> None:
        """Connect, serve, reconnect; ends only by cancellation, or when the hub refuses this station for good."""
        if self.state is LinkState.REFUSED:
            self._become(LinkState.CONNECTING, "")
        try:
            await self._insist()
        finally:
            if self._last_known is not None:
                self._last_known.keep_all()

    async def _insist(self) -> None:
        tries = 0
        while True:
            try:
                await self._serve()
            except asyncio.CancelledError:
                raise
            except NotAllowed as error:
                self._become(LinkState.REFUSED, str(error))
                return
            except FishbowlError as error:
                reason = str(error)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.debug("connection ended", error=repr(error))
                reason = _("The hub was lost.")
            except msgspec.DecodeError as error:
                log.warning("a row was not understood", error=str(error))
                reason = _("The hub speaks a language this station does not know: {error}.").format(error=error)
            except Exception:  # a mistake of ours must not leave a wall without its hub for ever
                log.exception("the link crashed and is tried again")
                reason = _("This station made a mistake; its log has the details.")
            else:
                reason = _("The hub ended the connection.")
            tries = 0 if self.state is LinkState.LIVE else tries + 1
            wait = WAITS[min(tries, len(WAITS) - 1)] * random.uniform(0.8, 1.2)
            self.next_try = self._clock.now() + int(1000 * wait)
            self._lost(reason)
            self._hurry.clear()
            try:
                await asyncio.wait_for(self._hurry.wait(), wait)
            except TimeoutError:
                continue

    async def _serve(self) -> None:
        address = await self._find()
        async with await self._connect(address) as socket:
            await socket.send_bytes(
                frames.encode(
                    frames.Hello(version=frames.VERSION, station=self.station, mode=self._mode, program=__version__)
                )
            )
            self._welcomed(await self._receive(socket))
            scope = TaskScope("link")
            scope.spawn("write", self._write(socket))
            try:
                while True:
                    self._took(await self._receive(socket))
            finally:
                await scope.close()

    async def _connect(self, address: Address) -> aiohttp.ClientWebSocketResponse:
        try:
            return await self._http.ws_connect(
                address.url.rstrip("/") + "/v1/wire",
                headers={"Authorization": f"Bearer {address.token}"},
                timeout=aiohttp.ClientWSTimeout(ws_close=GOODBYE_SECONDS),
                max_msg_size=frames.MAX_FRAME,
                compress=0,
                autoping=True,
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            if isinstance(error, aiohttp.WSServerHandshakeError) and error.status == 401:
                raise NotAllowed(
                    _("The hub does not know this station's token."), hint=_("Ask the administrator for a new one.")
                ) from None
            log.debug("no connection", error=repr(error))
            raise in_words(error, address.url) from None

    async def _receive(self, socket: aiohttp.ClientWebSocketResponse) -> frames.FromHub:
        message = await socket.receive(timeout=SILENCE_SECONDS)
        if message.type is not aiohttp.WSMsgType.BINARY:
            raise Unavailable(_("The hub ended the connection."))
        try:
            return frames.decode_from_hub(message.data)
        except msgspec.DecodeError as error:
            raise Unavailable(
                _("The hub speaks a language this station does not know: {error}.").format(error=error)
            ) from None

    def _welcomed(self, frame: frames.FromHub) -> None:
        if isinstance(frame, frames.Refused):
            raise NotAllowed(frame.message, hint=frame.hint, code=frame.code)
        if not isinstance(frame, frames.Welcome):
            raise Unavailable(_("This is not a Fishbowl hub."))
        self._offset = frame.now - self._clock.now()
        self.name, self.role = frame.name, frame.role
        self.organisation, self.demo, self.welcomed = frame.organisation, frame.demo, True
        self._out = asyncio.Queue()
        self.next_try = 0
        for subscription in self._subscriptions.values():
            self._ask_for(subscription)
        self._become(LinkState.LIVE, "")

    async def _write(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await socket.send_bytes(frames.encode(await self._out.get()))

    def _took(self, frame: frames.FromHub) -> None:
        match frame:
            case frames.Beat():
                self._offset = frame.now - self._clock.now()
                self._as_of = frame.as_of
                if self._last_known is not None:
                    self._last_known.keep_due()
            case frames.Answered():
                self._settle(frame.id, result=bytes(frame.answer))
            case frames.Failed():
                self._settle(frame.id, error=FishbowlError(frame.message, hint=frame.hint, code=frame.code))
            case frames.Snapshot():
                self._snapshot(frame)
            case frames.Delta():
                self._delta(frame)
            case frames.Current():
                if frame.id in self._by_number:
                    self._by_number[frame.id].mirror.confirm(at=self.now())
            case _:
                pass

    def _snapshot(self, frame: frames.Snapshot) -> None:
        subscription = self._by_number.get(frame.id)
        if subscription is not None:
            subscription.mirror.take_snapshot(epoch=frame.epoch, version=frame.version, rows=frame.rows, at=self.now())
            if self._last_known is not None:
                self._last_known.changed(subscription.mirror)

    def _delta(self, frame: frames.Delta) -> None:
        subscription = self._by_number.get(frame.id)
        if subscription is None:
            return
        mirror = subscription.mirror
        if not mirror.take_delta(version=frame.version, put=frame.put, drop=frame.drop, at=self.now()):
            raise Unavailable(_("A step was missing."))
        if self._last_known is not None:
            self._last_known.changed(mirror)

    def _settle(self, number: int, *, result: bytes = b"", error: FishbowlError | None = None) -> None:
        if number in self._by_number and error is not None:
            log.warning("a feed was refused", feed=type(self._by_number[number].mirror.feed).__name__, error=str(error))
            return
        _request, future = self._pending.get(number, (None, None))
        if future is None or future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def _ask_for(self, subscription: _Subscription) -> None:
        mirror = subscription.mirror
        self._out.put_nowait(
            frames.Subscribe(
                id=subscription.number, feed=cast(AnyFeed, mirror.feed), epoch=mirror.epoch, version=mirror.version
            )
        )

    def _lost(self, reason: str) -> None:
        for _request, future in self._pending.values():
            if not future.done():
                future.set_exception(
                    Unavailable(_("The hub was lost before it answered."), hint=_("It may have done what was asked."))
                )
        self._pending.clear()
        if self._last_known is not None:
            self._last_known.keep_all()
        for subscription in self._subscriptions.values():
            subscription.mirror.lose()
        self._become(LinkState.LOST, reason)

    def _become(self, state: LinkState, reason: str) -> None:
        if state is not self.state:
            self.since = self._clock.now()
            log.info("link", state=state.value, reason=reason)
        self.state, self.reason = state, reason
        for listener in tuple(self._listeners):
            listener()

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers
