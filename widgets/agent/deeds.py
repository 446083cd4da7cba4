"""What an agent does to conversations, and how it is taken back. Known by the desk, commands and composer; knows link,
wire, drafts and sending.

Every deed is a call to the hub; what was done is remembered with the calls that undo it.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _, ngettext
from app.domain.consent import Purpose, Word
from app.domain.conversation import UNTIL_THEY_WRITE, Card, Status
from app.domain.principal import Right
from app.domain.reply import OutboxItem
from app.link.base import Link
from app.wire.answers import ConversationDetail
from app.wire.calls import (
    AddNote,
    AssignConversation,
    HoldSending,
    LabelConversations,
    LiftHold,
    MarkSpam,
    MergeConversations,
    NoteConsent,
    Request,
    SetStatus,
    SplitConversation,
    TakeConversation,
    UndoRegrouping,
)
from widgets.agent.card_words import status_words
from widgets.agent.drafts import Drafts
from widgets.agent.opened import OpenConversation
from widgets.agent.queue_source import QueueSource
from widgets.agent.sending import Sending
from widgets.agent.undo import UndoList
from widgets.models.directory import Directory
from widgets.models.labelling import relabelled
from widgets.models.words import ahead


class Around(Protocol):
    """The desk, as far as its deeds need it."""

    @property
    def link(self) -> Link: ...
    @property
    def queue(self) -> QueueSource: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def sending(self) -> Sending: ...
    @property
    def opened(self) -> OpenConversation | None: ...
    @property
    def open_id(self) -> int: ...

    def card(self, conversation_id: int) -> Card | None: ...
    def may(self, right: Right) -> bool: ...
    def ask(
        self,
        request: Request,
        answered: Callable[[Any], None] | None = None,
        failed: Callable[[FishbowlError], None] | None = None,
    ) -> None: ...


class Deeds(QObject):
    """Acts on the marked conversations, else on the open one.

    Attributes:
        undo_list: what can be taken back.

    Signals:
        done: something was done; carries words and whether it can be undone.
        text_taken: what is being written becomes a note, or has not; carries the conversation's id.
        failed: a note was not saved; carries the error.
    """

    done = Signal(str, bool)
    text_taken = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Around, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.undo_list = UndoList()
        self._taken: set[int] = set()
        self._saving: set[int] = set()

    # public

    def chosen_ids(self) -> tuple[int, ...]:
        """The marked conversations, else the open one."""
        return self._desk.queue.model.marked or ((self._desk.open_id,) if self._desk.open_id else ())

    def set_status(self, status: Status, ids: tuple[int, ...], *, until: Millis = 0) -> None:
        """Resolve, reopen or snooze; it can be undone."""
        before = [card for card in map(self._desk.card, ids) if card is not None]
        self._taken.update(ids)
        moment = ahead(until, now=self._desk.link.now()) if 0 < until < UNTIL_THEY_WRITE else ""
        words = status_words(status, before, until=moment)
        undo = tuple(map(_as_it_was, before))
        self._act(SetStatus(ids=ids, status=status, until=until), words, undo)

    def resolve(self) -> None:
        self.set_status(Status.RESOLVED, self.chosen_ids())

    def snooze(self, until: Millis) -> None:
        """Put away until a moment, or with UNTIL_THEY_WRITE until their next post."""
        self.set_status(Status.SNOOZED, self.chosen_ids(), until=until)

    def let_wait(self) -> None:
        """The next word is the person's: no answer is due until then."""
        self.set_status(Status.PENDING, self.chosen_ids())

    def reopen(self) -> None:
        self.set_status(Status.OPEN, self.chosen_ids())

    def take(self) -> None:
        """Assign to oneself."""
        ids = self.chosen_ids()
        self._taken.update(ids)
        undo = self._assign_back(ids)
        self._act(TakeConversation(ids=ids), _("You took it"), undo)

    def is_own_taking(self, conversation_id: int) -> bool:
        """Whether the agent himself took this conversation, or resolved it and so keeps it."""
        return conversation_id in self._taken

    def assign(self, name: str) -> None:
        """Give to somebody; an empty name gives back to the queue."""
        ids = self.chosen_ids()
        if name == self._desk.directory.me:
            self._taken.update(ids)
        words = _("Assigned to {name}").format(name=name) if name else _("Given back to the queue")
        self._act(AssignConversation(ids=ids, assignee=name), words, self._assign_back(ids))

    def label(self, ids: tuple[int, ...], *, add: Sequence[str], remove: Collection[str]) -> None:
        """Give labels to conversations and take others from them; what else each bears stays. One undo for all."""
        before = tuple((card.id, card.labels) for card in map(self._desk.card, ids) if card is not None)
        labelled = tuple((number, relabelled(labels, add=add, remove=remove)) for number, labels in before)
        if labelled != before:
            count = len(before)
            words = ngettext("Labels changed", "Labels of {count} conversations changed", count).format(count=count)
            self._act(LabelConversations(labelled=labelled), words, (LabelConversations(labelled=before),))

    def merge(self, ids: tuple[int, ...], into: int) -> None:
        """Let conversations become part of another one."""
        request = MergeConversations(ids=ids, into=into)
        words = _("Merged into one conversation")
        self._desk.ask(request, lambda done: self._acted(words, (UndoRegrouping(ids=done.undo),)))

    def split(self, conversation_id: int, post_id: int) -> None:
        """Let a post and what came after it become a conversation of its own."""
        request = SplitConversation(id=conversation_id, post_id=post_id)
        words = _("Split: the later part is a conversation of its own")
        self._desk.ask(request, lambda done: self._acted(words, (UndoRegrouping(ids=done.undo),)))

    def spam(self, ids: tuple[int, ...], *, spam: bool) -> None:
        """Hide as spam, or take that back; undoing it gives the status back as well."""
        before = [card for card in map(self._desk.card, ids) if card is not None]
        status = tuple(map(_as_it_was, before))
        words = _("Hidden as spam") if spam else _("No spam any more: open again")
        self._act(MarkSpam(ids=ids, spam=spam), words, (MarkSpam(ids=ids, spam=not spam), *status))

    def note_consent(self, purpose: Purpose, word: Word) -> None:
        """Note what the person of the open conversation allows."""
        request = NoteConsent(conversation_id=self._desk.open_id, purpose=purpose, word=word)
        self._desk.ask(request, self._consent_noted)

    def judge(self, request: Request, words: str, undo: Request | None) -> None:
        """Say that a post was judged wrongly."""
        self._act(request, words, (undo,) if undo is not None else ())

    def save_note(self, conversation_id: int) -> None:
        """Save the private note of a conversation; the text goes only when the hub has it."""
        writing = self._desk.drafts.of(conversation_id).note
        if writing.text.strip() and not self.is_saving(conversation_id):
            self._saving.add(conversation_id)
            self.text_taken.emit(conversation_id)
            request = AddNote(conversation_id=conversation_id, text=writing.text)
            self._desk.ask(
                request,
                lambda _entry: self._note_saved(conversation_id, request.text),
                lambda error: self._note_not_saved(conversation_id, error),
            )

    def is_saving(self, conversation_id: int) -> bool:
        """Whether a conversation's note is on its way to the hub; a second press would save it twice."""
        return conversation_id in self._saving

    def undo(self) -> None:
        """Take back the newest thing: a reply that still waits or is held, or a change."""
        act = self.undo_list.pop()
        waiting = {item.id: item for item in self._desk.directory.on_the_way()}
        held = {item.id for item in self._desk.directory.held()}
        while isinstance(act, OutboxItem) and act.id not in waiting and act.id not in held:
            act = self.undo_list.pop()
        if isinstance(act, OutboxItem):
            self._desk.sending.undo(act)
        elif act:
            for request in act:
                self._desk.ask(request, lambda _answer: self.done.emit(_("Taken back"), False))
        elif waiting:
            self._desk.sending.undo(waiting[max(waiting)])

    def remember(self, words: str, undo: tuple[Request, ...]) -> None:
        """Something was done by other hands: it is told, and can be taken back here."""
        self.undo_list.push(undo)
        self.done.emit(words, bool(undo))

    def hold(self, reason: str) -> None:
        """Stop all sending."""
        self._desk.ask(HoldSending(reason=reason))

    def lift_hold(self) -> None:
        """Let sending go on; what was held stays held."""
        self._desk.ask(LiftHold())

    # inside

    def _act(self, request: Request, words: str, undo: tuple[Request, ...]) -> None:
        self._desk.ask(request, lambda _answer: self._acted(words, undo))

    def _acted(self, words: str, undo: tuple[Request, ...]) -> None:
        self.undo_list.push(undo)
        self._desk.queue.model.clear_marks()
        self.done.emit(words, bool(undo))

    def _assign_back(self, ids: tuple[int, ...]) -> tuple[Request, ...]:
        cards = [card for card in map(self._desk.card, ids) if card is not None]
        if not self._desk.may(Right.ASSIGN):
            return ()
        return tuple(AssignConversation(ids=(card.id,), assignee=card.assignee) for card in cards)

    def _consent_noted(self, detail: ConversationDetail) -> None:
        if self._desk.opened is not None:
            self._desk.opened.take(detail)
        self.done.emit(_("Consent noted"), False)

    def _note_not_saved(self, conversation_id: int, error: FishbowlError) -> None:
        self._saving.discard(conversation_id)
        self.text_taken.emit(conversation_id)
        self.failed.emit(error)

    def _note_saved(self, conversation_id: int, text: str) -> None:
        self._saving.discard(conversation_id)
        writing = self._desk.drafts.of(conversation_id).note
        writing.other = None  # what a colleague writes is his own note
        if writing.text == text:
            writing.text = ""
            self._desk.drafts.touch(conversation_id)
        self.text_taken.emit(conversation_id)
        self.done.emit(_("Note saved"), False)


def _as_it_was(card: Card) -> SetStatus:
    """The request that brings a card's status back, with its deadline."""
    due_at = card.due_at if card.status is Status.OPEN else 0
    return SetStatus(ids=(card.id,), status=card.status, until=card.snoozed_until, due_at=due_at)
