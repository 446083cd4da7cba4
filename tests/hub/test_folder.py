"""A hub whose data folder is taken away under it stops and says so; it does not work on where nobody will look."""

import asyncio
import os
import shutil

import pytest

from app.core.errors import StorageError
from app.domain.announcement import Announcement, announce, read_announcement, withdraw
from app.hub import lock
from app.hub.main import Hub
from tests.hub.conftest import PATIENCE, Rooms


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LOOK_SECONDS", 0.01)


@pytest.mark.usefixtures("quick")
async def test_a_folder_that_is_removed_stops_the_hub_in_words(rooms: Rooms, hub: Hub) -> None:
    await asyncio.to_thread(shutil.rmtree, rooms.data.root)

    with pytest.raises(StorageError, match="removed or replaced"):
        await asyncio.wait_for(rooms._task, PATIENCE)


@pytest.mark.usefixtures("quick")
async def test_a_folder_that_is_replaced_belongs_to_the_next_hub(rooms: Rooms, hub: Hub) -> None:
    first = rooms._task
    await asyncio.to_thread(shutil.rmtree, rooms.data.root)
    await asyncio.to_thread(rooms.data.make)
    await asyncio.to_thread(rooms.data.lock.touch)

    with pytest.raises(StorageError, match="removed or replaced"):
        await asyncio.wait_for(first, PATIENCE)


@pytest.mark.usefixtures("quick")
async def test_a_folder_that_stays_stops_nobody(rooms: Rooms, hub: Hub) -> None:
    await rooms.close_hub(hub)


async def test_a_hub_takes_only_its_own_announcement_away(rooms: Rooms) -> None:
    place = rooms.data.make().announcement
    announce(place, Announcement(url="http://127.0.0.1:1", token="t", pid=os.getpid() + 1, started_at=0))
    withdraw(place)
    assert read_announcement(place) is not None

    announce(place, Announcement(url="http://127.0.0.1:1", token="t", pid=os.getpid(), started_at=0))
    withdraw(place)
    assert read_announcement(place) is None
