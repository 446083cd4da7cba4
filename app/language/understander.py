"""Texts understood in batches. Known by services and hub; knows domain."""

import py3langid
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from app.domain.understanding import Sentiment, Understander, Understanding


class PlainUnderstander:
    """Language and sentiment from general tools."""

    version = "plain-1"

    def __init__(self) -> None:
        self._analyzer = SentimentIntensityAnalyzer()

    def understand(self, texts: list[str], *, names: list[str] | None = None) -> list[Understanding]:
        """One understanding per text, in order."""
        return [self._understand_one(text) for text in texts]

    def _understand_one(self, text: str) -> Understanding:
        score = float(self._analyzer.polarity_scores(text)["compound"])
        sentiment = Sentiment.NEUTRAL
        if abs(score) >= 0.05:
            sentiment = Sentiment.POSITIVE if score > 0 else Sentiment.NEGATIVE
        language = py3langid.classify(text)[0] if text.strip() else "und"
        return Understanding(
            language=language,
            sentiment=sentiment,
            score=score,
            confidence=abs(score),
            public_ok=True,
            signature=hash(text) & (2**63 - 1),
            model=self.version,
        )


def load_understander() -> Understander:
    """The understander that ships."""
    return PlainUnderstander()
