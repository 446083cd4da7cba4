"""What the agent chose for himself: keys, quiet, sound, when he counts as away; kept by the hub. Known by the desk, its
windows and notices; knows link and wire."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.core.errors import FishbowlError
from app.domain.desk_settings import DeskSettings
from app.wire.calls import GetDeskSettings, Request, SaveDeskSettings

Ask = Callable[[str, Request, Callable[[Any], None] | None, Callable[[FishbowlError], None] | None], None]


class Choices(QObject):
    """One person's settings.

    Attributes:
        settings: as far as the hub has told them; what is usual before.
        known: the hub has told them.

    Signals:
        changed: they are different now.
    """

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.settings = DeskSettings()
        self.known = False
        self._owed: dict[str, Any] = {}

    def load(self) -> None:
        """Ask the hub; one that cannot tell leaves everything as it is."""
        self._ask("settings", GetDeskSettings(), self._came, lambda _error: None)

    def change(self, **values: Any) -> None:
        """Choose otherwise: it counts at once, and the hub keeps it, when it is away as soon as it is back."""
        self._owed |= values
        self._take(replace(self.settings, **values))
        self._save()

    def _came(self, settings: Any) -> None:
        if isinstance(settings, DeskSettings):
            self.known = True
            self._take(replace(settings, **self._owed))
            if self._owed:
                self._save()

    def _save(self) -> None:
        sent = dict(self._owed)
        self._ask(
            "save settings",
            SaveDeskSettings(settings=self.settings),
            lambda _kept: self._kept(sent),
            lambda _error: None,
        )

    def _kept(self, sent: dict[str, Any]) -> None:
        """The hub has these; what was chosen since is still owed."""
        self._owed = {name: value for name, value in self._owed.items() if name not in sent or sent[name] != value}

    def _take(self, settings: DeskSettings) -> None:
        if settings != self.settings or self.known:
            self.settings = settings
            self.changed.emit()
