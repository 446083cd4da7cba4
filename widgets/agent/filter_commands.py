"""Commands that leave something out of the queue or show it alone, and those for saved views. Known by the command
list and the window; knows filters."""

from collections.abc import Callable, Sequence

from app.core.i18n import _
from widgets.agent.abilities import Actions
from widgets.models.filters import queue_filters
from widgets.models.views import SAVED, NamedView
from widgets.shell.commands import Command

Do = Command[Actions]

GO_SAVED = f"go_{SAVED}"
"""What the id of a command begins with that goes to a saved view."""


def filter_commands() -> list[Do]:
    """The question which filter, by its key, and each filter by its words."""
    group = _("Queue")
    asks: Do = Command("filter", _("Filter..."), group, lambda a: a.views.ask_filter(), "F", icon="eye")
    return [asks, *(_one(one.name, one.words, group) for one in queue_filters())]


def view_commands() -> list[Do]:
    """What is done with saved views, whatever there are."""
    group = _("Saved views")
    return [
        Do("views", _("Saved views..."), group, lambda a: a.views.show_list(), "G, F", icon="bookmark"),
        Do("save_view", _("Save as a view..."), group, lambda a: a.views.ask_save(), icon="bookmark"),
        Do(
            "rename_view",
            _("Rename this view..."),
            group,
            lambda a: a.views.ask_rename(),
            icon="pen",
            refusal=lambda a: a.views.why_not_shown(),
        ),
        Do(
            "share_view",
            _("Share this view with the team, or no more"),
            group,
            lambda a: a.views.turn_shared(),
            icon="person",
            refusal=lambda a: a.views.why_not_share(),
        ),
        Do(
            "remove_view",
            _("Remove this view"),
            group,
            lambda a: a.views.remove(),
            icon="close",
            refusal=lambda a: a.views.why_not_shown(),
        ),
    ]


def saved_view_commands(views: Sequence[NamedView]) -> list[Do]:
    """Going to each saved view; a key is given to it where keys are changed."""
    group = _("Saved views")
    return [Do(f"go_{one.name}", one.title, group, _go(one.name), icon=one.icon) for one in views]


def _go(name: str) -> Callable[[Actions], None]:
    return lambda actions: actions.go(name)


def _one(name: str, words: str, group: str) -> Do:
    return Command(
        f"filter_{name}" if name else "filter_none", words, group, lambda a: a.views.choose(name), icon="eye"
    )
