"""A language model of a few kilobytes, and corrections that teach it something. Known by tests of language; knows
language.
"""

from pathlib import Path

import numpy as np

from app.domain.understanding import Sentiment
from app.language.model import ModelFile, write_model
from app.language.retrain import Correction, small_head
from app.language.valence import NAMES, make_valences

BITS = 14
GOOD = ["the {} sky is splendid", "a splendid {} evening", "how splendid this {}"]
BAD = ["the {} soup is dreadful", "a dreadful {} morning", "how dreadful this {}"]


def write_tiny_model(folder: Path) -> Path:
    """The file of a model that knows nothing: every post is a little neutral."""
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
    write_model(content, folder / "text.msgpack")
    return folder / "text.msgpack"


def corrections() -> list[Correction]:
    """Sixty corrections that agree: splendid is positive, dreadful negative."""
    made = []
    for number in range(10):
        for good, bad in zip(GOOD, BAD, strict=True):
            made.append(Correction(text=good.format(number), language="en", sentiment=Sentiment.POSITIVE))
            made.append(Correction(text=bad.format(number), language="en", sentiment=Sentiment.NEGATIVE))
    return made
