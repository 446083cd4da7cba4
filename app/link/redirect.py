"""Waits for the browser to come back from a sign-in, on this machine alone. Known by commands and the desk; knows core.

One listener, one answer. Networks that compare whole addresses are told the one with the usual port; where another
program has that port, any free one is taken.
"""

import asyncio
import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from app.core.errors import Unavailable
from app.core.i18n import _

HOST = "127.0.0.1"
PATH = "/signed-in"
USUAL_PORT = 47113
"""From the range that nobody is given for good; named in the help for networks that want the whole address."""
WAIT_SECONDS = 600.0
"""As long as the hub keeps a turn."""

_PAGE = (
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>:root{{color-scheme:light dark}}body{{font:18px/1.5 system-ui,sans-serif;"
    "margin:20vh auto;max-width:32rem;padding:0 1.5rem}}</style><h1>{title}</h1><p>{words}</p>"
)


class Return:
    """The browser's way back.

    Attributes:
        url: the address to give to the network.
    """

    def __init__(self, url: str, answer: "asyncio.Future[dict[str, str]]") -> None:
        self.url = url
        self._answer = answer

    async def answer(self, *, within: float = WAIT_SECONDS) -> dict[str, str]:
        """The query the browser came back with. Raises Unavailable when it did not."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._answer), within)
        except TimeoutError:
            raise Unavailable(
                _("The browser did not come back from the sign-in."),
                hint=_("Sign in again, and allow access in the page that opens."),
            ) from None


@asynccontextmanager
async def listening(*, port: int | None = None) -> AsyncIterator[Return]:
    """Listen until the block ends, on the usual port unless another is named.

    Raises Unavailable where this machine lets nobody listen.
    """
    answer: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()

    async def take(request: web.Request) -> web.Response:
        if request.query and not answer.done():
            answer.set_result(dict(request.query))
        return _page("error" not in request.query)

    application = web.Application()
    application.router.add_get(PATH, take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5, handle_signals=False)
    await runner.setup()
    try:
        yield Return(f"http://{HOST}:{await _listen(runner, USUAL_PORT if port is None else port)}{PATH}", answer)
    finally:
        answer.cancel()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> int:
    for wanted in (port, 0):
        try:
            await web.TCPSite(runner, HOST, wanted).start()
        except OSError as error:
            failure = error
        else:
            return int(runner.addresses[0][1])
    raise Unavailable(_("This machine lets no browser come back: {error}.").format(error=failure.strerror or failure))


def _page(went_well: bool) -> web.Response:
    title = _("You may close this page") if went_well else _("The sign-in was refused")
    words = (
        _("Fishbowl goes on where you began the sign-in.")
        if went_well
        else _("Nothing was changed. You can begin again in Fishbowl.")
    )
    text = _PAGE.format(title=html.escape(title), words=html.escape(words))
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, content_type="text/html", headers=headers)
