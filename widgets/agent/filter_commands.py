"""Commands that leave something out of the queue, or show it alone. Known by the command list; knows filters."""

from app.core.i18n import _
from widgets.agent.abilities import Actions
from widgets.models.filters import queue_filters
from widgets.shell.commands import Command


def filter_commands() -> list[Command[Actions]]:
    """The question which filter, by its key, and each filter by its words."""
    group = _("Queue")
    asks: Command[Actions] = Command("filter", _("Filter..."), group, lambda a: a.ask_filter(), "F", icon="eye")
    return [asks, *(_one(one.name, one.words, group) for one in queue_filters())]


def _one(name: str, words: str, group: str) -> Command[Actions]:
    return Command(
        f"filter_{name}" if name else "filter_none", words, group, lambda a: a.choose_filter(name), icon="eye"
    )
