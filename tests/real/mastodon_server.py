"""mastodon_mock on loopback, and strangers on it. It is a third party's mock of Mastodon, not Mastodon itself. Known by
tests marked `real`; knows install and processes."""

import asyncio
import json
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.real import install
from tests.real.processes import Server, free_port, listening

BRAND, ANN = "harbour", "ann"
CONFIG = """
[database]
path = "{folder}/mastodon.db"
[streaming]
enabled = {streaming}
heartbeat_seconds = 1.0
[[seed.accounts]]
username = "harbour"
access_token = "token-of-harbour"
[[seed.accounts]]
username = "ann"
access_token = "token-of-ann"
"""


class MastodonServer:
    """The server; its data lies on disk, so that it comes back as it was.

    Attributes:
        url: where it answers.
    """

    def __init__(self, *, streaming: bool = True) -> None:
        self._python = install.mastodon(lambda _words: None).python
        self._folder = tempfile.TemporaryDirectory(prefix="fishbowl-mastodon-")
        self._root = Path(self._folder.name)
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        config = CONFIG.format(folder=self._root, streaming=str(streaming).lower())
        (self._root / "mock.toml").write_text(config, encoding="utf-8")
        self._server: Server | None = None
        self.restart()

    def native(self, status: dict[str, Any]) -> str:
        """How our connector names a status."""
        return f"127.0.0.1:{self._port}/{status['id']}"

    async def post(self, text: str, *, who: str = ANN, parent: str = "", visibility: str = "public") -> dict[str, Any]:
        """Somebody publishes."""
        body = {"status": text, "visibility": visibility, **({"in_reply_to_id": parent} if parent else {})}
        made: dict[str, Any] = await self.ask("POST", "/api/v1/statuses", body, who=who)
        return made

    async def edit(self, status: dict[str, Any], text: str) -> None:
        """Ann changes one of hers."""
        await self.ask("PUT", f"/api/v1/statuses/{status['id']}", {"status": text})

    async def delete(self, status: dict[str, Any]) -> None:
        """Ann takes one of hers back."""
        await self.ask("DELETE", f"/api/v1/statuses/{status['id']}")

    async def posts_of_the_brand(self) -> list[dict[str, Any]]:
        """Everything the brand has published, by the server's own word."""
        me = await self.ask("GET", "/api/v1/accounts/verify_credentials", who=BRAND)
        found: list[dict[str, Any]] = []
        before: dict[str, str] = {}
        while page := await self.ask("GET", f"/api/v1/accounts/{me['id']}/statuses?{urlencode(before)}", who=BRAND):
            found += page
            before = {"max_id": page[-1]["id"]}
        return found

    async def fail(self, **rule: Any) -> None:
        """Have requests fail; without a rule none does any more."""
        if rule:
            await self.ask("POST", "/api/v1/_mock/faults", rule, as_json=True)
        else:
            await self.ask("DELETE", "/api/v1/_mock/faults")

    async def ask(
        self, verb: str, path: str, body: dict[str, Any] | None = None, *, who: str = ANN, as_json: bool = False
    ) -> Any:
        """One request of somebody's."""
        return await asyncio.to_thread(self._ask, verb, path, body, f"token-of-{who}", as_json)

    def kill(self) -> None:
        """`kill -9`; its data stays."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def restart(self) -> None:
        """Start it on the data it had; returns when it answers."""
        self.kill()
        command = [str(self._python), "-m", "mastodon_mock", "serve", "--config", str(self._root / "mock.toml")]
        command += ["--host", "127.0.0.1", "--port", str(self._port), "--log-level", "warning"]
        server = Server(command, log=self._root / "mastodon.log", folder=self._root)
        server.wait_until(lambda: listening(self._port))
        self._server = server

    def close(self) -> None:
        """Stop it and throw its data away."""
        self.kill()
        self._folder.cleanup()

    def _ask(self, verb: str, path: str, body: dict[str, Any] | None, token: str, as_json: bool) -> Any:
        data = None if body is None else (json.dumps(body) if as_json else urlencode(body)).encode()
        kind = "application/json" if as_json else "application/x-www-form-urlencoded"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        request = urllib.request.Request(f"{self.url}{path}", data=data, headers=headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{verb} {path}: {error.code} {error.read()[:300]!r}") from error
