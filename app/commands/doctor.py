"""`main.py doctor`: looks at this machine and says what to do. Known by app.cli; knows core, link and wire.

One function a check; each answers a finding and never raises.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass

from app.core import settings
from app.core.clock import DAY, SECOND, Millis
from app.core.disk import made, told_in_words
from app.core.errors import FishbowlError
from app.core.i18n import N_, _, number
from app.core.paths import DataDir, data_dir, resources
from app.core.secrets import open_vault
from app.domain.account import Health, HealthState
from app.domain.announcement import read_announcement
from app.domain.network import NetworkInfo
from app.domain.understanding import Understanding
from app.language.second import load_second
from app.link.child import alive
from app.link.reach import live, open_link
from app.wire.answers import HubFacts
from app.wire.calls import GetHubFacts, ListNetworks
from app.wire.feeds import HealthFeed

GIGABYTE = 1_000_000_000
SPARE_BYTES = 2 * GIGABYTE
CLOCK_BEFORE = 1_767_225_600
"""2026-01-01: a clock that says less was never set."""

ENDING: Millis = 7 * DAY
"""A sign-in that ends sooner is pointed out."""

FINE = frozenset({HealthState.CONNECTED, HealthState.OFF, HealthState.STARTING})
STATES = {
    HealthState.STARTING: N_("starting"),
    HealthState.CONNECTED: N_("connected"),
    HealthState.LATE: N_("late"),
    HealthState.DOWN: N_("down"),
    HealthState.SIGN_IN: N_("sign-in refused"),
    HealthState.OFF: N_("switched off"),
}


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        state: ok, note or bad.
        advice: what to do; empty when nothing is.
    """

    check: str
    state: str
    said: str
    advice: str = ""


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 when any is bad."""
    data = data_dir(options.data, demo=options.demo)
    findings = [
        _python(),
        _display(),
        _fonts(),
        _settings(data),
        _folder(data),
        _database(data),
        _disk(data),
        _clock(),
        _second_opinion(data),
        *asyncio.run(_asked(options, data)),
    ]
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _print(findings)
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _print(findings: Iterable[Finding]) -> None:
    marks = {"ok": "✓", "note": "–", "bad": "✗"}
    for finding in findings:
        print(f"{marks[finding.state]} {finding.check}: {finding.said}")
        if finding.advice:
            print(f"    {finding.advice}")


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding(_("Python"), "ok", version)
    return Finding(_("Python"), "bad", version, _("Use Python 3.11, 3.12 or 3.13."))


def _display() -> Finding:
    if sys.platform in ("win32", "darwin"):
        return Finding(_("Display"), "ok", sys.platform)
    found = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if found:
        return Finding(_("Display"), "ok", found)
    return Finding(
        _("Display"),
        "note",
        _("none in this session"),
        _("Wall and desk need a graphical session; the hub does not."),
    )


def _fonts() -> Finding:
    inter = list((resources() / "fonts").rglob("Inter*"))
    if not inter:
        return Finding(_("Fonts"), "bad", _("the shipped fonts are missing"), _("Install Fishbowl again."))
    if sys.platform.startswith("linux") and shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, text=True, check=False)
        if not listed.stdout.strip():
            return Finding(
                _("Fonts"),
                "note",
                _("Inter is here; no font for Chinese, Japanese and Korean"),
                _("Install fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji."),
            )
    return Finding(_("Fonts"), "ok", _("Inter and the system's fonts"))


def _settings(data: DataDir) -> Finding:
    try:
        settings.load(data.settings)
    except FishbowlError as error:
        return Finding(_("Settings"), "bad", error.message, error.hint)
    known = str(data.settings) if data.settings.exists() else _("none written, defaults are used")
    return Finding(_("Settings"), "ok", known)


def _folder(data: DataDir) -> Finding:
    probe = data.root / ".doctor"
    try:
        made(data)
        with told_in_words(data.root):
            probe.write_bytes(b"doctor")
            probe.unlink()
    except FishbowlError as error:
        return Finding(_("Data folder"), "bad", error.message, error.hint)
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
    open_to_others = os.name == "posix" and data.root.stat().st_mode & 0o077
    if open_to_others:
        return Finding(
            _("Data folder"),
            "note",
            _("{folder} can be read by others").format(folder=data.root),
            f"chmod 700 {data.root}",
        )
    return Finding(_("Data folder"), "ok", str(data.root))


def _database(data: DataDir) -> Finding:
    try:
        chosen = settings.load(data.settings).hub.database
    except FishbowlError:
        chosen = ""
    if chosen:
        return Finding(_("Database"), "ok", _("PostgreSQL, checked by the hub"))
    if not data.database.exists():
        return Finding(_("Database"), "ok", _("none yet; the hub makes it"))
    try:
        address = f"{data.database.as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:  # it may be sound, and must not be thrown away
        return Finding(
            _("Database"),
            "bad",
            _("{path} cannot be read: {reason}").format(path=data.database, reason=error),
            _("Give this user the right to read and write the file and its folder; nothing says that it is damaged."),
        )
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        return Finding(
            _("Database"),
            "bad",
            _("{path} is damaged: {reason}").format(path=data.database, reason=said),
            _("Stop the hub, move the file away or put a backup in its place."),
        )
    return Finding(_("Database"), "ok", f"{data.database} ({data.database.stat().st_size / 1e6:.1f} MB)")


def _disk(data: DataDir) -> Finding:
    folder = next(folder for folder in (data.root, *data.root.parents) if folder.exists())
    free = shutil.disk_usage(folder).free
    said = _("{free} GB free").format(free=number(round(free / GIGABYTE, 1)))
    if free < SPARE_BYTES:
        return Finding(_("Disk"), "bad", said, _("Free some space; posts are kept only while there is any."))
    return Finding(_("Disk"), "ok", said)


def _clock() -> Finding:
    now = time.time()
    said = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    if now < CLOCK_BEFORE:
        return Finding(_("Clock"), "bad", said, _("Set the machine's clock; switch on time synchronisation."))
    return Finding(_("Clock"), "ok", said)


def _second_opinion(data: DataDir) -> Finding:
    """Whether English posts in doubt are judged twice, tried with one; without it they keep their first judgement."""
    name = _("Second opinion")
    try:
        if not settings.load(data.settings).understanding.second_opinion:
            return Finding(name, "note", _("switched off in the settings; every post keeps its first judgement"))
        load_second(data.second).judge([name], [Understanding()])
    except FishbowlError as error:
        return Finding(name, "note", error.message, error.hint)
    return Finding(name, "ok", _("there, for English posts whose sentiment is in doubt"))


async def _asked(options: argparse.Namespace, data: DataDir) -> list[Finding]:
    findings = [await _keyring()]
    announced = read_announcement(data.announcement)
    if not options.hub and (announced is None or not alive(announced)):
        findings.append(Finding(_("Hub"), "note", _("not running"), _("A wall or desk starts it; or: main.py hub")))
        return findings
    return findings + await _hub(options)


async def _keyring() -> Finding:
    vault = await open_vault()
    if vault.keyring is None:
        return Finding(
            _("Keyring"),
            "note",
            _("this machine has none"),
            _("Install one (on Debian: gnome-keyring), or add accounts with --session."),
        )
    try:
        await vault.keyring.read("doctor")
    except FishbowlError as error:
        return Finding(_("Keyring"), "bad", error.message, error.hint)
    return Finding(_("Keyring"), "ok", vault.keyring.title)


async def _hub(options: argparse.Namespace) -> list[Finding]:
    async with AsyncExitStack() as stack:
        try:
            link = await open_link(options, stack, mode="tool")
            await live(link, within=8.0)
            facts: HubFacts = await link.call(GetHubFacts())
            mirror = link.subscribe(HealthFeed())
            await _filled(lambda: mirror.filled)
            networks: tuple[NetworkInfo, ...] = await link.call(ListNetworks())
        except FishbowlError as error:
            return [Finding(_("Hub"), "bad", error.message, error.hint)]
        said = _("version {version}, {posts} posts, {database}").format(
            version=facts.program, posts=number(facts.posts), database=facts.database
        )
        now = link.now()
        return [
            Finding(_("Hub"), "ok", said),
            *_hooks(networks, mirror.rows.values(), facts),
            *(_connector(health, networks, now=now) for health in mirror.rows.values()),
        ]


async def _filled(ready: Callable[[], bool]) -> None:
    for _attempt in range(100):
        if ready():
            return
        await asyncio.sleep(0.05)


def _hooks(networks: Iterable[NetworkInfo], rows: Iterable[Health], facts: HubFacts) -> list[Finding]:
    """Networks that call us need an address to call."""
    hooked = {info.name for info in networks if info.hooked}
    if facts.public_url or not hooked & {health.network for health in rows}:
        return []
    said = _("networks do not know where to call this hub")
    return [Finding(_("Address"), "note", said, _("Set hub.public_url to the https address that leads to this hub."))]


def _connector(health: Health, networks: Iterable[NetworkInfo], *, now: Millis) -> Finding:
    name = _("Connector {title}").format(title=health.title)
    fine = health.state in FINE
    said = [_(STATES[health.state]) if fine else f"{_(STATES[health.state])}: {health.error}"]
    if health.budget_left >= 0:
        said.append(_("{percent} % of the rate budget left").format(percent=number(round(100 * health.budget_left))))
    if health.expires_at:
        day = time.strftime("%Y-%m-%d", time.gmtime(health.expires_at / SECOND))
        said.append(_("the sign-in ends on {day}").format(day=day))
    info = next((one for one in networks if one.name == health.network), None)
    if not health.proven:
        pages = _("never run against the network itself")
        source = info.source if info else ""
        said.append(_("{what}, written from {source}").format(what=pages, source=source) if source else pages)
    ending = bool(health.expires_at) and health.expires_at - now < ENDING
    state = "bad" if not fine else "note" if ending or not health.proven else "ok"
    return Finding(name, state, "; ".join(said), _("Sign in again before that day.") if ending and fine else "")
