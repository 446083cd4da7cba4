"""Makes a picture fit what a network takes: smaller, or of another kind. Known by the composer's hands; knows
domain."""

from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from app.domain.network import Limits
from widgets.kit.encoded import JPEG, encoded

MOST_PIXELS = 50_000_000
TRIES = ((4000, 90), (3000, 85), (2000, 85), (1600, 80), (1200, 75), (800, 70))
"""Longest side and quality, tried one after the other until the file is small enough."""


def as_network_takes(name: str, data: bytes, limits: Limits) -> tuple[str, bytes]:
    """The file itself where it fits, else the same picture as a smaller JPEG under its own name.

    What cannot be made to fit is given back as it is: the hub says what is wrong with it.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    kind = f"image/{bytes(reader.format().data()).decode()}".replace("/jpg", "/jpeg")
    small = not limits.image_bytes or len(data) <= limits.image_bytes
    if small and kind in limits.image_types:
        return name, data
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS or "image/jpeg" not in limits.image_types:
        return name, data
    reader.setAutoTransform(True)
    image = reader.read()
    made = _smaller(image, limits.image_bytes) if not image.isNull() else b""
    return (f"{PurePath(name).stem}.jpg", made) if made else (name, data)


def _smaller(image: QImage, most: int) -> bytes:
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _paint(flat, image)
    for longest, quality in TRIES:
        made = _jpeg(_scaled(flat, longest), quality)
        if not most or len(made) <= most:
            return made
    return b""


def _paint(onto: QImage, image: QImage) -> None:
    """What was clear becomes white: a JPEG knows no clear pixels."""
    painter = QPainter(onto)
    painter.drawImage(0, 0, image)
    painter.end()


def _scaled(image: QImage, longest: int) -> QImage:
    if max(image.width(), image.height()) <= longest:
        return image
    return image.scaled(
        QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _jpeg(image: QImage, quality: int) -> bytes:
    return encoded(image, JPEG, quality=quality)
