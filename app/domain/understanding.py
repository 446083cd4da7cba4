"""What we make of a text. Known by language, store, services and both faces; knows nothing."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Intent(StrEnum):
    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    LEAD = "lead"
    RISK = "risk"
    SPAM = "spam"
    OTHER = "other"


LANGUAGES = (
    "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu",
    "he", "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "kn", "ko", "ku", "lo", "lt", "lv", "ml", "mr", "ms", "nl",
    "no", "or", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "ur",
    "vi", "yo", "zh",
)  # fmt: skip
"""What the language model tells apart, BCP 47."""


class Finding(Struct, frozen=True):
    """Personal data in a text: what kind, and where (code points, end exclusive)."""

    kind: str
    start: int
    end: int


class Objection(Struct, frozen=True, array_like=True):
    """A post is like those that people here said do not belong.

    Attributes:
        about: the topic that it is probably not about; 0 where it is probably spam.
        words: those of its words that spoke most for it, strongest first.
    """

    about: int
    words: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Its name among the reasons of a card or of a held post."""
        return "off_topic" if self.about else "probable_spam"


class Understanding(Struct, frozen=True, kw_only=True):
    """One text, understood.

    Attributes:
        language: BCP 47, or `und` when it honestly cannot be told.
        score: −1 (very negative) … 1 (very positive).
        confidence: 0 … 1, how sure the sentiment is; calibrated.
        urgency: 0 … 1.
        offensive: 0 … 1.
        public_ok: no rule speaks against showing it on a public wall; `reasons` name those that do.
        signature: near-duplicate signature; equal or close for texts that say the same.
        model: which model and version judged.
        objections: what this house's own corrections speak against; a label, no judgement.
    """

    language: str = "und"
    sentiment: Sentiment = Sentiment.NEUTRAL
    score: float = 0.0
    confidence: float = 0.0
    intent: Intent = Intent.OTHER
    urgency: float = 0.0
    offensive: float = 0.0
    public_ok: bool = False
    reasons: tuple[str, ...] = ()
    pii: tuple[Finding, ...] = ()
    signature: int = 0
    model: str = ""
    objections: tuple[Objection, ...] = ()


class Understander(Protocol):
    """Whatever turns texts into meaning; called on batches, off the hub's loop, from one thread at a time.

    Attributes:
        version: model and version, as stored with each post.
    """

    version: str

    def understand(
        self, texts: list[str], *, names: list[str] | None = None, expected: list[str] | None = None
    ) -> list[Understanding]:
        """One understanding per text, in order.

        `names` holds author name and handle per text; they are checked for public display too. `expected` holds per
        text the language that is likely before it is read (BCP 47, or empty): it counts where a text says little.
        """
        ...
