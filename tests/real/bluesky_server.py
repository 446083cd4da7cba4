"""A whole Bluesky on loopback, and strangers on it. Known by tests marked `real`; knows install and processes.

The directory of identities, PostgreSQL and Redis outlive a killed Bluesky; its data lies on disk, so that it comes back
as it was.
"""

import asyncio
import base64
import json
import secrets
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.fakes.postgres import Postgres
from tests.real import install
from tests.real.processes import Server, free_port, start_redis

ADMIN = base64.b64encode(b"admin:admin-pass").decode()
"""What the test network's own administrator shows."""


class User(NamedTuple):
    """Somebody with an account on the server."""

    did: str
    handle: str
    password: str
    token: str


class Ref(NamedTuple):
    """A published post."""

    uri: str
    cid: str


class RefusedBy(Exception):
    """The server said no to a stranger."""


class BlueskyServer:
    """The server; blocking calls are run in threads, so tests of any loop can share one.

    Attributes:
        service: where accounts live (HTTP); the firehose is at `firehose`.
        directory: where lasting ids are looked up.
    """

    def __init__(self, *, rate_limits: bool = False) -> None:
        self._place = install.bluesky(lambda _words: None)
        self._folder = tempfile.TemporaryDirectory(prefix="fishbowl-bluesky-")
        self._root = Path(self._folder.name)
        self._root.chmod(0o755)
        self._port = free_port()
        self._rate_limits = rate_limits
        self._rotation_key = secrets.token_hex(32)
        self.service = f"http://127.0.0.1:{self._port}"
        self.firehose = f"ws://127.0.0.1:{self._port}"
        self._others: list[Server] = []
        self._postgres = Postgres()
        self._server: Server | None = None
        self._environment = self._start_others()
        self.directory = self._environment["DIRECTORY_URL"]
        self.restart()

    async def create_user(self, name: str) -> User:
        """A new account `name-xxxx.test` (a part by chance keeps tests apart)."""
        handle = f"{name}-{secrets.token_hex(3)}.test"
        password = secrets.token_hex(8)
        body = {"handle": handle, "email": f"{handle}@example.com", "password": password}
        made = await self._post("com.atproto.server.createAccount", body)
        await self._indexed(made["did"], made["accessJwt"])
        return User(made["did"], handle, password, made["accessJwt"])

    async def post(self, who: User, text: str, *, at: str = "", **fields: Any) -> Ref:
        """A public post; `at` is its client's time (ISO), now when empty."""
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at or _now(), **fields}
        body = {"repo": who.did, "collection": "app.bsky.feed.post", "record": record}
        made = await self._post("com.atproto.repo.createRecord", body, token=who.token)
        return Ref(made["uri"], made["cid"])

    async def record(self, who: User, collection: str, record: dict[str, Any]) -> str:
        """Any record; its address."""
        body = {"repo": who.did, "collection": collection, "record": {"$type": collection, **record}}
        return str((await self._post("com.atproto.repo.createRecord", body, token=who.token))["uri"])

    async def mute(self, who: User, whom: User) -> None:
        """Somebody does not want to hear somebody any more."""
        await self._post("app.bsky.graph.muteActor", {"actor": whom.did}, token=who.token)

    async def take_down(self, whom: User) -> None:
        """The server's moderators end an account."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": whom.did}
        body = {"subject": subject, "takedown": {"applied": True, "ref": "test"}}
        await self._post("com.atproto.admin.updateSubjectStatus", body, admin=True)

    async def mention(self, who: User, whom: User, text: str, *, at: str = "") -> Ref:
        """A post that addresses somebody: `@handle text`."""
        end = len(f"@{whom.handle}".encode())
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
        facet = {"index": {"byteStart": 0, "byteEnd": end}, "features": [feature]}
        return await self.post(who, f"@{whom.handle} {text}", at=at, facets=[facet])

    async def reply(self, who: User, parent: Ref, text: str, *, root: Ref | None = None, at: str = "") -> Ref:
        """An answer below a post."""
        reply = {"root": (root or parent)._asdict(), "parent": parent._asdict()}
        return await self.post(who, text, at=at, reply=reply)

    async def many_mentions(self, who: User, whom: User, texts: list[str], *, at: str) -> list[str]:
        """Many mentions with one client time in few requests; returns their addresses."""
        end = len(f"@{whom.handle}".encode())
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
        facet = {"index": {"byteStart": 0, "byteEnd": end}, "features": [feature]}
        uris: list[str] = []
        for start in range(0, len(texts), 100):
            writes = [
                {
                    "$type": "com.atproto.repo.applyWrites#create",
                    "collection": "app.bsky.feed.post",
                    "value": {
                        "$type": "app.bsky.feed.post",
                        "text": f"@{whom.handle} {text}",
                        "createdAt": at,
                        "facets": [facet],
                    },
                }
                for text in texts[start : start + 100]
            ]
            made = await self._post(
                "com.atproto.repo.applyWrites", {"repo": who.did, "writes": writes}, token=who.token
            )
            uris += [result["uri"] for result in made["results"]]
        return uris

    async def delete(self, who: User, uri: str) -> None:
        """Take a post back."""
        body = {"repo": who.did, "collection": "app.bsky.feed.post", "rkey": uri.rpartition("/")[2]}
        await self._post("com.atproto.repo.deleteRecord", body, token=who.token)

    async def posts_of(self, who: User) -> list[dict[str, Any]]:
        """Every post in an account, as `{uri, cid, value}`, oldest first: the network's own word."""
        records: list[dict[str, Any]] = []
        cursor = ""
        while True:
            asked = {"repo": who.did, "collection": "app.bsky.feed.post", "limit": "100", "reverse": "true"}
            page = await self._get("com.atproto.repo.listRecords", {**asked, "cursor": cursor} if cursor else asked)
            records += page["records"]
            cursor = page.get("cursor", "")
            if not cursor or not page["records"]:
                return records

    def kill(self) -> None:
        """`kill -9` of the Bluesky server; its data and the directory stay."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def restart(self) -> None:
        """Start it, on the data it had; returns when it answers."""
        self.kill()
        log = self._root / "bluesky.log"
        said = log.stat().st_size if log.exists() else 0
        server = self._node("bluesky.mjs", log, self._environment)
        server.wait_until(lambda: server.says("READY", since=said))
        self._server = server

    def close(self) -> None:
        """Stop everything and throw the data away."""
        self.kill()
        for server in reversed(self._others):
            server.kill()
        self._postgres.stop()
        self._folder.cleanup()

    def _start_others(self) -> dict[str, str]:
        redis, redis_port = start_redis(self._root)
        self._others.append(redis)
        port = free_port()
        directory = self._node("directory.mjs", self._root / "directory.log", {"DIRECTORY_PORT": str(port)})
        directory.wait_until(lambda: directory.says("READY"))
        self._others.append(directory)
        data = self._root / "data"
        data.mkdir()
        return {
            "DIRECTORY_URL": f"http://localhost:{port}",
            "PDS_PORT": str(self._port),
            "DATA": str(data),
            "DB_POSTGRES_URL": self._postgres.url(self._postgres.create()).replace("+psycopg", ""),
            "REDIS_HOST": f"127.0.0.1:{redis_port}",
            "ROTATION_KEY": self._rotation_key,
            "RATE_LIMITS": "1" if self._rate_limits else "0",
        }

    def _node(self, script: str, log: Path, environment: dict[str, str]) -> Server:
        folder = self._place.root
        command = [str(self._place.node), "--import", str(folder / "loopback.mjs"), str(folder / script)]
        return Server(command, log=log, environment={**environment, "LOG_ENABLED": "false"}, folder=folder)

    async def _indexed(self, did: str, token: str) -> None:
        """Wait until the AppView knows a new account."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                await self._get("app.bsky.actor.getProfile", {"actor": did}, token=token)
            except RefusedBy:
                await asyncio.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the AppView never heard of {did}")

    async def _get(self, method: str, params: dict[str, str], *, token: str = "") -> dict[str, Any]:
        return await asyncio.to_thread(
            _ask, f"{self.service}/xrpc/{method}?{urlencode(params)}", f"Bearer {token}" if token else "", None
        )

    async def _post(self, method: str, body: dict[str, Any], *, token: str = "", admin: bool = False) -> dict[str, Any]:
        shown = f"Basic {ADMIN}" if admin else f"Bearer {token}" if token else ""
        return await asyncio.to_thread(_ask, f"{self.service}/xrpc/{method}", shown, body)


def _ask(url: str, shown: str, body: dict[str, Any] | None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": shown} if shown else {})}
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            answer: dict[str, Any] = json.loads(response.read() or b"{}")
            return answer
    except urllib.error.HTTPError as error:
        raise RefusedBy(f"{error.code} {error.read()[:300].decode(errors='replace')}") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
