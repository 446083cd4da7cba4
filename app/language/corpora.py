"""Labelled texts read from a folder of development data. Known by train and evaluate; knows nothing.

The folder is not part of the product; its layout and licences are told in resources/model/CARD.md.
"""

import csv
import importlib.resources
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LANGUAGES = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ar": "arabic",
    "hi": "hindi",
}
"""Languages with a sentiment head, and the name of their set."""

_PRAISE = frozenset((0, 1, 4, 5, 8, 13, 15, 17, 18, 20, 21, 23))
_BLAME = frozenset((2, 3, 9, 10, 11, 12, 14, 16, 19, 24, 25))
_NOTHING = frozenset((27,))
_ROMAN_HINDI = re.compile(
    r"\b(?:hai|hain|nahi|nahin|nhi|kya|bhi|aur|hota|raha|rahe|rahi|mein|mera|meri|tera|apne|apna|kar|karo|tha|thi|koi|"
    r"kuch|bahut|sab|wala|wale|jab|tab|toh|yeh|woh|mujhe|tum|aap|hum|ka|ki|ke|ko|se)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:flights?|airlines?|airport|airways|boarding|layover|luggage|baggage|delayed|refund|customer service|"
    r"call center|amtrak|verizon|comcast|at&t|t-mobile)\b",
    re.IGNORECASE,
)
_LENGTHS = (12, 24, 45, 80, 140)


@dataclass(frozen=True)
class Labelled:
    """Texts and their labels, 0 … classes − 1; sentiment is 0 negative, 1 neutral, 2 positive."""

    texts: list[str]
    labels: NDArray[np.int64]

    def __add__(self, other: "Labelled") -> "Labelled":
        return Labelled(self.texts + other.texts, np.concatenate((self.labels, other.labels)))

    def take(self, rows: NDArray[np.int64]) -> "Labelled":
        return Labelled([self.texts[row] for row in rows], self.labels[rows])


def _labelled(pairs: Iterator[tuple[str, int]]) -> Labelled:
    listed = [(text, label) for text, label in pairs if text.strip()]
    return Labelled([text for text, _ in listed], np.array([label for _, label in listed], dtype=np.int64))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\n")


def semeval(data: Path, part: str) -> Labelled:
    """English tweets; part is "train" or "val"."""
    return _tabbed(data / "sentiment" / f"semeval_{part}.tsv")


def umsab(data: Path, language: str, part: str) -> Labelled:
    """Tweets of one language; part is "train" or "val"."""
    return _tabbed(data / "sentiment" / f"umsab_{LANGUAGES[language]}_{part}.tsv")


def sound(data: Path, language: str, part: str) -> Labelled:
    """Tweets of one language whose labels can be learned from.

    Of the Hindi set these are the second half of its part "train". Of the first half, 60 tweets stand in the English
    set too, where only 20 have the same label: chance. So it is with 4 of 19 in the part "val", and with 28 of 54 in
    the second half. Rules that were learned from other languages find nothing in the first half either.
    """
    whole = umsab(data, language, part)
    unsound = language == "hi" and part == "train"
    return whole.take(np.arange(len(whole.texts) // 2, len(whole.texts))) if unsound else whole


def _tabbed(path: Path) -> Labelled:
    split = (line.partition("\t") for line in _lines(path))
    return _labelled((text, int(label)) for label, _, text in split if label in ("0", "1", "2"))


def tweet_extraction(data: Path) -> Labelled:
    """English tweets of 2009."""
    names = {"negative": 0, "neutral": 1, "positive": 2}
    with (data / "sentiment" / "tse.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        return _labelled((row["text"] or "", names[row["sentiment"]]) for row in csv.DictReader(file))


def emotions(data: Path, part: str) -> Labelled:
    """English Reddit comments whose emotions all praise, all blame, or are none; part is "train" or "dev"."""
    return _labelled(_felt(_lines(data / "sentiment" / f"goemotions_{part}.tsv")))


def _felt(lines: list[str]) -> Iterator[tuple[str, int]]:
    for line in lines:
        text, _, rest = line.partition("\t")
        named = {int(label) for label in rest.partition("\t")[0].split(",") if label}
        praised, blamed = bool(named & _PRAISE), bool(named & _BLAME)
        if praised != blamed:
            yield text, 2 if praised else 0
        elif named == _NOTHING:
            yield text, 1


def offensive(data: Path, part: str) -> Labelled:
    """English tweets, 1 offensive; part is "train" or "val"."""
    texts = _lines(data / "safety" / f"{part}_text.txt")
    labels = _lines(data / "safety" / f"{part}_labels.txt")
    return _labelled((text, int(label)) for text, label in zip(texts, labels, strict=False) if label)


def slurs(data: Path) -> Labelled:
    """English tweets picked for their swear words, 1 hateful or offensive."""
    with (data / "safety" / "davidson.csv").open(encoding="utf-8", newline="") as file:
        return _labelled((row["tweet"], int(row["class"] != "2")) for row in csv.DictReader(file))


def sentences() -> tuple[list[str], Labelled]:
    """Languages, and sentences in each cut to the lengths of posts: the test set inside the package eld."""
    path = Path(str(importlib.resources.files("eld"))) / "tests" / "data" / "big-test.txt"
    split = [line.partition("\t") for line in _lines(path)]
    languages = sorted({language for language, _, text in split if text})
    place = {language: at for at, language in enumerate(languages)}
    cut = ((_cut(text, _LENGTHS[at % 5]), place[language]) for at, (language, _, text) in enumerate(split) if text)
    return languages, _labelled(cut)


def _cut(text: str, length: int) -> str:
    """The text up to the first gap behind `length`, at most half as long again."""
    gap = text.find(" ", length)
    return text[: gap if 0 <= gap < length * 1.5 else length]


def is_roman_hindi(text: str) -> bool:
    """Hindi in Latin letters, told by its small words."""
    return len(_ROMAN_HINDI.findall(text)) >= 3


def is_about_service(text: str) -> bool:
    """A post about travelling, or about how a company serves its customers."""
    return _SERVICE.search(text) is not None
