"""Whether this agent takes new work: said by key, and by itself when nobody touches the desk for long. Known by the
desk; knows link and wire."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from app.core.clock import MINUTE, Millis
from app.core.errors import FishbowlError
from app.domain.shift import State
from app.link.base import Link, LinkState
from app.wire.calls import Request, SayState
from widgets.agent.choices import Choices

Ask = Callable[[str, Request, Callable[[Any], None] | None, Callable[[FishbowlError], None] | None], None]

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,  # of a shortcut nothing else comes
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Shift(QObject):
    """This agent's state.

    Attributes:
        state: as it was said last; `idle` while it is AWAY only because nobody touches the desk.

    Signals:
        changed: the state is another one.
    """

    changed = Signal()

    def __init__(self, link: Link, choices: Choices, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._choices, self._ask = link, choices, ask
        self.state = State.HERE
        self.idle = False
        self._touched_at: Millis = link.now()
        self._heard: set[QWindow] = set()
        self._listen()

    def say(self, state: State) -> None:
        """The agent's own word; it ends being away by itself."""
        self.idle = False
        self._touched_at = self._link.now()
        self._become(state)

    def say_again(self) -> None:
        """The hub may have forgotten."""
        if self.state is not State.HERE:
            self._tell()

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        self._listen()
        limit = self._choices.settings.idle_minutes * MINUTE
        if limit and self.state is State.HERE and now - self._touched_at >= limit:
            self.idle = True
            self._become(State.AWAY)

    def touch(self) -> None:
        """Somebody is at the desk: whoever was away by himself is here again."""
        self._touched_at = self._link.now()
        if self.idle:
            self.idle = False
            self._become(State.HERE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What a person does to a window before any widget of it hears."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def close(self) -> None:
        """Listen no more."""
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)

    def _listen(self) -> None:
        """At every window, and at those that came since; at the application each event of each widget would pass here,
        a hundred for every one that a person makes."""
        windows = QGuiApplication.allWindows()
        for window in windows:
            if window not in self._heard:
                window.installEventFilter(self)
        self._heard = set(windows)

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        if self._link.state is LinkState.LIVE:
            self._ask("state", SayState(state=self.state), None, lambda _error: None)
