"""The wall's colours, read from resources/themes/wall.toml. Known by kit and the wall; knows core.paths.

One look, dark, for screens that are read from across a room. Every colour that carries a meaning has a shape or a
word beside it wherever it is used.
"""

import tomllib
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor

from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from widgets.theme.contrast import contrast

HEAT_STEPS = 9
NIGHT, NIGHT_STEP = 0.8, 0.02
"""How bright texts are at night, and in which steps they are lifted where that is too dark to read."""
NIGHT_CONTRAST = {"text1": 7.0, "text2": 5.0, "text3": 4.5}
"""The least contrast of texts at night, on a panel."""


@dataclass(frozen=True)
class WallTheme:
    """Colours by use.

    Attributes:
        bg: canvas and gaps between panels.
        surface: panel fill; panels have no stroke.
        raised: the tile behind a network's two letters.
        hairline: gridlines above zero, row separators, the empty track of a bar.
        axis: zero line and axis ticks, which must survive a reflecting glass.
        text1: numbers, titles, post text, event labels.
        text2: context, units, row labels.
        text3: axis labels, ages, handles; nothing a visitor must read.
        accent: the measured line, progress done, a countdown.
        band: the expected range.
        excess: flat fill between the range and a line above it.
        negative, neutral, positive: sentiment, always with its shape and word; positive also marks what is connected.
        negative_dim, positive_dim: the uncertain end of a sentiment bar.
        warn: stale, late or past target, always with a diamond or a number.
        alarm: one block, only while a crisis is declared; never text.
        on_alarm: text on that block.
        heat: nine steps from cold to hot, used for heat and nothing else.
        heat_ink: the text colour on each step.
    """

    bg: QColor
    surface: QColor
    raised: QColor
    hairline: QColor
    axis: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    band: QColor
    excess: QColor
    negative: QColor
    negative_dim: QColor
    neutral: QColor
    positive: QColor
    positive_dim: QColor
    warn: QColor
    alarm: QColor
    on_alarm: QColor
    heat: tuple[QColor, ...]
    heat_ink: tuple[QColor, ...]

    def heat_of(self, value: float) -> QColor:
        """The colour of a heat 0–100."""
        return self.heat[heat_step(value)]

    def at_night(self) -> "WallTheme":
        """The same look with quieter texts, for a dark room; none falls below its least contrast."""
        quieter: dict[str, Any] = {
            name: self._quieter(getattr(self, name), least) for name, least in NIGHT_CONTRAST.items()
        }
        return replace(self, **quieter)

    def _quieter(self, color: QColor, least: float) -> QColor:
        share = NIGHT
        while share < 1 and contrast(_dimmed(color, share), self.surface) < least:
            share += NIGHT_STEP
        return _dimmed(color, min(1.0, share))

    def ink_on(self, value: float) -> QColor:
        """The text colour on that heat."""
        return self.heat_ink[heat_step(value)]


@lru_cache(maxsize=1024)
def heat_step(value: float) -> int:
    """Which of the nine steps a heat 0–100 belongs to."""
    return max(0, min(HEAT_STEPS - 1, int(value * HEAT_STEPS / 100)))


def read_wall_theme(path: Path) -> WallTheme:
    """The theme in a TOML file; raises BadInput that names what is missing or cannot be read."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            _("The wall's colours in {file} cannot be read: {error}").format(file=path, error=error)
        ) from None
    flat = [field.name for field in fields(WallTheme) if not field.name.startswith("heat")]
    values: dict[str, Any] = {name: _color(table.get("color", {}).get(name), name, path) for name in flat}
    for name, key in (("heat", "step"), ("heat_ink", "ink")):
        steps = table.get("heat", {}).get(key, [])
        if len(steps) != HEAT_STEPS:
            raise BadInput(_("{file}: heat.{name} needs nine colours.").format(file=path, name=key))
        values[name] = tuple(_color(step, f"heat.{key}", path) for step in steps)
    return WallTheme(**values)


@lru_cache(maxsize=1)
def wall_theme() -> WallTheme:
    """The shipped theme."""
    return read_wall_theme(resources() / "themes" / "wall.toml")


def _dimmed(color: QColor, share: float) -> QColor:
    return QColor.fromRgbF(*(share * part for part in (color.redF(), color.greenF(), color.blueF())))


def _color(value: object, name: str, path: Path) -> QColor:
    color = QColor(value) if isinstance(value, str) else QColor()
    if not color.isValid():
        raise BadInput(
            _("{file}: {name} must be a colour such as #5AA9FF, not {value}.").format(file=path, name=name, value=value)
        )
    return color
