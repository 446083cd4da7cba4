"""Networks that call: what they bring is kept before they are told so, and nobody learns or breaks anything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from app.connectors import registry
from app.connectors.base import HookAnswer, HookRequest
from app.core.errors import StorageError
from app.domain.account import Account, HealthState
from app.hub import hooks
from app.hub.hooks import LARGEST_BODY, Hooks
from app.hub.main import Hub
from app.hub.patience import PATIENCE as POINTS
from app.hub.patience import SOURCES, Patience
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import SaveAccount, Search
from app.wire.feeds import HealthFeed
from tests.fakes.buoy import KEY, Buoy
from tests.fakes.clock import ManualClock
from tests.hub.conftest import PATIENCE, Rooms, Until

BUOY = Account(id=0, network="buoy", handle="harbour", brand="Harbour")


class Caller:
    """A network, or a stranger, with a socket."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def post(self, path: str, body: bytes = b"", **headers: str) -> int:
        """The answer's status."""
        async with self._http.post(f"{self._url}/v1/hook/{path}", data=body, headers=headers) as answer:
            return answer.status

    async def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """The answer's status and body."""
        async with self._http.get(f"{self._url}/v1/hook/{path}", headers=headers) as answer:
            return answer.status, await answer.read()


@pytest.fixture(autouse=True)
def buoy(monkeypatch: pytest.MonkeyPatch) -> type[Buoy]:
    monkeypatch.setitem(registry.BUILT_IN, "buoy", "tests.fakes.buoy:Buoy")
    monkeypatch.setattr(Buoy, "made", [])
    monkeypatch.setattr(Buoy, "deaf", False)
    registry._places.cache_clear()
    return Buoy


@pytest.fixture
async def network(hub: Hub) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield Caller(http, hub.url)


@pytest.fixture
async def account(desk: HubClient, until: Until) -> Account:
    saved: Account = await desk.call(SaveAccount(account=BUOY, secrets={"token": "first"}, session_only=True))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, saved) is HealthState.CONNECTED)
    return saved


@asynccontextmanager
async def serving(hooks: Hooks) -> AsyncIterator[str]:
    """The route alone, without a hub behind it; its address."""
    application = web.Application()
    application.add_routes(hooks.routes())
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def state_of(health: Mirror, account: Account) -> HealthState | None:
    row = health.rows.get(str(account.id))
    return row.state if row else None


async def test_what_a_network_brings_is_stored_when_it_is_told_so(
    network: Caller, desk: HubClient, account: Account
) -> None:
    assert await network.post(f"{account.id}/in", b"Is the ferry late?\nWhere is it?", **KEY) == 202

    found = await desk.call(Search(text=""))
    assert {hit.text for hit in found.hits} == {"Is the ferry late?", "Where is it?"}


async def test_a_delivery_is_a_sign_of_life(network: Caller, desk: HubClient, account: Account, until: Until) -> None:
    health = desk.subscribe(HealthFeed())
    await network.post(f"{account.id}", b"Is the ferry late?", **KEY)

    await until(health, lambda: health.rows[str(account.id)].last_post_at > 0)


async def test_a_delivery_does_not_hide_that_the_sign_in_is_refused(
    network: Caller, desk: HubClient, account: Account, until: Until, buoy: type[Buoy]
) -> None:
    buoy.deaf = True
    await desk.call(SaveAccount(account=account, secrets={"token": "second"}, session_only=True))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, account) is HealthState.SIGN_IN)

    assert await network.post(f"{account.id}", b"Is the ferry late?", **KEY) == 202
    await until(health, lambda: health.rows[str(account.id)].last_post_at > 0)
    assert state_of(health, account) is HealthState.SIGN_IN


async def test_a_delivery_that_cannot_be_stored_is_to_be_sent_again(
    network: Caller, hub: Hub, desk: HubClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_given: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(hub.listening, "take", full)
        assert await network.post(f"{account.id}", b"Is the ferry late?", **KEY) == 503
    assert await network.post(f"{account.id}", b"Is the ferry late?", **KEY) == 202
    assert len((await desk.call(Search(text=""))).hits) == 1


async def test_the_network_s_question_is_answered_in_its_own_words(network: Caller, account: Account) -> None:
    assert await network.get(f"{account.id}?challenge=1234", **KEY) == (200, b"1234")


@pytest.mark.parametrize("path", ["{pond}", "999", "999/in"])
async def test_nobody_learns_which_accounts_there_are(
    network: Caller, brand: Account, account: Account, path: str
) -> None:
    assert await network.get(path.format(pond=brand.id)) == (404, b"")


async def test_a_wrong_signature_is_refused(network: Caller, desk: HubClient, account: Account) -> None:
    assert await network.post(f"{account.id}", b"forged") == 401
    assert (await desk.call(Search(text=""))).hits == ()


async def test_a_switched_off_account_asks_to_be_called_again(
    network: Caller, desk: HubClient, account: Account, until: Until
) -> None:
    off = Account(id=account.id, network="buoy", handle="harbour", brand="Harbour", enabled=False)
    await desk.call(SaveAccount(account=off))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, account) is HealthState.OFF)

    assert await network.post(f"{account.id}", b"Is the ferry late?", **KEY) == 503


@pytest.mark.parametrize("path", ["crash", "full"])
async def test_whatever_a_connector_does_the_network_is_asked_to_send_again(
    network: Caller, account: Account, path: str
) -> None:
    assert await network.post(f"{account.id}/{path}", b"a secret", **KEY) == 503
    assert await network.post(f"{account.id}/in", b"Is the ferry late?", **KEY) == 202


async def test_a_connector_that_hangs_lets_nobody_wait_for_ever(
    network: Caller, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "ANSWER_SECONDS", 0.05)

    assert await network.post(f"{account.id}/hang", b"", **KEY) == 503


async def test_a_delivery_of_more_than_a_mebibyte_is_refused(network: Caller, account: Account) -> None:
    assert await network.post(f"{account.id}/in", b"x" * (LARGEST_BODY + 1), **KEY) == 413


async def test_a_body_without_a_length_is_cut_off_all_the_same(hub: Hub, account: Account) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _part in range(40):
            yield b"x" * (1 << 16)

    url = f"{hub.url}/v1/hook/{account.id}"
    async with aiohttp.ClientSession() as http, http.post(url, data=endless(), headers=KEY) as answer:
        assert answer.status == 413


async def test_two_deliveries_and_the_stream_are_committed_one_after_the_other(
    network: Caller, hub: Hub, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most = 0, 0
    take = hub.listening.take

    async def watched(*given: object) -> object:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            await asyncio.sleep(0)
            return await take(*given)  # type: ignore[arg-type]
        finally:
            at_once -= 1

    monkeypatch.setattr(hub.listening, "take", watched)
    async with asyncio.timeout(PATIENCE):
        statuses = await asyncio.gather(*(network.post(f"{account.id}", b"%d" % n, **KEY) for n in range(8)))

    assert statuses == [202] * 8
    assert most == 1


async def test_renewed_secrets_are_kept_and_the_connector_goes_on(
    network: Caller, rooms: Rooms, hub: Hub, account: Account, buoy: type[Buoy]
) -> None:
    assert await network.post(f"{account.id}/renew", b"second", **KEY) == 200
    assert await network.post(f"{account.id}/renew", b"third", **KEY) == 200

    assert await hub.house.vault.read(f"account:{account.id}") == {"token": "third"}
    assert len(buoy.made) == 1


async def test_renewed_secrets_never_replace_what_a_person_entered_since(
    desk: HubClient, hub: Hub, account: Account, buoy: type[Buoy]
) -> None:
    old = buoy.made[0]
    await desk.call(SaveAccount(account=account, secrets={"token": "typed"}, session_only=True))
    await old.tools.keep({"token": "renewed too late"})

    assert await hub.house.vault.read(f"account:{account.id}") == {"token": "typed"}


async def test_a_source_that_only_guesses_is_asked_to_wait_and_others_are_not(clock: ManualClock) -> None:
    patience = Patience(clock)
    for _guess in range(round(POINTS / 50)):
        assert patience.wait("guesser") == 0
        patience.spend("guesser", 50.0)

    assert patience.wait("guesser") > 0
    assert patience.wait("network") == 0
    await clock.advance(1)
    assert patience.wait("guesser") == 0


def test_no_number_of_sources_fills_the_memory(clock: ManualClock) -> None:
    patience = Patience(clock)
    for number in range(2 * SOURCES):
        patience.spend(str(number), 1.0)

    assert len(patience._left) == SOURCES


async def test_a_guesser_is_answered_429(clock: ManualClock) -> None:
    async def refuse(_account_id: int, _request: HookRequest) -> HookAnswer:
        return HookAnswer(status=401)

    async with serving(Hooks(refuse, clock)) as url, aiohttp.ClientSession() as http:
        caller = Caller(http, url)
        statuses = [await caller.post("1") for _guess in range(round(POINTS / 50) + 1)]

    assert statuses[0] == 401
    assert statuses[-1] == 429
