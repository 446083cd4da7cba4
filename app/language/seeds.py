"""Valences of words, emoticons and emoji that a model starts from. Known by train and evaluate; knows core.

English and emoji come from the word list of VADER (vaderSentiment, MIT; the `train` extra), the other languages from
resources/model/seeds, written for this program.
"""

from app.core.paths import resources

_STRENGTH = {"++": 2.8, "+": 1.8, "-": -1.8, "--": -2.8}
_EMOJI_STRENGTH = 3.5


def word_valences() -> dict[str, float]:
    """Valence (−4 … 4) by word, emoticon or emoji."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    found: dict[str, float] = {str(word): float(value) for word, value in analyzer.lexicon.items()}
    for word, value in _written_seeds().items():
        found.setdefault(word, value)
    for emoji, meaning in analyzer.emojis.items():
        if value := float(analyzer.polarity_scores(meaning)["compound"]):
            found[emoji[0]] = value * _EMOJI_STRENGTH
    return found


def _written_seeds() -> dict[str, float]:
    """A word that several languages value differently counts as their mean."""
    listed: dict[str, list[float]] = {}
    for path in sorted((resources() / "model" / "seeds").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            sign, *words = line.split() or [""]
            for word in words if sign in _STRENGTH else []:
                listed.setdefault(word, []).append(_STRENGTH[sign])
    return {word: sum(values) / len(values) for word, values in listed.items()}
