"""Commands about conversations as wholes, the team and oneself: merge, split, spam, states, routing, settings. Known by
the command list; knows shell.commands."""

from collections.abc import Callable

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.abilities import Actions
from widgets.shell.commands import Command

Refusals = Callable[[Right], Callable[[Actions], str]]


def merge_commands(needs: Refusals) -> list[Command[Actions]]:
    """What makes one conversation of several, several of one, or none of it."""
    group = _("This conversation")
    write = needs(Right.WRITE)
    return [
        Command("merge", _("Merge..."), group, lambda a: a.team.merge(), "M", icon="link", refusal=write),
        Command(
            "split",
            _("Split from the chosen post on"),
            group,
            lambda a: a.team.split(),
            "Shift+M",
            icon="copy",
            refusal=write,
        ),
        Command("spam", _("Hide as spam..."), group, lambda a: a.team.ask_spam(), "#", icon="close", refusal=write),
        Command(
            "consent", _("Note a consent..."), group, lambda a: a.team.ask_consent(), "C", icon="check", refusal=write
        ),
        Command("judge", _("Judged wrongly..."), group, lambda a: a.judging.ask(), "T", icon="pen", refusal=write),
        Command("no_spam", _("No spam after all"), group, lambda a: a.team.no_spam(), icon="undo", refusal=write),
    ]


def team_commands(only: Refusals) -> list[Command[Actions]]:
    """Who takes work, and what the agent chooses for himself."""
    group = _("Team and settings")
    return [
        Command(
            "state",
            _("Here, busy or away..."),
            group,
            lambda a: a.team.ask_state(),
            "Ctrl+Shift+H",
            everywhere=True,
            icon="person",
        ),
        Command(
            "routing",
            _("How work is handed out..."),
            group,
            lambda a: a.team.ask_routing(),
            icon="sort",
            refusal=only(Right.HOLD),
        ),
        Command(
            "change_keys", _("Change keys..."), group, lambda a: a.team.show_settings(), "Ctrl+,", everywhere=True,
            icon="keyboard",
        ),
        Command(
            "own_window",
            _("Conversation in a window of its own, or back"),
            group,
            lambda a: a.team.turn_own_window(),
            "Ctrl+Shift+N",
            everywhere=True,
            icon="open",
        ),
        Command("quiet", _("Do not disturb, or do again"), group, lambda a: a.team.turn_quiet(), icon="pause"),
        Command("sound", _("A sound for what is new, or none"), group, lambda a: a.team.turn_sound(), icon="bolt"),
        Command("guide", _("First steps"), group, lambda a: a.team.show_guide(), icon="question"),
        Command(
            "remove_snippet",
            _("Remove a snippet..."),
            group,
            lambda a: a.team.ask_remove_snippet(),
            icon="snippet",
            refusal=only(Right.ASSIGN),
        ),
    ]  # fmt: skip
