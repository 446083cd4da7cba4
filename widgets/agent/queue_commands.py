"""Commands that move through the queue, mark its cards and go from view to view. Known by the command list; knows what
can be asked (abilities)."""

from collections.abc import Callable

from app.core.i18n import _
from widgets.agent.abilities import Actions
from widgets.agent.filter_commands import filter_commands
from widgets.agent.reply_commands import own_replies_command
from widgets.agent.slow_strip import AGAIN
from widgets.models.views import UNDELIVERED
from widgets.shell.commands import Command

Do = Command[Actions]
Refusal = Callable[[Actions], str]


def _needs_marks(actions: Actions) -> str:
    return "" if actions.desk.queue.model.any_marked else _("No card is marked.")


def _needs_loading(actions: Actions) -> str:
    return "" if actions.views.loading else _("Everything has come.")


def queue_commands(needs_open: Refusal) -> list[Do]:
    """Through the queue; `needs_open` says why nothing is chosen."""
    group = _("Queue")
    return [
        Do("next", _("Next card"), group, lambda a: a.step(1), "J"),
        Do("previous", _("Previous card"), group, lambda a: a.step(-1), "K"),
        Do("open", _("Open, go to the thread"), group, lambda a: a.open_thread(), "O", refusal=needs_open),
        Do("mark", _("Mark card"), group, lambda a: a.mark(0), "X", refusal=needs_open),
        Do("mark_next", _("Mark and go on"), group, lambda a: a.mark(1), "Shift+J", refusal=needs_open),
        Do("mark_previous", _("Mark and go back"), group, lambda a: a.mark(-1), "Shift+K", refusal=needs_open),
        Do("order", _("Next order"), group, lambda a: a.next_order(), icon="sort"),
        Do("mark_all", _("Mark all that are loaded, or none"), group, lambda a: a.mark_all(), "Ctrl+A"),
        Do(AGAIN, _("Try again to load"), group, lambda a: a.views.try_again(), "F5", refusal=_needs_loading),
        Do("unmark", _("Unmark all"), group, lambda a: a.unmark(), refusal=_needs_marks),
        *filter_commands(),
    ]


def go_commands() -> list[Do]:
    """To each view, and to each brand."""
    group = _("Go to")
    views = (
        ("open", _("All open"), "Q", "inbox"),
        ("mine", _("Mine"), "M", "person"),
        ("unassigned", _("Unassigned"), "U", "unassigned"),
        ("breaching", _("Breaching soon"), "B", "clock"),
        ("waiting", _("Waiting"), "W", "pause"),
        ("snoozed", _("Snoozed"), "S", "snooze"),
        ("resolved_today", _("Resolved today"), "D", "check"),
        (UNDELIVERED, _("Not delivered"), "N", "warning"),
    )
    found = [
        Do(f"go_{name}", words, group, lambda a, one=name: a.go(one), f"G, {key}", icon=icon)  # type: ignore[misc]
        for name, words, key, icon in views
    ]
    found.append(Do("go_topics", _("Topics..."), group, lambda a: a.show_topics(), "G, T", icon="hash"))
    found.append(own_replies_command())
    found.append(
        Do(
            "go_crisis",
            _("Crisis"),
            group,
            lambda a: a.alarms.crises.go(a.go),
            "G, C",
            icon="shield",
            refusal=lambda a: "" if a.alarms.crises.standing() else _("No crisis is declared."),
        )
    )
    found.append(Do("alarms", _("Alarms..."), group, lambda a: a.alarms.show_alarms(), "G, A", icon="bolt"))
    for number in range(1, 10):
        words = _("Brand 1 to 9, in rail order") if number == 1 else _("Brand {number}").format(number=number)
        found.append(Do(f"go_brand_{number}", words, group, _brand(number), f"G, {number}", listed=number == 1))
    return found


def _brand(number: int) -> Callable[[Actions], None]:
    return lambda actions: actions.go_brand(number)
