"""What is read of an answer: all of it, but never without an end."""

import aiohttp
import pytest
from aiohttp import web

from app.connectors import exchange
from app.connectors.exchange import decoded, whole
from tests.fakes.clock import ManualClock
from tests.fakes.network import FakeNetwork


async def answered(body: bytes) -> bytes:
    """A server's body as a line reads it."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body)

    network = FakeNetwork(ManualClock())
    network.app.router.add_get("/", answer)
    async with network.running(), aiohttp.ClientSession() as http, http.get(network.url) as response:
        return await whole(response)


async def test_an_answer_is_read_to_its_end() -> None:
    assert await answered(b"x" * 200_000) == b"x" * 200_000


async def test_an_answer_without_an_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 100_000)
    with pytest.raises(aiohttp.ClientPayloadError, match="more than 100000 bytes"):
        await answered(b"x" * 200_000)


@pytest.mark.parametrize(
    ("raw", "read"), [(b"", "none"), (b"{", None), (b'{"a":1}', {"a": 1}), (b"[" * 100_000, None)], ids=repr
)
def test_what_is_no_json_is_nothing(raw: bytes, read: object) -> None:
    assert decoded(raw, nothing="none") == read
