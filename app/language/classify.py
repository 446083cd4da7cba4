"""One text a line in, one judgement a line out: the command `classify`, and the figures of `bench language`. Known by
the command line; knows understander, second and tokens."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from app.domain.understanding import Understanding
from app.language.clean import LONGEST
from app.language.embedding import NoEmbedding
from app.language.second import load_second
from app.language.tokens import tokenize
from app.language.understander import BATCH, load_understander

_ROUNDS = 5
_SECOND_ROUNDS = 3
_SECOND_SAMPLE = 256
_SAMPLE = (
    "I love this airline, the crew on flight {number} was wonderful 😍 thanks @acme",
    "@acme my bag is lost AGAIN and nobody answers, {number} hours on hold. Unacceptable!!!",
    "When does the store in Lisbon open on Sunday? #acme https://example.org/{number}",
    "Der Zug {number} ist schon wieder ausgefallen, danke für nichts",
    "Merci beaucoup pour votre aide, service client au top depuis {number} jours",
    "Llevo {number} minutos esperando y nadie me atiende, vaya desastre",
    "Che bella giornata, {number} grazie a tutto lo staff!",
    "Atendimento péssimo, já liguei {number} vezes e nada",
    "خدمة ممتازة شكرا لكم {number}",
    "Just landed. Weather is fine, {number} degrees and a light breeze over the bay.",
)


def classify_lines(lines: Iterable[str], *, second: bool = False) -> Iterator[dict[str, object]]:
    """A judgement per line, in order; an empty line is judged like any other.

    Raises:
        FishbowlError: a `second` opinion on the doubtful ones was asked for and is not to be had.
    """
    understander = load_understander()
    opinion = load_second() if second else None
    source = iter(lines)
    while batch := [line.rstrip("\r\n") for line in islice(source, BATCH)]:
        understood = understander.understand(batch)
        yield from (_row(one) for one in (opinion.revise(batch, understood) if opinion else understood))


def _row(one: Understanding) -> dict[str, object]:
    return {
        "language": one.language,
        "sentiment": one.sentiment.value,
        "score": one.score,
        "intent": one.intent.value,
        "urgency": one.urgency,
        "offensive": one.offensive,
        "public_ok": one.public_ok,
        "reasons": list(one.reasons),
        "pii": [{"kind": finding.kind, "start": finding.start, "end": finding.end} for finding in one.pii],
        "model": one.model,
    }


def bench_language(posts: int = 10_000) -> dict[str, float]:
    """Posts a second of one core for the whole pass and for tokenising alone, and their ratio; best of five rounds.
    The second opinion, on whatever it is asked: best of three."""
    understander = load_understander()
    texts = [_SAMPLE[number % len(_SAMPLE)].format(number=number)[:LONGEST] for number in range(posts)]
    understander.understand(texts[:BATCH])
    whole = min(_seconds(lambda: understander.understand(texts)) for _ in range(_ROUNDS))
    alone = min(_seconds(lambda: _tokenize_all(texts)) for _ in range(_ROUNDS))
    return {
        "posts_per_s_core": posts / whole,
        "tokenize_posts_per_s_core": posts / alone,
        "ratio_to_tokenize": alone / whole,
        **_bench_second(texts[:_SECOND_SAMPLE], understander.understand(texts[:_SECOND_SAMPLE])),
    }


def _bench_second(texts: list[str], firsts: list[Understanding]) -> dict[str, float]:
    """Posts a second of one core for the second opinion alone; nothing where it is not installed."""
    try:
        judge = load_second().judge
    except NoEmbedding:
        return {}
    judge(texts[:1], firsts[:1])  # loads the weights
    again = min(_seconds(lambda: judge(texts, firsts)) for _ in range(_SECOND_ROUNDS))
    return {"second_posts_per_s_core": len(texts) / again}


def _tokenize_all(texts: list[str]) -> None:
    for begin in range(0, len(texts), BATCH):
        tokenize(texts[begin : begin + BATCH])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
