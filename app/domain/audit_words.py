"""Acts of the audit as sentences, and the kinds they are looked through by. Known by commands and dialogs; knows audit
and core.i18n.

An act this version has no words for stands as it was kept: nothing is left out of the audit.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.core.i18n import N_, _
from app.domain.audit import AuditRow

_TAKEN_OFF = N_("{who} took a post off the walls")
LONGEST, LONGEST_CHANGE = 160, 1_000
"""Characters of a text that a sentence quotes, and that are told of what an act changed."""

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "replies": (N_("Replies and holds"), ("reply", "hold")),
    "conversations": (N_("Conversations"), ("conversation", "note", "consent")),
    "posts": (N_("Posts: walls and judgements"), ("post",)),
    "walls": (N_("Walls and screens"), ("wall", "screen")),
    "topics": (N_("Topics"), ("topic",)),
    "crises": (N_("Alarms and crises"), ("alarm", "crisis")),
    "accounts": (N_("Accounts and imports"), ("account", "file", "demo")),
    "team": (N_("Team: tokens, routing, snippets, views"), ("token", "routing", "snippet", "view")),
}
"""By name the title, and the nouns of the acts it means."""

SENTENCES: dict[str, str] = {
    "account.saved": N_("{who} saved the account {account}"),
    "account.removed": N_("{who} removed the account {account}"),
    "alarm.judged": N_("{who} judged an alarm: {verdict}. {why}"),
    "consent.asked": N_("{who} asked for consent: {purpose}"),
    "consent.given": N_("{who} noted a consent: {purpose}"),
    "consent.refused": N_("{who} noted a refusal: {purpose}"),
    "conversation.assigned": N_("{who} assigned a conversation to {assignee}"),
    "conversation.labelled": N_("{who} set the labels of a conversation: {labels}"),
    "conversation.merged": N_("{who} merged a conversation into another"),
    "conversation.no_spam": N_("{who} took a conversation off the spam"),
    "conversation.open": N_("{who} reopened a conversation"),
    "conversation.pending": N_("{who} let a conversation wait for the person"),
    "conversation.resolved": N_("{who} resolved a conversation"),
    "conversation.returned": N_("A conversation came back to the queue: {from} is away"),
    "conversation.routed": N_("A conversation was handed to {assignee}"),
    "conversation.snoozed": N_("{who} snoozed a conversation"),
    "conversation.spam": N_("{who} marked a conversation as spam"),
    "conversation.split": N_("{who} split a conversation"),
    "conversation.split_off": N_("{who} split a conversation off another"),
    "conversation.taken": N_("{who} took a conversation"),
    "conversation.unmerged": N_("{who} took a merge back"),
    "conversation.unsplit": N_("{who} put together again what was split"),
    "crisis.declared": N_("{who} declared a crisis of level {level}: {matter}"),
    "crisis.ended": N_("{who} declared a crisis over: {matter}"),
    "crisis.saved": N_("{who} changed what is done about a crisis: {matter}"),
    "demo.furnished": N_("The demo was furnished with invented accounts"),
    "file.imported": N_("{who} imported the file {path}"),
    "hold.lifted": N_("{who} let sending go on"),
    "hold.set": N_("{who} held all sending: {reason}"),
    "note.added": N_("{who} wrote a private note"),
    "post.about": N_("{who} said that a post is about a topic"),
    "post.blocked": N_("{who} kept a post off the walls"),
    "post.corrected": N_("{who} corrected how a post feels: {sentiment}"),
    "post.held": N_("{who} let a post wait for release again"),
    "post.not_about": N_("{who} said that a post is not about a topic"),
    "post.released": N_("{who} released a post to the walls"),
    "reply.failed": N_("A reply was not sent: {error}"),
    "reply.held": N_("A reply was held: {reason}"),
    "reply.not_there": N_("A reply turned out not to be on the network"),
    "reply.queued": N_("{who} replied as @{as} to @{to}: {text}"),
    "reply.released": N_("{who} decided about a held reply: {state}"),
    "reply.retried": N_("{who} sent a failed reply again: {text}"),
    "reply.sent": N_("A reply left: {url}"),
    "reply.settled": N_("{who} looked after a reply of unknown fate: {state}"),
    "reply.undone": N_("{who} took a reply back before it left: {text}"),
    "reply.unknown": N_("It is not known whether a reply left: {error}"),
    "routing.set": N_("{who} changed how work is handed out"),
    "screen.code_refused": N_("{who} typed a pairing code that no screen shows"),
    "screen.enrolled": N_("{who} let in the screen {name}"),
    "screen.placed": N_("{who} hung the screen {rest} in {room}"),
    "screen.removed": N_("{who} sent the screen {rest} away"),
    "snippet.removed": N_("{who} removed the snippet {rest}"),
    "snippet.saved": N_("{who} saved the snippet {rest}: {text}"),
    "token.minted": N_("{who} made a token for {rest} with the role {role}"),
    "token.revoked": N_("{who} made the token of {rest} useless"),
    "topic.removed": N_("{who} removed the topic {name}"),
    "topic.saved": N_("{who} saved the topic {name}: {query}"),
    "view.removed": N_("{who} removed the view {name}"),
    "view.saved": N_("{who} saved the view {name}"),
    "wall.hold": N_("{who} held the scene of {target}"),
    "wall.message": N_("{who} showed a message on {target}: {text}"),
    "wall.next": N_("{who} showed the next scene on {target}"),
    "wall.panic": N_("{who} put every wall on the neutral scene. {reason}"),
    "wall.panic_released": N_("{who} let the walls go on"),
    "wall.pin": N_("{who} pinned the scene {scene} on {target}"),
    "wall.release": N_("{who} let {target} do as planned again"),
    "wall.resume": N_("{who} let the scenes of {target} go on"),
}
"""By verb; `who` is the person, the other parts are what the act kept."""


def act_words(row: AuditRow, *, name: Callable[[str], str] = str) -> str:
    """Who did what, in one sentence; `name` sets names and quoted words apart, as a screen with two directions must."""
    known = _TAKEN_OFF if _is_taken_off(row) else SENTENCES.get(row.verb)
    if known is None:
        return _("{who}: {act} ({subject})").format(who=name(row.who), act=row.verb, subject=row.subject)
    return _(known).format_map(_Parts(_parts(row), name)).strip(" :.")


def _is_taken_off(row: AuditRow) -> bool:
    return row.verb == "post.blocked" and _fields(row.before).get("public") == "released"


def verbs_of(kind: str) -> tuple[str, ...]:
    """What a kind stands for; a noun or a whole verb stands for itself."""
    return KINDS[kind][1] if kind in KINDS else (kind,)


def is_known(kind: str) -> bool:
    """Whether any act can be of this kind, noun or verb."""
    return kind in KINDS or any(kind in (verb, verb.partition(".")[0]) for verb in SENTENCES)


def changes_of(row: AuditRow) -> list[tuple[str, str, str]]:
    """(field, before, after) of what the act changed, as it was kept; an empty text for what was not there."""
    before, after = _fields(row.before), _fields(row.after)
    names = dict.fromkeys([*before, *after])
    pairs = ((one, *(_text(kept.get(one), longest=LONGEST_CHANGE) for kept in (before, after))) for one in names)
    return [(one, old, new) for one, old, new in pairs if old != new]


class _Parts(dict[str, str]):
    """What a sentence may name; what was not kept is empty."""

    def __init__(self, parts: Mapping[str, str], name: Callable[[str], str]) -> None:
        super().__init__({key: name(value) if value else "" for key, value in parts.items()})

    def __missing__(self, _key: str) -> str:
        return ""


def _parts(row: AuditRow) -> dict[str, str]:
    kept = _fields(row.before) | _fields(row.after)
    parts = {key: _text(value) for key, value in kept.items()}
    rest = row.subject.partition(":")[2]
    parts["who"], parts["rest"] = row.who, rest
    parts["target"] = _("all walls") if rest == "all" else rest.removeprefix("room:")
    parts["account"] = _("{brand}, @{handle}").format(brand=parts.get("brand", ""), handle=parts.get("handle", ""))
    if row.verb == "conversation.assigned":
        parts["assignee"] = parts.get("assignee", "") or _("nobody")
    if row.verb == "conversation.labelled":
        parts["labels"] = parts.get("labels", "") or _("none")
    if row.verb == "alarm.judged":
        parts["verdict"] = _("a true alarm") if kept.get("true") else _("a false alarm")
    return parts


def _fields(kept: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(kept) if kept else {}
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: Any, *, longest: int = LONGEST) -> str:
    """On one line and not too long."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    line = " ".join((value if isinstance(value, str) else msgspec.json.encode(value).decode()).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
