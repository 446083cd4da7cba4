"""Commands about the house: what its walls show. Known by the command list; knows what can be asked (abilities)."""

from collections.abc import Callable

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.abilities import Actions
from widgets.shell.commands import Command


def house_commands(only: Callable[[Right], Callable[[Actions], str]]) -> list[Command[Actions]]:
    """What whoever moderates looks through."""
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
    ]
