"""A throw-away PostgreSQL of this test run: started once, on loopback, with nothing kept. Known by tests/store."""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "50",
}
_START_SECONDS = 30.0


class Missing(Exception):
    """Why there is no PostgreSQL to test with."""


class Postgres:
    """A running server.

    Attributes:
        port: on 127.0.0.1.
        programs: the folder of initdb, pg_dump and the like.
    """

    def __init__(self) -> None:
        self.programs = _programs()
        self._user = _user()
        self._folder = Path(tempfile.mkdtemp(prefix="fishbowl-postgres-"))
        self._names = (f"test_{number}" for number in itertools.count())
        self.port = _free_port()
        try:
            self._make()
            self._process = self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._await()

    def url(self, database: str) -> str:
        """The address of one of its databases, as the store takes it."""
        made = URL.create("postgresql+psycopg", "fish", host="127.0.0.1", port=self.port, database=database)
        return made.render_as_string(hide_password=False)

    def create(self) -> str:
        """Make an empty database; returns its name."""
        name = next(self._names)
        self._do(f'CREATE DATABASE "{name}"')
        return name

    def clean(self, name: str) -> None:
        """Empty every table of a store's database; much faster than making a new one."""
        address = f"host=127.0.0.1 port={self.port} user=fish dbname={name}"
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = sorted({row[0] for row in found} - {"alembic_version"})
            # As a replica does: without the triggers that keep the audit from being emptied.
            connection.execute("SET session_replication_role = replica")
            connection.execute(f"TRUNCATE {', '.join(names)}".encode())
            connection.execute("INSERT INTO house (id, sequence, search_fresh) VALUES (1, 0, 0)")

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected."""
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server and remove its files."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self) -> None:
        if self._user is not None:
            shutil.chown(self._folder, self._user, self._user)
        command = [self.programs / "initdb", "-D", self._folder / "data", "-A", "trust", "-U", "fish"]
        command += ["--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            command, user=self._user, group=self._user, capture_output=True, text=True, cwd="/", check=False
        )
        if made.returncode:
            raise Missing(f"initdb failed: {made.stderr.strip()}")

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [str(self.programs / "postgres"), "-D", str(self._folder / "data"), "-p", str(self.port)]
        command += ["-k", str(self._folder)]
        for name, value in _SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with (self._folder / "log").open("wb") as log:
            return subprocess.Popen(
                command, user=self._user, group=self._user, stdout=log, stderr=log, cwd="/", start_new_session=True
            )

    def _await(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._do("SELECT 1")
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > end or self._process.poll() is not None:
                    said = (self._folder / "log").read_text(errors="replace")
                    self.stop()
                    raise Missing(f"PostgreSQL did not start: {said}") from error
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(0.05)

    def _do(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=fish dbname=postgres"
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement.encode())


def _programs() -> Path:
    for folder in _FOLDERS:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise Missing("no PostgreSQL is installed")
    return Path(found).parent


def _user() -> str | None:
    """PostgreSQL refuses to run as root; the user that its package makes is there for that."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Missing("PostgreSQL does not run as root, and there is no user postgres") from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
