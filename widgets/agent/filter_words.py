"""A filter in words. Known by filtering and whoever lists filters; knows directory and models."""

from app.core.i18n import N_, _
from app.domain.saved_view import NOBODY, Filter
from app.domain.understanding import Intent
from widgets.agent.card_words import language_name
from widgets.models.directory import Directory
from widgets.models.filters import preset_of
from widgets.models.words import isolate

INTENTS = {
    Intent.COMPLAINT: N_("Complaint"),
    Intent.QUESTION: N_("Question"),
    Intent.PRAISE: N_("Praise"),
    Intent.SUGGESTION: N_("Suggestion"),
    Intent.LEAD: N_("Sales lead"),
    Intent.RISK: N_("Risk"),
}
"""What can be looked for; spam has a mark, and what is nothing of all this nobody looks for."""


def account_words(account_id: int, directory: Directory) -> str:
    """A brand and its handle; of an account that is gone, that it is."""
    account = directory.account(account_id)
    return account.brand if account is not None else _("an account that is no longer here")


def colleague_words(name: str) -> str:
    return _("Unassigned") if name == NOBODY else name


def parts(by: Filter, directory: Directory) -> list[str]:
    """What is shown alone, word by word; marks are not among it."""
    found = [
        account_words(by.account_id, directory) if by.account_id else "",
        directory.network(by.network).title if by.network else "",
        _("label “{label}”").format(label=by.label) if by.label else "",
        language_name(by.language) if by.language else "",
        _(INTENTS.get(by.intent, by.intent.value)) if by.intent is not None else "",
        colleague_words(by.assignee) if by.assignee else "",
    ]
    return [isolate(one) for one in found if one]


def filter_words(by: Filter, directory: Directory) -> str:
    """What a filter shows alone and leaves out, in a line; empty for one that lets everything through."""
    alone = parts(by, directory)
    marks = preset_of(by).said
    only = _("Only: {what}").format(what=", ".join(alone)) if alone else ""
    return " · ".join(one for one in (only, marks) if one)
