"""The theme the system asks for: dark or light, and with high contrast where Qt tells it. Known by the desk's
appearance; knows Qt.

Qt says the contrast people ask for since 6.10: https://doc.qt.io/qt-6/qaccessibilityhints.html.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

SYSTEM = "system"
"""The name of the choice to look as the system does."""


def theme_for(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> str:
    """The desk's theme for what a system says; dark where it says nothing."""
    theme = "light" if scheme is Qt.ColorScheme.Light else "dark"
    return f"{theme}-high-contrast" if contrast is Qt.ContrastPreference.HighContrast else theme


class SystemTheme(QObject):
    """What the system asks for, now.

    Attributes:
        name: one of `widgets.theme.desk.THEMES`.

    Signals:
        changed: the system asks for something else.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        hints = QGuiApplication.styleHints()
        asks = hints.accessibility()
        self._scheme, self._contrast = hints.colorScheme(), asks.contrastPreference()
        self.name = theme_for(self._scheme, self._contrast)
        hints.colorSchemeChanged.connect(self._take_scheme)
        asks.contrastPreferenceChanged.connect(self._take_contrast)

    def _take_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self._look_again()

    def _take_contrast(self, contrast: Qt.ContrastPreference) -> None:
        self._contrast = contrast
        self._look_again()

    def _look_again(self) -> None:
        before, self.name = self.name, theme_for(self._scheme, self._contrast)
        if self.name != before:
            self.changed.emit()
