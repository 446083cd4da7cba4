"""A web server with one feed that grows. Knows the fake network only."""

from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork


class FakeFeed(FakeNetwork):
    """The server; the feed lies at `/feed.xml`.

    Attributes:
        entries: id → text, in order of publication.
        unchanged: how often it could answer 304.
        moved: where `/feed.xml` leads, with which status; None while it lies there.
        extra: put behind the entries as it is.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.entries: dict[str, str] = {}
        self.unchanged = 0
        self.moved: tuple[int, str] | None = None
        self.extra = ""
        self.paths: list[str] = []
        self.app.router.add_get("/{path:.*}", self._feed)

    def publish(self, text: str) -> str:
        """A new entry; returns its id."""
        entry = f"entry-{len(self.entries) + 1}"
        self.entries[entry] = text
        return entry

    def too_many(self) -> web.Response:
        until = datetime.fromtimestamp(self.clock.now() / SECOND + RETRY_AFTER, UTC)
        return web.Response(status=429, headers={"Retry-After": format_datetime(until, usegmt=True)})

    async def _feed(self, request: web.Request) -> web.Response:
        self.paths.append(request.path)
        if self.moved is not None and request.path == "/feed.xml":
            status, place = self.moved
            return web.Response(status=status, headers={"Location": place})
        etag = f'"{len(self.entries)}{len(self.extra)}{sum(map(len, self.entries.values()))}"'
        if request.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return web.Response(status=304)
        return web.Response(text=self._xml(), content_type="application/rss+xml", headers={"ETag": etag})

    def _xml(self) -> str:
        date = format_datetime(datetime.fromtimestamp(self.clock.now() // SECOND, UTC), usegmt=True)
        items = "".join(
            f'<item><guid isPermaLink="false">{entry}</guid><title>{text}</title><pubDate>{date}</pubDate></item>'
            for entry, text in self.entries.items()
        )
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}{self.extra}</channel></rss>'
        )
