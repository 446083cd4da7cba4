"""Secrets of accounts: in the system's keyring, or in memory for the session. Known by hub and services; knows core.

The only module that knows the keyring library. Backends are chosen explicitly: the system's own, never one that
prompts on standard input or writes plain text. Every call runs in a thread with a time limit, since D-Bus can hang.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from app.core.aside import Aside
from app.core.errors import Unavailable
from app.core.i18n import _

SERVICE = "fishbowl"
TIMEOUT_SECONDS = 8.0

T = TypeVar("T")


class Vault(Protocol):
    """Keeps a few named secrets per owner.

    Attributes:
        title: where they lie, in words for `doctor`.
    """

    title: str

    async def read(self, owner: str) -> dict[str, str]:
        """The secrets of an owner; empty when it has none. Raises Unavailable when the vault is locked or away."""
        ...

    async def write(self, owner: str, secrets: dict[str, str]) -> None:
        """Replace an owner's secrets."""
        ...

    async def forget(self, owner: str) -> None:
        """Remove an owner's secrets; none is no error."""
        ...


class SessionVault:
    """Secrets in this process's memory only; gone when it ends."""

    def __init__(self) -> None:
        self.title = _("this session's memory (gone when the hub stops)")
        self._kept: dict[str, dict[str, str]] = {}

    async def read(self, owner: str) -> dict[str, str]:
        return dict(self._kept.get(owner, {}))

    async def write(self, owner: str, secrets: dict[str, str]) -> None:
        self._kept[owner] = dict(secrets)

    async def forget(self, owner: str) -> None:
        self._kept.pop(owner, None)


class KeyringVault:
    """Secrets in the system's keyring, one JSON entry per owner."""

    def __init__(self, backend: KeyringBackend) -> None:
        self.title = _("the system keyring ({name})").format(name=backend.name)
        self._backend = backend
        self._aside = Aside("keyring")

    async def read(self, owner: str) -> dict[str, str]:
        kept = await self._in_thread(lambda: self._backend.get_password(SERVICE, owner))
        return json.loads(kept) if kept else {}

    async def write(self, owner: str, secrets: dict[str, str]) -> None:
        await self._in_thread(lambda: self._backend.set_password(SERVICE, owner, json.dumps(secrets)))

    async def forget(self, owner: str) -> None:
        if await self.read(owner):
            await self._in_thread(lambda: self._backend.delete_password(SERVICE, owner))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        try:
            return await self._aside.do(work, within=TIMEOUT_SECONDS)
        except TimeoutError:
            raise Unavailable(
                _("The system keyring does not answer."),
                hint=_("Unlock it, or add the account with --session to keep its secrets in memory only."),
            ) from None
        except KeyringError as error:
            raise Unavailable(
                _("The system keyring refused: {error}.").format(error=error or type(error).__name__),
                hint=_("Unlock it, or add the account with --session to keep its secrets in memory only."),
            ) from error


class LayeredVault:
    """Session secrets over the keyring's: what was given for the session only never reaches the disk."""

    def __init__(self, keyring: Vault | None) -> None:
        self.session = SessionVault()
        self.keyring = keyring
        self.title = keyring.title if keyring else self.session.title
        self._changing = asyncio.Lock()

    async def read(self, owner: str) -> dict[str, str]:
        kept = await self.session.read(owner)
        if kept or self.keyring is None:
            return kept
        return await self.keyring.read(owner)

    async def write(self, owner: str, secrets: dict[str, str]) -> None:
        if self.keyring is None:
            raise Unavailable(
                _("This machine has no system keyring, so the secrets cannot be kept."),
                hint=_("Install one (on Debian: gnome-keyring), or use --session to keep them in memory only."),
            )
        await self.keyring.write(owner, secrets)

    async def add(self, owner: str, secrets: Mapping[str, str], *, session_only: bool = False) -> None:
        """Put these beside what an owner has, replacing those of the same name; what lies in memory stays there."""
        async with self._changing:
            for_session = await self.session.read(owner)
            kept = for_session or await self.read(owner)
            await (self.session if session_only or for_session else self).write(owner, {**kept, **secrets})

    async def renew(self, owner: str, *, was: Mapping[str, str], now: Mapping[str, str]) -> bool:
        """Put `now` in the place of `was`, where that lies; False, and nothing done, when somebody has changed it."""
        async with self._changing:
            for_session = await self.session.read(owner)
            if (for_session or await self.read(owner)) != was:
                return False
            await (self.session if for_session else self).write(owner, dict(now))
            return True

    async def forget(self, owner: str) -> None:
        await self.session.forget(owner)
        if self.keyring is not None:
            await self.keyring.forget(owner)


def system_backend() -> KeyringBackend | None:
    """The system's own keyring, or None where there is none that can be used without a prompt or plain text."""
    try:
        if sys.platform == "win32":
            from keyring.backends.Windows import WinVaultKeyring as Backend
        elif sys.platform == "darwin":
            from keyring.backends.macOS import Keyring as Backend
        else:
            from keyring.backends.SecretService import Keyring as Backend
        return Backend() if Backend.priority > 0 else None  # type: ignore[no-untyped-call,unused-ignore]
    except Exception:  # a missing bus or library raises whatever it likes; all of it means: no keyring here
        return None


async def open_vault() -> LayeredVault:
    """The vault of this machine; looking for the system's keyring is itself done in a thread with a time limit."""
    try:
        backend = await Aside("keyring-probe").do(system_backend, within=TIMEOUT_SECONDS)
    except TimeoutError:
        backend = None
    return LayeredVault(KeyringVault(backend) if backend else None)
