"""Translated strings. Known by everyone who speaks to people; knows core.paths and, when asked for a number, Babel.

English sentences are the keys; catalogues lie in resources/locale/LANGUAGE/LC_MESSAGES/fishbowl.mo and are renewed by
`installer/renew_words.py`. Whole sentences with named parts only, never glued pieces. A sentence that stands in a table
is marked with `N_` and translated with `_` when it is shown: what is imported first is then of no weight.
"""

import gettext as _gettext
import locale
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from app.core.paths import resources

if TYPE_CHECKING:
    from babel import Locale

DOMAIN = "fishbowl"
ENGLISH = "en"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = ENGLISH


def use_languages(languages: Sequence[str]) -> None:
    """Speak the first of these languages that has a catalogue, else English; the first one orders dates and numbers."""
    global _translations, _language  # noqa: PLW0603 - one interface language per process, as gettext has it
    _translations = _gettext.translation(
        DOMAIN, localedir=resources() / "locale", languages=list(languages), fallback=True
    )
    _language = next(iter(languages), ENGLISH)


def speak(*chosen: str) -> None:
    """Speak the first language that was chosen at all (`de`, `de-AT`, `pt_BR`), else the system's, if we know it."""
    wanted = next((language for language in chosen if language), "") or _system_language()
    exact = wanted.replace("-", "_")
    use_languages([exact, exact.partition("_")[0]] if exact else [])


def language() -> str:
    """The language that was asked for, as `de` or `pt_BR`: what dates, numbers and the reading direction go by."""
    return _language


def interface_locale() -> "Locale":
    """Babel's picture of `language()`; English for one that nobody knows."""
    return _locale(_language)


def is_right_to_left() -> bool:
    """Whether the interface language is written from right to left."""
    return _language != ENGLISH and interface_locale().character_order == "right-to-left"


def number(value: float) -> str:
    """A number with the separators of the interface language: 12,400 in English, 12.400 in German."""
    if _language == ENGLISH:
        # An English desk starts without Babel, which takes 30 ms to import and 0.1 ms a number; three decimals at most.
        return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
    from babel.numbers import format_decimal

    return format_decimal(value, locale=interface_locale())


def _(message: str) -> str:
    """The sentence in the interface language; nothing stays nothing, where gettext would answer with its head."""
    return _translations.gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The sentence as it is, marked for the catalogue; whoever shows it calls `_`."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this number."""
    return _translations.ngettext(one, many, count)


def _system_language() -> str:
    """The system's language if it is English or has a catalogue: foreign dates between English words help nobody."""
    found = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    if not found and sys.platform == "win32":
        import ctypes

        found = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    name = found.split(":")[0].split(".")[0].split("@")[0]
    known = name.partition("_")[0] == ENGLISH or _gettext.find(DOMAIN, resources() / "locale", [name])
    return name if known else ""


@lru_cache(maxsize=8)
def _locale(name: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale(ENGLISH)
