"""Commands about the house: what its walls show, what was done in it, what its
topics are. Known by the command list; knows what can be
asked (abilities)."""

from collections.abc import Callable

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.abilities import Actions
from widgets.shell.commands import Command


def house_commands(only: Callable[[Right], Callable[[Actions], str]]) -> list[Command[Actions]]:
    """What whoever moderates or leads looks through."""
    return [
        Command(
            "on_walls",
            _("Posts on the walls now..."),
            _("Walls"),
            lambda a: a.walls.show_on_walls(),
            "G, V",
            icon="eye",
            refusal=only(Right.MODERATE),
        ),
        Command(
            "audit",
            _("Who did what: the audit..."),
            _("Team and settings"),
            lambda a: a.house.show_audit(),
            "G, H",
            icon="clock",
            refusal=only(Right.AUDIT),
        ),
        Command(
            "tend_topics",
            _("Add and change topics..."),
            _("Team and settings"),
            lambda a: a.house.topics.tend(),
            "G, E",
            icon="hash",
            refusal=only(Right.ANALYSE),
        ),
    ]
