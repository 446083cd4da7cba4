"""Secrets go to a chosen keyring or stay in memory; a keyring that hangs or refuses is said in words."""

import threading
from collections.abc import Iterator

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from app.core import secrets
from app.core.errors import Unavailable
from app.core.secrets import KeyringVault, LayeredVault


class FakeKeyring(KeyringBackend):
    """A keyring in memory that can be locked, or hang until released."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.hangs: threading.Event | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.kept[service, username]

    def _open(self) -> None:
        if self.hangs is not None:
            self.hangs.wait()
        if self.locked:
            raise KeyringLocked("locked")


@pytest.fixture
def keyring() -> Iterator[FakeKeyring]:
    made = FakeKeyring()
    yield made
    if made.hangs is not None:
        made.hangs.set()


async def test_secrets_come_back_as_they_were_kept(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.write("account:1", {"password": "ünïcode"})

    assert await vault.read("account:1") == {"password": "ünïcode"}


async def test_session_secrets_never_reach_the_keyring(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.session.write("account:1", {"password": "x"})

    assert await vault.read("account:1") == {"password": "x"}
    assert keyring.kept == {}


async def test_forgetting_removes_both(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.write("account:1", {"password": "x"})
    await vault.session.write("account:1", {"password": "y"})
    await vault.forget("account:1")

    assert await vault.read("account:1") == {}


async def test_a_locked_keyring_is_said_in_words(keyring: FakeKeyring) -> None:
    keyring.locked = True

    with pytest.raises(Unavailable, match=r"refused.*--session"):
        await LayeredVault(KeyringVault(keyring)).read("account:1")


async def test_a_keyring_that_hangs_does_not_hang_the_hub(
    keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "TIMEOUT_SECONDS", 0.05)
    keyring.hangs = threading.Event()

    with pytest.raises(Unavailable, match="does not answer"):
        await LayeredVault(KeyringVault(keyring)).read("account:1")


async def test_without_a_keyring_nothing_is_written_to_disk_by_accident() -> None:
    with pytest.raises(Unavailable, match="no system keyring"):
        await LayeredVault(None).write("account:1", {"password": "x"})


async def test_renewed_secrets_lie_where_the_old_ones_lay(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.add("account:1", {"token": "a"})
    await vault.add("account:2", {"token": "a"}, session_only=True)

    assert await vault.renew("account:1", was={"token": "a"}, now={"token": "b"})
    assert await vault.renew("account:2", was={"token": "a"}, now={"token": "b"})

    assert list(keyring.kept) == [("fishbowl", "account:1")]
    assert await vault.read("account:1") == await vault.read("account:2") == {"token": "b"}


async def test_what_somebody_changed_meanwhile_is_not_renewed(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.add("account:1", {"token": "typed"})

    assert not await vault.renew("account:1", was={"token": "a"}, now={"token": "b"})
    assert not await vault.renew("account:9", was={"token": "removed"}, now={"token": "b"})
    assert await vault.read("account:1") == {"token": "typed"}
    assert await vault.read("account:9") == {}


async def test_a_keyring_that_refuses_renewed_secrets_says_so_and_keeps_the_old(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.add("account:1", {"token": "a"})
    keyring.locked = True

    with pytest.raises(Unavailable, match="keyring refused"):
        await vault.renew("account:1", was={"token": "a"}, now={"token": "b"})

    keyring.locked = False
    assert await vault.read("account:1") == {"token": "a"}


async def test_added_secrets_stand_beside_the_others(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.add("account:1", {"key": "k", "token": "a"})
    await vault.add("account:1", {"token": "b"})

    assert await vault.read("account:1") == {"key": "k", "token": "b"}


async def test_what_is_kept_for_the_session_stays_off_the_disk_when_it_changes(keyring: FakeKeyring) -> None:
    vault = LayeredVault(KeyringVault(keyring))
    await vault.add("account:1", {"token": "a"}, session_only=True)
    await vault.add("account:1", {"token": "b"})

    assert await vault.read("account:1") == {"token": "b"}
    assert keyring.kept == {}
