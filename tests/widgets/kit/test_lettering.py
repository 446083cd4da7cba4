import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.kit import lettering
from widgets.kit.lettering import FIRST_PAINTED, Look, Sprites, write

GROUND, INK = QColor("#121722"), QColor("#E9EDF5")


def painted(text: str, look: Look, *, times: int, x: float = 20.25, ground: QColor = GROUND) -> NDArray[np.int16]:
    """The text after it has been painted so often."""
    for _time in range(times):
        image = QImage(600, 160, QImage.Format.Format_RGB32)
        image.fill(ground)
        painter = QPainter(image)
        write(painter, x, 110, text, look)
        painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).astype(np.int16).copy()


@pytest.fixture(autouse=True)
def sprites(monkeypatch: pytest.MonkeyPatch) -> Sprites:
    empty = Sprites()
    monkeypatch.setattr(lettering, "SPRITES", empty)
    return empty


@pytest.mark.parametrize(
    ("text", "color", "ground"),
    [
        ("Online check-in", INK, GROUND),
        ("81", QColor("#0B0E14"), QColor("#F58A4B")),
        ("لا أستطيع", INK, GROUND),
        ("👩🏽\u200d✈️ שָׁלוֹם ก็ที่", INK, GROUND),
        ("Ågj_", INK, GROUND),
    ],
)
def test_a_copied_text_looks_like_a_painted_one(text: str, color: QColor, ground: QColor) -> None:
    look = Look(28, 600, 0.0, color.rgba())
    first = painted(text, look, times=1, ground=ground)
    assert np.abs(first - painted(text, look, times=FIRST_PAINTED + 1, ground=ground)).max() <= 16
    assert np.abs(first - painted(" ", look, times=1, ground=ground)).max() > 100


@pytest.mark.parametrize("text", ["118", "\u221218", "9"])
def test_large_figures_look_as_if_they_were_painted_in_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(96, 600, -0.02, INK.rgba())
    in_pieces = painted(text, look, times=1, x=20.0)
    monkeypatch.setattr(lettering, "_pieces", lambda whole: (whole,))
    off = np.abs(in_pieces - painted(text, look, times=1, x=20.0))
    assert off.max() <= 64  # a digit stands at most an eighth of a pixel aside
    assert off.mean() < 0.1


def test_a_text_is_kept_once_it_has_come_often_enough_to_be_worth_its_picture(sprites: Sprites) -> None:
    look = Look(28, 400, 0.0, INK.rgba())
    painted("Two hours in line", look, times=FIRST_PAINTED)
    assert len(sprites) == 0
    painted("Two hours in line", look, times=3)
    assert len(sprites) == 1


def test_what_is_kept_stays_within_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Sprites(most_bytes=100_000)
    monkeypatch.setattr(lettering, "SPRITES", small)
    look = Look(28, 400, 0.0, INK.rgba())
    for number in range(200):
        painted(f"line {number}", look, times=FIRST_PAINTED + 1)
        assert small.bytes <= 100_000
    assert len(small) > 1


def test_what_does_not_come_again_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Sprites(turn_after=20)
    monkeypatch.setattr(lettering, "SPRITES", short)
    look = Look(28, 400, 0.0, INK.rgba())
    painted("gone by", look, times=FIRST_PAINTED + 1)
    painted("still here", look, times=FIRST_PAINTED + 1)
    for number in range(20):
        painted(f"line {number}", look, times=FIRST_PAINTED + 1)
        painted("still here", look, times=1)
    kept = {key[0] for generation in (short._young, short._old) for key in generation}
    assert "still here" in kept
    assert "gone by" not in kept
    assert len(kept) < 12
