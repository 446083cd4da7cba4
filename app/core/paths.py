"""Where data, secrets' neighbours and logs lie on this machine. Known by hub, link and the front door; knows
nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "fishbowl"


@dataclass(frozen=True)
class DataDir:
    """One data folder and the files in it.

    Attributes:
        root: the folder; only the user can read it.
    """

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "fishbowl.db"

    @property
    def settings(self) -> Path:
        return self.root / "fishbowl.toml"

    @property
    def announcement(self) -> Path:
        """Where the running hub says its address and its owner's token; readable by the user only."""
        return self.root / "hub.json"

    @property
    def lock(self) -> Path:
        return self.root / "hub.lock"

    @property
    def screen_token(self) -> Path:
        """A wall's token for a team's hub where no keyring keeps it; readable by the user only."""
        return self.root / "screen.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def media(self) -> Path:
        """Pictures people posted, fetched by the hub; thrown away after some days."""
        return self.root / "media"

    @property
    def model(self) -> Path:
        """The language model taught by corrections made here; the shipped one is used where it is missing."""
        return self.root / "model" / "text.msgpack"

    @property
    def second(self) -> Path:
        """The second opinion trained here beside it; the shipped one is used where it is missing."""
        return self.root / "model" / "second.msgpack"

    @property
    def last_known(self) -> Path:
        """The station's last picture of each feed."""
        return self.root / "last-known"

    def make(self) -> "DataDir":
        """Create the folder, for this user only."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


def data_dir(chosen: str | None = None, *, demo: bool = False) -> DataDir:
    """The data folder: the chosen one, else `FISHBOWL_DATA`, else the system's place for this user's data."""
    base = chosen or os.environ.get("FISHBOWL_DATA") or platformdirs.user_data_dir(APP, appauthor=False)
    root = Path(base).expanduser().absolute()
    return DataDir(root / "demo" if demo else root)


def resources() -> Path:
    """The folder of shipped files, beside `app/`."""
    return Path(__file__).resolve().parents[2] / "resources"
