"""How people type: the same sentence without capitals, with emoji, with a signature. Known by script; knows cast."""

import random
import re

from app.connectors._replay.cast import Voice

_KEPT = re.compile(r"([@#]\w+|\bNV ?\d+)")
_EMOJI = {
    "negative": ("🙄", "😤", "😡", "🤦", "😩", "👎", "💀"),
    "neutral": ("✈️", "🤔", "👀", "🙃", "😅"),
    "positive": ("💙", "😍", "🙏", "✈️💙", "😊", "👏", "🫶"),
}


def typed(text: str, voice: Voice, *, mood: str, rng: random.Random) -> str:
    """The text as this voice would type it."""
    style = voice.style
    if style == "lower":
        text = "".join(part if index % 2 else part.lower() for index, part in enumerate(_KEPT.split(text)))
        text = text.removesuffix(".")
    elif style == "nodot":
        text = text.removesuffix(".")
    elif style == "bang":
        text = _banged(text, mood, rng)
    elif style == "emoji":
        text = f"{text.removesuffix('.')} {rng.choice(_EMOJI[mood])}"
    elif style == "typo":
        text = text.replace("'", "").replace("’", "").replace(", ", " , " if rng.random() < 0.1 else ", ")
    elif style == "shout" and mood == "negative":
        text = text.upper().replace("NORVANEAIR", "norvaneair")
    return f"{text} {voice.sign}" if voice.sign and rng.random() < 0.8 else text


def _banged(text: str, mood: str, rng: random.Random) -> str:
    if not text.endswith(".") or text.endswith("..") or mood == "neutral":
        return text
    return text[:-1] + ("!!" if rng.random() < 0.4 else "!")
