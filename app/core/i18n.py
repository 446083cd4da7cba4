"""Translated strings. Known by everyone who speaks to people; knows core.paths.

English sentences are the keys; catalogues lie in resources/locale/LANGUAGE/LC_MESSAGES/fishbowl.mo. Whole sentences
with named parts only, never glued pieces.
"""

import gettext as _gettext
from collections.abc import Sequence

from app.core.paths import resources

_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def use_languages(languages: Sequence[str]) -> None:
    """Speak the first of these languages that has a catalogue, else English."""
    global _translations  # noqa: PLW0603 - one interface language per process, as gettext has it
    _translations = _gettext.translation(
        "fishbowl", localedir=resources() / "locale", languages=list(languages), fallback=True
    )


def _(message: str) -> str:
    """The sentence in the interface language."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this number."""
    return _translations.ngettext(one, many, count)
