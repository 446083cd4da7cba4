"""How well small heads learn from a handful of corrections, on development data: `python -m app.language.evaluate_heads
DATA_DIR`. Known by nobody; knows heads and corpora.

Nobody labelled posts as "not about us", so ambiguous names are made: of two words that mean different things, such as
a maker of phones and frozen water, every occurrence becomes one made-up name. Which word it was is the label, and no
head can see it (pseudo-words: Gale, Church and Yarowsky 1992; Schütze 1992). Prints a Markdown table; takes a minute.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from app.domain.correction import Lesson
from app.language import corpora
from app.language.heads import Heads, learn_head

TAUGHT = (8, 10, 20, 50)
SILENT_EACH = 3
"""For each correction so many posts were dealt with in silence."""
DRAWS = 3
_TESTED = 200
_NAME = "alder"
_WORDS = (
    ("apple", "ice"),
    ("amazon", "frank"),
    ("united", "sun"),
    ("google", "magic"),
    ("nike", "march"),
    ("windows", "eagles"),
    ("android", "heat"),
    ("milan", "cubs"),
    ("prime", "jordan"),
    ("galaxy", "chelsea"),
)
_MATTERS = ("card", "transfer", "money", "account", "top")
_MOST_MATTERS = 6
_OFFERS = re.compile(
    r"\b(?:tickets?|giveaway|on sale|promo|discount|check out|download|subscribe|sign up|rsvp|pre-?order|free)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?|www\.", re.IGNORECASE)


class Ambiguous(Struct, frozen=True):
    """Posts that one query finds: those that are about us, and those that are not."""

    ours: list[str]
    others: list[str]


class Outcome(Struct, frozen=True):
    """What one head did on posts it was not taught: whether it spoke, and of either kind the share it objected to."""

    spoke: bool
    found: float
    wronged: float

    @property
    def f1(self) -> float:
        """As if half of the posts were not about us."""
        return 2 * self.found / (self.found + self.wronged + 1)


def _tweets(data: Path) -> list[str]:
    english = corpora.semeval(data, "train").texts + corpora.semeval(data, "val").texts
    return english + corpora.tweet_extraction(data).texts


def names(data: Path) -> list[Ambiguous]:
    """Tweets that hold one of two words, both written as one name."""
    tweets = _tweets(data)
    found = []
    for ours, others in _WORDS:
        one, other = (re.compile(rf"(?<!\w)[@#]?{word}(?!\w)", re.IGNORECASE) for word in (ours, others))
        found.append(Ambiguous(_named(tweets, one, other), _named(tweets, other, one)))
    return found


def _named(tweets: Iterable[str], wanted: re.Pattern[str], barred: re.Pattern[str]) -> list[str]:
    return [wanted.sub(_NAME, tweet) for tweet in tweets if wanted.search(tweet) and not barred.search(tweet)]


def matters(data: Path) -> list[Ambiguous]:
    """Questions to a bank that hold one word: the two commonest of six matters in turn are not about us."""
    by_matter: defaultdict[str, list[str]] = defaultdict(list)
    with (data / "intent" / "banking77_train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_matter[row["category"]].append(row["text"])
    found = []
    for word in _MATTERS:
        holds = re.compile(rf"\b{word}\b", re.IGNORECASE)
        holding = {matter: [text for text in texts if holds.search(text)] for matter, texts in by_matter.items()}
        common = sorted(holding, key=lambda matter: -len(holding[matter]))[:_MOST_MATTERS]
        for other in common[:2]:
            ours = [text for matter in common if matter != other for text in holding[matter]]
            found.append(Ambiguous(ours, holding[other]))
    return found


def offers(data: Path) -> list[Ambiguous]:
    """Tweets with a link that offer something stand for spam; the words they were told by are taken out of all."""
    tweets = _tweets(data)
    spam = [_OFFERS.sub("", tweet) for tweet in tweets if _LINK.search(tweet) and _OFFERS.search(tweet)]
    return [Ambiguous([tweet for tweet in tweets if not _OFFERS.search(tweet)], spam)]


def outcome(posts: Ambiguous, taught: int, draw: int) -> Outcome:
    """Teach a head this many corrections, drawn by chance, and judge others."""
    chance = np.random.default_rng(draw)
    ours = [posts.ours[at] for at in chance.permutation(len(posts.ours))]
    others = [posts.others[at] for at in chance.permutation(len(posts.others))]
    silent = min(SILENT_EACH * taught, len(ours) // 2)
    lessons = [Lesson(text=text, against=True) for text in others[:taught]]
    lessons += [Lesson(text=text, against=False, said=False) for text in ours[:silent]]
    head = learn_head(lessons)
    if head is None or not head.speaks:
        return Outcome(spoke=False, found=0.0, wronged=0.0)
    heads = Heads({1: head})
    found, wronged = (
        _objected(heads, texts) for texts in (others[taught : taught + _TESTED], ours[silent : silent + _TESTED])
    )
    return Outcome(spoke=True, found=found, wronged=wronged)


def _objected(heads: Heads, texts: Sequence[str]) -> float:
    return float(np.mean([bool(found) for found in heads.objections(texts, [(1,)] * len(texts))]))


def rows(what: str, sets: Sequence[Ambiguous]) -> list[str]:
    """A line of the table for each number of corrections."""
    told = []
    for taught in TAUGHT:
        outcomes = [outcome(posts, taught, draw) for posts in sets for draw in range(DRAWS)]
        spoke = [one for one in outcomes if one.spoke]
        found, wronged, f1 = (_mean(one) for one in zip(*((o.found, o.wronged, o.f1) for o in outcomes), strict=True))
        told.append(
            f"| {what} | {taught} | {len(spoke)} of {len(outcomes)} | {found:.0f} % | {wronged:.1f} % | {f1:.0f} |"
        )
    return told


def _mean(shares: Iterable[float]) -> float:
    return 100 * float(np.mean(list(shares)))


def main(arguments: list[str]) -> int:
    """The command; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Give the folder of the development data: python -m app.language.evaluate_heads DATA_DIR\n")
        return 2
    data = Path(arguments[0])
    sys.stdout.write(
        "| posts | corrections | heads that speak | found | wrongly labelled | F1 |\n|---|---|---|---|---|---|\n"
    )
    for what, sets in (("names", names(data)), ("matters of a bank", matters(data)), ("offers for spam", offers(data))):
        sys.stdout.write("\n".join(rows(what, sets)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
