"""A site with a feed on Caddy, a web server that nobody here wrote, with its own certificate authority. Known by tests
marked `real`; knows install and processes."""

import json
import socket
import ssl
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from tests.real import install
from tests.real.processes import Server, free_port, listening

RETRY_AFTER = 120
CONFIG = """
{{
    admin off
    auto_https disable_redirects
    skip_install_trust
    storage file_system {folder}/storage
    default_bind 127.0.0.1
}}
https://localhost:{port} {{
    tls internal
    root * {folder}/site
    log {{
        output file {folder}/access.log
        format json
    }}
    @busy file /busy
    handle @busy {{
        header Retry-After {retry_after}
        respond "slow down" 429
    }}
    handle {{
        file_server
    }}
}}
"""


class CaddyServer:
    """The server; its certificates lie on disk, so that it comes back as it was.

    Attributes:
        url: where the feed lies.
        authority: the certificate of whoever signed the server's.
    """

    def __init__(self) -> None:
        self._program = install.caddy(lambda _words: None)
        self._folder = tempfile.TemporaryDirectory(prefix="fishbowl-caddy-")
        self._root = Path(self._folder.name)
        self._port = free_port()
        self.url = f"https://localhost:{self._port}/feed.xml"
        self.authority = self._root / "storage" / "pki" / "authorities" / "local" / "root.crt"
        self._entries: dict[str, str] = {}
        (self._root / "site").mkdir()
        config = CONFIG.format(folder=self._root, port=self._port, retry_after=RETRY_AFTER)
        (self._root / "Caddyfile").write_text(config, encoding="utf-8")
        self._write()
        self._server: Server | None = None
        self.restart()

    def publish(self, text: str) -> str:
        """A new entry; returns its id."""
        entry = f"entry-{len(self._entries) + 1}"
        self._entries[entry] = text
        self._write()
        return entry

    def be_busy(self, busy: bool) -> None:
        """Answer 429 with Retry-After, or no longer."""
        flag = self._root / "site" / "busy"
        flag.touch() if busy else flag.unlink()

    def answers(self) -> list[tuple[int, str]]:
        """Status and protocol of every answer, by its own log."""
        log = self._root / "access.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        told: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [(one["status"], one["request"]["proto"]) for one in told]

    def preferred_protocol(self) -> str | None:
        """What it chooses when a client can do both."""
        context = ssl.create_default_context(cafile=str(self.authority))
        context.set_alpn_protocols(["http/1.1", "h2"])
        with (
            socket.create_connection(("127.0.0.1", self._port), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as line,
        ):
            return line.selected_alpn_protocol()

    def kill(self) -> None:
        """`kill -9`; its data stays."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def restart(self) -> None:
        """Start it on the data it had; returns when it answers with its certificate."""
        self.kill()
        command = [str(self._program), "run", "--config", str(self._root / "Caddyfile"), "--adapter", "caddyfile"]
        environment = {"HOME": str(self._root), "XDG_CONFIG_HOME": str(self._root), "XDG_DATA_HOME": str(self._root)}
        server = Server(command, log=self._root / "caddy.log", folder=self._root, environment=environment)
        server.wait_until(lambda: listening(self._port) and self._signed())
        self._server = server

    def close(self) -> None:
        """Stop it and throw the data away."""
        self.kill()
        self._folder.cleanup()

    def _signed(self) -> bool:
        """Whether it has its certificate; the first start makes one."""
        try:
            return bool(self.preferred_protocol())
        except (OSError, ssl.SSLError):
            return False

    def _write(self) -> None:
        date = format_datetime(datetime.now(UTC), usegmt=True)
        items = "".join(
            f'<item><guid isPermaLink="false">{entry}</guid><title>{text}</title><pubDate>{date}</pubDate></item>'
            for entry, text in self._entries.items()
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title>{items}</channel></rss>'
        target = self._root / "site" / "feed.xml"
        half = target.with_suffix(".new")
        half.write_text(body, encoding="utf-8")
        half.replace(target)
