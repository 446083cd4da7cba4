"""A hub that is only starting tells of every account it has: nobody may take it for one without accounts."""

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.account import Account, HealthState
from app.domain.understanding import Understander
from app.hub import main
from app.hub.main import Hub
from app.language.understander import load_understander
from app.link.client import HubClient
from app.wire.calls import SaveAccount
from app.wire.feeds import HealthFeed
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until


async def test_accounts_are_told_as_starting_or_off_before_any_connector_runs(
    rooms: Rooms,
    hub: Hub,
    desk: HubClient,
    brand: Account,
    water: Water,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = replace(brand, id=0, handle="quiet", brand="Quiet", enabled=False)
    quiet = await desk.call(SaveAccount(account=other, secrets={"password": "x"}, session_only=True))
    await rooms.close_hub(hub)
    may_listen = threading.Event()

    def wait_and_load(taught: Path | None = None) -> Understander:
        may_listen.wait()
        return load_understander(taught)

    monkeypatch.setattr(main, "load_understander", wait_and_load)
    again = Hub(rooms.data, rooms.settings, clock=rooms.clock)
    rooms._task = rooms.scope.spawn("hub", again.run())
    try:
        await again.ready.wait()
        health = (await rooms.station()).subscribe(HealthFeed())
        await until(health, lambda: len(health.rows) == 2)
        told = {row.title: row.state for row in health.rows.values()}
        assert told == {"Brand": HealthState.STARTING, "Quiet": HealthState.OFF}
        assert not again.working.is_set()
    finally:
        may_listen.set()
    await until(health, lambda: health.rows[str(brand.id)].state is HealthState.CONNECTED)
    assert health.rows[str(quiet.id)].state is HealthState.OFF
    await rooms.close_hub(again)
