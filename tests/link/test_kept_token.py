"""A wall stays let in over restarts: by the keyring, and where there is none by a file only its user can read."""

import stat
from pathlib import Path

import pytest

from app.core.errors import StorageError
from app.core.secrets import LayeredVault, SessionVault
from app.link.kept_token import KeptToken

URL = "https://hub.example:8443"


def kept(folder: Path, vault: LayeredVault, url: str = URL) -> KeptToken:
    return KeptToken(url, vault=vault, file=folder / "screen.json")


def files(folder: Path) -> list[bytes]:
    """What is in every file of a folder."""
    return [file.read_bytes() for file in folder.iterdir()]


async def test_the_keyring_keeps_it_and_no_file_is_written(tmp_path: Path) -> None:
    vault = LayeredVault(SessionVault())
    await kept(tmp_path, vault).write("secret")
    assert await kept(tmp_path, vault).read() == "secret"
    assert files(tmp_path) == []


async def test_without_a_keyring_a_file_of_this_user_keeps_it(tmp_path: Path) -> None:
    await kept(tmp_path, LayeredVault(None)).write("secret")
    assert await kept(tmp_path, LayeredVault(None)).read() == "secret"
    assert stat.S_IMODE((tmp_path / "screen.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("keyring", [SessionVault(), None])
async def test_what_is_forgotten_is_nowhere(tmp_path: Path, keyring: SessionVault | None) -> None:
    vault = LayeredVault(keyring)
    here = kept(tmp_path, vault)
    await here.write("secret")
    await here.forget()
    assert await here.read() == ""
    assert all(b"secret" not in content for content in files(tmp_path))


async def test_every_hub_has_its_own(tmp_path: Path) -> None:
    vault = LayeredVault(None)
    await kept(tmp_path, vault).write("one")
    await kept(tmp_path, vault, "https://other").write("two")
    await kept(tmp_path, vault).forget()
    assert await kept(tmp_path, vault, "https://other").read() == "two"


async def test_a_damaged_file_is_no_token(tmp_path: Path) -> None:
    (tmp_path / "screen.json").write_text("{")
    assert await kept(tmp_path, LayeredVault(None)).read() == ""


async def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "not a folder").write_text("")
    with pytest.raises(StorageError, match="cannot be kept"):
        await kept(tmp_path / "not a folder", LayeredVault(None)).write("secret")
