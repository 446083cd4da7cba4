"""A text is as long as its network says."""

import pytest

from app.domain.length import length_of
from app.domain.network import LengthUnit


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
