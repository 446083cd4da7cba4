"""Discord's API and gateway on loopback, written from docs.discord.com/developers (November 2026). Known by tests of
the connector and by the contract suite."""

import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from app.connectors._discord.messages import EPOCH
from app.core.clock import Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

TOKEN = "MTE2.fake.token"
BOT = {"id": "9000", "username": "harbour", "bot": True}
GUILD, CHANNEL, PRIVATE = "700", "701", "800"


class FakeDiscord(FakeNetwork):
    """The server.

    Attributes:
        messages: by channel, oldest first; ours among them.
        sessions: how many were begun; `resumed` how many were taken up again.
        given: bodies of sends, files among them.
        resumable: sessions can be taken up again.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.messages: dict[str, list[dict[str, Any]]] = {CHANNEL: [], PRIVATE: []}
        self.sessions = self.resumed = 0
        self.given: list[dict[str, Any]] = []
        self.resumable = True
        self.refuses_gateway = 0
        self.honours_nonce = True
        self._sequence = itertools.count(1)
        self._low = itertools.count()
        self._sockets: list[web.WebSocketResponse] = []
        self._log: list[dict[str, Any]] = []
        add = self.app.router.add_route
        add("GET", "/users/@me", self._me)
        add("GET", "/users/@me/guilds", self._guilds)
        add("GET", "/guilds/{guild}/channels", self._channels)
        add("GET", "/gateway/bot", self._gateway_bot)
        add("GET", "/channels/{channel}", self._channel)
        add("GET", "/channels/{channel}/messages", self._list)
        add("POST", "/channels/{channel}/messages", self._create)
        add("DELETE", "/channels/{channel}/messages/{message}", self._delete)
        add("GET", "/", self._gateway)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What the bot has said."""
        return [one for listed in self.messages.values() for one in listed if one["author"]["id"] == BOT["id"]]

    async def say(self, text: str, *, channel: str = CHANNEL, **more: Any) -> str:
        """A person writes; returns our native id."""
        author = {"id": "41", "username": "mira", "global_name": "Mira Lind"}
        return await self._publish(channel, {"author": author, "content": text, **more})

    async def edit(self, native_id: str, text: str) -> None:
        """A person edits."""
        message = self._known(native_id)
        message |= {"content": text, "edited_timestamp": "2026-11-03T10:00:00+00:00"}
        await self._tell("MESSAGE_UPDATE", self._with_guild(message))

    async def remove(self, native_id: str) -> None:
        """A person deletes."""
        message = self._known(native_id)
        self.messages[message["channel_id"]].remove(message)
        await self._tell("MESSAGE_DELETE", {"id": message["id"], "channel_id": message["channel_id"]})

    async def cut(self, code: int = 4000) -> None:
        """Every gateway connection ends."""
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.close(code=code)

    def refusal(self) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    def too_many(self) -> web.Response:
        body = {"message": "You are being rate limited.", "retry_after": float(RETRY_AFTER), "global": False}
        return web.json_response(body, status=429)

    def _known(self, native_id: str) -> dict[str, Any]:
        channel, _slash, number = native_id.partition("/")
        for one in self.messages[channel]:
            if one["id"] == number:
                return one
        raise KeyError(native_id)

    def _with_guild(self, message: dict[str, Any]) -> dict[str, Any]:
        return {**message, "guild_id": GUILD} if message["channel_id"] == CHANNEL else message

    async def _publish(self, channel: str, message: dict[str, Any]) -> str:
        number = str(((self.clock.now() - EPOCH) << 22) + next(self._low))
        made = {"id": number, "channel_id": channel, "type": 0, "mentions": [], "attachments": [], **message}
        self.messages[channel].append(made)
        await self._tell("MESSAGE_CREATE", self._with_guild(made))
        return f"{channel}/{number}"

    async def _tell(self, name: str, data: dict[str, Any]) -> None:
        event = {"op": 0, "s": next(self._sequence), "t": name, "d": data}
        self._log.append(event)
        for socket in tuple(self._sockets):
            if not socket.closed:
                await socket.send_json(event)

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return self.refusal()
        return web.json_response(BOT)

    async def _guilds(self, _request: web.Request) -> web.Response:
        return web.json_response([{"id": GUILD, "name": "Harbour"}])

    async def _channels(self, _request: web.Request) -> web.Response:
        return web.json_response([{"id": CHANNEL, "type": 0}, {"id": "702", "type": 2}])

    async def _channel(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self.messages:
            return _error(403, 50001, "Missing Access")
        return web.json_response({"id": channel, **({"guild_id": GUILD} if channel == CHANNEL else {"type": 1})})

    async def _gateway_bot(self, _request: web.Request) -> web.Response:
        return web.json_response({"url": self.url.replace("http", "ws"), "shards": 1})

    async def _list(self, request: web.Request) -> web.Response:
        listed, asked = self.messages.get(request.match_info["channel"]), request.query
        if listed is None:
            return _error(403, 50001, "Missing Access")
        limit, after = int(asked.get("limit", 50)), int(asked.get("after", 0))
        behind = [one for one in listed if int(one["id"]) > after]
        page = behind[:limit] if after else behind[-limit:]
        return web.json_response(page[::-1])

    async def _create(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        given = await request.json() if request.content_type == "application/json" else await _multipart(request)
        parent = given["message_reference"]["message_id"]
        if self.honours_nonce and given.get("enforce_nonce"):
            for one in self.ours:
                if one["nonce"] == given["nonce"]:
                    return web.json_response(one)
        reference = {"type": 0, "channel_id": channel, "message_id": parent}
        made = {"author": BOT, "content": given["content"], "message_reference": reference, "nonce": given["nonce"]}
        self.given.append(given)
        native_id = await self._publish(channel, made)
        return web.json_response(self._known(native_id))

    async def _delete(self, request: web.Request) -> web.Response:
        native_id = f"{request.match_info['channel']}/{request.match_info['message']}"
        try:
            await self.remove(native_id)
        except KeyError:
            return _error(404, 10008, "Unknown Message")
        return web.Response(status=204)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.refuses_gateway:
            await socket.close(code=self.refuses_gateway)
            return socket
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, message.json())
        return socket

    async def _answer(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["op"] == 1:
            await socket.send_json({"op": 11})
        elif said["op"] == 2:
            self.sessions += 1
            self._sockets.append(socket)
            ready = {"session_id": f"s{self.sessions}", "resume_gateway_url": self.url.replace("http", "ws")}
            await socket.send_json({"op": 0, "s": next(self._sequence), "t": "READY", "d": ready})
        elif said["op"] == 6 and not self.resumable:
            await socket.send_json({"op": 9, "d": False})
        elif said["op"] == 6:
            self.resumed += 1
            self._sockets.append(socket)
            for event in [one for one in self._log if one["s"] > said["d"]["seq"]]:
                await socket.send_json(event)
            await socket.send_json({"op": 0, "s": next(self._sequence), "t": "RESUMED", "d": {}})


async def _multipart(request: web.Request) -> dict[str, Any]:
    form = await request.post()
    files = {name: part.file.read() for name, part in form.items() if isinstance(part, web.FileField)}
    return {**json.loads(bytes(form["payload_json"])), "files": files}


def _error(status: int, code: int, message: str) -> web.Response:
    return web.json_response({"message": message, "code": code}, status=status)
