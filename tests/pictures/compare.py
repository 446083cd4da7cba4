"""Compares what is painted with pictures that somebody has looked at. Known by the picture tests of both faces.

A picture may differ a little: antialiasing is not the same on every machine. It may not differ in what one sees. To
accept new pictures run the tests with FISHBOWL_UPDATE_PICTURES=1, look at every file that `git diff` names, commit.
A picture that differs is written, with its difference, to build/pictures.
"""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

GOLDEN = Path(__file__).parent
FOUND = Path(__file__).parents[2] / "build" / "pictures"
NOTICEABLE = 48
"""A pixel whose channel is off by this much is seen."""
MOST_NOTICEABLE = 0.002
"""The share of such pixels that is forgiven."""
MOST_MEAN = 0.6
"""The mean difference of a channel, of 255, that is forgiven."""


def assert_picture(image: QImage, name: str) -> None:
    """Fail unless the image looks like tests/pictures/NAME.png; without such a file, or when asked to, write it."""
    golden = GOLDEN / f"{name}.png"
    if os.environ.get("FISHBOWL_UPDATE_PICTURES") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        assert image.convertToFormat(QImage.Format.Format_RGB32).save(str(golden))
        return
    assert golden.exists(), f"{golden} is missing: run the test with FISHBOWL_UPDATE_PICTURES=1 and look at the picture"
    wanted, found = _pixels(QImage(str(golden))), _pixels(image)
    assert wanted.shape == found.shape, (
        f"{name} is {found.shape[1]} × {found.shape[0]}, not {wanted.shape[1]} × {wanted.shape[0]}"
    )
    off = np.abs(wanted.astype(np.int16) - found.astype(np.int16))
    noticeable = float(np.mean(off.max(axis=2) >= NOTICEABLE))
    if noticeable > MOST_NOTICEABLE or off.mean() > MOST_MEAN:
        where = _keep(image, off, name)
        raise AssertionError(
            f"{name} looks different: {noticeable:.2%} of its pixels are off, mean {off.mean():.2f}; see {where}"
        )


def farthest(one: QImage, other: QImage) -> int:
    """How much two pictures of a size differ where they differ most, 0–255.

    A text that comes again is copied, and differs from a painted one by up to 16; what is seen differs by more than
    NOTICEABLE.
    """
    return int(np.abs(_pixels(one).astype(np.int16) - _pixels(other).astype(np.int16)).max())


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """Rows × columns × BGR."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    raw: NDArray[np.uint8] = np.frombuffer(plain.constBits(), dtype=np.uint8)
    return raw.reshape(plain.height(), plain.width(), 4)[:, :, :3].copy()


def _keep(image: QImage, off: NDArray[np.int16], name: str) -> Path:
    """Write what was found and where it differs; returns the folder."""
    found = FOUND / f"{name}.png"
    found.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(found))
    seen = np.ascontiguousarray((off.max(axis=2) * 4).clip(0, 255).astype(np.uint8))
    high, wide = seen.shape
    QImage(seen.data, wide, high, wide, QImage.Format.Format_Grayscale8).save(str(found.with_suffix(".off.png")))
    return found.parent
