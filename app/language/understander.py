"""Texts understood in batches: one pass from characters to meaning. Known by services and hub; knows the rest of
language, and domain."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.understanding import Finding, Intent, Sentiment, Understander, Understanding
from app.language import safety
from app.language.grams import Grams, PostGrams, char_grams, joined, language_grams, word_grams
from app.language.intent import INTENTS, THREAT, cue_points, cue_table, intents, opens_asking, urgencies
from app.language.letters import SCRIPT_LANGUAGES, SCRIPT_OF, SCRIPTS, Kind
from app.language.model import Model, read_model
from app.language.personal import find_personal
from app.language.safety import Reason
from app.language.signature import signatures
from app.language.taught import model_in_use
from app.language.tokens import Tokens, tokenize
from app.language.valence import NAMES, Floats, features, negated

BATCH = 512
SURE_OF_LANGUAGE = 0.30
"""Least probability at which a language is named."""
SURE_OF_RARE = 0.50
FEW_LETTERS = 20
"""Below so many letters a language that nobody expects is named only from `SURE_OF_RARE` on."""
EXPECTED = 1.5
"""Added to the language that is expected: tips the scales for two words, and nothing for a sentence."""
POSSIBLE = 0.10
"""From this probability on it is the expected language where none can be told."""
FAMILIAR = 0.5
"""Below this probability a text of an unknown language is still judged by the likeliest known one."""
HIDDEN_FROM = 0.75
"""Offence at which a post is not shown in public; `offensive` is 0.5 where offence is as likely as not."""
_LEAST_LETTERS = 2
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "iw": "he", "id": "ms", "in": "ms", "fil": "tl", "cmn": "zh"}
_THREAT_POINTS = 5.0

_SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_EMOJI_GOOD, _EMOJI_BAD = NAMES.index("emoji_positive"), NAMES.index("emoji_negative")


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch after the product, a row per post.

    Attributes:
        languages: BCP 47 or `und`.
        shares: probabilities of negative, neutral, positive.
        offence: probability.
        wanted: index of the intent or −1.
        points: of the cue groups.
    """

    languages: list[str]
    shares: Floats
    offence: Floats
    wanted: NDArray[np.int64]
    urgency: Floats
    points: Floats
    signature: NDArray[np.int64]
    swears: NDArray[np.bool_]
    grams: PostGrams


class TextUnderstander:
    """The shipped model at work (`Understander`).

    Attributes:
        version: model and version, as stored with each post.
    """

    def __init__(self, model: Model) -> None:
        self.version = model.version
        self._model = model
        self._head_of = {language: at for at, language in enumerate(model.known)}
        self._column_of = {language: at for at, language in enumerate(model.languages)}
        self._known_columns = np.array([model.languages.index(language) for language in model.known])
        self._script_columns = np.array([model.languages.index(one) if one else 0 for one in SCRIPT_LANGUAGES])
        cue_table()
        safety.warm_up()

    def understand(
        self, texts: list[str], *, names: list[str] | None = None, expected: list[str] | None = None
    ) -> list[Understanding]:
        """One understanding per text, in order."""
        return self.understand_all(texts, names=names, expected=expected)[0]

    def understand_all(
        self, texts: list[str], *, names: list[str] | None = None, expected: list[str] | None = None
    ) -> tuple[list[Understanding], PostGrams]:
        """One understanding per text, in order, and the n-grams that it rests on, for further heads."""
        found: list[Understanding] = []
        words: list[Grams] = []
        chars: list[Grams] = []
        for begin in range(0, len(texts), BATCH):
            batch = texts[begin : begin + BATCH]
            called = names[begin : begin + BATCH] if names is not None else [""] * len(batch)
            judged = self._judge(batch, expected[begin : begin + BATCH] if expected is not None else None)
            found += self._understood(judged, batch, called)
            words.append(judged.grams.words)
            chars.append(judged.grams.chars)
        return found, PostGrams(joined(words), joined(chars))

    def _understood(self, judged: Judged, texts: list[str], names: list[str]) -> list[Understanding]:
        top = judged.shares.argmax(axis=1)
        scores = (judged.shares[:, 2] - judged.shares[:, 0]).tolist()
        sure = judged.shares.max(axis=1).tolist()
        rows = zip(texts, names, top.tolist(), judged.wanted.tolist(), strict=True)
        signature, urgency, offence = judged.signature.tolist(), judged.urgency.tolist(), judged.offence.tolist()
        found = []
        for at, (text, name, best, wanted) in enumerate(rows):
            pii = find_personal(text)
            reasons = self._reasons(at, text, name, judged, pii)
            found.append(
                Understanding(
                    language=judged.languages[at],
                    sentiment=_SENTIMENTS[best],
                    score=round(scores[at], 4),
                    confidence=round(sure[at], 4),
                    intent=INTENTS[wanted] if wanted >= 0 else Intent.OTHER,
                    urgency=round(urgency[at], 4),
                    offensive=round(offence[at], 4),
                    public_ok=not reasons,
                    reasons=reasons,
                    pii=pii,
                    signature=signature[at],
                    model=self.version,
                )
            )
        return found

    def _judge(self, texts: list[str], expected: list[str] | None) -> Judged:
        tokens = tokenize(texts)
        reach = negated(tokens)
        rules = features(tokens, self._model.valences, reach)
        languages, chosen = self._languages(tokens, expected)
        strange, heads = chosen < 0, np.maximum(chosen, 0)
        grams = PostGrams(word_grams(tokens, reach), char_grams(tokens))
        logits = self._model.logits(grams.words, grams.chars, rules, heads)
        shares = softmax(logits[:, :3] * self._model.sharpness[heads][:, None])
        shares[strange] = _emoji_shares(rules[strange])
        points = cue_points(tokens)
        swears, mild = safety.swearing(tokens, languages)
        wanted = intents(points, rules, shares, opens_asking(tokens))
        return Judged(
            languages=languages,
            shares=shares,
            offence=_offence(logits[:, 3], (chosen == self._head_of["en"]), swears, mild, points[:, THREAT]),
            wanted=wanted,
            urgency=urgencies(points, rules, shares, wanted),
            points=points,
            signature=signatures(tokens),
            swears=swears,
            grams=grams,
        )

    def _languages(self, tokens: Tokens, expected: list[str] | None) -> tuple[list[str], NDArray[np.int64]]:
        """Per post its language, and the index of the head that judges it (−1: none can)."""
        logits = self._model.language_logits(language_grams(tokens))
        awaited = self._awaited(expected or [""] * tokens.posts)
        hinted = np.flatnonzero(awaited >= 0)
        logits[hinted, awaited[hinted]] += EXPECTED
        shares = softmax(logits)
        best = shares.argmax(axis=1)
        sure = shares.max(axis=1)
        letters = np.bincount(
            tokens.char_post[(tokens.kinds == Kind.LETTER) | (tokens.kinds == Kind.UNSPACED)], minlength=tokens.posts
        )
        by_script = _script_languages(tokens, letters)
        best = np.where(by_script > 0, self._script_columns[by_script], best)
        sure = np.where(by_script > 0, 1.0, sure)
        familiar = np.isin(best, self._known_columns) | (best == awaited) | (letters >= FEW_LETTERS)
        needed = np.where(familiar, SURE_OF_LANGUAGE, SURE_OF_RARE)
        told = ((letters >= _LEAST_LETTERS) & (sure >= needed)) | (by_script > 0)
        thin = ~told & (letters >= _LEAST_LETTERS) & (awaited >= 0)
        thin &= shares[np.arange(tokens.posts), awaited] >= POSSIBLE
        best, told = np.where(thin, awaited, best), told | thin
        names = self._model.languages
        languages = [names[at] if is_told else "und" for at, is_told in zip(best.tolist(), told.tolist(), strict=True)]
        heads = np.array([self._head_of.get(names[at], -1) for at in best.tolist()], dtype=np.int64)
        likeliest = shares[:, self._known_columns].argmax(axis=1)
        heads = np.where((heads < 0) & (sure < FAMILIAR), likeliest, heads)
        return languages, np.where(letters == 0, -1, heads)

    def _awaited(self, expected: list[str]) -> NDArray[np.int64]:
        """Per post the column of the language that is expected; −1 for none, or for one that cannot be told."""
        columns = {language: self._column_of.get(base_language(language), -1) for language in set(expected)}
        return np.array([columns[language] for language in expected], dtype=np.int64)

    def _reasons(self, at: int, text: str, name: str, judged: Judged, pii: tuple[Finding, ...]) -> tuple[str, ...]:
        """Everything that speaks against showing the post, in a fixed order."""
        language = judged.languages[at]
        swears = bool(judged.swears[at])
        spam = judged.wanted[at] >= 0 and INTENTS[judged.wanted[at]] is Intent.SPAM
        told = (
            (Reason.PROFANITY, swears),
            (Reason.DISGUISED, not swears and safety.has_disguised_swearing(text, language)),
            (Reason.OFFENSIVE, judged.offence[at] >= HIDDEN_FROM),
            (Reason.THREAT, judged.points[at, THREAT] >= _THREAT_POINTS),
            (Reason.PERSONAL, bool(pii)),
            (Reason.LINK, ("http" in text or "www." in text) and safety.has_bad_link(text)),
            (Reason.SPAM, spam),
            (Reason.NAME, bool(name) and safety.is_bad_name(name)),
        )
        return tuple(reason.value for reason, speaks in told if speaks)


def understand_all(
    understander: Understander,
    texts: list[str],
    *,
    names: list[str] | None = None,
    expected: list[str] | None = None,
) -> tuple[list[Understanding], PostGrams | None]:
    """What any understander makes of texts, with the n-grams that it rests on where it tells them."""
    if isinstance(understander, TextUnderstander):
        return understander.understand_all(texts, names=names, expected=expected)
    return understander.understand(texts, names=names, expected=expected), None


def base_language(language: str) -> str:
    """A language without its region, and by the name that it is told by here: `en` for `en-GB`, `no` for `nb`."""
    base = language.lower().replace("_", "-").partition("-")[0]
    return _SAME_LANGUAGE.get(base, base)


def softmax(logits: Floats) -> Floats:
    """Rows as probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _script_languages(tokens: Tokens, letters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per post the index in `SCRIPT_LANGUAGES` that its script alone tells, else 0; kana beside Han tell Japanese."""
    if int(tokens.lower.max(initial=0)) < SCRIPTS[0][0]:
        return np.zeros(tokens.posts, dtype=np.int64)
    script = SCRIPT_OF[tokens.lower].astype(np.int64)
    width = len(SCRIPT_LANGUAGES)
    counts = np.bincount(tokens.char_post * width + script, minlength=tokens.posts * width).reshape(-1, width)
    counts[:, 0] = 0
    japanese, chinese = SCRIPT_LANGUAGES.index("ja"), SCRIPT_LANGUAGES.index("zh")
    counts[:, japanese] += np.where(counts[:, japanese] > 0, counts[:, chinese], 0)
    best: NDArray[np.int64] = counts.argmax(axis=1)
    return np.where(counts.max(axis=1) * 2 > letters, best, 0)


def _emoji_shares(rules: Floats) -> Floats:
    """What emoji alone tell; without any, an honest third each with neutral a hair ahead."""
    good, bad = rules[:, _EMOJI_GOOD] * 2.0, rules[:, _EMOJI_BAD] * 2.0
    return softmax(np.stack([bad, np.full(len(rules), 0.05, dtype=np.float32), good], axis=1))


def _offence(
    logits: Floats, english: NDArray[np.bool_], swears: NDArray[np.bool_], mild: NDArray[np.int64], threat: Floats
) -> Floats:
    """Probability of offence: learned for English, by word lists elsewhere."""
    listed = 0.03 + 0.6 * swears + 0.15 * np.minimum(mild, 3) + 0.15 * np.minimum(threat, _THREAT_POINTS)
    learned = 1 / (1 + np.exp(-logits))
    threatened = np.where(threat >= _THREAT_POINTS, 0.85, 0.0)
    found: Floats = np.maximum(np.where(english, learned, np.minimum(listed, 0.97)), threatened).astype(np.float32)
    return found


def load_understander(taught: Path | None = None) -> Understander:
    """The understander that ships, or the one people taught where its file is fit to be used.

    Raises:
        StorageError: the model file cannot be read.
    """
    return TextUnderstander(Model(read_model(model_in_use(taught) if taught is not None else None)))
