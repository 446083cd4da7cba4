"""Every command of the desk, once: words, key, when it may run, what it does. Known by the window; knows what can be
asked (abilities).

Shortcuts, palette, key sheet and menu are made from this list.
"""

from collections.abc import Callable, Sequence

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.abilities import Actions
from widgets.agent.filter_commands import saved_view_commands, view_commands
from widgets.agent.house_commands import house_commands
from widgets.agent.queue_commands import go_commands, queue_commands
from widgets.agent.reply_commands import failed_commands
from widgets.agent.team_commands import merge_commands, team_commands
from widgets.models.views import NamedView
from widgets.shell.commands import Command, CommandTable

Do = Command[Actions]
Refusal = Callable[[Actions], str]


def _needs_open(actions: Actions) -> str:
    return "" if actions.desk.deeds.chosen_ids() else _("No conversation is open.")


def _has_past(actions: Actions) -> str:
    return "" if actions.desk.earlier.past else _("No earlier conversation of this person is known.")


def _needs(right: Right) -> Refusal:
    def refusal(actions: Actions) -> str:
        if not actions.desk.may(right):
            return _("Ask a lead")
        return _needs_open(actions)

    return refusal


def _may_hold(actions: Actions) -> str:
    if not actions.desk.may(Right.HOLD):
        return _("Ask a lead")
    return _("Sending is held already.") if actions.desk.directory.hold() else ""


def _may_lift(actions: Actions) -> str:
    if not actions.desk.may(Right.HOLD):
        return _("Ask a lead")
    return "" if actions.desk.directory.hold() else _("Sending is not held.")


def _may_release(actions: Actions) -> str:
    return "" if actions.desk.may(Right.HOLD) else _("Ask a lead")


def _only(right: Right) -> Refusal:
    return lambda actions: "" if actions.desk.may(right) else _("Ask a lead")


def _may_panic(actions: Actions) -> str:
    if not actions.desk.may(Right.DIRECT_WALL):
        return _("Ask a lead")
    return _("Every wall is neutral already.") if actions.walls.is_panic() else ""


def _may_edit_scenes(actions: Actions) -> str:
    if not actions.desk.may(Right.DIRECT_WALL):
        return _("Ask a lead")
    return "" if actions.walls.edit_scenes is not None else _("This desk has no scenes to edit.")


def _may_calm(actions: Actions) -> str:
    if not actions.desk.may(Right.DIRECT_WALL):
        return _("Ask a lead")
    return "" if actions.walls.is_panic() else _("The walls show their scenes.")


def _conversation() -> list[Do]:
    group = _("This conversation")
    write, reply = _needs(Right.WRITE), _needs(Right.REPLY)
    return [
        Do("reply", _("Reply publicly"), group, lambda a: a.begin_reply(), "R", "Alt+R", icon="reply", refusal=write),
        Do("note", _("Private note"), group, lambda a: a.begin_note(), "N", "Alt+N", icon="note", refusal=write),
        Do("resolve", _("Resolve"), group, lambda a: a.resolve(open_next=False), "E", icon="check", refusal=write),
        Do(
            "resolve_next",
            _("Resolve and open next"),
            group,
            lambda a: a.resolve(open_next=True),
            "Shift+E",
            icon="check",
            refusal=write,
        ),
        Do("reopen", _("Reopen"), group, lambda a: a.desk.deeds.reopen(), icon="undo", refusal=write),
        Do("take", _("Take it myself"), group, lambda a: a.desk.deeds.take(), "Shift+A", icon="person", refusal=write),
        Do(
            "assign",
            _("Assign..."),
            group,
            lambda a: a.ask_assignee(),
            "A",
            icon="person",
            refusal=_needs(Right.ASSIGN),
        ),
        Do("label", _("Label..."), group, lambda a: a.ask_labels(), "L", icon="tag", refusal=write),
        Do("snooze", _("Snooze..."), group, lambda a: a.snooze(), "S", icon="snooze", refusal=write),
        Do(
            "snooze_until_they_write",
            _("Snooze until they write again"),
            group,
            lambda a: a.snooze_until_they_write(),
            "Shift+S",
            icon="snooze",
            refusal=write,
        ),
        Do(
            "let_wait", _("Let it wait for the person"), group, lambda a: a.let_wait(), "W", icon="pause", refusal=write
        ),
        Do(
            "destination",
            _("Change destination..."),
            group,
            lambda a: a.reply.change_account(),
            "Ctrl+Shift+D",
            everywhere=True,
            icon="person",
            refusal=reply,
        ),
        Do(
            "send",
            _("Send, or save the note"),
            group,
            lambda a: a.send(),
            own_key="Ctrl+Return",
            icon="send",
            refusal=write,
        ),
        Do(
            "preview",
            _("Preview the reply"),
            group,
            lambda a: a.reply.show_preview(),
            "Ctrl+P",
            everywhere=True,
            icon="eye",
            refusal=_needs_open,
        ),
        Do(
            "snippet", _("Snippets... (; in the text)"), group, lambda a: a.ask_snippet(), icon="snippet", refusal=write
        ),
        Do(
            "keep_snippet",
            _("Keep text as snippet..."),
            group,
            lambda a: a.ask_snippet_name(),
            icon="snippet",
            refusal=_needs(Right.ASSIGN),
        ),
        Do(
            "attach",
            _("Add a picture..."),
            group,
            lambda a: a.attach.choose(),
            "Ctrl+Shift+A",
            everywhere=True,
            icon="clip",
            refusal=reply,
        ),
        Do("emoji", _("Emoji..."), group, lambda a: a.writing.ask_emoji(), "Ctrl+.", everywhere=True, refusal=write),
        Do("earlier", _("Earlier texts..."), group, lambda a: a.writing.ask_earlier(), icon="clock", refusal=write),
        Do(
            "later",
            _("Send later..."),
            group,
            lambda a: a.reply.send_later(),
            own_key="Ctrl+Shift+Return",
            icon="clock",
            refusal=reply,
        ),
        *failed_commands(_needs),
        Do(
            "context",
            _("Fetch the public thread"),
            group,
            lambda a: a.desk.read_thread(),
            "D",
            icon="globe",
            refusal=_needs_open,
        ),
        Do(
            "original",
            _("Show the post on the network"),
            group,
            lambda a: a.posts.show_original(),
            "V",
            icon="globe",
            refusal=_needs_open,
        ),
        Do(
            "copy_text",
            _("Copy the post's text"),
            group,
            lambda a: a.posts.copy_text(),
            "Y",
            icon="copy",
            refusal=_needs_open,
        ),
        Do(
            "copy_link",
            _("Copy the post's link"),
            group,
            lambda a: a.posts.copy_link(),
            "Shift+Y",
            icon="link",
            refusal=_needs_open,
        ),
        Do(
            "pictures",
            _("Show or hide the post's pictures"),
            group,
            lambda a: a.posts.turn_pictures(),
            "P",
            icon="image",
            refusal=_needs_open,
        ),
        Do("older", _("Older post in the thread"), group, lambda a: a.step_post(-1), "[", refusal=_needs_open),
        Do("newer", _("Newer post in the thread"), group, lambda a: a.step_post(1), "]", refusal=_needs_open),
        Do(
            "past",
            _("Earlier conversation"),
            group,
            lambda a: a.show_earlier(),
            "H",
            icon="clock",
            refusal=_has_past,
        ),
        Do("person", _("Person panel"), group, lambda a: a.toggle_person(), "I", icon="person", refusal=_needs_open),
        Do("undo", _("Undo"), group, lambda a: a.desk.deeds.undo(), "Z", "Alt+Z", icon="undo"),
    ]


def _pane(number: int) -> Callable[[Actions], None]:
    return lambda actions: actions.focus_pane(number)


def _desk() -> list[Do]:
    group = _("Desk")
    panes = (_("Go to the rail"), _("Go to the queue"), _("Go to the thread"), _("Go to the composer"))
    return [
        Do(
            "palette",
            _("Commands and search"),
            group,
            lambda a: a.show_palette(),
            "Ctrl+K",
            everywhere=True,
            icon="search",
        ),
        Do("search", _("Search posts"), group, lambda a: a.show_search(), "/", icon="search"),
        Do("keys", _("Keys"), group, lambda a: a.show_keys(), "?", "Ctrl+/", icon="keyboard"),
        Do(
            "help",
            _("Help on what you are doing"),
            group,
            lambda a: a.show_help(),
            "F1",
            everywhere=True,
            icon="question",
        ),
        Do("figures", _("Figures..."), group, lambda a: a.show_figures(), "Shift+F1", everywhere=True, icon="question"),
        Do("menu", _("Menu"), group, lambda a: a.show_menu(), "F10", everywhere=True, icon="menu"),
        Do("pane_next", _("Next pane"), group, lambda a: a.next_pane(1), "F6", everywhere=True),
        Do("pane_previous", _("Previous pane"), group, lambda a: a.next_pane(-1), "Shift+F6", everywhere=True),
        *[
            Do(f"pane_{number}", words, group, _pane(number), f"Alt+{number}", everywhere=True)
            for number, words in enumerate(panes, start=1)
        ],
        Do("larger", _("Larger text"), group, lambda a: a.text_size(1), "Ctrl+=", everywhere=True, icon="text-size"),
        Do("smaller", _("Smaller text"), group, lambda a: a.text_size(-1), "Ctrl+-", everywhere=True, icon="text-size"),
        Do("theme", _("Theme: dark, light, as the system..."), group, lambda a: a.ask_theme(), icon="theme"),
        Do("hold", _("Hold all sending..."), group, lambda a: a.hold.ask_hold(), icon="pause", refusal=_may_hold),
        Do("held", _("Show what is held..."), group, lambda a: a.hold.show_held(), icon="pause", refusal=_may_release),
        Do("lift", _("Let sending go on..."), group, lambda a: a.hold.ask_lift(), icon="bolt", refusal=_may_lift),
    ]


def _walls() -> list[Do]:
    group = _("Walls")
    direct = _only(Right.DIRECT_WALL)
    return [
        Do(
            "held_posts",
            _("Posts for the wall..."),
            group,
            lambda a: a.walls.show_held_posts(),
            "G, P",
            icon="eye",
            refusal=_only(Right.MODERATE),
        ),
        Do(
            "walls",
            _("Walls: next, hold, pin, message..."),
            group,
            lambda a: a.walls.show_walls(),
            icon="image",
            refusal=direct,
        ),
        Do(
            "enrol_screen",
            _("Enrol a screen..."),
            group,
            lambda a: a.walls.enrol(),
            icon="image",
            refusal=direct,
        ),
        Do(
            "edit_scenes",
            _("Edit scenes and playlist..."),
            group,
            lambda a: a.walls.show_scenes(),
            icon="image",
            refusal=_may_edit_scenes,
        ),
        Do(
            "panic",
            _("Panic scene: every wall neutral, now"),
            group,
            lambda a: a.walls.panic(),
            "Ctrl+Shift+P",
            everywhere=True,
            icon="shield",
            refusal=_may_panic,
        ),
        Do("calm", _("Let the walls go on..."), group, lambda a: a.walls.ask_calm(), icon="eye", refusal=_may_calm),
    ]


def _accounts() -> list[Do]:
    group, owner = _("Accounts"), _only(Right.ADMINISTER)
    return [
        Do(
            "accounts",
            _("Accounts..."),
            group,
            lambda a: a.accounts.show_accounts(),
            "G, K",
            icon="globe",
            refusal=owner,
        ),
        Do("add_account", _("Add an account..."), group, lambda a: a.accounts.add(), icon="sign-in", refusal=owner),
    ]


def desk_commands(views: Sequence[NamedView] = ()) -> CommandTable[Actions]:
    """The desk's commands, in palette order, with one for each saved view."""
    together = [*merge_commands(_needs), *team_commands(_only)]
    house = [*_walls(), *house_commands(_only), *_accounts()]
    return CommandTable(
        [
            *_conversation(),
            *together,
            *queue_commands(_needs_open),
            *go_commands(),
            *view_commands(),
            *saved_view_commands(views),
            *house,
            *_desk(),
        ]
    )
