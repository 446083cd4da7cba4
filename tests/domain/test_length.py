"""A text is as long as its network says."""

import pytest

from app.domain.length import length_of, text_length
from app.domain.network import LengthUnit, Limits


@pytest.mark.parametrize(
    ("text", "graphemes", "characters", "utf16", "octets"),
    [
        ("abc", 3, 3, 3, 3),
        ("ü", 1, 1, 1, 2),
        ("👩‍👩‍👧", 1, 5, 8, 18),
        ("नमस्ते", 3, 6, 6, 18),
        ("", 0, 0, 0, 0),
    ],
)
def test_each_unit_counts_its_own_way(text: str, graphemes: int, characters: int, utf16: int, octets: int) -> None:
    assert length_of(text, LengthUnit.GRAPHEMES) == graphemes
    assert length_of(text, LengthUnit.CHARACTERS) == characters
    assert length_of(text, LengthUnit.UTF16) == utf16
    assert length_of(text, LengthUnit.BYTES) == octets


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("abc", 3),
        ("u\u0308", 1),
        ("Привет", 6),
        ("東京", 4),
        ("한국", 4),
        ("👩‍👩‍👧", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("☎️", 2),
        ("1️⃣", 2),
        ("12", 2),
        ("©", 1),
        ("“quoted” – said", 15),
        ("€", 2),
        ("", 0),
    ],
)
def test_x_weighs_letters(text: str, weight: int) -> None:
    assert length_of(text, LengthUnit.WEIGHTED) == weight


def test_a_link_weighs_the_same_however_long_it_is() -> None:
    limits = Limits(length=280, unit=LengthUnit.WEIGHTED, link_length=23)
    assert text_length("see https://harbour.example/" + "a" * 200, limits) == 27
