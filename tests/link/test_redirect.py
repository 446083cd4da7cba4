"""The browser's way back from a sign-in."""

import asyncio

import aiohttp
import pytest

from app.core.errors import Unavailable
from app.core.tasks import TaskScope
from app.link.redirect import HOST, listening


async def read(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.get(url) as page:
        return page.status, await page.text()


async def test_what_the_browser_brings_is_answered_with_a_friendly_page() -> None:
    async with listening(port=0) as back:
        status, page = await read(f"{back.url}?code=1&state=ü%20x")

        assert status == 200
        assert "You may close this page" in page
        assert await back.answer() == {"code": "1", "state": "ü x"}


async def test_a_refusal_is_handed_over_and_said_on_the_page() -> None:
    async with listening(port=0) as back:
        _status, page = await read(f"{back.url}?error=access_denied")

        assert "The sign-in was refused" in page
        assert await back.answer() == {"error": "access_denied"}


async def test_what_else_a_browser_asks_for_is_no_answer() -> None:
    async with listening(port=0) as back:
        assert (await read(back.url.replace("/signed-in", "/favicon.ico")))[0] == 404
        await read(back.url)

        with pytest.raises(Unavailable, match="did not come back"):
            await back.answer(within=0.01)


async def test_only_the_first_answer_counts() -> None:
    async with listening(port=0) as back:
        await read(f"{back.url}?code=1")
        await read(f"{back.url}?code=2")

        assert await back.answer() == {"code": "1"}


async def test_only_this_machine_is_listened_to() -> None:
    async with listening(port=0) as back:
        assert back.url.startswith(f"http://{HOST}:")


async def test_a_taken_port_is_no_obstacle() -> None:
    async with listening(port=0) as first:
        taken = int(first.url.split(":")[2].split("/")[0])
        async with listening(port=taken) as second:
            assert second.url != first.url
            assert (await read(f"{second.url}?code=1"))[0] == 200


async def test_nobody_listens_any_more_when_it_was_cancelled() -> None:
    begun = asyncio.Event()
    urls: list[str] = []

    async def sign_in() -> None:
        async with listening(port=0) as back:
            urls.append(back.url)
            begun.set()
            await back.answer()

    scope = TaskScope("test")
    scope.spawn("sign in", sign_in())
    await begun.wait()
    assert await scope.close() == []
    with pytest.raises(aiohttp.ClientConnectorError):
        await read(urls[0])
