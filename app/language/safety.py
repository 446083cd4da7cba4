"""What speaks against showing a post in public, each with its reason. Known by understander; knows wordlists, tokens
and valence.

No filter makes a wall safe: this one says what it noticed, and a person releases.
"""

import re
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.language.fold import fold
from app.language.tokens import Flags, Tokens
from app.language.valence import Keys, word_keys
from app.language.wordlists import harmless, words


class Reason(StrEnum):
    """Why a post should not be shown in public."""

    PROFANITY = "profanity"
    DISGUISED = "disguised_profanity"
    OFFENSIVE = "offensive"
    THREAT = "threat"
    PERSONAL = "personal_data"
    LINK = "link"
    SPAM = "spam"
    NAME = "name"


_LOOK_ALIKES = {
    "a": "аαɑ@4∂",
    "b": "ЬвβƄ8",
    "c": "сϲ¢©ƈ",
    "d": "ԁɗ",
    "e": "еєε3€ё",
    "f": "ƒ",
    "g": "ɡ9ց",
    "h": "һнհ",
    "i": "іιı1!|¡",
    "k": "кκƙ",
    "l": "ӏɩ",
    "m": "мʍ",
    "n": "пηո",
    "o": "оοσ0օø",
    "p": "рρ",
    "q": "ԛ",
    "r": "гɾ",
    "s": "ѕ$5ʂ",
    "t": "тτ7†",
    "u": "υսц",
    "v": "ѵν",
    "w": "ѡωԝш",
    "x": "хχ×",
    "y": "уγʏ",
    "z": "ᴢ2",
}
_FIRST_FOREIGN = 0x0250
"""Letters before it are Latin with marks: ordinary in many languages."""
_PLAIN_LETTERS = str.maketrans({like: letter for letter, likes in _LOOK_ALIKES.items() for like in likes})
_STRANGE_LETTERS = "".join(like for likes in _LOOK_ALIKES.values() for like in likes if ord(like) >= _FIRST_FOREIGN)
_DISGUISE = re.compile(
    r"[^\W\d_][*@$!|013457+·•]+[^\W\d_]|\b\w[ .*_-]\w[ .*_-]\w\b|[^\W\d_]\*+"
    rf"|[A-Za-z][{_STRANGE_LETTERS}]|[{_STRANGE_LETTERS}][A-Za-z]"
)
_TURNED = re.compile("[\u202d\u202e]")
"""Overrides turn letters round; right-to-left scripts do without them, embeddings and isolates are left alone."""
_HIDDEN = re.compile("\\w[\u00ad\u200b\u2060-\u2064\ufeff]+\\w")
"""What is not seen between two letters."""
_SPACED = re.compile(r"(?<!\w)(?:\w[ .*_·•-]{1,3}){2,}\w(?!\w)")
_INNER = re.compile(r"(?<=\w)[.·•_+-]+(?=\w)")
_STARRED = re.compile(r"(?<!\w)\w+(?:[*#%]+\w*)+")
_LINK = re.compile(r"(?:https?://|\bwww\.)([^\s/:?#]+)([^\s]*)", re.IGNORECASE)
_BAD_HOST = re.compile(
    r"(?:^|[.-])xn--|porn|xxx|xvideo|xnxx|sexcam|sexchat|\bsex\b|onlyfans|casino|\bbet\d|viagra|free-?followers|phish|"
    r"\.(?:zip|mov|tk|ml|ga|cf|gq|xxx|porn|adult|sexy|cam)$|^\d{1,3}(?:\.\d{1,3}){3}$|^\[|@",
    re.IGNORECASE,
)
_BAD_FILE = re.compile(r"\.(?:exe|scr|apk|msi|bat|jar|dmg)(?:$|[?#])", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LONG = 4
"""Letters from which a swear word is believed inside a longer word or a name."""


@lru_cache(maxsize=64)
def swear_keys(language: str) -> Keys:
    """Hashes of the words that are hard swearing in a post of this language."""
    return word_keys(frozenset(word for word in words("hard") if language not in harmless().get(word, ())))


def swearing(tokens: Tokens, languages: list[str]) -> tuple[Flags, NDArray[np.int64]]:
    """Per post: does it hold a hard swear word; and how many mild ones."""
    suspects = word_keys(words("hard")).find(tokens.hashes)[0]
    hard = np.zeros(tokens.posts, dtype=np.bool_)
    for at in suspects:
        post = int(tokens.post[at])
        key = tokens.hashes[at : at + 1]
        hard[post] |= bool(swear_keys(languages[post]).contains(key)[0])
    mild = word_keys(words("mild")).contains(tokens.hashes)
    return hard, np.bincount(tokens.post[mild], minlength=tokens.posts)


def has_disguised_swearing(text: str, language: str) -> bool:
    """Swear words written with look-alike letters, digits, stars, gaps or what is not seen ("f.u c k", "ѕhіt",
    "a$$hole"); a text that an override turns round cannot be judged and counts as one."""
    if _TURNED.search(text) is not None:
        return True
    if _HIDDEN.search(text) is not None and any(_is_swearing(word, language) for word in _WORD.findall(fold(text))):
        return True
    if _DISGUISE.search(text) is None:
        return False
    folded = fold(text)
    plain = folded.translate(_PLAIN_LETTERS)
    closed = _SPACED.sub(lambda found: re.sub(r"\W|_", "", found[0]), plain)
    spellings = {word for way in (plain, closed, _INNER.sub("", plain)) for word in _WORD.findall(way)}
    spellings -= set(_WORD.findall(folded))
    return any(_is_swearing(word, language) for word in spellings) or _has_starred(folded, language)


def _is_swearing(word: str, language: str) -> bool:
    squeezed = re.sub(r"(.)\1{2,}", r"\1", word)
    return any(
        one in words("hard") and language not in harmless().get(one, ()) and len(one) >= 3 for one in (word, squeezed)
    )


def _has_starred(folded: str, language: str) -> bool:
    """Words with stars for letters ("f**k", "sh*t")."""
    for found in _STARRED.findall(folded):
        pattern = re.compile("".join("." if character in "*#%" else re.escape(character) for character in found))
        letters = sum(character.isalpha() for character in found)
        if letters >= 2 and any(pattern.fullmatch(word) and _is_swearing(word, language) for word in _starred_words()):
            return True
    return False


@lru_cache(maxsize=1)
def _starred_words() -> tuple[str, ...]:
    return tuple(word for word in sorted(words("hard")) if len(word) >= _LONG)


def has_bad_link(text: str) -> bool:
    """Links to adult, gambling or deceiving hosts, to bare addresses, or to programs."""
    return any(
        _BAD_HOST.search(host) is not None or _BAD_FILE.search(path) is not None for host, path in _LINK.findall(text)
    )


@lru_cache(maxsize=20_000)
def is_bad_name(name: str) -> bool:
    """Whether an author's name or handle is itself not fit to be shown; words may stand inside a handle."""
    if _TURNED.search(name) is not None:
        return True
    plain = fold(name).translate(_PLAIN_LETTERS)
    letters = re.sub(r"\W|_|\d", "", plain)
    spellings = set(re.findall(r"[^\W_]+", plain)) | set(re.findall(r"[^\W\d_]+", fold(name)))
    whole = any(word in words("hard") and word not in harmless() for word in spellings)
    return whole or any(stem in letters for stem in _NAME_STEMS)


_NAME_STEMS = tuple(words("name_stems"))
"""What no handle may contain anywhere."""


def warm_up() -> None:
    """Hash the word lists now rather than with the first post."""
    word_keys(words("hard"))
    word_keys(words("mild"))
    swear_keys("en")
