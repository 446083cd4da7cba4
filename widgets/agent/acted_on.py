"""What a question is about, so that nobody acts on the wrong conversation. Known by choosers and actions; knows the
desk."""

from app.core.i18n import _, ngettext
from widgets.agent.desk import Desk
from widgets.models.words import isolate


def acted_on(desk: Desk) -> str:
    """The marked conversations, else the open one: "on Mira Lindqvist", "on 3 marked"."""
    ids = desk.deeds.chosen_ids()
    if len(ids) > 1:
        return ngettext("on {count} marked", "on {count} marked", len(ids)).format(count=len(ids))
    card = desk.card(ids[0]) if ids else None
    return _("on {name}").format(name=isolate(card.name)) if card is not None else ""
