"""An account that a person switched off says who did it, on every station and after a restart."""

from msgspec.structs import replace

from app.domain.account import Account, Health, HealthState
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import SaveAccount
from app.wire.feeds import HealthFeed
from tests.hub.conftest import Rooms, Until


def row(health: Mirror, account: Account) -> Health | None:
    found: Health | None = health.rows.get(str(account.id))
    return found


def is_paused(health: Mirror, account: Account) -> bool:
    found = row(health, account)
    return found is not None and found.state is HealthState.OFF and bool(found.paused_by)


async def test_who_switched_an_account_off_is_told_until_it_is_on_again(
    desk: HubClient, brand: Account, until: Until
) -> None:
    health = desk.subscribe(HealthFeed())
    await desk.call(SaveAccount(account=replace(brand, enabled=False)))
    await until(health, lambda: is_paused(health, brand))
    told = row(health, brand)
    assert told is not None
    assert told.paused_by == desk.name
    await desk.call(SaveAccount(account=replace(brand, enabled=False, brand="Harbour")))
    await until(health, lambda: getattr(row(health, brand), "title", "") == "Harbour")
    assert row(health, brand) == replace(told, title="Harbour")
    await desk.call(SaveAccount(account=replace(brand, brand="Harbour")))
    await until(health, lambda: not is_paused(health, brand))


async def test_a_restart_does_not_forget_who_it_was(
    rooms: Rooms, hub: Hub, desk: HubClient, brand: Account, until: Until
) -> None:
    health = desk.subscribe(HealthFeed())
    await desk.call(SaveAccount(account=replace(brand, enabled=False)))
    await until(health, lambda: is_paused(health, brand))
    told = row(health, brand)
    await rooms.close_hub(hub)
    again = await rooms.open_hub()
    anew = (await rooms.station()).subscribe(HealthFeed())
    await until(anew, lambda: is_paused(anew, brand))
    assert row(anew, brand) == told
    await rooms.close_hub(again)
