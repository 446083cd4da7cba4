from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from widgets.kit.backdrop import Backdrop


def painted(backdrop: Backdrop, *, width: int = 40, height: int = 30) -> QPixmap:
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.magenta)
    painter = QPainter(picture)
    backdrop.paint(painter)
    painter.end()
    return picture


def ground() -> QPixmap:
    picture = QPixmap(40, 30)
    picture.fill(QColor("#1a2130"))
    return picture


def test_what_stands_above_and_below_the_plain_rows_is_kept() -> None:
    picture = ground()
    painter = QPainter(picture)
    painter.fillRect(3, 2, 10, 4, QColor("white"))
    painter.fillRect(0, 27, 40, 1, QColor("red"))
    painter.end()
    assert painted(Backdrop(picture)).toImage() == picture.toImage()


def test_a_plain_picture_is_a_colour() -> None:
    assert painted(Backdrop(ground())).toImage() == ground().toImage()


def test_a_picture_without_a_plain_row_is_kept_whole() -> None:
    picture = ground()
    painter = QPainter(picture)
    painter.fillRect(20, 0, 1, 30, QColor("white"))
    painter.end()
    assert painted(Backdrop(picture)).toImage() == picture.toImage()


def test_every_plain_colour_is_where_it_was() -> None:
    picture = ground()
    painter = QPainter(picture)
    painter.fillRect(0, 0, 40, 10, QColor("#223344"))
    painter.end()
    assert painted(Backdrop(picture)).toImage() == picture.toImage()


def test_plain_rows_above_and_below_a_rule_keep_their_places() -> None:
    picture = QPixmap(40, 90)
    picture.fill(QColor("#1a2130"))
    painter = QPainter(picture)
    painter.fillRect(3, 40, 20, 2, QColor("white"))
    painter.end()
    assert painted(Backdrop(picture), height=90).toImage() == picture.toImage()


def test_before_anything_is_painted_a_backdrop_paints_nothing() -> None:
    assert painted(Backdrop()).toImage().pixelColor(5, 5) == QColor(Qt.GlobalColor.magenta)
