"""Why a network was not reached is said in words, and no address with a secret in it is among them."""

import asyncio
import errno
import os
import socket

import aiohttp
import pytest

from app.connectors.exchange import cause_of

SECRET = "token=hunter2"


async def failure(url: str) -> Exception:
    """What a request to this address raises."""
    async with aiohttp.ClientSession() as http:
        try:
            await http.get(url)
        except Exception as error:
            return error
    raise AssertionError("it was answered")


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def test_a_port_where_nobody_listens(dead_port: int) -> None:
    said = cause_of(await failure(f"http://127.0.0.1:{dead_port}/?{SECRET}"))
    assert said == os.strerror(errno.ECONNREFUSED)


async def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_given: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    said = cause_of(await failure(f"http://nowhere.invalid/?{SECRET}"))
    assert "no machine of that name" in said
    assert "this machine's network" in said


async def test_a_server_that_hangs_up() -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        assert cause_of(await failure(f"http://127.0.0.1:{address[1]}/?{SECRET}")) == "it hung up"


@pytest.mark.parametrize("error", [TimeoutError(), aiohttp.ServerTimeoutError(f"http://x/?{SECRET}")])
def test_a_server_that_says_nothing(error: Exception) -> None:
    assert cause_of(error) == "it did not answer in time"


def test_an_address_is_never_repeated() -> None:
    assert SECRET not in cause_of(aiohttp.InvalidURL(f"http://x/?{SECRET}"))


async def test_a_server_that_speaks_no_tls() -> None:
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        assert cause_of(await failure(f"https://127.0.0.1:{address[1]}/?{SECRET}")) == "it does not speak TLS"
