"""A wall's own token between two starts: in the system's keyring, else in a file only this user can read. Known by the
link's reach; knows core.

A screen starts by itself, with nobody there to unlock a keyring. Its token opens reading alone and can be revoked at
any desk, so where no keyring answers it lies beside hub.json, with the same rights.
"""

import os
from collections.abc import Awaitable
from pathlib import Path

import msgspec
import structlog

from app.core.errors import StorageError, Unavailable
from app.core.i18n import _
from app.core.secrets import Vault

log = structlog.get_logger(__name__)

_File = dict[str, str]


class KeptToken:
    """The token for one hub.

    Args:
        url: of the hub; vault: the system's keyring; file: used where that does not answer.
    """

    def __init__(self, url: str, *, vault: Vault, file: Path) -> None:
        self._url = url
        self._vault = vault
        self._file = file

    async def read(self) -> str:
        """The token; empty when there is none."""
        try:
            kept = (await self._vault.read(self._owner)).get("token", "")
        except Unavailable as error:
            log.warning("the keyring does not answer", error=str(error))
            kept = ""
        return kept or self._in_file().get(self._url, "")

    async def write(self, token: str) -> None:
        """Keep it. Raises StorageError when neither keyring nor file takes it."""
        if await self._done(self._vault.write(self._owner, {"token": token})):
            return
        self._write_file({**self._in_file(), self._url: token})

    async def forget(self) -> None:
        """It is no longer good: nothing of it stays."""
        await self._done(self._vault.forget(self._owner))
        left = {url: token for url, token in self._in_file().items() if url != self._url}
        if left or self._file.exists():
            self._write_file(left)

    @property
    def _owner(self) -> str:
        return f"hub:{self._url}"

    async def _done(self, work: Awaitable[None]) -> bool:
        """Whether the keyring did it."""
        try:
            await work
        except Unavailable as error:
            log.info("the keyring does not keep the screen's token", error=str(error))
            return False
        return True

    def _in_file(self) -> _File:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_File)
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as error:
            log.warning("the screen's token cannot be read", file=str(self._file), error=str(error))
            return {}

    def _write_file(self, tokens: _File) -> None:
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(msgspec.json.encode(tokens))
            beside.replace(self._file)
        except OSError as error:
            raise StorageError(
                _("The screen's token cannot be kept in {file}: {error}").format(file=self._file, error=error),
                hint=_("It must be let in again after the next start."),
            ) from error
