"""One station's connection: hello, calls, subscriptions, beats. Known by the server; knows services, wire and the
live feed.

Two tasks: one reads frames, one writes. The writer pulls deltas when the socket has room, so a slow station costs the
hub nothing but a number per subscription; one that asks and does not read the answers is not listened to meanwhile.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass
from typing import Protocol

import msgspec
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from app import __version__
from app.core.clock import Millis
from app.core.errors import Code, FishbowlError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.principal import Principal
from app.hub.sources import LiveFeed, Source
from app.services.door import check_feed, perform
from app.services.house import House
from app.wire import frames

log = structlog.get_logger(__name__)

MOST_CALLS = 64
MOST_ANSWERS = 64
MOST_FEEDS = 256
HELLO_SECONDS = 10.0


class Facts(Protocol):
    """What a session must know of its hub.

    Attributes:
        epoch: of this hub's run.
    """

    epoch: str
    organisation: str
    demo: bool

    def as_of(self) -> Millis:
        """Up to which moment figures are complete."""
        ...


@dataclass
class Watch:
    """One subscription: how far its station is."""

    source: Source
    epoch: str
    version: int
    answered: bool = False


class Session:
    """A connected station.

    Attributes:
        principal: who calls.
        token: the Authorization header it came with, to be checked again when tokens change.
    """

    def __init__(
        self,
        socket: web.WebSocketResponse,
        *,
        house: House,
        live: LiveFeed,
        facts: Facts,
        principal: Principal,
        token: str,
    ) -> None:
        self.principal = principal
        self.token = token
        self._socket = socket
        self._house = house
        self._live = live
        self._facts = facts
        self._watches: dict[int, Watch] = {}
        self._answers: deque[frames.Frame] = deque()
        self._room = asyncio.Event()
        self._room.set()
        self._beat_due = False
        self._wake = asyncio.Event()
        self._calls = asyncio.Semaphore(MOST_CALLS)
        self._scope = TaskScope(f"station {principal.station}")

    async def run(self) -> None:
        """Serve until the station leaves."""
        hello = await self._greet()
        if hello is None:
            return
        self.principal = msgspec.structs.replace(self.principal, station=hello.station)
        reading = self._scope.spawn("read", self._read())
        writing = self._scope.spawn("write", self._write())
        self._scope.spawn("beat", self._beat())
        attendance, clock = self._house.attendance, self._house.clock
        attendance.come(hello.station, mode=hello.mode, who=self.principal.name, now=clock.now())
        try:
            await asyncio.wait((reading, writing), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for watch in self._watches.values():
                self._live.leave(watch.source, self._notify)
            attendance.leave(hello.station, clock.now())
            self._house.company.leave(who=self.principal.name, station=hello.station)
            await self._scope.close()

    async def dismiss(self, *, within: float) -> None:
        """End the connection from the hub's side; one whose station does not agree in time is cut."""
        with contextlib.suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(self._socket.close(code=WSCloseCode.GOING_AWAY), within)

    # --- reading

    async def _greet(self) -> frames.Hello | None:
        try:
            message = await asyncio.wait_for(self._socket.receive(), HELLO_SECONDS)
            hello = frames.decode_from_station(message.data) if message.type is WSMsgType.BINARY else None
        except (TimeoutError, msgspec.DecodeError):
            hello = None
        if not isinstance(hello, frames.Hello):
            await self._refuse(_("This station speaks a language the hub does not know."))
            return None
        if hello.version < frames.OLDEST_STATION:
            await self._refuse(_("This station is too old for its hub."))
            return None
        if hello.version > frames.VERSION:
            await self._refuse(_("This station is newer than its hub."), hint=_("Update the hub to the same version."))
            return None
        await self._socket.send_bytes(
            frames.encode(
                frames.Welcome(
                    version=frames.VERSION,
                    epoch=self._facts.epoch,
                    now=self._house.clock.now(),
                    name=self.principal.name,
                    role=self.principal.role.value,
                    organisation=self._facts.organisation,
                    demo=self._facts.demo,
                    program=__version__,
                )
            )
        )
        return hello

    async def _refuse(self, message: str, *, hint: str = "") -> None:
        refused = frames.Refused(
            code=Code.TOO_OLD,
            message=message,
            hint=hint or _("Update it to version {version} and start it again.").format(version=__version__),
        )
        with contextlib.suppress(ConnectionError):  # it may be gone already
            await self._socket.send_bytes(frames.encode(refused))
            await self._socket.close()

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.BINARY:
                continue
            await self._room.wait()
            try:
                frame = frames.decode_from_station(message.data)
            except msgspec.DecodeError as error:
                self._answer_rubbish(message.data, error)
                continue
            match frame:
                case frames.Invoke():
                    await self._calls.acquire()
                    self._scope.spawn("call", self._perform(frame))
                case frames.Subscribe():
                    self._subscribe(frame)
                case frames.Unsubscribe():
                    self._unsubscribe(frame.id)
                case frames.Hello():
                    pass

    def _answer_rubbish(self, data: bytes, error: msgspec.DecodeError) -> None:
        """Tell the station which call was not understood, as far as its number can still be read."""
        try:
            number = int(msgspec.msgpack.decode(data)["id"])
        except (msgspec.DecodeError, KeyError, TypeError, ValueError, RecursionError):
            number = 0
        log.warning("a frame was not understood", station=self.principal.station, error=str(error))
        self._answer(
            frames.Failed(
                id=number, code=Code.BAD_INPUT, message=_("The hub did not understand: {error}.").format(error=error)
            )
        )

    async def _perform(self, frame: frames.Invoke) -> None:
        try:
            answer = await perform(self._house, self.principal, frame.request)
            self._answer(frames.Answered(id=frame.id, answer=msgspec.Raw(frames.encode(answer))))
        except FishbowlError as error:
            self._answer(frames.Failed(id=frame.id, code=error.code, message=error.message, hint=error.hint))
        except Exception:
            log.exception("a call crashed", call=type(frame.request).__name__)
            self._answer(_our_mistake(frame.id))
        finally:
            self._calls.release()

    def _subscribe(self, frame: frames.Subscribe) -> None:
        try:
            check_feed(self.principal, frame.feed)
            if len(self._watches) >= MOST_FEEDS or frame.id in self._watches:
                raise FishbowlError(_("Too many subscriptions, or one number twice."), code=Code.BAD_INPUT)
            source = self._live.watch(frame.feed, self._notify)
        except FishbowlError as error:
            self._answer(frames.Failed(id=frame.id, code=error.code, message=error.message, hint=error.hint))
            return
        except Exception:  # one feed's mistake would end the connection, and do so again after every return
            log.exception("a subscription crashed", feed=type(frame.feed).__name__)
            self._answer(_our_mistake(frame.id))
            return
        self._watches[frame.id] = Watch(source, frame.epoch, frame.version)
        self._notify()

    def _unsubscribe(self, number: int) -> None:
        watch = self._watches.pop(number, None)
        if watch and not any(other.source is watch.source for other in self._watches.values()):
            self._live.leave(watch.source, self._notify)

    # --- writing

    def _notify(self) -> None:
        self._wake.set()

    def _answer(self, frame: frames.Frame) -> None:
        self._answers.append(frame)
        if len(self._answers) >= MOST_ANSWERS:
            self._room.clear()
        self._wake.set()

    async def _write(self) -> None:
        """Until the station is gone."""
        with contextlib.suppress(ConnectionError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._write_what_is_due()

    async def _write_what_is_due(self) -> None:
        if self._beat_due:
            self._beat_due = False
            await self._send(frames.Beat(now=self._house.clock.now(), as_of=self._facts.as_of()))
        while self._answers:
            await self._send(self._answers.popleft())
            if len(self._answers) < MOST_ANSWERS:
                self._room.set()
        for number, watch in tuple(self._watches.items()):
            if self._watches.get(number) is watch:
                await self._catch_up(number, watch)

    async def _catch_up(self, number: int, watch: Watch) -> None:
        source = watch.source
        if not source.fresh:
            return
        if watch.epoch == source.epoch and watch.version == source.version:
            if not watch.answered:
                watch.answered = True
                await self._send(frames.Current(id=number))
            return
        watch.answered = True
        steps = source.steps_after(watch.epoch, watch.version)
        watch.epoch, watch.version = source.epoch, source.version
        if steps is None:
            snapshot = frames.Snapshot(
                id=number, epoch=source.epoch, version=source.version, rows=list(source.rows.items())
            )
            await self._send(snapshot)
            return
        for step in steps:
            await self._send(frames.Delta(id=number, version=step.version, put=step.put, drop=step.drop))

    async def _send(self, frame: frames.Frame) -> None:
        await self._socket.send_bytes(frames.encode(frame))

    async def _beat(self) -> None:
        """A beat that could not be written yet is not followed by another one."""
        while True:
            self._beat_due = True
            self._wake.set()
            await self._house.clock.sleep(frames.BEAT_SECONDS)


def _our_mistake(number: int) -> frames.Failed:
    return frames.Failed(
        id=number,
        code=Code.INTERNAL,
        message=_("The hub made a mistake; nothing was changed."),
        hint=_("The hub's log has the details."),
    )
