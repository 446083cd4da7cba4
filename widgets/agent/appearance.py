"""How the desk looks: the theme and text size its agent chose, or what the system asks for. Known by the window; knows
choices, memory and theme.

The choice belongs to the person and is kept by the hub; this machine remembers the last one for the first picture,
which is painted before the hub has answered. What the command line says counts until the agent chooses otherwise.
"""

from PySide6.QtCore import QObject, Signal

from widgets.agent.choices import Choices
from widgets.models.desk_memory import DeskMemory
from widgets.theme.desk import TEXT_SIZES, THEMES, DeskLook, desk_look
from widgets.theme.system import SYSTEM, SystemTheme

USUAL = 100
"""Per cent."""


class Appearance(QObject):
    """The look of one desk.

    Attributes:
        theme: what was chosen, `SYSTEM` or one of `THEMES`; text_size: per cent.

    Signals:
        changed: the desk looks different now.
    """

    changed = Signal()

    def __init__(
        self,
        choices: Choices,
        memory: DeskMemory,
        *,
        theme: str = "",
        text_size: int = 0,
        parent: QObject | None = None,
    ) -> None:
        """`theme` and `text_size` are what was asked for at the start, empty and 0 for nothing."""
        super().__init__(parent)
        self._choices, self._memory = choices, memory
        self._system = SystemTheme(self)
        self._theme_given, self._size_given = bool(theme), bool(text_size)
        self.theme = theme or _known(memory.last.theme)
        self.text_size = text_size or memory.last.text_size or USUAL
        self._system.changed.connect(self._follow_system)
        choices.changed.connect(self._follow_choice)

    @property
    def look(self) -> DeskLook:
        """What everything is painted with."""
        theme = self._system.name if self.theme == SYSTEM else self.theme
        return desk_look(theme, text_size=self.text_size)

    def choose(self, theme: str) -> None:
        """Look so from now on, also tomorrow and at another desk."""
        self._theme_given = False
        self._choices.change(theme=theme)
        self._take(theme, self.text_size)

    def step_text(self, by: int) -> None:
        """One text size larger or smaller."""
        sizes = TEXT_SIZES
        nearest = min(range(len(sizes)), key=lambda place: abs(sizes[place] - self.text_size))
        size = sizes[max(0, min(len(sizes) - 1, nearest + by))]
        self._size_given = False
        self._choices.change(text_size=size)
        self._take(self.theme, size)

    # inside

    def _follow_choice(self) -> None:
        """The hub has told what the person chose."""
        if not self._choices.known:
            return
        settings = self._choices.settings
        theme = self.theme if self._theme_given else _known(settings.theme)
        self._take(theme, self.text_size if self._size_given else settings.text_size or USUAL)

    def _follow_system(self) -> None:
        if self.theme == SYSTEM:
            self.changed.emit()

    def _take(self, theme: str, text_size: int) -> None:
        before = self.look
        self.theme, self.text_size = theme, text_size
        self._memory.keep(
            theme=self._memory.last.theme if self._theme_given else theme,
            text_size=self._memory.last.text_size if self._size_given else text_size,
        )
        if self.look is not before:
            self.changed.emit()


def _known(theme: str) -> str:
    """A theme this version has; as the system where nothing, or something newer, was chosen."""
    return theme if theme in THEMES else SYSTEM
