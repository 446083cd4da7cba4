"""The hub fetches pictures for its stations: only from the open internet, only pictures, within limits."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from app.core.clock import DAY
from app.core.errors import Code, FishbowlError
from app.hub import media as media_module
from app.hub.addresses import GuardedResolver, is_public
from app.hub.media import MediaRoom
from tests.fakes.clock import ManualClock
from tests.fakes.pictures import photo

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
    "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "rubbish",
]  # fmt: skip


class Stranger:
    """A server of somebody we do not know.

    Attributes:
        asked: what was asked for; `signed` what came with a sign-in.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.signed: list[str] = []
        self.answers: dict[str, web.Response] = {}
        self.hang = asyncio.Event()
        app = web.Application()
        app.router.add_get("/{name:.*}", self._answer)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked.append(name)
        if "Authorization" in request.headers:
            self.signed.append(name)
        if name == "hang":
            await self.hang.wait()
        if name == "endless":
            return await self._endless(request)
        answer = self.answers.get(name) or web.Response(status=404)
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(bytes(1 << 20))
        except ConnectionError:
            return response


@pytest.fixture
async def stranger() -> AsyncIterator[Stranger]:
    made = Stranger()
    await made.runner.setup()
    await web.TCPSite(made.runner, "127.0.0.1", 0).start()
    yield made
    made.hang.set()
    await made.runner.cleanup()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def room(tmp_path: Path, clock: ManualClock) -> AsyncIterator[MediaRoom]:
    """A room that may speak to this machine, so that a test's server can be the stranger."""
    made = MediaRoom(tmp_path / "media", clock, allowed=lambda address: address == "127.0.0.1")
    yield made
    await made.close()


def at(stranger: Stranger, name: str, *, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{stranger.runner.addresses[0][1]}/{name}"


async def refusal(room: MediaRoom, url: str) -> FishbowlError:
    with pytest.raises(FishbowlError) as caught:
        await room.picture(url)
    return caught.value


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_an_address_of_the_open_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/x.jpg", "data:image/png;base64,AAAA", "//example.com/x", "", "x.jpg",
        "http://user:word@example.com/x.jpg", "http://127.0.0.1/x.jpg", "http://[::1]/x.jpg", "http://10.0.0.1/x.jpg",
        "http://[::ffff:127.0.0.1]/x.jpg", "http://169.254.169.254/latest/meta-data", "http://2130706433/",
        "http://0x7f000001/", "http://127.1/", "http://localhost/x.jpg",
    ],
)  # fmt: skip
async def test_an_address_that_leads_inside_is_never_spoken_to(tmp_path: Path, clock: ManualClock, url: str) -> None:
    room = MediaRoom(tmp_path / "media", clock)
    try:
        error = await refusal(room, url)
    finally:
        await room.close()
    assert error.code in (Code.REFUSED, Code.UNAVAILABLE)


async def test_a_name_with_a_public_and_a_private_address_gets_the_public_one_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def looked_up(*_asked: object, **_how: object) -> list[object]:
        hosts = ("10.0.0.1", "93.184.216.34", "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in hosts]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up)
    found = await GuardedResolver().resolve("two-faced.example", 80)
    assert [one["host"] for one in found] == ["93.184.216.34"]


async def test_a_picture_comes_made_anew_and_is_fetched_once(room: MediaRoom, stranger: Stranger) -> None:
    stranger.answers["cat.jpg"] = web.Response(body=photo(exif=True), content_type="text/html")
    first, again = await asyncio.gather(room.picture(at(stranger, "cat.jpg")), room.picture(at(stranger, "cat.jpg")))
    assert first == again
    assert (first[0].mime, first[0].width) == ("image/jpeg", 64)
    assert b"camera" not in first[0].data
    assert stranger.asked == ["cat.jpg"]


async def test_a_kept_picture_is_fetched_anew_after_a_week(
    room: MediaRoom, stranger: Stranger, clock: ManualClock
) -> None:
    stranger.answers["cat.jpg"] = web.Response(body=photo())
    await room.picture(at(stranger, "cat.jpg"))
    clock.set_back(-8 * DAY)
    await room.picture(at(stranger, "cat.jpg"))
    assert stranger.asked == ["cat.jpg", "cat.jpg"]


async def test_the_oldest_pictures_make_room(
    room: MediaRoom, stranger: Stranger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_module, "MOST_KEPT", 6_000)
    for number in range(6):
        stranger.answers[f"{number}.jpg"] = web.Response(body=photo(seed=number + 1))
        await room.picture(at(stranger, f"{number}.jpg"))
    kept = list((tmp_path / "media").iterdir())
    assert 0 < sum(file.stat().st_size for file in kept) <= 6_000


async def test_a_redirect_inside_is_not_followed(tmp_path: Path, clock: ManualClock, stranger: Stranger) -> None:
    only = MediaRoom(tmp_path / "media", clock, allowed=lambda address: address == "127.0.0.1")
    target = "http://127.0.0.2:1/secret"
    stranger.answers["away"] = web.Response(status=302, headers={"Location": target})
    try:
        error = await refusal(only, at(stranger, "away"))
    finally:
        await only.close()
    assert error.code is Code.REFUSED
    assert stranger.asked == ["away"]


async def test_a_redirect_to_another_picture_is_followed_but_not_for_ever(room: MediaRoom, stranger: Stranger) -> None:
    stranger.answers["old"] = web.Response(status=301, headers={"Location": "/new.png"})
    stranger.answers["new.png"] = web.Response(body=photo(kind="PNG"))
    stranger.answers["round"] = web.Response(status=302, headers={"Location": "/round"})
    assert (await room.picture(at(stranger, "old")))[0].width == 64
    assert (await refusal(room, at(stranger, "round"))).code is Code.UNAVAILABLE
    assert stranger.asked.count("round") <= 5


async def test_a_server_without_end_is_left(room: MediaRoom, stranger: Stranger) -> None:
    assert (await refusal(room, at(stranger, "endless"))).code is Code.BAD_INPUT


async def test_a_server_that_does_not_answer_is_left(
    room: MediaRoom, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_module, "MOST_SECONDS", 0.05)
    assert (await refusal(room, at(stranger, "hang"))).code is Code.UNAVAILABLE


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (web.Response(status=404), Code.NOT_FOUND),
        (web.Response(status=503), Code.UNAVAILABLE),
        (web.Response(body=b"<html>", content_type="image/png"), Code.BAD_INPUT),
    ],
)
async def test_each_failure_has_its_own_words(
    room: MediaRoom, stranger: Stranger, answer: web.Response, code: Code
) -> None:
    stranger.answers["x"] = answer
    error = await refusal(room, at(stranger, "x"))
    assert error.code is code
    assert error.message.endswith(".")


TOKEN = {"Authorization": "Bearer secret"}


async def test_a_sign_in_goes_to_the_first_server_and_never_on_to_where_it_leads(
    room: MediaRoom, stranger: Stranger
) -> None:
    for name, answer in (
        ("mine", web.Response(body=photo())),
        ("moved", web.Response(status=307, headers={"Location": "/elsewhere"})),
        ("elsewhere", web.Response(body=photo())),
    ):
        stranger.answers[name] = answer
    await room.picture(at(stranger, "mine"), headers=TOKEN)
    await room.picture(at(stranger, "moved"), headers=TOKEN)
    await room.picture(at(stranger, "mine?again"))
    assert stranger.signed == ["mine", "moved"]
    assert stranger.asked == ["mine", "moved", "elsewhere", "mine"]


async def test_a_sign_in_opens_no_way_inside(tmp_path: Path, clock: ManualClock, stranger: Stranger) -> None:
    guarded = MediaRoom(tmp_path / "media", clock)
    try:
        with pytest.raises(FishbowlError) as caught:
            await guarded.picture(at(stranger, "mine"), headers=TOKEN)
    finally:
        await guarded.close()
    assert caught.value.code is Code.REFUSED
    assert stranger.asked == []
