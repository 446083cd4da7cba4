"""The model file: weight tables read once, and the one product that feeds every head. Known by understander and train;
knows grams, valence and core.

Weights are int8 with a scale per column. A row of a table holds four bytes, so that a whole row is one gather.
"""

from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from app.core.errors import StorageError
from app.core.i18n import _
from app.core.paths import resources
from app.language.grams import LANGUAGE_BITS, WORD_BITS, Grams
from app.language.valence import Floats, Keys, Valences

FORMAT = 1
HEADS = ("negative", "neutral", "positive", "offensive")
"""Columns of a language's tables."""


class Head(Struct, frozen=True, kw_only=True):
    """One language's weights.

    Attributes:
        bits: rows of either table are 2 to this power.
        words, chars: int8 tables, rows × `HEADS`, raw.
        word_scales, char_scales: what one unit of a column is worth.
        rules: weights of the rule-made features, features × `HEADS`, row by row.
        bias: per head.
        sharpness: what sentiment logits are multiplied with so that confidence is honest.
    """

    bits: int
    words: bytes
    chars: bytes
    word_scales: list[float]
    char_scales: list[float]
    rules: list[float]
    bias: list[float]
    sharpness: float


class ModelFile(Struct, frozen=True, kw_only=True):
    """What lies in the file.

    Attributes:
        version: name and date-free number, as stored with each post.
        languages: columns of the language table, BCP 47.
        language_table: int8, rows × languages, raw.
        heads: by language; every head but English is only about sentiment.
        lexicon_keys, lexicon_values: uint64 and float32, raw.
        figures: how it did on what it was judged by; the next model must not do worse.
        base: version of the shipped model that it was taught from; empty for a shipped one.
    """

    format: int
    version: str
    languages: list[str]
    language_table: bytes
    language_scale: float
    language_bias: list[float]
    heads: dict[str, Head]
    lexicon_keys: bytes
    lexicon_values: bytes
    figures: dict[str, float]
    base: str = ""

    def __str__(self) -> str:
        """Version and figures, a line each."""
        return "\n".join([self.version, *(f"{name} {figure:.1f}" for name, figure in sorted(self.figures.items()))])


class Model:
    """The weights in memory.

    Attributes:
        version: as stored with each post.
        languages: what the language head can tell apart.
        known: languages with a sentiment head, in the order of their tables.
    """

    def __init__(self, content: ModelFile) -> None:
        self.version = content.version
        self.figures = content.figures
        self.languages = content.languages
        self.known = list(content.heads)
        self.valences = Valences(
            Keys(np.frombuffer(content.lexicon_keys, dtype=np.uint64)),
            np.frombuffer(content.lexicon_values, dtype=np.float32),
        )
        self._language_bias = np.array(content.language_bias, dtype=np.float32)
        self._language_scale = content.language_scale
        self._language_lanes = _lanes(content.language_table, len(content.languages))
        heads = list(content.heads.values())
        self._shifts = np.array([WORD_BITS - head.bits for head in heads], dtype=np.uint32)
        self._offsets = np.cumsum([0, *(1 << head.bits for head in heads)])[:-1].astype(np.uint32)
        self._words = np.frombuffer(b"".join(head.words for head in heads), dtype=np.uint32)
        self._chars = np.frombuffer(b"".join(head.chars for head in heads), dtype=np.uint32)
        self._word_scales = np.array([head.word_scales for head in heads], dtype=np.float32)
        self._char_scales = np.array([head.char_scales for head in heads], dtype=np.float32)
        self._rules = np.array([head.rules for head in heads], dtype=np.float32).reshape(len(heads), -1, len(HEADS))
        self._bias = np.array([head.bias for head in heads], dtype=np.float32)
        self.sharpness = np.array([head.sharpness for head in heads], dtype=np.float32)

    def language_logits(self, grams: Grams) -> Floats:
        """Posts × languages."""
        lanes = len(self._language_lanes[0])
        if len(grams.rows) == 0:
            return np.tile(self._language_bias, (len(grams.counts), 1))
        sums = _sum_by_post(self._language_lanes, grams, lanes).view(np.uint16)[:, : len(self.languages)]
        shifted = sums.astype(np.float32) - 128.0 * grams.counts[:, None].astype(np.float32)
        size = np.sqrt(np.maximum(grams.counts, 1)).astype(np.float32)
        logits: Floats = shifted * np.float32(self._language_scale) / size[:, None] + self._language_bias
        return logits

    def logits(self, words: Grams, chars: Grams, rules: Floats, head: NDArray[np.int64]) -> Floats:
        """Posts × `HEADS`; `head` is the index in `known` of the table each post is judged by."""
        total = np.einsum("pf,pfh->ph", rules, self._rules[head]) + self._bias[head]
        total += self._table_sum(self._words, words, head) * self._word_scales[head]
        total += self._table_sum(self._chars, chars, head) * self._char_scales[head]
        logits: Floats = total.astype(np.float32)
        return logits

    def _table_sum(self, table: NDArray[np.uint32], grams: Grams, head: NDArray[np.int64]) -> Floats:
        rows = (grams.rows >> np.repeat(self._shifts[head], grams.counts)) + np.repeat(
            self._offsets[head], grams.counts
        )
        weights = table[rows].view(np.int8).reshape(-1, len(HEADS)).astype(np.float32)
        sums = np.zeros((len(grams.counts), len(HEADS)), dtype=np.float32)
        filled = grams.counts > 0
        if len(rows):
            sums[filled] = np.add.reduceat(weights, (np.cumsum(grams.counts) - grams.counts)[filled], axis=0)
        size = np.sqrt(np.maximum(grams.counts, 1)).astype(np.float32)
        shared: Floats = sums / size[:, None]
        return shared


def _lanes(table: bytes, columns: int) -> NDArray[np.uint64]:
    """The int8 table as 16-bit lanes offset by 128, four to a 64-bit word: four columns are added at once."""
    weights = np.frombuffer(table, dtype=np.int8).reshape(1 << LANGUAGE_BITS, columns)
    padded = np.zeros((len(weights), -(-columns // 4) * 4), dtype=np.uint16)
    padded[:, :columns] = weights.astype(np.int16) + 128
    return padded.view(np.uint64)


def _sum_by_post(table: NDArray[np.uint64], grams: Grams, lanes: int) -> NDArray[np.uint64]:
    """Sums of rows; language_grams caps a post at 256 rows, so no 16-bit lane overflows."""
    sums = np.zeros((len(grams.counts), lanes), dtype=np.uint64)
    filled = grams.counts > 0
    sums[filled] = np.add.reduceat(table[grams.rows], (np.cumsum(grams.counts) - grams.counts)[filled], axis=0)
    return sums


def model_path() -> Path:
    """Where the shipped model lies."""
    return resources() / "model" / "text.msgpack"


def read_model(path: Path | None = None) -> ModelFile:
    """The model file's content.

    Raises:
        StorageError: it is missing, damaged or of another version.
    """
    path = path or model_path()
    try:
        content = msgspec.msgpack.decode(path.read_bytes(), type=ModelFile)
    except (OSError, msgspec.MsgspecError) as error:
        raise StorageError(
            _("The language model {path} cannot be read.").format(path=path),
            hint=_("Install the program again, or give a model that `main.py train` made."),
        ) from error
    if content.format != FORMAT:
        raise StorageError(_("The language model {path} is from another version.").format(path=path))
    return content


def write_model(content: ModelFile, path: Path) -> None:
    """Write the file whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.msgpack.encode(content))
    beside.replace(path)
