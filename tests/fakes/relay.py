"""A relay's firehose in memory. Knows cbor2 and aiohttp only."""

import contextlib
import struct
from collections.abc import AsyncIterator
from typing import Any, Self

import cbor2
from aiohttp import web

POST = "app.bsky.feed.post"


class FakeRelay:
    """Plays its frames from the cursor on, then waits for more.

    Attributes:
        cursors: what each connection asked to resume behind; None for live.
        frames: (sequence, bytes); a sequence of 0 is sent as it is.
    """

    def __init__(self) -> None:
        self.cursors: list[str | None] = []
        self.frames: list[tuple[int, bytes]] = []
        self.refuse_with = 0
        self._sockets: set[web.WebSocketResponse] = set()
        app = web.Application()
        app.router.add_get("/xrpc/com.atproto.sync.subscribeRepos", self._stream)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        self.url = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Serve until the block ends."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.hang_up()
            await self._runner.cleanup()

    async def hang_up(self) -> None:
        """Close every connection."""
        for socket in tuple(self._sockets):
            await socket.close()

    def post(self, sequence: int, text: str, *, time: str, **fields: Any) -> str:
        """A commit with one new post by Ann; returns its address."""
        block = cbor2.dumps({"$type": POST, "text": text, "createdAt": time, **fields})
        self._commit(sequence, time, [_op("create", sequence)], {cid(sequence): block})
        return f"at://did:plc:ann/{POST}/{sequence}"

    def delete(self, sequence: int, key: int, *, time: str) -> None:
        """A commit that takes a post back."""
        self._commit(sequence, time, [{"action": "delete", "path": f"{POST}/{key}", "cid": None}], {})

    def account(self, sequence: int, *, kind: str = "#account", **body: Any) -> None:
        """A change of Ann's account: `active`, `status`."""
        frame = {"seq": sequence, "did": "did:plc:ann", "time": "", **body}
        self.raw(cbor2.dumps({"op": 1, "t": kind}) + cbor2.dumps(frame), sequence=sequence)

    def send(self, header: dict[str, Any], body: dict[str, Any]) -> None:
        """Any frame."""
        self.raw(cbor2.dumps(header) + cbor2.dumps(body))

    def raw(self, data: bytes, *, sequence: int = 0) -> None:
        """Any bytes."""
        self.frames.append((sequence, data))

    def _commit(self, sequence: int, time: str, ops: list[dict[str, Any]], blocks: dict[bytes, bytes]) -> None:
        body = {"repo": "did:plc:ann", "seq": sequence, "time": time, "ops": ops, "blocks": archive(blocks)}
        self.raw(cbor2.dumps({"op": 1, "t": "#commit"}) + cbor2.dumps(body), sequence=sequence)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        cursor = request.query.get("cursor")
        self.cursors.append(cursor)
        if self.refuse_with:
            return web.Response(status=self.refuse_with)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await self._play(socket, int(cursor or 0))
        except ConnectionError:
            return socket
        finally:
            self._sockets.discard(socket)
        return socket

    async def _play(self, socket: web.WebSocketResponse, behind: int) -> None:
        position = 0
        while not socket.closed:
            for sequence, data in self.frames[position:]:
                if sequence == 0 or sequence > behind:
                    await socket.send_bytes(data)
            position = len(self.frames)
            with contextlib.suppress(TimeoutError):
                await socket.receive(timeout=0.02)


def cid(number: int) -> bytes:
    """A content id by number."""
    return bytes([1, 0x71, 0x12, 0x20]) + struct.pack(">I", number) + bytes(28)


def _op(action: str, number: int) -> dict[str, Any]:
    return {"action": action, "path": f"{POST}/{number}", "cid": cbor2.CBORTag(42, b"\x00" + cid(number))}


def varint(number: int) -> bytes:
    """An unsigned LEB128 number."""
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def archive(blocks: dict[bytes, bytes]) -> bytes:
    """A CAR archive of these blocks."""
    head = cbor2.dumps({"roots": [], "version": 1})
    sections = [varint(len(key) + len(block)) + key + block for key, block in blocks.items()]
    return varint(len(head)) + head + b"".join(sections)
