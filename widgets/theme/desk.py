"""The desk's colours, type and measures as one frozen value. Known by kit and the agent's room; knows theme.fonts and
core.

Tokens come from resources/themes/desk-*.toml. Delegates and painted widgets read the look, never the style sheet.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QPalette

from app.core.errors import BadInput
from app.core.paths import resources
from widgets.theme.fonts import font

TEXT_SIZES = (90, 100, 110, 125, 150, 175, 200)
"""Offered text sizes, per cent."""

THEMES = ("dark", "light", "dark-high-contrast", "light-high-contrast")


@dataclass(frozen=True, eq=False)
class DeskTokens:
    """Colours by what they are for; DESK.md section 2 says each one's use and contrast."""

    bg0: QColor
    bg1: QColor
    bg2: QColor
    bg3: QColor
    ask: QColor
    sel: QColor
    note: QColor
    line: QColor
    line2: QColor
    ctl: QColor
    noteline: QColor
    t1: QColor
    t2: QColor
    t3: QColor
    acc: QColor
    fill: QColor
    onfill: QColor
    neg: QColor
    neu: QColor
    pos: QColor
    warn: QColor
    onwarn: QColor
    notet: QColor
    misspelt: QColor
    hues: tuple[QColor, ...]

    def hue(self, number: int) -> QColor:
        """An account's colour; more accounts than hues reuse them, the monogram tells them apart."""
        return self.hues[number % len(self.hues)]


@dataclass(frozen=True)
class TypeStyle:
    """One entry of the type table: em and line height in logical pixels at 100 %, weight 400–700."""

    size: int
    line: int
    weight: int


TYPE = {
    "title": TypeStyle(20, 28, 600),
    "head": TypeStyle(15, 20, 600),
    "pane": TypeStyle(14, 20, 600),
    "read": TypeStyle(14, 21, 400),
    "read_strong": TypeStyle(14, 21, 600),
    "base": TypeStyle(13, 18, 400),
    "label": TypeStyle(13, 18, 500),
    "name": TypeStyle(13, 18, 600),
    "small": TypeStyle(12, 16, 400),
    "chip": TypeStyle(12, 16, 500),
    "section": TypeStyle(12, 16, 600),
    "key": TypeStyle(11, 16, 500),
    "tag": TypeStyle(11, 16, 500),
    "mark": TypeStyle(10, 12, 700),
    "circle": TypeStyle(9, 12, 700),
}


@dataclass(frozen=True, eq=False)
class DeskLook:
    """Everything a widget needs to paint itself.

    Attributes:
        scale: the text size, 0.9–2.0; every measure is multiplied by it and rounded.
    """

    name: str
    dark: bool
    high_contrast: bool
    tokens: DeskTokens
    scale: float = 1.0

    @lru_cache(maxsize=4_096)  # noqa: B019 - looks are few and stay as long as the program; asked 100,000 times a second
    def px(self, measure: float) -> int:
        """A measure of DESK.md in logical pixels at this text size."""
        return round(measure * self.scale)

    def font(self, style: str) -> QFont:
        """A font of the type table; shared, copy it before changing it."""
        entry = TYPE[style]
        return font(max(1, self.px(entry.size)), entry.weight)

    def line(self, style: str) -> int:
        """The line height of a type style, in pixels."""
        return self.px(TYPE[style].line)

    @property
    def ring(self) -> int:
        """Width of the focus ring."""
        return 3 if self.high_contrast else 2


@lru_cache(maxsize=16)
def desk_look(theme: str = "dark", *, text_size: int = 100) -> DeskLook:
    """The look of a theme (one of THEMES) at a text size in per cent; raises BadInput for an unknown theme."""
    if theme not in THEMES:
        raise BadInput(f"There is no desk theme named {theme}.", hint=f"Choose one of: {', '.join(THEMES)}.")
    read = tomllib.loads((resources() / "themes" / f"desk-{theme}.toml").read_text(encoding="utf-8"))
    colours = {name: QColor(value) for name, value in read["tokens"].items()}
    tokens = DeskTokens(**colours, hues=tuple(QColor(value) for value in read["hues"].values()))
    scale = max(0.9, min(2.0, text_size / 100))
    return DeskLook(read["name"], read["dark"], read["high_contrast"], tokens, scale)


def token_names() -> tuple[str, ...]:
    """Names of all plain colour tokens."""
    return tuple(field.name for field in fields(DeskTokens) if field.name != "hues")


def contrast(first: QColor, second: QColor) -> float:
    """WCAG 2 contrast ratio, 1–21. Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def palette(look: DeskLook) -> QPalette:
    """Qt's own roles in the look's colours."""
    tokens, made = look.tokens, QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.bg0,
        QPalette.ColorRole.WindowText: tokens.t1,
        QPalette.ColorRole.Base: tokens.bg1,
        QPalette.ColorRole.AlternateBase: tokens.bg2,
        QPalette.ColorRole.Text: tokens.t1,
        QPalette.ColorRole.Button: tokens.bg2,
        QPalette.ColorRole.ButtonText: tokens.t1,
        QPalette.ColorRole.ToolTipBase: tokens.bg3,
        QPalette.ColorRole.ToolTipText: tokens.t1,
        QPalette.ColorRole.PlaceholderText: tokens.t3,
        QPalette.ColorRole.Highlight: tokens.fill,
        QPalette.ColorRole.HighlightedText: tokens.onfill,
        QPalette.ColorRole.Link: tokens.acc,
    }
    for role, colour in roles.items():
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.t3)
    return made


def style_sheet(look: DeskLook) -> str:
    """The short style sheet for what Qt draws itself: scroll bars, tool tips, menus, boxes to choose from."""
    t, px = look.tokens, look.px
    return (
        f"QToolTip {{ background: {t.bg3.name()}; color: {t.t1.name()}; border: 1px solid {t.line2.name()};"
        f" padding: {px(4)}px {px(6)}px; }}"
        f"QScrollBar:vertical {{ background: transparent; width: {px(8)}px; margin: 0; }}"
        f"QScrollBar::handle:vertical {{ background: {t.line2.name()}; border-radius: {px(3)}px;"
        f" min-height: {px(32)}px; margin: {px(1)}px; }}"
        "QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page"
        " { background: none; border: none; height: 0; width: 0; }"
        f"QMenu {{ background: {t.bg2.name()}; color: {t.t1.name()}; border: 1px solid {t.ctl.name()};"
        f" padding: {px(4)}px; }}"
        f"QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; border-radius: {px(6)}px; }}"
        f"QMenu::item:selected {{ background: {t.sel.name()}; }}"
        f"QMenu::item:disabled {{ color: {t.t3.name()}; }}"
        f"QComboBox {{ background: {t.bg1.name()}; color: {t.t1.name()}; border: 1px solid {t.ctl.name()};"
        f" border-radius: {px(6)}px; padding: {px(2) + look.ring}px {px(6) + look.ring}px; }}"
        f"QComboBox:focus {{ border: {look.ring}px solid {t.acc.name()};"
        f" padding: {px(2) + 1}px {px(6) + 1}px; }}"
        f"QCheckBox:focus {{ border-color: {t.acc.name()}; }}"
        f"QCheckBox::indicator {{ width: {px(12)}px; height: {px(12)}px; border: 1px solid {t.ctl.name()};"
        f" border-radius: {px(3)}px; background: {t.bg1.name()}; }}"
        f"QCheckBox::indicator:checked {{ background: {t.fill.name()}; border-color: {t.t1.name()}; }}"
        "QComboBox::drop-down { border: none; }"
        f"QComboBox QAbstractItemView {{ background: {t.bg2.name()}; color: {t.t1.name()};"
        f" selection-background-color: {t.sel.name()}; selection-color: {t.t1.name()}; }}"
        f"QCheckBox {{ border: {look.ring}px solid transparent; border-radius: {px(6)}px; padding: {px(2)}px; }}"
        f"QMenu::separator {{ background: {t.line.name()}; height: 1px; margin: {px(4)}px; }}"
    )
