"""A server's events as they come: by WebSocket, else by server-sent events. Known by the streaming lane; knows the
line and the contract.

Source: docs.joinmastodon.org/methods/streaming.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import aiohttp
import msgspec

from app.connectors._mastodon.faults import fault
from app.connectors._mastodon.line import Line
from app.connectors.base import Refused, Unreachable
from app.connectors.exchange import cause_of
from app.core.i18n import _

_QUIET = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=120)
_HEARTBEAT = 30.0
_LARGEST = 1024 * 1024
_NOT_HERE = frozenset({400, 403, 404, 405, 410, 426, 501})
Event = tuple[str, Any]
"""Its name and what it says, decoded; `delete` says an id."""


class NoStream(Refused):
    """The server does not stream in this way."""


async def by_socket(line: Line, address: str, tags: Sequence[str]) -> AsyncGenerator[Event, None]:
    """Events of the account and of hashtags over one WebSocket; the first is `("open", None)`.

    Raises:
        NoStream: there is none here. Unreachable: it broke.
    """
    asked = {"stream": "user", "access_token": line.token}
    headers = {"Authorization": f"Bearer {line.token}"}
    try:
        async with line.tools.http.ws_connect(
            f"{address}/api/v1/streaming", params=asked, headers=headers, heartbeat=_HEARTBEAT, max_msg_size=_LARGEST
        ) as socket:
            for tag in tags:
                await socket.send_json({"type": "subscribe", "stream": "hashtag", "tag": tag})
            yield "open", None
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT and (event := read_frame(message.data)) is not None:
                    yield event
    except aiohttp.WSServerHandshakeError as error:
        if error.status in _NOT_HERE:
            raise NoStream(_("The server has no WebSocket.")) from error
        raise fault(error.status, {}, error.headers or {}, now=line.tools.clock.now(), writing=False) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _broken(error) from error
    raise Unreachable(_("The server ended the stream."))


async def by_lines(line: Line) -> AsyncGenerator[Event, None]:
    """Events of the account as server-sent events; the first is `("open", None)`.

    Raises:
        NoStream: there are none here. Unreachable: it broke.
    """
    headers = {"Authorization": f"Bearer {line.token}", "Accept": "text/event-stream"}
    address = f"{line.server}/api/v1/streaming/user"
    try:
        async with line.tools.http.get(address, headers=headers, timeout=_QUIET, allow_redirects=False) as response:
            if response.status in _NOT_HERE or response.content_type != "text/event-stream":
                raise NoStream(_("The server has no event stream."))
            if response.status != 200:
                raise fault(response.status, {}, response.headers, now=line.tools.clock.now(), writing=False)
            yield "open", None
            name = ""
            async for raw in response.content:
                field, _colon, value = raw.decode("utf-8", "replace").strip().partition(":")
                if field == "event":
                    name = value.strip()
                elif field == "data" and name:
                    yield name, _payload(name, value.strip())
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise _broken(error) from error
    raise Unreachable(_("The server ended the stream."))


def read_frame(text: str) -> Event | None:
    """One WebSocket message; None for what is no event."""
    try:
        frame = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(frame, dict) or not isinstance(frame.get("event"), str):
        return None
    return frame["event"], _payload(frame["event"], frame.get("payload"))


def _payload(name: str, payload: Any) -> Any:
    """What an event says: JSON within JSON, but for the id of what was deleted."""
    if name == "delete" or not isinstance(payload, str):
        return str(payload) if isinstance(payload, int) else payload
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError):
        return None


def _broken(error: Exception) -> Unreachable:
    return Unreachable(_("The stream cannot be reached: {cause}").format(cause=cause_of(error)))
