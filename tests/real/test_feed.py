"""The feed reader against Caddy, a web server that nobody here wrote: TLS, ETags, 429, restarts."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.connectors.base import RateLimited, Unreachable
from app.connectors.feed import FeedReader
from app.core.http import open_session
from app.domain.account import Account, HealthState
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.real.caddy_server import RETRY_AFTER, CaddyServer

pytestmark = pytest.mark.real


class Place:
    """A reader of the server's feed, on the session that the hub has, and an ear."""

    def __init__(self, reader: FeedReader, ear: Ear, clock: HurriedClock) -> None:
        self.reader = reader
        self.ear = ear
        self.clock = clock

    def state(self) -> HealthState:
        return self.ear.healths[-1].state


@asynccontextmanager
async def place(server: CaddyServer) -> AsyncIterator[Place]:
    clock = HurriedClock()
    account = Account(
        id=5, network="feed", handle="News", brand="News", options={"url": server.url, "every": "1"}
    )  # fmt: skip
    async with tools(clock) as given, open_session() as http:
        yield Place(FeedReader(account, {}, dataclasses.replace(given, http=http)), Ear(account, clock), clock)


@pytest.fixture
def trusted(caddy: CaddyServer, monkeypatch: pytest.MonkeyPatch) -> CaddyServer:
    """A server whose authority this machine trusts, as it trusts those that an administrator adds."""
    monkeypatch.setenv("SSL_CERT_FILE", str(caddy.authority))
    return caddy


async def test_each_entry_arrives_once_and_an_unchanged_feed_is_answered_304(trusted: CaddyServer) -> None:
    first = trusted.publish("fog at nine")
    async with place(trusted) as here, here.ear.listening(here.reader):
        await here.ear.until(lambda: f"5:{first}" in here.ear.posts)
        await here.ear.until(lambda: [status for status, _protocol in trusted.answers()].count(304) >= 3)
        second = trusted.publish("the fog is gone")
        await here.ear.until(lambda: f"5:{second}" in here.ear.posts)
    assert here.ear.times == {f"5:{first}": 1, f"5:{second}": 1}
    assert [status for status, _protocol in trusted.answers()].count(200) == 2


async def test_a_server_that_would_rather_speak_http_2_is_understood(trusted: CaddyServer) -> None:
    async with place(trusted) as here:
        assert trusted.preferred_protocol() == "h2"
        assert (await here.reader.check()).title == "Harbour news"
    assert trusted.answers()[-1] == (200, "HTTP/1.1")


async def test_an_authority_that_nobody_trusts_is_refused_and_says_what_to_do(caddy: CaddyServer) -> None:
    async with place(caddy) as here:
        with pytest.raises(Unreachable, match="not trusted") as told:
            await here.reader.check()
    assert "authority" in told.value.hint
    assert caddy.answers() == []


async def test_429_is_waited_out_and_nothing_is_missed(trusted: CaddyServer) -> None:
    async with place(trusted) as here:
        trusted.be_busy(True)
        with pytest.raises(RateLimited) as told:
            await here.reader.check()
        left = told.value.until - here.clock.now()
        assert (RETRY_AFTER - 60) * 1000 < left <= RETRY_AFTER * 1000
        async with here.ear.listening(here.reader):
            await here.ear.until(lambda: "wait" in here.ear.error)
            missed = trusted.publish("said while it was busy")
            trusted.be_busy(False)
            await here.ear.until(lambda: f"5:{missed}" in here.ear.posts)


async def test_a_server_that_is_killed_and_comes_back_is_heard_again(trusted: CaddyServer) -> None:
    first = trusted.publish("before")
    async with place(trusted) as here, here.ear.listening(here.reader):
        await here.ear.until(lambda: f"5:{first}" in here.ear.posts)
        trusted.kill()
        await here.ear.until(lambda: here.state() is HealthState.DOWN)
        second = trusted.publish("while it was down")
        trusted.restart()
        await here.ear.until(lambda: f"5:{second}" in here.ear.posts)
        await here.ear.until(lambda: here.state() is HealthState.CONNECTED)
    assert here.ear.times[f"5:{first}"] == 1
