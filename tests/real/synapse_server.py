"""Synapse, a Matrix homeserver, on loopback, and strangers on it. Known by tests marked `real`; knows install and
processes."""

import asyncio
import itertools
import json
import secrets
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.real import install
from tests.real.processes import Server, free_port

NAME = "hs.test"
CLIENT = "/_matrix/client/v3"
FREE = "{per_second: 10000, burst_count: 10000}"
CONFIG = """
listeners:
  - port: {port}
    type: http
    tls: false
    x_forwarded: false
    bind_addresses: ['127.0.0.1']
    resources: [{{names: [client], compress: false}}]
enable_registration: true
enable_registration_without_verification: true
suppress_key_server_warning: true
trusted_key_servers: []
rc_message: {messages}
rc_registration: {free}
rc_login: {{address: {free}, account: {free}, failed_attempts: {free}}}
rc_joins: {{local: {free}}}
rc_invites: {{per_room: {free}, per_user: {free}}}
"""


class User(NamedTuple):
    """Somebody with an account on the server."""

    id: str
    password: str
    token: str


class SynapseServer:
    """The server; blocking calls are run in threads. Its data lies on disk, so that it comes back as it was.

    Attributes:
        url: where it answers.
    """

    def __init__(self, *, rate_limits: bool = False) -> None:
        self._python = str(install.synapse(lambda _words: None).python)
        self._folder = tempfile.TemporaryDirectory(prefix="fishbowl-synapse-")
        self._root = Path(self._folder.name)
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._numbers = itertools.count(1)
        self._configure("{per_second: 1, burst_count: 3}" if rate_limits else FREE)
        self._server: Server | None = None
        self.restart()

    async def create_user(self, name: str) -> User:
        """A new account `@name-xxxx:hs.test` (a part by chance keeps tests apart)."""
        user, password = f"{name}-{secrets.token_hex(3)}", secrets.token_hex(8)
        body = {"username": user, "password": password, "auth": {"type": "m.login.dummy"}}
        made = await self.ask("POST", f"{CLIENT}/register", body)
        return User(made["user_id"], password, made["access_token"])

    async def room(self, owner: User, *guests: User, **wishes: Any) -> str:
        """A room of the owner's in which the guests are."""
        body = {"invite": [guest.id for guest in guests], "preset": "private_chat", **wishes}
        made = await self.ask("POST", f"{CLIENT}/createRoom", body, who=owner)
        for guest in guests:
            await self.ask("POST", f"{CLIENT}/join/{quote(made['room_id'])}", {}, who=guest)
        return str(made["room_id"])

    async def say(self, who: User, room: str, text: str, **content: Any) -> str:
        """A message; returns how our connector names it."""
        body = {"msgtype": "m.text", "body": text, **content}
        path = f"{CLIENT}/rooms/{quote(room)}/send/m.room.message/{next(self._numbers)}-{secrets.token_hex(4)}"
        return f"{room}/{(await self.ask('PUT', path, body, who=who))['event_id']}"

    async def put(self, who: User, room: str, kind: str, content: dict[str, Any]) -> None:
        """An event of any kind."""
        await self.ask("PUT", f"{CLIENT}/rooms/{quote(room)}/send/{kind}/{next(self._numbers)}", content, who=who)

    async def redact(self, who: User, native_id: str) -> None:
        """Its author takes it back."""
        room, _, event = native_id.partition("/")
        await self.ask("PUT", f"{CLIENT}/rooms/{quote(room)}/redact/{quote(event)}/{next(self._numbers)}", {}, who=who)

    async def messages_of(self, who: User, room: str) -> list[dict[str, Any]]:
        """What somebody has said in a room, by the server's own word, newest first."""
        found: list[dict[str, Any]] = []
        place = ""
        while True:
            path = f"{CLIENT}/rooms/{quote(room)}/messages?dir=b&limit=100{place}"
            page = await self.ask("GET", path, who=who)
            found += [event for event in page["chunk"] if event["sender"] == who.id and event["content"].get("body")]
            if "end" not in page:
                return found
            place = f"&from={page['end']}"

    async def ask(self, verb: str, path: str, body: dict[str, Any] | None = None, *, who: User | None = None) -> Any:
        """One request of somebody's."""
        return await asyncio.to_thread(self._ask, verb, path, body, who.token if who else "")

    def kill(self) -> None:
        """`kill -9`; its data stays."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def restart(self) -> None:
        """Start it on the data it had; returns when it answers."""
        self.kill()
        command = [self._python, "-m", "synapse.app.homeserver", "-c", "hs.yaml", "-c", "over.yaml"]
        server = Server(command, log=self._root / "synapse.log", folder=self._root)
        server.wait_until(self._answers)
        self._server = server

    def revive(self) -> None:
        """Start it again if it was killed."""
        if self._server is None:
            self.restart()

    def close(self) -> None:
        """Stop it and throw its data away."""
        self.kill()
        self._folder.cleanup()

    def _configure(self, messages: str) -> None:
        command = [self._python, "-m", "synapse.app.homeserver", "--server-name", NAME, "--config-path", "hs.yaml"]
        command += ["--generate-config", "--report-stats=no"]
        subprocess.run(command, cwd=self._root, check=True, capture_output=True)
        config = CONFIG.format(port=self._port, messages=messages, free=FREE)
        (self._root / "over.yaml").write_text(config, encoding="utf-8")

    def _answers(self) -> bool:
        try:
            self._ask("GET", "/_matrix/client/versions", None, "")
        except OSError:
            return False
        return True

    def _ask(self, verb: str, path: str, body: dict[str, Any] | None, token: str) -> Any:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data=data, headers=headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{verb} {path}: {error.code} {error.read()[:300]!r}") from error
