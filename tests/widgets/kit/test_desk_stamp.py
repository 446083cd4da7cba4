"""Stamped signs: painted once for all rows that show the same, and no other than when painted directly."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.kit.desk_marks import person_circle, sentiment_mark, sentiment_step
from widgets.kit.desk_stamp import stamp
from widgets.theme.desk import DeskLook, desk_look

BOX = QRect(10, 10, 20, 20)


def canvas(ground: QColor) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(ground)
    return image


def test_a_stamped_sign_looks_like_the_painted_one(qtbot: QtBot) -> None:
    look = desk_look("dark")
    ground = look.tokens.sel
    stamped, painted = canvas(ground), canvas(ground)
    with QPainter(stamped) as painter:
        stamp(painter, look, BOX, ground, person_circle, "ML")
    with QPainter(painted) as painter:
        person_circle(painter, look, BOX, "ML")
    assert stamped == painted


def test_a_sign_is_painted_once_for_all_rows_that_show_it(qtbot: QtBot) -> None:
    painted: list[str] = []

    def paint(painter: QPainter, look: DeskLook, rect: QRect, word: str) -> None:
        painted.append(word)

    look = desk_look("light")
    rows = canvas(look.tokens.bg1)
    with QPainter(rows) as painter:
        for word in ("a", "a", "b", "a"):
            stamp(painter, look, BOX, look.tokens.bg1, paint, word)
    assert painted == ["a", "b"]


def test_scores_that_look_the_same_share_one_picture(qtbot: QtBot) -> None:
    assert [sentiment_step(score) for score in (-0.9, -0.3, -0.05, 0.02, 0.06, 0.6)] == [-1, -0.5, 0, 0, 0.5, 1]
    look = desk_look("dark")
    for score in (-0.9, -0.3, 0.02, 0.4, 0.7):
        whole, step = canvas(look.tokens.bg1), canvas(look.tokens.bg1)
        with QPainter(whole) as painter:
            sentiment_mark(painter, look, BOX, score)
        with QPainter(step) as painter:
            sentiment_mark(painter, look, BOX, sentiment_step(score))
        assert whole == step
