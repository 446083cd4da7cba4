"""Calls of a desk beyond reading and answering: merge, split, spam, who takes work, one's own settings. Known by
`calls`; knows domain."""

from typing import Any, ClassVar

from app.domain.consent import Purpose, Word
from app.domain.conversation import Card
from app.domain.desk_settings import DeskSettings
from app.domain.principal import Right
from app.domain.shift import Routing, State
from app.wire.answers import ConversationDetail, Done, Regrouped
from app.wire.request import Request


class MergeConversations(Request, frozen=True, kw_only=True, tag="conversation.merge"):
    """Let conversations of one account and one person or thread become part of `into`; a later reply to any of their
    threads lands there, and their ids lead there."""

    ANSWER: ClassVar[Any] = Regrouped
    NEEDS: ClassVar[Right] = Right.WRITE
    ids: tuple[int, ...]
    into: int


class SplitConversation(Request, frozen=True, kw_only=True, tag="conversation.split"):
    """Let a post of theirs and what came after it become a conversation of its own."""

    ANSWER: ClassVar[Any] = Regrouped
    NEEDS: ClassVar[Right] = Right.WRITE
    id: int
    post_id: int


class UndoRegrouping(Request, frozen=True, kw_only=True, tag="conversation.regroup_undo"):
    """Take merges or splits back, by the ids in `Regrouped`; fails with `conflict` when later ones build on them."""

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.WRITE
    ids: tuple[int, ...]


class MarkSpam(Request, frozen=True, kw_only=True, tag="conversation.spam"):
    """Mark as spam, or not: resolves, takes the posts off walls and out of their counts; kept as a correction."""

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.WRITE
    ids: tuple[int, ...]
    spam: bool = True


class NoteConsent(Request, frozen=True, kw_only=True, tag="person.consent"):
    """Note what the person of a conversation was asked for or has answered; it stands in the timeline and the log."""

    ANSWER: ClassVar[Any] = ConversationDetail
    NEEDS: ClassVar[Right] = Right.WRITE
    conversation_id: int
    purpose: Purpose
    word: Word


class SayState(Request, frozen=True, kw_only=True, tag="shift.state"):
    """Here, busy or away; lasts until it is said again or the last desk of this person leaves."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.READ
    state: State


class GetRouting(Request, frozen=True, kw_only=True, tag="shift.routing"):
    ANSWER: ClassVar[Any] = Routing
    NEEDS: ClassVar[Right] = Right.READ


class SetRouting(Request, frozen=True, kw_only=True, tag="shift.route"):
    """Say how work is handed out; a lead's word, as is a hold."""

    ANSWER: ClassVar[Any] = Routing
    NEEDS: ClassVar[Right] = Right.HOLD
    routing: Routing


class GetDeskSettings(Request, frozen=True, kw_only=True, tag="desk.settings"):
    """What this person chose for his desks."""

    ANSWER: ClassVar[Any] = DeskSettings
    NEEDS: ClassVar[Right] = Right.READ


class SaveDeskSettings(Request, frozen=True, kw_only=True, tag="desk.save_settings"):
    """Keep one's own settings."""

    ANSWER: ClassVar[Any] = DeskSettings
    NEEDS: ClassVar[Right] = Right.READ
    settings: DeskSettings
