"""A person who allows access on the sign-in page of a real server. Known by tests marked `real`; knows aiohttp.

The page is a program for browsers; this asks what the page asks when somebody signs in and presses “Authorize”, with
the headers that browsers add.
"""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from tests.real.bluesky_server import User

_ASKED = "/@atproto/oauth-provider/~api"


async def consent(url: str, who: User) -> dict[str, str]:
    """Open the page at `url`, sign in and allow; the query that the browser comes back with."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        page = _Page(http, url)
        await page.open()
        signed_in = await page.ask("sign-in", username=who.handle, password=who.password, locale="en")
        token = str(signed_in["ephemeralToken"])
        allowed = await page.ask("consent", token=token, did=who.did)
        return await page.leave(str(allowed["url"]))


class _Page:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        parts = urlsplit(url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._cookies: dict[str, str] = {}

    async def open(self) -> None:
        headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        async with self._http.get(self._url, headers=headers) as response:
            self._keep(response)
            assert response.status == 200, await response.text()

    async def ask(self, what: str, *, token: str = "", **body: str) -> dict[str, Any]:
        headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "same-origin", **self._headers()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        async with self._http.post(f"{self._origin}{_ASKED}/{what}", json=body, headers=headers) as response:
            self._keep(response)
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    async def leave(self, url: str) -> dict[str, str]:
        """Follow the way back as far as the browser would leave the server."""
        headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        async with self._http.get(url, headers={**headers, **self._headers()}, allow_redirects=False) as response:
            assert response.status in (302, 303), await response.text()
            return dict(parse_qsl(urlsplit(response.headers["Location"]).query))

    def _headers(self) -> dict[str, str]:
        """The cookies are marked for encrypted lines only, so they are carried by hand on this one."""
        return {
            "Origin": self._origin,
            "Referer": self._url,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-CSRF-Token": self._cookies.get("csrf-token", ""),
        }

    def _keep(self, response: aiohttp.ClientResponse) -> None:
        self._cookies.update((name, cookie.value) for name, cookie in response.cookies.items())
