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

FOLDS = 5
LEAST = 20
"""Corrections of one language from which it is worth learning."""
STRENGTH = 0.5
STEPS = 40

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
        Conflict: the taught model is no better on corrections it has not seen; nothing is changed.
    """
    content = read_model(path)
    lessons = _lessons(content, corrections)
    if not lessons:
        raise BadInput(_("At least {least} corrections in one language are needed to learn from.").format(least=LEAST))
    before, after = (sum(part) for part in zip(*(_tried(lesson) for lesson in lessons.values()), strict=True))
    if after <= before:
        raise Conflict(_("The corrections do not make the model better; the old one stays."))
    heads = {name: _taught(content.heads[name], lesson) for name, lesson in lessons.items()}
    taught = msgspec.structs.replace(content, heads={**content.heads, **heads}, version=_next_version(content.version))
    path.with_suffix(".previous").write_bytes(path.read_bytes())
    write_model(taught, path)
    return taught


def _next_version(version: str) -> str:
    """`name+2` after `name+1` after `name`."""
    name, _plus, number = version.partition("+")
    return f"{name}+{int(number or 0) + 1}"


def _lessons(content: ModelFile, corrections: Sequence[Correction]) -> dict[str, _Lesson]:
    keys = Keys(np.frombuffer(content.lexicon_keys, dtype=np.uint64))
    valences = Valences(keys, np.frombuffer(content.lexicon_values, dtype=np.float32))
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
        table, bias = _learned(matrix[seen], lesson.labels[seen], lesson.said[seen])
        scores = lesson.said[held] + matrix[held] @ table + bias
        right += int((scores.argmax(axis=1) == lesson.labels[held]).sum())
    return int((lesson.said.argmax(axis=1) == lesson.labels).sum()), right


def _matrix(counted: Counted) -> sparse.csr_matrix:
    return sparse.hstack([counted.words, counted.chars, sparse.csr_matrix(counted.rules)]).tocsr().astype(np.float32)


def _learned(matrix: sparse.csr_matrix, labels: NDArray[np.int64], said: Floats) -> tuple[Floats, Floats]:
    even = np.ones(len(labels), dtype=np.float32)
    return fit_softmax(matrix, labels, even, classes=3, strength=STRENGTH, steps=STEPS, before=said)


def _taught(head: Head, lesson: _Lesson) -> Head:
    """The head with what the corrections add."""
    table, bias = _learned(_matrix(lesson.counted), lesson.labels, lesson.said)
    words, chars, rules = head_weights(head)
    edge, far = len(words), len(words) + len(chars)
    words[:, :3] += table[:edge]
    chars[:, :3] += table[edge:far]
    rules[:, :3] += table[far:]
    total = np.array(head.bias, dtype=np.float32)
    total[:3] += bias
    return small_head(words, chars, rules, total, head.bits, head.sharpness)


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
