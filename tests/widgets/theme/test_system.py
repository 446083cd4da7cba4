"""What the system asks for is a theme of the desk."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.theme.desk import THEMES
from widgets.theme.system import SystemTheme, theme_for

Scheme, Contrast = Qt.ColorScheme, Qt.ContrastPreference


@pytest.mark.parametrize(
    ("scheme", "contrast", "theme"),
    [
        (Scheme.Dark, Contrast.NoPreference, "dark"),
        (Scheme.Light, Contrast.NoPreference, "light"),
        (Scheme.Unknown, Contrast.NoPreference, "dark"),
        (Scheme.Dark, Contrast.HighContrast, "dark-high-contrast"),
        (Scheme.Light, Contrast.HighContrast, "light-high-contrast"),
    ],
)
def test_scheme_and_contrast_are_one_theme(scheme: Scheme, contrast: Contrast, theme: str) -> None:
    assert theme_for(scheme, contrast) == theme
    assert theme in THEMES


def test_a_change_of_the_system_is_told_once(qapp: object, qtbot: QtBot) -> None:
    system = SystemTheme()
    told: list[str] = []
    system.changed.connect(lambda: told.append(system.name))
    hints = qapp.styleHints()  # type: ignore[attr-defined]
    hints.colorSchemeChanged.emit(Scheme.Light)
    hints.colorSchemeChanged.emit(Scheme.Light)
    hints.accessibility().contrastPreferenceChanged.emit(Contrast.HighContrast)
    assert told == ["light", "light-high-contrast"]
