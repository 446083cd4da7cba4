"""What a network itself warns of, made a reason not to show a post in public. Known by services; knows domain.

Words as Bluesky (com.atproto.label, app.bsky.labeler) and Mastodon (`sensitive`) use them. A word nobody listed holds
nothing, unless it begins with "!": so Bluesky marks what programs must obey, whatever it says.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec.structs import replace

from app.domain.understanding import Understanding


class Warned(StrEnum):
    """What the network warns of, as a reason."""

    SEXUAL = "labelled_sexual"
    VIOLENT = "labelled_violent"
    HATEFUL = "labelled_hateful"
    SPAM = "labelled_spam"
    SENSITIVE = "labelled_sensitive"
    HIDDEN = "labelled_hidden"
    MEMBERS = "labelled_members_only"


_WORDS = {
    Warned.SEXUAL: "porn sexual sexual-figurative nudity nsfw adult suggestive",
    Warned.VIOLENT: "graphic-media gore graphic corpse self-harm violence animal-abuse nsfl",
    Warned.HATEFUL: "hate intolerant intolerance harassment extremist threat rude abuse bullying icon-intolerant "
    "intolerant-race intolerant-gender intolerant-sexual-orientation intolerant-religion",
    Warned.SPAM: "spam scam misleading impersonation phishing malware security illicit inauthentic unsafe-link",
    Warned.SENSITIVE: "sensitive content-warning spoiler upsetting",
    Warned.MEMBERS: "!no-unauthenticated no-unauthenticated",
}
_REASON_OF = {word: reason for reason, listed in _WORDS.items() for word in listed.split()}


def label_reasons(labels: Sequence[str]) -> tuple[str, ...]:
    """The reasons that these labels are, each once, in the order of `Warned`."""
    found = {_reason(label) for label in labels}
    return tuple(reason.value for reason in Warned if reason in found)


def _reason(label: str) -> Warned | None:
    word = label.strip().lower().replace("_", "-").replace(" ", "-")
    return _REASON_OF.get(word, Warned.HIDDEN if word.startswith("!") else None)


def heed_labels(meaning: Understanding, labels: Sequence[str]) -> Understanding:
    """The meaning with the network's own warnings among its reasons."""
    found = label_reasons(labels)
    return replace(meaning, public_ok=False, reasons=meaning.reasons + found) if found else meaning
