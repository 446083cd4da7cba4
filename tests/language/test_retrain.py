"""A model taught by corrections."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from app.core.errors import BadInput, Conflict
from app.domain.understanding import Sentiment
from app.language.learning import fit_softmax, macro_f1, macro_recall, to_int8
from app.language.model import Model, ModelFile, model_in_use, read_model, write_model
from app.language.retrain import Correction, begin_from_shipped, go_back, head_logits, retrain, small_head
from app.language.train import refuse_worse, train
from app.language.valence import NAMES, make_valences

BITS = 14
GOOD = ["the {} sky is splendid", "a splendid {} evening", "how splendid this {}"]
BAD = ["the {} soup is dreadful", "a dreadful {} morning", "how dreadful this {}"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A model that knows nothing: every post is a little neutral."""
    valences = make_valences({"good": 2.0})
    empty = np.zeros((1 << BITS, 4), dtype=np.float32)
    rules = np.zeros((len(NAMES), 4), dtype=np.float32)
    head = small_head(empty, empty, rules, np.array([0, 0.4, 0, 0], dtype=np.float32), BITS, 1.0)
    content = ModelFile(
        format=1,
        version="test",
        languages=["en"],
        language_table=bytes(1 << 16),
        language_scale=1.0,
        language_bias=[0.0],
        heads={"en": head},
        lexicon_keys=valences.keys.hashes.tobytes(),
        lexicon_values=valences.values.tobytes(),
        figures={},
    )
    write_model(content, tmp_path / "text.msgpack")
    return tmp_path / "text.msgpack"


def corrections() -> list[Correction]:
    made = []
    for number in range(10):
        for good, bad in zip(GOOD, BAD, strict=True):
            made.append(Correction(text=good.format(number), language="en", sentiment=Sentiment.POSITIVE))
            made.append(Correction(text=bad.format(number), language="en", sentiment=Sentiment.NEGATIVE))
    return made


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


@pytest.fixture
def shipped(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model at `path` is the one that ships; where the taught one is to stand."""
    monkeypatch.setattr("app.language.model.model_path", lambda: path)
    return tmp_path / "data" / "model" / "text.msgpack"


def test_a_model_is_taught_beside_the_shipped_one_which_stays_as_it_is(shipped: Path, path: Path) -> None:
    before = path.read_bytes()
    begin_from_shipped(shipped)
    taught = retrain(shipped, corrections())
    assert (taught.version, taught.base) == ("test+1", "test")
    assert model_in_use(shipped) == shipped
    assert path.read_bytes() == before
    assert go_back(shipped).version == "test"
    assert model_in_use(shipped) == shipped


def test_beginning_again_keeps_what_was_taught(shipped: Path) -> None:
    begin_from_shipped(shipped)
    retrain(shipped, corrections())
    begin_from_shipped(shipped)
    assert read_model(shipped).version == "test+1"


def test_a_version_that_was_given_up_is_not_named_again(shipped: Path) -> None:
    begin_from_shipped(shipped)
    retrain(shipped, corrections())
    go_back(shipped)
    assert retrain(shipped, corrections()).version == "test+2"


@pytest.mark.parametrize("damage", ["missing", "not a model", "older"])
def test_a_taught_model_that_does_not_fit_the_shipped_one_is_not_used(shipped: Path, path: Path, damage: str) -> None:
    begin_from_shipped(shipped)
    if damage == "missing":
        shipped.unlink()
    elif damage == "older":
        write_model(replace(read_model(shipped), base="older"), shipped)
    else:
        shipped.write_bytes(b"not a model")
    assert model_in_use(shipped) == path
    begin_from_shipped(shipped)
    assert model_in_use(shipped) == shipped
