"""Figures of the text room on the development data, cross-validated: `python -m app.language.evaluate DATA_DIR`. Known
by nobody; knows train, second_lessons and corpora.

Prints a Markdown table; resources/help/figures.md holds the last one. Needs the `train` extra and a quarter of an hour.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.understanding import Sentiment, Understander
from app.language import corpora, safety, trials
from app.language.classify import bench_language
from app.language.corpora import LANGUAGES, Labelled
from app.language.embedding import Embedding, NoEmbedding, Vectors
from app.language.grams import WORD_BITS
from app.language.learning import count_texts, macro_f1, macro_recall
from app.language.model import Head
from app.language.retrain import head_logits
from app.language.second import log_shares
from app.language.second_lessons import DOUBTFUL, Apart, fit_second
from app.language.seeds import word_valences
from app.language.tokens import tokenize
from app.language.train import (
    FOLDS,
    LEANING,
    SMALL_BITS,
    Part,
    both_apart,
    first_apart,
    fit_head,
    judge_leaning,
    offence_parts,
    sentiment_parts,
)
from app.language.understander import HIDDEN_FROM, load_understander
from app.language.valence import Valences, make_valences

_SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_TOLD = ("en", "de", "fr", "es", "it", "pt", "ar")
_NO_WORD = re.compile(r"https?\S+|@\w+|\\u\w+|#")


def evaluate(data: Path) -> list[tuple[str, str, float]]:
    """Rows of what, how it is measured, and the figure."""
    valences = make_valences(word_valences())
    rows = [*_english(data, valences), *_others(data, valences), _transfer(data, valences)]
    rows += [_service(data, valences), *_offence(data, valences), *_hindi(), *_lengths(data)]
    shipped = load_understander()
    for language in _TOLD:
        texts = (corpora.semeval(data, "val") if language == "en" else corpora.umsab(data, language, "val")).texts
        told = [one.language == language for one in shipped.understand(texts)]
        rows.append((f"language told, {language}", "held out, per cent", 100 * float(np.mean(told))))
    speed = bench_language()
    rows.append(("whole pass", "posts a second of one core", speed["posts_per_s_core"]))
    rows.append(("whole pass against tokenising alone", "ratio", speed["ratio_to_tokenize"]))
    if "second_posts_per_s_core" in speed:
        rows.append(("second opinion", "posts a second of one core", speed["second_posts_per_s_core"]))
    return rows


def _folds(whole: Labelled, judge: Callable[[Labelled, Labelled], NDArray[np.int64]]) -> NDArray[np.int64]:
    """What heads trained on the other folds find, text by text."""
    fold = np.random.default_rng(1).permutation(len(whole.labels)) % FOLDS
    found = np.zeros(len(whole.labels), dtype=np.int64)
    for one in range(FOLDS):
        held = np.flatnonzero(fold == one)
        found[held] = judge(whole.take(np.flatnonzero(fold != one)), whole.take(held))
    return found


def feelings(head: Head, held: Labelled, valences: Valences, bits: int) -> NDArray[np.int64]:
    """The sentiment the head finds, text by text."""
    found: NDArray[np.int64] = head_logits(head, count_texts(held.texts, valences, bits))[:, :3].argmax(axis=1)
    return found


def _english(data: Path, valences: Valences) -> list[tuple[str, str, float]]:
    """The first opinion alone, and with a second one where that is installed."""
    try:
        embedding = Embedding()
    except NoEmbedding:
        whole, logits, _fold = first_apart(data, valences)
        return _first_rows(whole.labels, logits.argmax(axis=1))
    apart, vectors = both_apart(data, valences, embedding)
    return [
        *_first_rows(apart.labels, apart.first.argmax(axis=1)),
        *second_rows(apart),
        _second_transfer(data, valences, embedding, vectors),
        _second_service(data, valences, vectors),
    ]


def _first_rows(labels: NDArray[np.int64], found: NDArray[np.int64]) -> list[tuple[str, str, float]]:
    return [
        ("sentiment, English tweets", "macro recall, 3 folds", macro_recall(labels, found)),
        ("sentiment, English tweets", "macro F1, 3 folds", macro_f1(labels, found)),
    ]


def second_rows(apart: Apart) -> list[tuple[str, str, float]]:
    """English tweets with a second opinion on more and more of them, the least certain first."""
    least = "the least certain"
    asked = {0.1: f"{least} 10 %", 0.2: f"{least} 20 %", DOUBTFUL: f"{least} 30 %, as the program does", 1.0: "all"}
    return [
        (f"… with a second opinion on {told}", "macro recall, 3 folds", apart.recall(share))
        for share, told in asked.items()
    ]


def _others(data: Path, valences: Valences) -> list[tuple[str, str, float]]:
    rows = []
    for language, name in LANGUAGES.items():
        if language == "en":
            continue
        if language in LEANING:
            score = judge_leaning(data, language, valences)
            rows.append((f"sentiment, {name.capitalize()} tweets whose labels are sound", "macro F1, 3 folds", score))
            continue
        whole = corpora.umsab(data, language, "train") + corpora.umsab(data, language, "val")

        def judge(seen: Labelled, held: Labelled, language: str = language) -> NDArray[np.int64]:
            head = fit_head([Part(seen, 1.0)], None, valences, language)
            return feelings(head, held, valences, SMALL_BITS)

        score = macro_f1(whole.labels, _folds(whole, judge))
        rows.append((f"sentiment, {name.capitalize()} tweets", "macro F1, 3 folds", score))
    mean = float(np.mean([score for _, _, score in rows]))
    return [*rows, ("sentiment, mean of the seven", "macro F1, 3 folds", mean)]


def _hindi() -> list[tuple[str, str, float]]:
    """Invented Hindi posts in both scripts: what the few tweets, nearly all in Latin letters, cannot tell."""
    posts = [one for one in trials.held(trials.read_trials()) if one.language == "hi"]
    labels = np.array([_SENTIMENTS.index(one.sentiment) for one in posts])
    said = load_understander().understand([one.text for one in posts], expected=["hi"] * len(posts))
    found = np.array([_SENTIMENTS.index(one.sentiment) for one in said])
    measure = f"macro F1, {len(posts)} posts in both scripts, language declared"
    return [("sentiment, invented Hindi posts", measure, macro_f1(labels, found))]


def _lengths(data: Path) -> list[tuple[str, str, float]]:
    """The language told of the first words of held-out tweets, mean of seven languages."""
    shipped = load_understander()
    rows = []
    for words in (1, 2, 3, 5, 8):
        right, declared = np.mean([_told_of(shipped, data, language, words) for language in _TOLD], axis=0)
        rows.append((f"language told of {words} words", "per cent, mean of seven, held out", float(right)))
        rows.append((f"language told of {words} words, as declared by the author", "the same", float(declared)))
    return rows


def _told_of(shipped: Understander, data: Path, language: str, words: int) -> tuple[float, float]:
    """Share told right of the first words alone, and with the language declared."""
    whole = corpora.semeval(data, "val") if language == "en" else corpora.umsab(data, language, "val")
    cut = [" ".join(_NO_WORD.sub("", text).split()[:words]) for text in whole.texts]
    texts = [text for text in cut if sum(map(str.isalpha, text)) > 1]
    alone = shipped.understand(texts)
    declared = shipped.understand(texts, expected=[language] * len(texts))
    shares = [100 * float(np.mean([one.language == language for one in said])) for said in (alone, declared)]
    return shares[0], shares[1]


def _parts_of_other_years(data: Path) -> list[Part]:
    return [part for at, part in enumerate(sentiment_parts(data, "en", with_held=False)) if at != 1]


def _transfer(data: Path, valences: Valences) -> tuple[str, str, float]:
    head = fit_head(_parts_of_other_years(data), None, valences, "en")
    held = corpora.tweet_extraction(data)
    found = feelings(head, held, valences, WORD_BITS)
    return "sentiment, tweets of another year and set", "macro F1, never trained on", macro_f1(held.labels, found)


def _service(data: Path, valences: Valences) -> tuple[str, str, float]:
    """What to expect of complaints about a trade that the model was never taught."""
    feeling = sentiment_parts(data, "en", with_held=False)
    taught = [Part(of_service(part.texts, wanted=False), part.weight) for part in feeling]
    held = of_service(feeling[0].texts + feeling[1].texts + corpora.semeval(data, "val"), wanted=True)
    found = feelings(fit_head(taught, None, valences, "en"), held, valences, WORD_BITS)
    posts = f"macro F1, {len(held.texts)} posts, such posts never trained on"
    return "sentiment, posts about travel and service", posts, macro_f1(held.labels, found)


def of_service(texts: Labelled, *, wanted: bool) -> Labelled:
    """The posts about travel and service, or all others."""
    return texts.take(np.flatnonzero([corpora.is_about_service(text) is wanted for text in texts.texts]))


def _second_transfer(data: Path, valences: Valences, embedding: Embedding, vectors: Vectors) -> tuple[str, str, float]:
    """What a second opinion adds on tweets of another year and set, which neither has seen; 5,000 drawn by chance."""
    whole = corpora.semeval(data, "train") + corpora.semeval(data, "val")
    others = corpora.tweet_extraction(data)
    held = others.take(np.random.default_rng(2).permutation(len(others.labels))[:5000])
    head = fit_head(_parts_of_other_years(data), None, valences, "en")
    apart = _apart(held, head, valences, embedding.of(held.texts), fit_second(vectors, whole.labels))
    what = "sentiment, tweets of another year and set, a second opinion on the least certain 30 %"
    return what, f"macro F1, 5,000 never trained on (first alone: {apart.f1(0.0):.1f})", apart.f1(DOUBTFUL)


def _second_service(data: Path, valences: Valences, vectors: Vectors) -> tuple[str, str, float]:
    """What a second opinion, which was never taught such posts either, adds there; tweets of one set only."""
    whole = corpora.semeval(data, "train") + corpora.semeval(data, "val")
    about = np.array([corpora.is_about_service(text) for text in whole.texts])
    seen, held = np.flatnonzero(~about), np.flatnonzero(about)
    feeling = sentiment_parts(data, "en", with_held=False)[1:]
    taught = [Part(of_service(part.texts, wanted=False), part.weight) for part in feeling]
    head = fit_head([Part(whole.take(seen), 1.0), *taught], None, valences, "en")
    second = fit_second(vectors[seen], whole.labels[seen])
    apart = _apart(whole.take(held), head, valences, vectors[held], second)
    what = "sentiment, tweets about travel and service, a second opinion on the least certain 30 %"
    return what, f"macro F1, {len(held)} never trained on (first alone: {apart.f1(0.0):.1f})", apart.f1(DOUBTFUL)


def _apart(held: Labelled, head: Head, valences: Valences, vectors: Vectors, second: tuple[Vectors, Vectors]) -> Apart:
    """Both opinions on posts that neither head has seen."""
    logits = head_logits(head, count_texts(held.texts, valences, WORD_BITS))[:, :3] * head.sharpness
    weights, bias = second
    return Apart(held.labels, log_shares(logits), log_shares(vectors @ weights + bias))


def _offence(data: Path, valences: Valences) -> list[tuple[str, str, float]]:
    whole = corpora.offensive(data, "train") + corpora.offensive(data, "val")
    posts = corpora.semeval(data, "val")
    friendly = posts.take(np.flatnonzero(posts.labels == 2)).texts
    beside = offence_parts(data, with_held=False)[1:]
    hidden: list[float] = []

    def judge(seen: Labelled, held: Labelled) -> NDArray[np.int64]:
        head = fit_head([], [Part(seen, 1.0), *beside], valences, "en")
        offence = head_logits(head, count_texts(friendly, valences, WORD_BITS))[:, 3] > _logit(HIDDEN_FROM)
        swears, _mild = safety.swearing(tokenize(friendly), ["en"] * len(friendly))
        hidden.append(100 * float(np.mean(offence | swears)))
        return (head_logits(head, count_texts(held.texts, valences, WORD_BITS))[:, 3] > 0).astype(np.int64)

    score = macro_f1(whole.labels, _folds(whole, judge), 2)
    return [
        ("offensive, English tweets", "macro F1, 3 folds", score),
        ("friendly posts hidden for offence or swearing", "per cent, held out", float(np.mean(hidden))),
    ]


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def main(arguments: list[str]) -> int:
    """The command; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Give the folder of the development data: python -m app.language.evaluate DATA_DIR\n")
        return 2
    sys.stdout.write("| what | measured as | figure |\n|---|---|---|\n")
    for what, measure, figure in evaluate(Path(arguments[0])):
        sys.stdout.write(
            f"| {what} | {measure} | {figure:,.1f} |\n"
            if abs(figure) >= 1
            else f"| {what} | {measure} | {figure:.3f} |\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
