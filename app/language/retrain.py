"""A model taught by people's corrections, without the data it was first trained on. Known by train and the command
line; knows learning and model.

Only what must be added to the shipped weights is learned, and only as far as several corrections agree. A model that
does not do better on corrections it has not seen is not written.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy import sparse

from app.core.errors import BadInput, Conflict
from app.core.i18n import _
from app.domain.understanding import Sentiment
from app.language.learning import Counted, count_texts, fit_softmax, to_int8
from app.language.model import HEADS, Head, ModelFile, read_model, write_model
from app.language.valence import Floats, Keys, Valences
from app.language.wordlists import cues

FOLDS = 5
LEAST = 20
"""Corrections of one language from which it is worth learning."""
STRENGTH = 0.3
STEPS = 40
LEAST_KEPT = 0.85

_ORDER = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)


class Correction(Struct, frozen=True, kw_only=True):
    """What a person said a post means; `language` as the model told it."""

    text: str
    language: str
    sentiment: Sentiment


class _Lesson(Struct, frozen=True):
    """The corrections of one language: their features, right answers, and what the head says so far."""

    counted: Counted
    labels: NDArray[np.int64]
    said: Floats


def retrain(path: Path, corrections: Sequence[Correction]) -> ModelFile:
    """Teach the model at `path` the corrections; the one it replaces is kept as `.previous`.

    Raises:
        BadInput: no language has enough corrections.
        Conflict: the taught model is no better on corrections it has not seen, or forgot too much; nothing is changed.
    """
    content = read_model(path)
    lessons = _lessons(content, corrections)
    if not lessons:
        raise BadInput(_("At least {least} corrections in one language are needed to learn from.").format(least=LEAST))
    before, after = (sum(part) for part in zip(*(_tried(lesson) for lesson in lessons.values()), strict=True))
    if after <= before:
        raise Conflict(_("The corrections do not make the model better; the old one stays."))
    heads = {name: _taught(content.heads[name], lesson) for name, lesson in lessons.items()}
    if any(_kept(content, content.heads[name], head) < LEAST_KEPT for name, head in heads.items()):
        raise Conflict(_("The corrections would change too much of what the model knows; the old one stays."))
    taught = msgspec.structs.replace(
        content, heads={**content.heads, **heads}, version=_next_version(path, content.version)
    )
    path.with_suffix(".previous").write_bytes(path.read_bytes())
    write_model(taught, path)
    return taught


def _kept(content: ModelFile, before: Head, after: Head) -> float:
    """Share of everyday phrases whose sentiment stays what it was: a few one-sided corrections must not tilt all."""
    phrases = [
        phrase for name in ("complaint", "question", "praise", "suggestion", "lead") for _strength, phrase in cues(name)
    ]
    counted = count_texts(phrases, _valences(content), before.bits)
    old, new = (head_logits(head, counted)[:, :3].argmax(axis=1) for head in (before, after))
    return float(np.mean(old == new))


def _valences(content: ModelFile) -> Valences:
    keys = Keys(np.frombuffer(content.lexicon_keys, dtype=np.uint64))
    return Valences(keys, np.frombuffer(content.lexicon_values, dtype=np.float32))


def _next_version(path: Path, version: str) -> str:
    """`name+2` after `name+1` after `name`, also when `name+1` was given up: figures are kept by version."""
    previous = path.with_suffix(".previous")
    known = [version, read_model(previous).version if previous.exists() else version]
    taught = max(int(one.partition("+")[2] or 0) for one in known)
    return f"{version.partition('+')[0]}+{taught + 1}"


def _lessons(content: ModelFile, corrections: Sequence[Correction]) -> dict[str, _Lesson]:
    valences = _valences(content)
    lessons = {}
    for language, head in content.heads.items():
        mine = [one for one in corrections if one.language == language]
        if len(mine) >= LEAST:
            counted = count_texts([one.text for one in mine], valences, head.bits)
            labels = np.array([_ORDER.index(one.sentiment) for one in mine], dtype=np.int64)
            lessons[language] = _Lesson(counted, labels, head_logits(head, counted)[:, :3])
    return lessons


def _tried(lesson: _Lesson) -> tuple[int, int]:
    """How many corrections the head had right, and how many it has right once taught the others."""
    matrix = _matrix(lesson.counted)
    fold = np.arange(len(lesson.labels)) % FOLDS
    right = 0
    for one in range(FOLDS):
        seen, held = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        table = _learned(matrix[seen], lesson.labels[seen], lesson.said[seen])
        scores = lesson.said[held] + matrix[held] @ table
        right += int((scores.argmax(axis=1) == lesson.labels[held]).sum())
    return int((lesson.said.argmax(axis=1) == lesson.labels).sum()), right


def _matrix(counted: Counted) -> sparse.csr_matrix:
    return sparse.hstack([counted.words, counted.chars]).tocsr().astype(np.float32)


def _learned(matrix: sparse.csr_matrix, labels: NDArray[np.int64], said: Floats) -> Floats:
    """What to add to the n-grams' weights; rules and bias stay, for they move every post at once."""
    even = np.ones(len(labels), dtype=np.float32)
    met = np.unique(matrix.indices)  # what no correction holds stays as it is, and costs no time
    learned, _bias = fit_softmax(
        matrix[:, met], labels, even, classes=3, strength=STRENGTH, steps=STEPS, with_bias=False, before=said
    )
    table = np.zeros((matrix.shape[1], learned.shape[1]), dtype=np.float32)
    table[met] = learned
    return table


def _taught(head: Head, lesson: _Lesson) -> Head:
    """The head with what the corrections add."""
    table = _learned(_matrix(lesson.counted), lesson.labels, lesson.said)
    words, chars, rules = head_weights(head)
    words[:, :3] += table[: len(words)]
    chars[:, :3] += table[len(words) :]
    return small_head(words, chars, rules, np.array(head.bias, dtype=np.float32), head.bits, head.sharpness)


def head_weights(head: Head) -> tuple[Floats, Floats, Floats]:
    """Words, characters and rules × `HEADS` as floats."""
    words = np.frombuffer(head.words, dtype=np.int8).reshape(-1, len(HEADS)) * np.array(head.word_scales)
    chars = np.frombuffer(head.chars, dtype=np.int8).reshape(-1, len(HEADS)) * np.array(head.char_scales)
    rules = np.array(head.rules, dtype=np.float32).reshape(-1, len(HEADS))
    return words.astype(np.float32), chars.astype(np.float32), rules


def head_logits(head: Head, counted: Counted) -> Floats:
    """Texts × `HEADS`, as the running program computes them."""
    words, chars, rules = head_weights(head)
    logits: Floats = counted.words @ words + counted.chars @ chars + counted.rules @ rules
    return logits + np.array(head.bias, dtype=np.float32)


def small_head(words: Floats, chars: Floats, rules: Floats, bias: Floats, bits: int, sharpness: float) -> Head:
    """A head with its weights made int8."""
    word_table, word_scales = to_int8(words)
    char_table, char_scales = to_int8(chars)
    return Head(
        bits=bits,
        words=word_table.tobytes(),
        chars=char_table.tobytes(),
        word_scales=word_scales,
        char_scales=char_scales,
        rules=[float(value) for value in rules.ravel()],
        bias=[float(value) for value in bias],
        sharpness=sharpness,
    )
