"""How well two colours can be told apart. Known by the wall's theme and tests of both; knows nothing.

Contrast is WCAG 2.2's relative luminance ratio; colour-blind sight is Machado, Oliveira and Fernandes 2009 at full
severity; distance is CIE76 in L*a*b* (D65).
"""

from typing import Literal

from PySide6.QtGui import QColor

Sight = Literal["normal", "protan", "deutan", "tritan"]
Rgb = tuple[float, float, float]

_SIGHTS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_TO_XYZ: tuple[Rgb, Rgb, Rgb] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Rgb = (0.95047, 1.0, 1.08883)


def luminance(color: QColor) -> float:
    """Relative luminance 0–1."""
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio 1–21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: QColor, other: QColor, *, sight: Sight = "normal") -> float:
    """CIE76 ΔE between two colours as somebody with this sight sees them."""
    return float(sum((a - b) ** 2 for a, b in zip(lab(one, sight=sight), lab(other, sight=sight), strict=True)) ** 0.5)


def lab(color: QColor, *, sight: Sight = "normal") -> Rgb:
    """L* 0–100, a*, b* of a colour as somebody with this sight sees it."""
    rgb = _linear(color)
    if sight != "normal":
        rgb = tuple(min(1.0, max(0.0, value)) for value in _times(_SIGHTS[sight], rgb))  # type: ignore[assignment]
    x, y, z = (_curve(value / white) for value, white in zip(_times(_TO_XYZ, rgb), _WHITE, strict=True))
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def _linear(color: QColor) -> Rgb:
    def one(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return one(color.redF()), one(color.greenF()), one(color.blueF())


def _times(matrix: tuple[Rgb, Rgb, Rgb], rgb: Rgb) -> Rgb:
    first, second, third = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in matrix)
    return first, second, third


def _curve(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116
