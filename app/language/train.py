"""The training program: development data in, a model file and its figures out. Known by the command line; knows
corpora, learning, model and second_lessons.

Deterministic: the same data gives the same file. A model that does worse than the one that stands is not written, and
the one it replaces is kept beside it (`.previous`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.core.errors import BadInput, Conflict
from app.core.i18n import _
from app.language import corpora
from app.language.corpora import LANGUAGES, Labelled
from app.language.embedding import Embedding, NoEmbedding, Vectors
from app.language.grams import LANGUAGE_BITS, WORD_BITS
from app.language.learning import (
    balance,
    count_letters,
    count_texts,
    fit_softmax,
    macro_f1,
    macro_recall,
    rarity,
)
from app.language.model import FORMAT, Head, ModelFile, read_model, write_model
from app.language.retrain import Correction, head_logits, retrain, small_head
from app.language.second import read_second, second_path, write_second
from app.language.second_lessons import Apart, hear_apart, teach_second
from app.language.seeds import word_valences
from app.language.valence import NAMES, Floats, Valences, make_valences

SMALL_BITS = 16
GRAM_SHARE = 2.0
"""How freely n-grams are learned beside the rule-made features."""
ENGLISH_BONUS = 0.4
"""Added to English: on the networks it is several times as common as any other language."""
OFFENCE_BONUS = 0.2
"""Added to offence: missing some is worse than asking a person once too often."""
OFFENCE_STRENGTH = 0.3
SLURS_WEIGHT = 0.02
"""Tweets picked for their slurs teach slurs, not offence: many of them count as much as few."""
FRIENDLY_WEIGHT = 0.05
TOLERANCE = 0.5
"""By how many points a figure may fall before the new model counts as worse."""
STEPS = 60
FOLDS = 3


@dataclass(frozen=True)
class Part:
    """A set and how much it counts."""

    texts: Labelled
    weight: float


@dataclass(frozen=True)
class Letters:
    """The language head: int8 table (rows × languages), what a unit of it is worth, and bias."""

    languages: list[str]
    table: bytes
    scale: float
    bias: list[float]


def train(data: Path | None, out: Path, *, corrections: Sequence[Correction] = ()) -> ModelFile:
    """Train on everything in `data`, then on the corrections; judge, and write the model to `out`.

    Without data, the model at `out` is taught the corrections alone.

    Raises:
        BadInput: the data is not there.
        Conflict: the new model is worse than the one at `out`; nothing is changed.
    """
    if data is None:
        return retrain(out, corrections)
    if not (data / "sentiment").is_dir():
        raise BadInput(_("There is no training data in {folder}.").format(folder=data))
    valences = make_valences(word_valences())
    letters = build_letters(data)
    figures = judge(data, valences) | judge_letters(data, letters)
    before = read_model(out) if out.exists() else None
    if before is not None:
        refuse_worse(before.figures, figures)
    content = build(data, valences, letters, figures)
    if before is not None:
        content = msgspec.structs.replace(content, base=before.base)
        out.with_suffix(".previous").write_bytes(out.read_bytes())
    write_model(content, out)
    train_second(data, valences, out.with_name(second_path().name))
    return retrain(out, corrections) if corrections else content


def train_second(data: Path, valences: Valences, out: Path) -> None:
    """Teach the second opinion beside the first; without what makes its vectors, the one at `out` stays.

    Raises:
        Conflict: the two together are worse than before; the second opinion at `out` stays.
    """
    try:
        embedding = Embedding()
    except NoEmbedding:
        return
    apart, vectors = both_apart(data, valences, embedding)
    head = teach_second(vectors, apart)
    if out.exists():
        refuse_worse(read_second(out).figures, head.figures)
    write_second(head, out)


def both_apart(data: Path, valences: Valences, embedding: Embedding) -> tuple[Apart, Vectors]:
    """What the two opinions say of English tweets that neither has seen, and the tweets' vectors."""
    whole, logits, fold = first_apart(data, valences)
    vectors = embedding.of(whole.texts)
    return hear_apart(vectors, whole.labels, logits, fold), vectors


def first_apart(data: Path, valences: Valences) -> tuple[Labelled, Floats, NDArray[np.int64]]:
    """English tweets, what heads that learned from the other folds say of each (its logits), and its fold."""
    whole = corpora.semeval(data, "train") + corpora.semeval(data, "val")
    beside = sentiment_parts(data, "en", with_held=False)[1:]
    fold = np.random.default_rng(1).permutation(len(whole.labels)) % FOLDS
    logits = np.zeros((len(whole.labels), 3), dtype=np.float32)
    for one in range(FOLDS):
        held = np.flatnonzero(fold == one)
        head = fit_head([Part(whole.take(np.flatnonzero(fold != one)), 1.0), *beside], None, valences, "en")
        counted = count_texts(whole.take(held).texts, valences, head.bits)
        logits[held] = head_logits(head, counted)[:, :3] * head.sharpness
    return whole, logits, fold


def refuse_worse(before: dict[str, float], after: dict[str, float]) -> None:
    """Raise `Conflict` if a figure fell by more than `TOLERANCE`."""
    worse = [name for name, value in before.items() if after.get(name, 0.0) < value - TOLERANCE]
    if worse:
        raise Conflict(
            _("The new model is worse at {figures}; the old one stays.").format(figures=", ".join(sorted(worse)))
        )


def judge(data: Path, valences: Valences) -> dict[str, float]:
    """Figures on the held-out parts by a model that has not seen them."""
    figures: dict[str, float] = {}
    for language in LANGUAGES:
        held = corpora.semeval(data, "val") if language == "en" else corpora.umsab(data, language, "val")
        head = build_head(data, language, valences, with_held=False)
        found = head_logits(head, count_texts(held.texts, valences, head.bits))[:, :3].argmax(axis=1)
        score = macro_recall if language == "en" else macro_f1
        figures[f"sentiment_{language}"] = round(score(held.labels, found), 1)
        if language == "en":
            figures |= _judge_english(data, head, valences)
    return figures


def _judge_english(data: Path, head: Head, valences: Valences) -> dict[str, float]:
    held = corpora.offensive(data, "val")
    found = (head_logits(head, count_texts(held.texts, valences, head.bits))[:, 3] > 0).astype(np.int64)
    return {"offensive_en": round(macro_f1(held.labels, found, 2), 1)}


def build(data: Path, valences: Valences, letters: Letters, figures: dict[str, float]) -> ModelFile:
    """The whole model, trained on the held-out parts too."""
    heads = {language: build_head(data, language, valences, with_held=True) for language in LANGUAGES}
    mark = hashlib.sha256(b"".join([letters.table, *(head.words for head in heads.values())])).hexdigest()[:8]
    return ModelFile(
        format=FORMAT,
        version=f"fishbowl-text-{FORMAT}.{mark}",
        languages=letters.languages,
        language_table=letters.table,
        language_scale=letters.scale,
        language_bias=letters.bias,
        heads=heads,
        lexicon_keys=valences.keys.hashes.tobytes(),
        lexicon_values=valences.values.tobytes(),
        figures=figures,
    )


# --- sentiment and offence


def sentiment_parts(data: Path, language: str, *, with_held: bool) -> list[Part]:
    """What a language's sentiment is learned from."""
    if language != "en":
        held = [Part(corpora.umsab(data, language, "val"), 1.0)] if with_held else []
        return [Part(corpora.umsab(data, language, "train"), 1.0), *held]
    held = [Part(corpora.semeval(data, "val"), 1.0), Part(corpora.emotions(data, "dev"), 0.1)] if with_held else []
    return [
        Part(corpora.semeval(data, "train"), 1.0),
        Part(corpora.tweet_extraction(data), 0.5),
        Part(corpora.emotions(data, "train"), 0.1),
        *held,
    ]


def offence_parts(data: Path, *, with_held: bool) -> list[Part]:
    """What offence is learned from; friendly tweets teach what is none."""
    friendly = corpora.semeval(data, "train")
    happy = friendly.take(np.flatnonzero(friendly.labels == 2)[::3])
    held = [Part(corpora.offensive(data, "val"), 1.0)] if with_held else []
    return [
        Part(corpora.offensive(data, "train"), 1.0),
        Part(corpora.slurs(data), SLURS_WEIGHT),
        Part(Labelled(happy.texts, np.zeros(len(happy.texts), dtype=np.int64)), FRIENDLY_WEIGHT),
        *held,
    ]


def build_head(data: Path, language: str, valences: Valences, *, with_held: bool) -> Head:
    """One language's head, trained and made small; only English learns offence."""
    offence = offence_parts(data, with_held=with_held) if language == "en" else None
    return fit_head(sentiment_parts(data, language, with_held=with_held), offence, valences, language)


def fit_head(feeling: list[Part], offence: list[Part] | None, valences: Valences, language: str) -> Head:
    """A head learned from these parts; columns without parts stay empty."""
    english = language == "en"
    bits = WORD_BITS if english else SMALL_BITS
    columns, sharpness = _empty(bits, 3), 1.0
    if feeling:
        columns, sharpness = _fit_parts(feeling, valences, bits, classes=3, strength=0.3 if english else 4.0)
    added = _empty(bits, 1)
    if offence:
        both, _sharp = _fit_parts(offence, valences, bits, classes=2, strength=OFFENCE_STRENGTH)
        both[3][0, 1] += OFFENCE_BONUS
        added = [table[:, 1:] - table[:, :1] for table in both]
    words, chars, rules, bias = (np.hstack(pair) for pair in zip(columns, added, strict=True))
    return small_head(words, chars, rules, bias[0], bits, sharpness)


def _empty(bits: int, columns: int) -> list[Floats]:
    """Words, characters, rules and bias that say nothing."""
    return [np.zeros((rows, columns), dtype=np.float32) for rows in (1 << bits, 1 << bits, len(NAMES), 1)]


def _fit_parts(
    parts: list[Part], valences: Valences, bits: int, *, classes: int, strength: float
) -> tuple[list[Floats], float]:
    """Words, characters, rules and bias of a regression on all parts, and what makes its confidence honest."""
    counted = [count_texts(part.texts.texts, valences, bits) for part in parts]
    labels = np.concatenate([part.texts.labels for part in parts])
    weights = np.concatenate([balance(part.texts.labels, classes) * part.weight for part in parts])
    words = sparse.vstack([one.words for one in counted]).tocsr()
    chars = sparse.vstack([one.chars for one in counted]).tocsr()
    word_rarity, char_rarity = rarity(words) * GRAM_SHARE, rarity(chars) * GRAM_SHARE
    matrix = sparse.hstack(
        [
            words @ sparse.diags(word_rarity),
            chars @ sparse.diags(char_rarity),
            sparse.csr_matrix(np.concatenate([one.rules for one in counted])),
        ]
    ).tocsr()
    matrix = matrix.astype(np.float32)
    table, bias = fit_softmax(matrix, labels, weights, classes=classes, strength=strength, steps=STEPS)
    edge, far = words.shape[1], words.shape[1] + chars.shape[1]
    words_table, chars_table = table[:edge] * word_rarity[:, None], table[edge:far] * char_rarity[:, None]
    fitted = [words_table, chars_table, table[far:], bias[None, :]]
    return fitted, _sharpness(matrix, labels, weights, classes=classes, strength=strength)


def _sharpness(matrix: object, labels: NDArray[np.int64], weights: Floats, *, classes: int, strength: float) -> float:
    """What logits must be multiplied with so that, on a tenth held out, likelihood is greatest."""
    held = np.arange(len(labels)) % 10 == 9
    some = np.flatnonzero(~held)[:: max(1, len(labels) // 20_000)]
    table, bias = fit_softmax(matrix[some], labels[some], weights[some], classes=classes, strength=strength, steps=30)  # type: ignore[index]
    scores = matrix[np.flatnonzero(held)] @ table + bias  # type: ignore[index]
    choices = np.linspace(0.4, 1.6, 25)
    return float(choices[np.argmin([_surprise(scores * one, labels[held], weights[held]) for one in choices])])


def _surprise(scores: Floats, labels: NDArray[np.int64], weights: Floats) -> float:
    scores = scores - scores.max(axis=1, keepdims=True)
    chosen = scores[np.arange(len(labels)), labels] - np.log(np.exp(scores).sum(axis=1))
    return -float((chosen * weights).sum() / weights.sum())


# --- language


def build_letters(data: Path) -> Letters:
    """The language head, trained without the held-out parts."""
    languages, known = corpora.sentences()
    posts = _posts_by_language(data, languages)
    labels = np.concatenate((known.labels, posts.labels))
    weights = np.where(np.arange(len(labels)) < len(known.labels), 1.0, 0.6).astype(np.float32)
    matrix = count_letters(known.texts + posts.texts)
    table, bias = fit_softmax(matrix, labels, weights, classes=len(languages), strength=30.0, steps=30, with_bias=False)
    bias[languages.index("en")] += ENGLISH_BONUS
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
