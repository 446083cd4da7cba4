"""A team's hub behind TLS: who trusts it comes in, who does not is told why in words."""

import socket
from argparse import Namespace
from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.http import open_session
from app.domain.announcement import read_announcement
from app.hub.main import Hub
from app.link.base import LinkState
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.reach import live, with_hub
from app.wire.calls import ListTopics, MintToken
from tests.fakes.authority import Authority
from tests.hub.conftest import Rooms
from tests.hub.test_stations import until_state


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ours")


@pytest.fixture
async def secure(rooms: Rooms, authority: Authority) -> Hub:
    return await hub_behind(rooms, *authority.issue())


async def hub_behind(rooms: Rooms, certificate: Path, key: Path) -> Hub:
    """A hub with this certificate."""
    hub = rooms.settings.hub.model_copy(update={"tls_certificate": str(certificate), "tls_key": str(key)})
    rooms.settings = rooms.settings.model_copy(update={"hub": hub})
    return await rooms.open_hub()


class Stations:
    """Stations with a token that somebody on the hub's machine has minted."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def at(self, url: str, *, trusting: Path | None = None) -> HubClient:
        """A station on its way to the hub."""
        desk = await self._rooms.station(name="administrator")
        token = await desk.call(MintToken(name="Ana", role="agent"))
        http = open_session(extra_authority=str(trusting or ""))
        self._rooms.stack.push_async_callback(http.close)
        client = HubClient(FixedHub(url, token).find, http, station="desk", mode="agent")
        self._rooms.scope.spawn("desk", client.run())
        return client


@pytest.fixture
def stations(rooms: Rooms) -> Stations:
    return Stations(rooms)


async def test_a_station_that_trusts_the_authority_comes_in(
    secure: Hub, stations: Stations, authority: Authority
) -> None:
    desk = await stations.at(secure.url, trusting=authority.file)
    await live(desk)

    assert secure.url.startswith("https://")
    assert desk.name == "Ana"
    assert await desk.call(ListTopics()) == ()


async def test_a_station_that_does_not_trust_it_is_told_what_to_do(secure: Hub, stations: Stations) -> None:
    desk = await stations.at(secure.url)
    await until_state(desk, LinkState.LOST)

    assert "does not trust the certificate" in desk.reason
    assert "--ca" in desk.reason


async def test_another_authority_is_no_help(secure: Hub, stations: Stations, tmp_path: Path) -> None:
    desk = await stations.at(secure.url, trusting=Authority(tmp_path / "theirs", "Their CA").file)
    await until_state(desk, LinkState.LOST)

    assert "does not trust the certificate" in desk.reason


async def test_a_certificate_of_another_name_is_called_that(
    rooms: Rooms, stations: Stations, authority: Authority
) -> None:
    hub = await hub_behind(rooms, *authority.issue(address="192.0.2.7"))
    desk = await stations.at(hub.url, trusting=authority.file)
    await until_state(desk, LinkState.LOST)

    assert "belongs to another name" in desk.reason


async def test_an_expired_certificate_is_called_that(rooms: Rooms, stations: Stations, authority: Authority) -> None:
    hub = await hub_behind(rooms, *authority.issue(expired=True))
    desk = await stations.at(hub.url, trusting=authority.file)
    await until_state(desk, LinkState.LOST)

    assert "expired" in desk.reason


async def test_a_plain_address_of_a_tls_port_points_to_https(secure: Hub, stations: Stations) -> None:
    desk = await stations.at(secure.url.replace("https://", "http://"))
    await until_state(desk, LinkState.LOST)

    assert "https://" in desk.reason


async def test_a_tls_address_of_a_plain_port_points_to_http(rooms: Rooms, hub: Hub, stations: Stations) -> None:
    desk = await stations.at(hub.url.replace("http://", "https://"))
    await until_state(desk, LinkState.LOST)

    assert "http://" in desk.reason


@pytest.mark.parametrize("url", ["hub.example", "ftp://hub.example", "https://"])
async def test_what_is_no_address_is_called_that(hub: Hub, stations: Stations, url: str) -> None:
    desk = await stations.at(url)
    await until_state(desk, LinkState.LOST)

    assert "is not the address of a hub" in desk.reason


async def test_a_port_where_nobody_listens_is_out_of_reach(hub: Hub, stations: Stations) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        desk = await stations.at(f"http://127.0.0.1:{taken.getsockname()[1]}")
        await until_state(desk, LinkState.LOST)

    assert "cannot be reached" in desk.reason


async def test_stations_on_the_hubs_own_machine_need_no_certificate(rooms: Rooms, secure: Hub) -> None:
    announced = read_announcement(rooms.data.announcement)
    desk = await rooms.station()

    assert announced is not None
    assert announced.url.startswith("http://127.0.0.1:")
    assert await desk.call(ListTopics()) == ()


async def test_a_key_that_does_not_fit_its_certificate_is_said_in_words(rooms: Rooms, tmp_path: Path) -> None:
    certificate, _key = Authority(tmp_path / "one").issue()
    _certificate, key = Authority(tmp_path / "two").issue()

    with pytest.raises(BadInput, match="TLS certificate"):
        await hub_behind(rooms, certificate, key)


def test_an_authoritys_file_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t")
    (tmp_path / "ca.pem").write_text("these are words")
    for path in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        options = Namespace(hub="https://127.0.0.1:1", ca=path, token_file=tmp_path / "token", data=None, demo=False)
        with pytest.raises(BadInput, match="authority's file"):
            with_hub(options, lambda client: client.call(ListTopics()))
