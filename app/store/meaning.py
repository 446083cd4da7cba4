"""How an understanding is stored beside a post's columns: a short JSON array. Known by the files of this room; knows
the field's words.
"""

import msgspec
from msgspec import Struct

from app.domain.post import Media
from app.domain.understanding import Finding, Intent, Objection, Sentiment, Understanding


class _Rest(Struct, frozen=True, array_like=True):
    """What has no column of its own. New fields go to the end, so that old rows stay readable."""

    intent: Intent
    confidence: float
    urgency: float
    offensive: float
    public_ok: bool
    reasons: tuple[str, ...]
    pii: tuple[Finding, ...]
    signature: int
    model: str
    objections: tuple[Objection, ...] = ()


_encoder = msgspec.json.Encoder()
_rest = msgspec.json.Decoder(_Rest)
_labels = msgspec.json.Decoder(tuple[str, ...])
_media = msgspec.json.Decoder(tuple[Media, ...])


def pack(meaning: Understanding) -> str:
    """The parts without a column."""
    return _encoder.encode(
        (
            meaning.intent,
            meaning.confidence,
            meaning.urgency,
            meaning.offensive,
            meaning.public_ok,
            meaning.reasons,
            meaning.pii,
            meaning.signature,
            meaning.model,
            meaning.objections,
        )
    ).decode()


def unpack(packed: str, *, language: str, sentiment: str, score: float) -> Understanding:
    """The whole understanding again, from its columns and the packed parts."""
    rest = _rest.decode(packed)
    return Understanding(
        language=language,
        sentiment=Sentiment(sentiment),
        score=score,
        confidence=rest.confidence,
        intent=rest.intent,
        urgency=rest.urgency,
        offensive=rest.offensive,
        public_ok=rest.public_ok,
        reasons=rest.reasons,
        pii=rest.pii,
        signature=rest.signature,
        model=rest.model,
        objections=rest.objections,
    )


def reasons_of(packed: str) -> tuple[str, ...]:
    """Only what speaks against showing it."""
    return _rest.decode(packed).reasons


def objections_of(packed: str) -> tuple[Objection, ...]:
    """Only what the house's own corrections speak against."""
    return _rest.decode(packed).objections


def pack_media(media: tuple[Media, ...]) -> str:
    """Pictures and cards as JSON; empty for none."""
    return _encoder.encode(media).decode() if media else ""


def pack_labels(labels: tuple[str, ...]) -> str:
    """What the network warns of, a short JSON array; empty for nothing."""
    return _encoder.encode(labels).decode() if labels else ""


def unpack_labels(packed: str) -> tuple[str, ...]:
    """What `pack_labels` stored."""
    return _labels.decode(packed) if packed else ()


def unpack_media(packed: str) -> tuple[Media, ...]:
    """What `pack_media` stored."""
    return _media.decode(packed) if packed else ()
