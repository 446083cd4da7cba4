"""Pictures to bytes and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from widgets.kit.encoded import JPEG, PNG, decoded, encoded


@pytest.mark.parametrize("kind", [PNG, JPEG])
def test_a_picture_comes_back_as_it_was(kind: bytes) -> None:
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    again = decoded(encoded(image, kind, quality=95), kind)
    assert (again.width(), again.height()) == (6, 4)
    assert again.pixelColor(3, 2).red() > 240


def test_a_file_of_another_kind_is_no_picture() -> None:
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert decoded(encoded(image, PNG), JPEG).isNull()
    assert decoded(b"nonsense", PNG).isNull()
