"""A second, slower opinion on English posts whose first one is in doubt. Known by classify, services and hub; knows
embedding and domain.

The first opinion knows words, the second what a sentence means; their probabilities are multiplied. Nothing heavy is
loaded before the first doubtful post.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from app.core.errors import StorageError
from app.core.i18n import _
from app.core.memory import give_back_memory
from app.core.paths import resources
from app.domain.understanding import Sentiment, Understanding
from app.language.embedding import Embedding, Vectors, weights_path

FORMAT = 1
LANGUAGE = "en"
_SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_LEAST_SHARE = 1e-4
"""A first opinion is stored to four places: less than this is not known."""


class SecondHead(Struct, frozen=True, kw_only=True):
    """What lies in the file.

    Attributes:
        version: short mark, added to the first opinion's version in what is stored with a post.
        weights: float32, columns of `Embedding.of` × negative, neutral, positive, raw.
        bias: per class.
        sharpness: what the product's logits are multiplied with so that confidence is honest.
        doubt: by how much the best class of a first opinion leads at most, where a second one is asked.
        figures: how it did on posts it had not seen.
    """

    format: int
    version: str
    weights: bytes
    bias: list[float]
    sharpness: float
    doubt: float
    figures: dict[str, float]


def shares(first: Understanding) -> tuple[float, float, float]:
    """The probabilities of negative, neutral and positive that an understanding was made from."""
    sure, score = first.confidence, first.score
    if first.sentiment is Sentiment.NEGATIVE:
        found = (sure, 1 - 2 * sure - score, sure + score)
    elif first.sentiment is Sentiment.POSITIVE:
        found = (sure - score, 1 - 2 * sure + score, sure)
    else:
        found = ((1 - sure - score) / 2, sure, (1 - sure + score) / 2)
    negative, neutral, positive = (max(share, _LEAST_SHARE) for share in found)
    return negative, neutral, positive


class SecondOpinion:
    """The head, and the embedding while there is something to judge; for one thread at a time.

    Args:
        make_embedding: loads what makes vectors of texts.
    """

    def __init__(
        self, head: SecondHead, make_embedding: Callable[[], Callable[[list[str]], Vectors]] | None = None
    ) -> None:
        self._mark = f"+second.{head.version}"
        self._weights = np.frombuffer(head.weights, dtype=np.float32).reshape(-1, len(_SENTIMENTS))
        self._bias = np.array(head.bias, dtype=np.float32)
        self._sharpness = head.sharpness
        self._doubt = head.doubt
        self._make = make_embedding or (lambda: Embedding().of)
        self._embed: Callable[[list[str]], Vectors] | None = None

    def can_judge(self, first: Understanding) -> bool:
        """Whether there is anything to say of such a post."""
        return first.language == LANGUAGE

    def is_doubtful(self, first: Understanding) -> bool:
        """Whether a second opinion is asked for: an English post whose two likeliest sentiments are close."""
        if not self.can_judge(first) or 2 * first.confidence - 1 > self._doubt:
            return False
        _least, second, best = sorted(shares(first))
        return best - second <= self._doubt

    def judge(self, texts: list[str], firsts: list[Understanding]) -> list[Understanding]:
        """The first opinions with the sentiment, score and confidence that both opinions have together.

        Raises:
            NoEmbedding: the embedding is not installed, or not the one that is expected.
        """
        if not texts:
            return []
        if self._embed is None:
            self._embed = self._make()
        said = np.log(np.array([shares(first) for first in firsts], dtype=np.float32))
        logits = (said + log_shares(self._embed(texts) @ self._weights + self._bias)) * np.float32(self._sharpness)
        both = np.exp(log_shares(logits)).tolist()
        return [self._joined(first, found) for first, found in zip(firsts, both, strict=True)]

    def revise(self, texts: list[str], firsts: list[Understanding]) -> list[Understanding]:
        """The same in order, the doubtful ones judged again."""
        doubtful = [at for at, first in enumerate(firsts) if self.is_doubtful(first)]
        again = self.judge([texts[at] for at in doubtful], [firsts[at] for at in doubtful])
        revised = dict(zip(doubtful, again, strict=True))
        return [revised.get(at, first) for at, first in enumerate(firsts)]

    def rest(self) -> None:
        """Let the embedding's memory go until it is needed again."""
        self._embed = None
        give_back_memory()

    def _joined(self, first: Understanding, found: list[float]) -> Understanding:
        best = max(range(len(found)), key=found.__getitem__)
        return replace(
            first,
            sentiment=_SENTIMENTS[best],
            score=round(found[2] - found[0], 4),
            confidence=round(found[best], 4),
            model=first.model + self._mark,
        )


def log_shares(logits: Vectors) -> Vectors:
    """Rows as logarithms of probabilities."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs: Vectors = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def second_path() -> Path:
    """Where the shipped head lies."""
    return resources() / "model" / "second.msgpack"


def read_second(path: Path) -> SecondHead:
    """The file's content.

    Raises:
        StorageError: it is missing, damaged or of another version.
    """
    try:
        head = msgspec.msgpack.decode(path.read_bytes(), type=SecondHead)
    except (OSError, msgspec.MsgspecError) as error:
        raise StorageError(_("The second opinion's file {path} cannot be read.").format(path=path)) from error
    if head.format != FORMAT:
        raise StorageError(_("The second opinion's file {path} is from another version.").format(path=path))
    return head


def write_second(head: SecondHead, path: Path) -> None:
    """Write the file whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.msgpack.encode(head))
    beside.replace(path)


def load_second(taught: Path | None = None) -> SecondOpinion:
    """The second opinion that ships, or the one trained here where `taught` is a file; no weights are loaded yet.

    Raises:
        NoEmbedding: the embedding is not installed.
        StorageError: the head cannot be read.
    """
    weights_path()
    return SecondOpinion(read_second(taught if taught is not None and taught.exists() else second_path()))
