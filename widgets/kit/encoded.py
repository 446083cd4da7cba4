"""Pictures to bytes and back, in the one format that is named: nothing is guessed from a stranger's bytes. Known by
models and widgets; knows nothing.

`QImage.save` and `QImage.fromData` take text where their types say bytes; the writer and the reader do as they say.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

PNG = b"PNG"
JPEG = b"JPEG"


def encoded(image: QImage, kind: bytes, *, quality: int = -1) -> bytes:
    """The picture as a file of that kind; quality from 0 to 100, -1 for the kind's own. Nothing if it has no size."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind)
    writer.setQuality(quality)
    writer.write(image)
    return bytes(buffer.data().data())


def decoded(data: bytes, kind: bytes) -> QImage:
    """The picture in a file of that kind; a null one if it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, kind).read()
