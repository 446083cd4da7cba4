"""Whoever opens connections and asks nothing keeps nobody out: each is closed in time, and there are never too many."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

import aiohttp
import pytest

from app.hub import pairing, strangers
from app.hub.main import Hub
from app.hub.strangers import ASK_SECONDS, GRACE_SECONDS, MOST_IDLE, Strangers
from app.link.base import LinkState
from app.link.client import HubClient
from app.wire.calls import ListTopics
from tests.fakes.clock import ManualClock
from tests.hub.conftest import PATIENCE

ROOM = 100 * MOST_IDLE


class Line:
    """A connection that asks nothing."""

    def __init__(self) -> None:
        self.closed = False

    def force_close(self) -> None:
        self.closed = True


def closed(lines: Sequence[Line]) -> list[bool]:
    return [line.closed for line in lines]


async def test_a_connection_that_asks_nothing_is_closed_after_a_while() -> None:
    clock, line = ManualClock(), Line()
    waiting = Strangers(clock, allowed=ROOM)
    waiting.look([line])
    await clock.advance(ASK_SECONDS - 1)
    waiting.look([line])
    assert not line.closed

    await clock.advance(1)
    waiting.look([line])
    assert line.closed


async def test_of_too_many_the_oldest_go_and_those_that_just_came_stay() -> None:
    clock = ManualClock()
    waiting = Strangers(clock, allowed=ROOM)
    old, fresh = [Line() for _ in range(MOST_IDLE)], [Line() for _ in range(3)]
    waiting.look(old)
    await clock.advance(GRACE_SECONDS)
    waiting.look([*old, *fresh])

    assert closed(old) == [True] * 3 + [False] * (MOST_IDLE - 3)
    assert closed(fresh) == [False] * 3


async def test_where_few_files_may_be_open_strangers_have_a_quarter_of_them() -> None:
    clock, lines = ManualClock(), [Line() for _ in range(8)]
    waiting = Strangers(clock, allowed=16)
    waiting.look(lines)
    await clock.advance(GRACE_SECONDS)
    waiting.look(lines)

    assert closed(lines) == [True] * 4 + [False] * 4


def test_that_nobody_more_can_be_let_in_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    said = logging.getLogger("asyncio")
    for _ in range(3):
        said.error("socket.accept() out of system resource")
        said.error("something else")

    assert [record.message for record in caplog.records].count("socket.accept() out of system resource") == 1
    assert [record.message for record in caplog.records].count("something else") == 3


async def test_many_that_come_at_once_have_a_moment_to_ask() -> None:
    waiting, lines = Strangers(ManualClock(), allowed=ROOM), [Line() for _ in range(2 * MOST_IDLE)]
    waiting.look(lines)
    waiting.look(lines)

    assert not any(closed(lines))


async def test_half_a_request_is_cut_off_and_stations_stay(
    hub: Hub, desk: HubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(strangers, "ASK_SECONDS", 0.0)
    address = urlsplit(hub.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"GET /v1/health HTTP/1.1\r\nHost: hub\r\n")

    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()
    assert await desk.call(ListTopics()) == ()
    assert desk.state is LinkState.LIVE


async def test_a_screen_that_never_ends_its_question_is_answered(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "READ_SECONDS", 0.0)
    asked = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b"{"
        await asked.wait()

    async with aiohttp.ClientSession() as http, http.post(f"{hub.url}/v1/pairing", data=body()) as answer:
        assert answer.status == 400
        asked.set()


async def test_what_strangers_send_fills_no_log(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    address = urlsplit(hub.url)
    for rubbish in (b"\x00\xff" * 500, b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n"):
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(rubbish)
        await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()

    assert [record for record in caplog.records if record.exc_info] == []
