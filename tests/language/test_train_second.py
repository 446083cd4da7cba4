"""The training program teaches the second opinion beside the first, and never a worse one."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from app.core.errors import Conflict
from app.language import train
from app.language.embedding import NoEmbedding, Vectors
from app.language.second import read_second, write_second
from app.language.train import train_second
from app.language.valence import Valences, make_valences

WORDS = ("dreadful", "plain", "splendid")


class Knowing:
    """Vectors that tell the label."""

    def of(self, texts: list[str]) -> Vectors:
        return np.array([[word in text for word in WORDS] for text in texts], dtype=np.float32)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as `corpora` reads it: 180 English posts of one sense."""
    folder = tmp_path / "data" / "sentiment"
    folder.mkdir(parents=True)
    posts = [f"{number % 3}\ta {WORDS[number % 3]} day number {number}" for number in range(180)]
    (folder / "semeval_train.tsv").write_text("\n".join(posts[:150]))
    (folder / "semeval_val.tsv").write_text("\n".join(posts[150:]))
    (folder / "tse.csv").write_text("textID,text,sentiment\n1,so good,positive\n2,so bad,negative\n3,so so,neutral\n")
    (folder / "goemotions_train.tsv").write_text("good\t0\tx\nbad\t2\tx\nso\t27\tx")
    return tmp_path / "data"


@pytest.fixture
def valences(monkeypatch: pytest.MonkeyPatch) -> Valences:
    monkeypatch.setattr(train, "STEPS", 2)
    monkeypatch.setattr(train, "WORD_BITS", 12)  # a small table is enough for three words
    return make_valences({"good": 2.0})


def test_a_head_is_taught_and_written(
    data: Path, valences: Valences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "Embedding", Knowing)
    out = tmp_path / "second.msgpack"
    train_second(data, valences, out)
    head = read_second(out)
    assert head.figures["both"] >= head.figures["first"]
    better = replace(head, version="better", figures={"both": 101.0})
    write_second(better, out)
    with pytest.raises(Conflict, match="worse at both"):
        train_second(data, valences, out)
    assert read_second(out) == better


def test_without_weights_the_head_that_stands_stays(
    data: Path, valences: Valences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Knowing:
        raise NoEmbedding("The package is not installed.")

    monkeypatch.setattr(train, "Embedding", none)
    out = tmp_path / "second.msgpack"
    out.write_bytes(b"as it was")
    train_second(data, valences, out)
    assert out.read_bytes() == b"as it was"
