"""The commands about replies that are not out: trying again, taking back, smaller pictures, the list of all. Known by
the command list; knows what can be asked."""

from collections.abc import Callable

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.abilities import Actions
from widgets.shell.commands import Command

Do = Command[Actions]
Refusal = Callable[[Actions], str]


def failed_commands(needs: Callable[[Right], Refusal]) -> list[Do]:
    """What is done about the failed reply of the open conversation."""
    group, reply = _("This conversation"), needs(Right.REPLY)
    return [
        Do("retry", _("Try the failed reply again"), group, lambda a: a.mine.try_again(), icon="send", refusal=reply),
        Do(
            "put_away",
            _("Take the failed reply back to change it"),
            group,
            lambda a: a.mine.put_away(),
            "Shift+Z",
            icon="undo",
            refusal=reply,
        ),
        Do(
            "shrink_pictures",
            _("Make the pictures smaller"),
            group,
            lambda a: a.attach.shrink(),
            icon="clip",
            refusal=needs(Right.WRITE),
        ),
    ]


def own_replies_command() -> Do:
    """The list of the agent's own replies that are not out."""
    words = _("Your replies that are not out...")
    return Do("own_replies", words, _("Go to"), lambda a: a.mine.show_list(), "G, O", icon="clock")
