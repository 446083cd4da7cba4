"""Colleagues at a conversation in words. Known by header and card; knows models."""

from app.core.i18n import _, ngettext
from widgets.models.company import Company


def company_words(company: Company, conversation_id: int) -> tuple[str, str]:
    """Who else is at a conversation, and the glyph before it; both empty when nobody is."""
    writer, lookers = company.writer(conversation_id), company.lookers(conversation_id)
    if writer:
        return _("{name} is writing").format(name=writer), "pen"
    if len(lookers) == 1:
        return _("{name} is here too").format(name=lookers[0]), "eye"
    if lookers:
        words = ngettext("{count} colleague is here", "{count} colleagues are here", len(lookers))
        return words.format(count=len(lookers)), "eye"
    return "", ""
