"""Texts are cut into the pieces that BERT's list holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.paths import resources
from app.language.pieces import LONGEST, read_pieces

PIECES = read_pieces()
LISTED = (resources() / "model" / "pieces.txt").read_text(encoding="utf-8").split("\n")


def cut(text: str) -> list[str]:
    return [LISTED[number] for number in PIECES.of([text])[0]][1:-1]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("I LOVE it!", ["i", "love", "it", "!"]),
        ("unbelievably", ["un", "##bel", "##ie", "##va", "##bly"]),
        ("Café déjà", ["cafe", "de", "##ja"]),
        ("@mira see https://example.org/x", ["@", "user", "see", "http"]),
        ("love😍it", ["love", "[UNK]", "it"]),
        ("so_so", ["so", "_", "so"]),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_a_text_is_cut_into_known_pieces(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_a_long_text_is_read_from_its_beginning() -> None:
    (numbers,) = PIECES.of(["good " * 500])
    assert len(numbers) == LONGEST
    assert LISTED[numbers[-1]] == "[SEP]"


@given(st.lists(st.text(), max_size=5))
def test_every_text_has_its_own_line_whatever_it_holds(texts: list[str]) -> None:
    found = PIECES.of(texts)
    assert len(found) == len(texts)
    assert all(2 <= len(numbers) <= LONGEST for numbers in found)
