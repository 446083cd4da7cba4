"""A model taught by corrections."""

from pathlib import Path

import numpy as np
import pytest

from app.core.errors import BadInput, Conflict
from app.domain.understanding import Sentiment
from app.language.learning import fit_softmax, macro_f1, macro_recall, to_int8
from app.language.model import Model, read_model
from app.language.retrain import Correction, head_logits, retrain
from app.language.train import refuse_worse, train
from tests.fakes.tiny_model import BITS, corrections, write_tiny_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_tiny_model(tmp_path)


def test_corrections_are_learned_and_the_old_model_is_kept(path: Path) -> None:
    before = path.read_bytes()
    taught = retrain(path, corrections())
    assert taught.version == "test+1"
    assert read_model(path) == taught
    assert path.with_suffix(".previous").read_bytes() == before


def test_corrections_that_teach_nothing_change_nothing(path: Path) -> None:
    before = path.read_bytes()
    confused = [Correction(text=f"word{number}", language="en", sentiment=Sentiment.NEUTRAL) for number in range(30)]
    with pytest.raises(Conflict, match="old one stays"):
        retrain(path, confused)
    assert path.read_bytes() == before


def test_corrections_that_would_tilt_everything_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.retrain.STRENGTH", 1000.0)
    monkeypatch.setattr("app.language.retrain.LEAST_KEPT", 0.999)
    before = path.read_bytes()
    with pytest.raises(Conflict, match="change too much"):
        retrain(path, corrections())
    assert path.read_bytes() == before


def test_too_few_corrections_are_refused(path: Path) -> None:
    with pytest.raises(BadInput, match="At least"):
        retrain(path, corrections()[:5])


def test_training_without_data_says_so(tmp_path: Path, path: Path) -> None:
    with pytest.raises(BadInput, match="no training data"):
        train(tmp_path, path)


def test_a_model_that_became_worse_is_refused_and_names_where() -> None:
    with pytest.raises(Conflict, match="sentiment_de"):
        refuse_worse({"sentiment_de": 60.0, "sentiment_en": 60.0}, {"sentiment_de": 58.0, "sentiment_en": 61.0})
    refuse_worse({"sentiment_de": 60.0}, {"sentiment_de": 59.8})


def test_the_running_model_and_the_trainer_compute_the_same(path: Path) -> None:
    from app.language.grams import char_grams, word_grams
    from app.language.learning import count_texts
    from app.language.tokens import tokenize
    from app.language.valence import features, negated

    content = retrain(path, corrections())
    model = Model(content)
    texts = ["a splendid day", "", "dreadful, not good! 😀"]
    tokens = tokenize(texts)
    reach = negated(tokens)
    rules = features(tokens, model.valences, reach)
    running = model.logits(word_grams(tokens, reach), char_grams(tokens), rules, np.zeros(3, dtype=np.int64))
    trained = head_logits(content.heads["en"], count_texts(texts, model.valences, BITS))
    np.testing.assert_allclose(running, trained, atol=1e-3)


def test_regression_separates_what_can_be_separated() -> None:
    from scipy import sparse

    matrix = sparse.csr_matrix(np.eye(3, dtype=np.float32)[[0, 1, 2] * 10])
    labels = np.array([0, 1, 2] * 10)
    table, bias = fit_softmax(matrix, labels, np.ones(30, np.float32), classes=3, strength=1.0, steps=50)
    assert list((matrix @ table + bias).argmax(axis=1)) == list(labels)


def test_int8_weights_stay_close() -> None:
    weights = np.linspace(-1, 1, 2000, dtype=np.float32).reshape(-1, 1)
    table, scales = to_int8(weights)
    assert float(np.abs(table * scales[0] - weights).max()) < 0.01


def test_macro_figures_give_every_class_the_same_say() -> None:
    labels, found = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    assert macro_recall(labels, found, 2) == 50.0
    assert macro_f1(labels, found, 2) == pytest.approx(100 * (6 / 7) / 2)
