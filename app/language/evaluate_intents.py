"""What can be measured of intent without labels made for it: `python -m app.language.evaluate_intents DATA_DIR`. Known
by nobody; knows understander, train, trials and corpora.

Customers of a bank who write to it want an answer: what is told of them is a question or a complaint, or was missed.
Of posts about travel and service those with a negative label stand for complaints. Prints a Markdown table; needs the
`train` extra and two minutes.
"""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.understanding import Intent
from app.language import corpora
from app.language.corpora import Labelled
from app.language.evaluate import of_service
from app.language.grams import WORD_BITS
from app.language.intent import INTENTS, cue_points, intents, opens_asking
from app.language.learning import count_texts, macro_f1
from app.language.model import Head
from app.language.retrain import head_logits
from app.language.seeds import word_valences
from app.language.tokens import tokenize
from app.language.train import Part, fit_head, sentiment_parts
from app.language.trials import URGENT_FROM, before, urgency_rows
from app.language.understander import load_understander, softmax
from app.language.valence import Valences, make_valences

_COMPLAINT = INTENTS.index(Intent.COMPLAINT)
_LOST = ("compromised_card", "lost_or_stolen_card", "lost_or_stolen_phone")
"""Matters of a bank that nobody would let wait."""


def evaluate(data: Path) -> list[tuple[str, str, float]]:
    """Rows of what, how it is measured, and the figure."""
    return [*_bank(data), *_service(data), *_nothing(data), *_haste(data), *urgency_rows()]


def _bank(data: Path) -> list[tuple[str, str, float]]:
    texts = [row["text"] for row in _bank_rows(data)]
    marked = _told([text for text in texts if "?" in text])
    plain = _told([text for text in texts if "?" not in text])
    answer = Intent.QUESTION, Intent.COMPLAINT
    return [
        ("a bank's customers, with a question mark", "told as question, per cent", _share(marked, Intent.QUESTION)),
        ("a bank's customers, with a question mark", "told as question or complaint", _share(marked, *answer)),
        ("a bank's customers, without one", "told as question or complaint", _share(plain, *answer)),
    ]


def _bank_rows(data: Path) -> list[dict[str, str]]:
    with (data / "intent" / "banking77_train.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _haste(data: Path) -> list[tuple[str, str, float]]:
    """A bank's customers whose card or phone is lost, stolen or in strange hands, before all others; of every second
    text, for the rest may be looked at when words are written."""
    rows = _bank_rows(data)[1::2]
    urgent = np.array([row["category"] in _LOST for row in rows])
    urgency = np.array([one.urgency for one in load_understander().understand([row["text"] for row in rows])])
    told = urgency >= URGENT_FROM
    lost = "a bank's customers, card or phone lost or stolen"
    return [
        (lost, "told as urgent, per cent", 100 * float(np.mean(told[urgent]))),
        ("a bank's customers, all others", "told as urgent, per cent", 100 * float(np.mean(told[~urgent]))),
        (f"{lost}, against the others", "stands before, per cent", 100 * before(urgency[urgent], urgency[~urgent])),
    ]


def _told(texts: Sequence[str]) -> Counter[Intent]:
    return Counter(one.intent for one in load_understander().understand(list(texts)))


def _share(told: Counter[Intent], *wanted: Intent) -> float:
    return 100 * sum(told[one] for one in wanted) / max(told.total(), 1)


def _service(data: Path) -> list[tuple[str, str, float]]:
    """Complaints told by a model that was never taught a post about travel or service."""
    valences = make_valences(word_valences())
    parts = sentiment_parts(data, "en", with_held=False)
    taught = [Part(of_service(part.texts, wanted=False), part.weight) for part in parts]
    held = of_service(parts[0].texts + parts[1].texts + corpora.semeval(data, "val"), wanted=True)
    found = _wanted(fit_head(taught, None, valences, "en"), held, valences) == _COMPLAINT
    negative = held.labels == 0
    posts = f"{len(held.texts)} posts, such posts never trained on"
    return [
        ("posts about travel and service, complaint or not", f"macro F1, {posts}", _f1(negative, found)),
        ("of those that complain, told as complaint", "per cent", 100 * float(np.mean(found[negative]))),
        ("of those told as complaint, that complain", "per cent", 100 * float(np.mean(negative[found]))),
    ]


def _f1(labels: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    return macro_f1(labels.astype(np.int64), found.astype(np.int64), 2)


def _wanted(head: Head, held: Labelled, valences: Valences) -> NDArray[np.int64]:
    counted = count_texts(held.texts, valences, WORD_BITS)
    shares = softmax(head_logits(head, counted)[:, :3] * np.float32(head.sharpness))
    tokens = tokenize(held.texts)
    return intents(cue_points(tokens), counted.rules, shares, opens_asking(tokens))


def _nothing(data: Path) -> list[tuple[str, str, float]]:
    """Tweets that people found neutral or friendly are no complaints."""
    held = corpora.semeval(data, "val")
    rows = []
    for label, name in ((1, "neutral"), (2, "friendly")):
        told = _told(held.take(np.flatnonzero(held.labels == label)).texts)
        rows.append((f"{name} tweets told as complaint", "per cent, held out", _share(told, Intent.COMPLAINT)))
    return rows


def main(arguments: list[str]) -> int:
    """The command; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Give the folder of the development data: python -m app.language.evaluate_intents DATA_DIR\n")
        return 2
    sys.stdout.write("| what | measured as | figure |\n|---|---|---|\n")
    for what, measure, figure in evaluate(Path(arguments[0])):
        sys.stdout.write(f"| {what} | {measure} | {figure:.1f} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
