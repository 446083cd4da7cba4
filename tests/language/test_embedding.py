"""Vectors of meaning: texts that say the same lie close, and only the expected weights are loaded."""

from pathlib import Path

import numpy as np
import pytest

from app.language import embedding
from app.language.embedding import WIDTH, Embedding, NoEmbedding


def test_texts_that_say_the_same_lie_close_whatever_stands_beside_them() -> None:
    model = Embedding()
    texts = ["my luggage is lost", "the airline cannot find my bag", "what a lovely sunny evening by the sea today"]
    vectors = model.of(texts)
    assert vectors.shape == (3, 3 * WIDTH)
    means = vectors[:, :WIDTH] / np.linalg.norm(vectors[:, :WIDTH], axis=1, keepdims=True)
    assert means[0] @ means[1] > means[0] @ means[2] + 0.2
    alone = model.of([texts[0]])
    assert np.allclose(alone[0], vectors[0], atol=1e-3)


def test_other_weights_than_the_expected_are_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"other weights")
    monkeypatch.setattr(embedding, "weights_path", lambda: other)
    with pytest.raises(NoEmbedding, match="not the one that is expected"):
        Embedding()
