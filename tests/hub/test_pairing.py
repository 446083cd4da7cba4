"""A screen that has no identity is let in by the code it shows, once, for ten minutes, to watch and nothing else."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from app.core.errors import Code, FishbowlError
from app.domain.audit import AuditRow
from app.domain.conversation import View
from app.domain.screens import CODE_LENGTH, LETTERS, Screen
from app.hub.main import Hub
from app.hub.pairing import LONGEST_BODY
from app.link.client import HubClient
from app.wire.calls import EnrolScreen, ListAudit, ListConversations, ListScreens, MintToken, PlaceScreen, RemoveScreen
from tests.fakes.clock import SettableClock
from tests.hub.conftest import Rooms

TOKEN = "a-screen's-own-token-of-43-random-characters"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def ask(hub: Hub, *, token: str = TOKEN, **more: object) -> tuple[int, dict[str, Any]]:
    body = {"station": "wall@foyer", "token_hash": hashed(token), **more}
    async with aiohttp.ClientSession() as http, http.post(f"{hub.url}/v1/pairing", data=json.dumps(body)) as answer:
        return answer.status, await answer.json()


async def code_of(hub: Hub, *, token: str = TOKEN) -> str:
    _status, answer = await ask(hub, token=token)
    return str(answer["code"])


async def standing(hub: Hub, *, token: str = TOKEN) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as http, http.get(f"{hub.url}/v1/pairing", headers=headers) as answer:
        return str((await answer.json())["standing"])


async def refused(desk: HubClient, request: EnrolScreen | PlaceScreen | RemoveScreen) -> Code:
    with pytest.raises(FishbowlError) as caught:
        await desk.call(request)
    return caught.value.code


async def acts(desk: HubClient) -> list[AuditRow]:
    rows: tuple[AuditRow, ...] = await desk.call(ListAudit())
    return [row for row in rows if row.verb.startswith("screen.")]


async def test_a_code_is_short_and_without_letters_that_are_mistaken(hub: Hub) -> None:
    code = (await code_of(hub)).replace("-", "")
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOUY01")


async def test_the_code_lets_the_screen_in_to_watch_and_nothing_else(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    code = await code_of(hub)
    assert await standing(hub) == "waiting"
    screen: Screen = await desk.call(EnrolScreen(code=f" {code.lower()} ", name="Foyer  left", room="Foyer"))
    assert (screen.station, screen.name, screen.room, screen.enrolled_by) == (
        "wall@foyer",
        "Foyer left",
        "Foyer",
        desk.name,
    )
    assert await standing(hub) == "enrolled"

    wall = await rooms.station(token=TOKEN, name="wall@foyer")
    assert (wall.name, wall.role) == ("Foyer left", "screen")
    with pytest.raises(FishbowlError) as caught:
        await wall.call(ListConversations(view=View()))
    assert caught.value.code is Code.NOT_ALLOWED


async def test_a_code_is_good_once(hub: Hub, desk: HubClient) -> None:
    code = await code_of(hub)
    await desk.call(EnrolScreen(code=code, name="Foyer"))
    assert await refused(desk, EnrolScreen(code=code, name="Hall")) is Code.NOT_FOUND


async def test_a_code_ends_after_ten_minutes(rooms: Rooms) -> None:
    clock = SettableClock()
    rooms.clock = clock
    hub = await rooms.open_hub()
    desk = await rooms.station()
    code = await code_of(hub)
    clock.let_pass(10 * 60)
    assert await standing(hub) == "unknown"
    assert await refused(desk, EnrolScreen(code=code, name="Foyer")) is Code.NOT_FOUND


async def test_a_screen_that_asks_again_has_only_its_newest_code(hub: Hub, desk: HubClient) -> None:
    first, second = await code_of(hub), await code_of(hub)
    assert await refused(desk, EnrolScreen(code=first, name="Foyer")) is Code.NOT_FOUND
    await desk.call(EnrolScreen(code=second, name="Foyer"))


async def test_wrong_codes_are_counted_and_audited(hub: Hub, desk: HubClient) -> None:
    codes = [await refused(desk, EnrolScreen(code="BBBB-BBBB", name="Foyer")) for _try in range(6)]
    assert codes == [Code.NOT_FOUND] * 5 + [Code.RATE_LIMITED]
    assert [row.verb for row in await acts(desk)] == ["screen.code_refused"] * 5
    assert await refused(desk, EnrolScreen(code=await code_of(hub), name="Foyer")) is Code.RATE_LIMITED


async def test_an_address_asks_for_few_codes_a_minute(hub: Hub) -> None:
    answers = [(await ask(hub))[0] for _try in range(7)]
    assert answers == [200] * 6 + [429]


@pytest.mark.parametrize("more", [{"token_hash": "short"}, {"station": ""}, {"station": "a\nb"}, {"extra": 1}])
async def test_nonsense_is_answered_in_words(hub: Hub, more: dict[str, object]) -> None:
    status, answer = await ask(hub, **more)
    assert status == 400
    assert "did not understand" in answer["message"]


async def test_a_body_that_does_not_say_how_long_it_is_may_not_be_long(hub: Hub) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield json.dumps({"station": "wall@foyer", "token_hash": hashed(TOKEN)}).encode()
        yield b" " * LONGEST_BODY

    async with aiohttp.ClientSession() as http, http.post(f"{hub.url}/v1/pairing", data=pieces()) as answer:
        assert answer.status == 400


async def test_who_was_let_in_is_audited_without_any_secret(hub: Hub, desk: HubClient) -> None:
    code = await code_of(hub)
    await desk.call(EnrolScreen(code=code, name="Foyer", room="Foyer"))
    (row,) = await acts(desk)
    assert (row.verb, row.subject, row.who) == ("screen.enrolled", "screen:wall@foyer", desk.name)
    assert json.loads(row.after)["address"] == "127.0.0.1"
    for secret in (TOKEN, hashed(TOKEN), code, code.replace("-", "")):
        assert secret not in row.after


async def test_a_name_that_somebody_has_is_refused_and_the_code_stays_good(hub: Hub, desk: HubClient) -> None:
    await desk.call(MintToken(name="Ana", role="agent"))
    code = await code_of(hub)
    assert await refused(desk, EnrolScreen(code=code, name="Ana")) is Code.CONFLICT
    await desk.call(EnrolScreen(code=code, name="Foyer"))


async def test_the_same_machine_under_the_same_name_takes_its_old_place(hub: Hub, desk: HubClient) -> None:
    await desk.call(EnrolScreen(code=await code_of(hub), name="Foyer", room="Hall"))
    other = "another-token"
    await desk.call(EnrolScreen(code=await code_of(hub, token=other), name="Foyer"))
    assert (await standing(hub), await standing(hub, token=other)) == ("unknown", "enrolled")


async def test_a_screen_that_is_sent_away_is_dismissed_and_not_let_in_again(
    rooms: Rooms, hub: Hub, desk: HubClient
) -> None:
    await desk.call(EnrolScreen(code=await code_of(hub), name="Foyer"))
    await desk.call(RemoveScreen(station="wall@foyer"))
    assert await standing(hub) == "unknown"
    assert await desk.call(ListScreens()) == ()
    assert await refused(desk, RemoveScreen(station="wall@foyer")) is Code.NOT_FOUND


async def test_sending_a_wall_away_never_takes_a_persons_token(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    await desk.call(EnrolScreen(code=await code_of(hub), name="Foyer"))
    await desk.call(RemoveScreen(station="wall@foyer"))
    token = await desk.call(MintToken(name="Foyer", role="agent"))
    await desk.call(PlaceScreen(station="wall@foyer", room="Hall"))
    await desk.call(RemoveScreen(station="wall@foyer"))
    assert (await rooms.station(token=token, name="desk 2")).role == "agent"


async def test_a_hub_that_starts_anew_still_knows_the_code_and_the_screen(rooms: Rooms) -> None:
    hub = await rooms.open_hub()
    code = await code_of(hub)
    await rooms.close_hub(hub)
    hub = await rooms.open_hub()
    desk = await rooms.station()
    await desk.call(EnrolScreen(code=code, name="Foyer", room="Hall"))
    await rooms.close_hub(hub)
    hub = await rooms.open_hub()
    assert await standing(hub) == "enrolled"
