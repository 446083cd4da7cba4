"""The hub as a process: how it starts, stops and says no. What a user can mend is one sentence, never a traceback."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.announcement import read_announcement

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PATIENCE = 30.0


class HubProcess:
    """`main.py hub` on a folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.announcement = folder / "hub.json"
        self.said = ""
        self._process = subprocess.Popen(
            [sys.executable, str(MAIN), "hub", "--data", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def until_ready(self) -> None:
        """Wait until it announces itself."""
        end = time.monotonic() + PATIENCE
        while (known := read_announcement(self.announcement)) is None or known.pid != self.pid:
            assert self._process.poll() is None, self._process.communicate()[0]
            assert time.monotonic() < end, "the hub did not come up"
            time.sleep(0.02)

    def ended(self) -> int:
        """Wait for its end; its exit status."""
        self.said = self._process.communicate(timeout=PATIENCE)[0]
        return self._process.returncode

    def signal(self, how: signal.Signals) -> None:
        self._process.send_signal(how)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a folder with spaces, 50%25 #off ü"


@pytest.fixture
def hub(folder: Path) -> Iterator[HubProcess]:
    process = HubProcess(folder)
    process.until_ready()
    yield process
    process.kill()


def refused(folder: Path, *arguments: str) -> str:
    """What a hub that cannot start says; it must be no traceback."""
    process = HubProcess(folder, *arguments)
    assert process.ended() != 0
    assert "Traceback" not in process.said
    return process.said


def test_sigterm_ends_it_in_order(hub: HubProcess, folder: Path) -> None:
    hub.signal(signal.SIGTERM)

    assert hub.ended() == 0
    assert not (folder / "hub.json").exists()
    assert not (folder / "fishbowl.db-wal").exists()


def test_a_second_hub_on_the_folder_is_told_of_the_first(hub: HubProcess, folder: Path) -> None:
    assert "Another hub already works" in refused(folder)


def test_a_killed_hub_leaves_nothing_that_stops_the_next(hub: HubProcess, folder: Path) -> None:
    hub.signal(signal.SIGKILL)
    hub.ended()
    again = HubProcess(folder)
    again.until_ready()
    again.kill()


def test_a_taken_port_is_said_in_words(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refused(folder, "--listen", f"127.0.0.1:{taken.getsockname()[1]}")

    assert "cannot listen" in said
    assert "port 0" in said


def test_an_open_address_without_tls_is_refused(folder: Path) -> None:
    assert "needs TLS" in refused(folder, "--listen", "0.0.0.0:0")


def test_a_database_from_the_future_is_left_alone(hub: HubProcess, folder: Path) -> None:
    hub.signal(signal.SIGTERM)
    hub.ended()
    with closing(sqlite3.connect(folder / "fishbowl.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    before = (folder / "fishbowl.db").read_bytes()

    assert "newer" in refused(folder)
    assert (folder / "fishbowl.db").read_bytes() == before


def test_a_damaged_database_is_said_in_words(folder: Path) -> None:
    folder.mkdir()
    (folder / "fishbowl.db").write_bytes(b"this is no database at all, only words" * 1000)

    assert "fishbowl.db" in refused(folder)


def test_a_data_folder_that_cannot_be_made_is_said_in_words(folder: Path) -> None:
    folder.write_text("a file, not a folder")

    assert "something else is in its place" in refused(folder)


def test_an_announcement_that_cannot_be_written_is_said_in_words(folder: Path) -> None:
    (folder / "hub.json").mkdir(parents=True)

    assert "hub.json" in refused(folder)


def test_a_lock_that_cannot_be_opened_is_said_in_words(folder: Path) -> None:
    (folder / "hub.lock").mkdir(parents=True)

    assert "hub.lock" in refused(folder)


def test_a_hub_that_a_station_started_logs_to_its_file_alone(folder: Path) -> None:
    process = HubProcess(folder, "--linger", "1")
    process.until_ready()
    process.signal(signal.SIGTERM)

    assert process.ended() == 0
    assert process.said == ""
    assert "hub is ready" in (folder / "logs" / "hub.log").read_text()


def test_a_mistake_in_the_settings_names_the_line(folder: Path) -> None:
    folder.mkdir()
    (folder / "fishbowl.toml").write_text('[hub]\nlissten = "127.0.0.1:0"\n')

    said = refused(folder)

    assert "line 2" in said
    assert "listen" in said


def test_doctor_finds_the_running_hub(hub: HubProcess, folder: Path) -> None:
    found = subprocess.run(
        [sys.executable, str(MAIN), "doctor", "--data", str(folder), "--json"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    findings = {finding["check"]: finding for finding in json.loads(found.stdout)}

    assert findings["Hub"]["state"] == "ok"
    assert findings["Database"]["state"] == "ok"


def test_commands_start_a_hub_that_outlives_them_and_is_found_again(folder: Path) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, str(MAIN), *arguments, "--data", str(folder)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("topic", "add", "Delays", "delay* OR late")
    first = read_announcement(folder / "hub.json")
    assert first is not None
    try:
        assert "Delays" in run("topic", "list")
        second = read_announcement(folder / "hub.json")
        assert second is not None
        assert second.pid == first.pid
    finally:
        os.kill(first.pid, signal.SIGTERM)


def test_an_import_says_how_many_lines_it_kept_aside_and_where(folder: Path, hub: HubProcess, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"text": "first"}\nno post\n{"text": "last"}\n')
    done = subprocess.run(
        [sys.executable, str(MAIN), "import", str(posts), "--data", str(folder)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 0
    assert "1 line could not be read" in done.stderr
    assert f"{posts}.rejected.jsonl" in done.stderr


def test_a_command_with_bad_input_says_what_to_do(folder: Path, hub: HubProcess) -> None:
    done = subprocess.run(
        [sys.executable, str(MAIN), "topic", "add", "Broken", "(a OR", "--data", str(folder)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
