"""The training program: development data in, a model file and its figures out. Known by the command line; knows
corpora, learning, model, train_letters and second_lessons.

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
from app.language.grams import WORD_BITS
from app.language.learning import (
    balance,
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
from app.language.train_letters import Letters, build_letters, judge_letters
from app.language.valence import NAMES, Floats, Valences, make_valences

SMALL_BITS = 16
GRAM_SHARE = 2.0
"""How freely n-grams are learned beside the rule-made features."""
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
ENGLISH_STRENGTH = 0.3
SMALL_STRENGTH = 4.0
LEANING = ("hi",)
"""Languages with few sound labels: what the rules say in the others is known beforehand, only the rest is learned."""
LEANING_STRENGTH = 0.1


@dataclass(frozen=True)
class Part:
    """A set and how much it counts."""

    texts: Labelled
    weight: float


@dataclass(frozen=True)
class Rules:
    """What rule-made features say by themselves: features × classes, and bias."""

    table: Floats
    bias: Floats


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
        if language in LEANING:
            figures[f"sentiment_{language}"] = round(judge_leaning(data, language, valences), 1)
            continue
        held = corpora.semeval(data, "val") if language == "en" else corpora.umsab(data, language, "val")
        head = build_head(data, language, valences, with_held=False)
        found = head_logits(head, count_texts(held.texts, valences, head.bits))[:, :3].argmax(axis=1)
        score = macro_recall if language == "en" else macro_f1
        figures[f"sentiment_{language}"] = round(score(held.labels, found), 1)
        if language == "en":
            figures |= _judge_english(data, head, valences)
    return figures


def judge_leaning(data: Path, language: str, valences: Valences) -> float:
    """Macro F1 over folds of the sound labels: no sound ones are held out."""
    whole = corpora.sound(data, language, "train")
    known = shared_rules(data, valences)
    fold = np.random.default_rng(1).permutation(len(whole.labels)) % FOLDS
    found = np.zeros(len(whole.labels), dtype=np.int64)
    for one in range(FOLDS):
        held = np.flatnonzero(fold == one)
        seen = Part(whole.take(np.flatnonzero(fold != one)), 1.0)
        head = fit_head([seen], None, valences, language, known=known)
        counted = count_texts(whole.take(held).texts, valences, head.bits)
        found[held] = head_logits(head, counted)[:, :3].argmax(axis=1)
    return macro_f1(whole.labels, found)


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
        parts = ("train", "val") if with_held and language not in LEANING else ("train",)
        return [Part(corpora.sound(data, language, part), 1.0) for part in parts]
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
    known = shared_rules(data, valences) if language in LEANING else None
    return fit_head(sentiment_parts(data, language, with_held=with_held), offence, valences, language, known=known)


def shared_rules(data: Path, valences: Valences) -> Rules:
    """What the rule-made features say in the languages whose labels are sound, all together."""
    others = [corpora.umsab(data, language, "train") for language in LANGUAGES if language not in LEANING]
    texts = [text for one in others for text in one.texts]
    labels = np.concatenate([one.labels for one in others])
    rules = count_texts(texts, valences, SMALL_BITS).rules
    return Rules(*fit_softmax(rules, labels, balance(labels, 3), classes=3, strength=SMALL_STRENGTH, steps=STEPS))


def fit_head(
    feeling: list[Part],
    offence: list[Part] | None,
    valences: Valences,
    language: str,
    *,
    known: Rules | None = None,
) -> Head:
    """A head learned from these parts, beside what is `known` already; columns without parts stay empty."""
    english = language == "en"
    bits = WORD_BITS if english else SMALL_BITS
    columns, sharpness = _empty(bits, 3), 1.0
    if feeling:
        strength = ENGLISH_STRENGTH if english else SMALL_STRENGTH if known is None else LEANING_STRENGTH
        columns, sharpness = _fit_parts(feeling, valences, bits, classes=3, strength=strength, known=known)
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
    parts: list[Part], valences: Valences, bits: int, *, classes: int, strength: float, known: Rules | None = None
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
    before = np.zeros((len(labels), classes), dtype=np.float32)
    if known is not None:
        before = np.concatenate([one.rules for one in counted]) @ known.table + known.bias
    fitted = _Lesson(matrix, labels, weights, before)
    table, bias = fitted.learn(strength, STEPS)
    edge, far = words.shape[1], words.shape[1] + chars.shape[1]
    words_table, chars_table = table[:edge] * word_rarity[:, None], table[edge:far] * char_rarity[:, None]
    rules_table = table[far:] if known is None else table[far:] + known.table
    bias = bias if known is None else bias + known.bias
    return [words_table, chars_table, rules_table, bias[None, :]], _sharpness(fitted, strength)


@dataclass(frozen=True)
class _Lesson:
    """Features, right answers, what each counts, and the scores that the texts have already."""

    matrix: sparse.csr_matrix
    labels: NDArray[np.int64]
    weights: Floats
    before: Floats

    def learn(self, strength: float, steps: int) -> tuple[Floats, Floats]:
        classes = self.before.shape[1]
        before = self.before if self.before.any() else None
        return fit_softmax(
            self.matrix, self.labels, self.weights, classes=classes, strength=strength, steps=steps, before=before
        )

    def take(self, rows: NDArray[np.int64]) -> "_Lesson":
        return _Lesson(self.matrix[rows], self.labels[rows], self.weights[rows], self.before[rows])


def _sharpness(lesson: _Lesson, strength: float) -> float:
    """What logits must be multiplied with so that, on a tenth held out, likelihood is greatest."""
    held = np.arange(len(lesson.labels)) % 10 == 9
    some = lesson.take(np.flatnonzero(~held)[:: max(1, len(held) // 20_000)])
    table, bias = some.learn(strength, 30)
    apart = lesson.take(np.flatnonzero(held))
    scores = apart.before + apart.matrix @ table + bias
    choices = np.linspace(0.4, 1.6, 25)
    return float(choices[np.argmin([_surprise(scores * one, apart.labels, apart.weights) for one in choices])])


def _surprise(scores: Floats, labels: NDArray[np.int64], weights: Floats) -> float:
    scores = scores - scores.max(axis=1, keepdims=True)
    chosen = scores[np.arange(len(labels)), labels] - np.log(np.exp(scores).sum(axis=1))
    return -float((chosen * weights).sum() / weights.sum())
