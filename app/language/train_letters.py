"""The language head: what tells the languages of short posts apart. Known by train; knows corpora, learning, grams."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.language import corpora
from app.language.corpora import LANGUAGES, Labelled
from app.language.grams import LANGUAGE_BITS
from app.language.learning import count_letters, fit_softmax

ENGLISH_BONUS = 0.9
"""Added to English: on the networks it is several times as common as any other language."""
KNOWN_BONUS = 0.5
"""Added to the other languages that a house is likely to hear: two words alone are rather Spanish than Estonian."""


@dataclass(frozen=True)
class Letters:
    """The language head: int8 table (rows × languages), what a unit of it is worth, and bias."""

    languages: list[str]
    table: bytes
    scale: float
    bias: list[float]


def build_letters(data: Path) -> Letters:
    """The language head, trained without the held-out parts."""
    languages, known = corpora.sentences()
    posts = _posts_by_language(data, languages)
    labels = np.concatenate((known.labels, posts.labels))
    weights = np.where(np.arange(len(labels)) < len(known.labels), 1.0, 0.6).astype(np.float32)
    matrix = count_letters(known.texts + posts.texts)
    table, bias = fit_softmax(matrix, labels, weights, classes=len(languages), strength=30.0, steps=30, with_bias=False)
    for language in LANGUAGES:
        bias[languages.index(language)] += ENGLISH_BONUS if language == "en" else KNOWN_BONUS
    scale = float(np.quantile(np.abs(table[table != 0]), 0.9999)) / 127
    small = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    return Letters(languages, small.tobytes(), scale, [float(value) for value in bias])


def _posts_by_language(data: Path, languages: list[str]) -> Labelled:
    """Posts of known language: what sentences lack in slang."""
    texts: list[str] = []
    labels: list[int] = []
    for language in LANGUAGES:
        found = corpora.umsab(data, language, "train").texts
        if language == "hi":
            found = [text for text in found if corpora.is_roman_hindi(text)]
        texts += found
        labels += [languages.index(language)] * len(found)
    english = [*corpora.semeval(data, "train").texts[::6], *corpora.tweet_extraction(data).texts[::4]]
    english += [*corpora.emotions(data, "train").texts[::6], *corpora.slurs(data).texts[::3]]
    english += corpora.offensive(data, "train").texts[::3]
    return Labelled(texts + english, np.array(labels + [languages.index("en")] * len(english), dtype=np.int64))


def judge_letters(data: Path, letters: Letters) -> dict[str, float]:
    """Share of posts whose language is told right: seven languages, and English posts of three kinds; per cent."""
    seven = [language for language in LANGUAGES if language != "hi"]
    shares = [_share_told(letters, language, corpora.umsab(data, language, "val").texts) for language in seven]
    english = corpora.semeval(data, "val").texts + corpora.offensive(data, "val").texts
    return {
        "language_7": round(float(np.mean(shares)), 1),
        "language_en": round(_share_told(letters, "en", english), 1),
    }


def _share_told(letters: Letters, language: str, texts: list[str]) -> float:
    weights = np.frombuffer(letters.table, dtype=np.int8).reshape(1 << LANGUAGE_BITS, len(letters.languages))
    scores = count_letters(texts) @ (weights.astype(np.float32) * letters.scale) + np.array(letters.bias)
    return 100 * float(np.mean(scores.argmax(axis=1) == letters.languages.index(language)))
