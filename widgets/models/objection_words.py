"""What the house's own corrections object to, in words. Known by the thread's rows and the commands about them; knows
domain and core."""

from collections.abc import Sequence

from app.core.i18n import N_, _
from app.domain.understanding import Objection

_PLAIN = {"off_topic": N_("Probably not about us"), "probable_spam": N_("Probably spam")}
_TOLD = {
    "off_topic": N_("Probably not about us: {words}"),
    "probable_spam": N_("Probably spam: {words}"),
}


def objection_words(objections: Sequence[Objection]) -> str:
    """One line: what is probable, and the words that speak for it; empty for no objection."""
    by_reason = {one.reason: one for one in objections}
    return " · ".join(_told(one) for one in by_reason.values())


def _told(one: Objection) -> str:
    if not one.words:
        return _(_PLAIN[one.reason])
    return _(_TOLD[one.reason]).format(words=", ".join(one.words))
