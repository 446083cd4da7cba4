"""Labelled texts as the training program reads them."""

from pathlib import Path

from app.language import corpora


def test_of_the_hindi_set_only_the_second_half_is_learned_from(tmp_path: Path) -> None:
    folder = tmp_path / "sentiment"
    folder.mkdir()
    for name in ("hindi", "german"):
        (folder / f"umsab_{name}_train.tsv").write_text("0\ta\n1\tb\n2\tc\n0\td\n")
    assert corpora.sound(tmp_path, "hi", "train").texts == ["c", "d"]
    assert corpora.sound(tmp_path, "de", "train").texts == ["a", "b", "c", "d"]
