"""The desk's mind: which view and conversation are open, what an intent asks of the hub, what can be undone. Known by
window and commands; knows link, wire and models.

Widgets emit intents and call these methods; nothing here waits. Answers come back through models and signals.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.conversation import Card
from app.domain.principal import GRANTS, Right, Role
from app.domain.reply import Draft
from app.link.base import Link, LinkState
from app.wire.calls import (
    GetConversation,
    ListColleagues,
    ListNetworks,
    MarkRead,
    ReadThread,
    Request,
)
from widgets.agent.aim import Aim
from widgets.agent.calls import Caller
from widgets.agent.card_words import describe
from widgets.agent.choices import Choices
from widgets.agent.deeds import Deeds
from widgets.agent.drafts import Drafts
from widgets.agent.earlier import Earlier
from widgets.agent.moving import carry_texts
from widgets.agent.opened import OpenConversation
from widgets.agent.pictures import Pictures
from widgets.agent.presence import Presence
from widgets.agent.queue_source import QueueSource
from widgets.agent.sending import Sending
from widgets.agent.shift import Shift
from widgets.agent.troubles import Troubles
from widgets.agent.uploads import Uploads
from widgets.agent.viewing import Viewing
from widgets.models.composition import NOTE, REPLY, Composition, destination_for
from widgets.models.directory import Directory
from widgets.models.journal import Journal
from widgets.models.queue import QueueModel
from widgets.models.spelling import Spelling
from widgets.models.views import OPEN, NamedView
from widgets.models.words import isolate


class Desk(QObject):
    """One agent's desk.

    Attributes:
        directory, queue, drafts, sending, presence, choices, viewing, filtering, saved, shift, deeds, aim, troubles:
            its parts.
        opened: the open conversation, None before one is chosen.

    Signals:
        view_changed: another view is shown.
        conversation_changed: another conversation is open; carries its id, 0 for none.
        conversation_updated: the open one has news.
        composition_changed: what is being written changed from outside; carries the conversation's id.
        link_changed: the hub was lost or found.
        done: something was done; carries words and whether it can be undone.
        problem: something was not done; carries the error.
        in_vain: something was pressed that cannot be done now; carries why.
    """

    view_changed = Signal()
    conversation_changed = Signal(object)
    conversation_updated = Signal()
    composition_changed = Signal(object)
    link_changed = Signal()
    done = Signal(str, bool)
    problem = Signal(object)
    in_vain = Signal(str)

    def __init__(self, link: Link, *, journal: Journal, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.link = link
        self._calls = Caller(link, scope, self.problem.emit)
        self.directory = Directory(link, self)
        model = QueueModel(self, describe=lambda card: describe(card, self.directory, now=link.now()))
        self.queue = QueueSource(link, model, self._calls.ask, self)
        self.drafts = Drafts(link, journal, self._calls.ask, self)
        self.sending = Sending(link, self.directory, self.drafts, self._calls.ask, self)
        self.sending.seen = lambda one: self.opened.newest_id() if self.opened and self.opened.id == one else 0
        self.presence = Presence(link, self._calls.ask, self)
        self.pictures = Pictures(self.ask, self)
        self.uploads = Uploads(link, self.ask, self)
        self.spelling = Spelling(self)
        self.sending.pictures = lambda one: tuple(picture.token for picture in self.uploads.of(one))
        self.choices = Choices(self._calls.ask, self)
        self.viewing = Viewing(link, self.directory, self.choices, self.queue, self)
        self.filtering, self.saved = self.viewing.filtering, self.viewing.saved
        self.shift = Shift(link, self.choices, self._calls.ask, self)
        self.troubles = Troubles(link, self.directory, self.choices, self)
        self.troubles.shown = self._tells_of_reply
        self.deeds = Deeds(self, self)
        self.earlier = Earlier(self, self)
        self.opened: OpenConversation | None = None
        self._was_live = False
        self.aim = Aim(self.directory, self.drafts, self)
        self._wire()
        self._stop_state = link.on_state(self._link_moved)
        self._link_moved()

    def views(self) -> list[NamedView]:
        """Every view, in rail order."""
        return self.viewing.views()

    def show_view(self, name: str) -> None:
        """Show a view by its name, through the filter."""
        self.viewing.show(name)

    def begin(self) -> None:
        """Show what an agent sees first."""
        self.show_view(OPEN)

    @property
    def open_id(self) -> int:
        return self.opened.id if self.opened is not None else 0

    @property
    def composition(self) -> Composition | None:
        """What is being written in the open conversation."""
        return self.drafts.of(self.opened.id) if self.opened is not None else None

    def open(self, conversation_id: int) -> None:
        """Open a conversation of the queue; the one that is open stays when the id is not known."""
        card = self.queue.model.card(conversation_id)
        if card is not None and conversation_id != self.open_id:
            self._open(card)

    def open_any(self, conversation_id: int) -> None:
        """Open a conversation that may not be in the queue."""
        if self.queue.model.card(conversation_id) is not None:
            self.open(conversation_id)
        else:
            self.ask(GetConversation(id=conversation_id), self._open_found)

    def ask(
        self,
        request: Request,
        answered: Callable[[Any], None] | None = None,
        failed: Callable[[FishbowlError], None] | None = None,
    ) -> None:
        """Ask the hub for something; without `failed` an error is shown as the desk's problem."""
        self._calls.ask(type(request).__name__, request, answered, failed)

    def carry(
        self,
        name: str,
        work: Callable[[], Awaitable[Any]],
        answered: Callable[[Any], None],
        failed: Callable[[FishbowlError], None],
    ) -> "asyncio.Task[None] | None":
        """Do what takes more than one call; cancelling the task ends it without a word."""
        return self._calls.carry(name, work, answered, failed)

    def _open_found(self, detail: Any) -> None:
        self._open(detail.card)
        self._detail_came(detail)

    def _open(self, card: Card) -> None:
        conversation_id = card.id
        self.drafts.keep_now()
        if self.opened is not None:
            self.opened.close()
            self.opened.deleteLater()
        self.opened = OpenConversation(self.link, card, self)
        self.opened.changed.connect(self._opened_changed)
        self.opened.draft_came.connect(self.drafts.take)
        self.opened.draft_ended.connect(self._draft_ended)
        self._take_waiting_drafts()
        self._opened_changed()
        self.conversation_changed.emit(conversation_id)
        self._calls.ask(f"open:{conversation_id}", GetConversation(id=conversation_id), self._detail_came)
        self.uploads.load(conversation_id)
        if card.unread:
            self._calls.ask(f"read:{conversation_id}", MarkRead(id=conversation_id), None, lambda _error: None)

    def read_thread(self) -> None:
        """Fetch the public context from the network."""
        if self.opened is not None:
            self._calls.ask(f"thread:{self.open_id}", ReadThread(id=self.open_id), self._detail_came)

    def read_older(self) -> None:
        """Fetch entries before the shown ones."""
        if self.opened is not None and self.opened.older:
            request = GetConversation(id=self.open_id, before=self.opened.older)
            self._calls.ask(f"older:{self.open_id}", request, self._detail_came)

    # what is being written

    def choose_account(self, account: Account) -> None:
        """Answer from another account, for this reply only."""
        composition = self.composition
        if self.opened is None or composition is None or composition.destination is None:
            return
        network, now = self.directory.network(account.network, account_id=account.id), composition.destination
        composition.choose(destination_for(now.to_handle, now.parent, now.parent_text, account, network))
        self.drafts.touch(self.open_id)
        self.composition_changed.emit(self.open_id)

    def answer_newest(self) -> None:
        """What is written answers the newest post."""
        if self.opened is not None:
            self.aim.at_newest(self.opened)

    # facts

    def may(self, right: Right) -> bool:
        """Whether our role grants a right; the hub has the last word."""
        try:
            return right in GRANTS[Role(self.link.role)]
        except ValueError:
            return False

    @property
    def live(self) -> bool:
        return self.link.state is LinkState.LIVE

    @property
    def lost_since(self) -> Millis:
        """When the hub was lost; 0 while it is live."""
        return 0 if self.live else self.link.since

    def accounts_to_answer_from(self) -> list[Account]:
        """Our accounts on the network of the account that would answer now."""
        composition = self.composition
        now = composition.destination if composition is not None else None
        account = self.directory.account(now.account_id) if now is not None else None
        return [one for one in self.directory.accounts() if account is not None and one.network == account.network]

    def card(self, conversation_id: int) -> Card | None:
        """A card, from the queue or the open conversation."""
        if self.opened is not None and conversation_id == self.opened.id:
            return self.opened.card
        return self.queue.model.card(conversation_id)

    def rival(self) -> Draft | None:
        """A reply a colleague is writing in the open conversation."""
        drafts = self.opened.drafts() if self.opened is not None else []
        others = [one for one in drafts if one.kind != NOTE and one.author != self.directory.me and one.text.strip()]
        composition = self.composition
        if composition is None or composition.reply.text.strip() or composition.reply.other is not None:
            return None
        return others[0] if others else None

    def close(self) -> None:
        """Keep what is written and let go of everything."""
        self.drafts.keep_now()
        self.shift.close()
        self._calls.close()
        self.spelling.close()
        self._stop_state()
        self.queue.close()
        self.directory.close()
        self.saved.close()
        if self.opened is not None:
            self.opened.close()

    # inside

    def _wire(self) -> None:
        self.viewing.changed.connect(self.view_changed)
        self.queue.failed.connect(self.problem)
        self.drafts.changed.connect(self.composition_changed)
        self.aim.taken.connect(self.composition_changed)
        self.drafts.adopted.connect(self._aim_as_drafted)
        self.drafts.failed.connect(self.problem)
        self.drafts.met.connect(self._look_at_drafts)
        self.drafts.typed.connect(self.presence.type)
        self.drafts.typed.connect(lambda _conversation_id: self.shift.touch())
        self.conversation_changed.connect(self.presence.look)
        self.conversation_changed.connect(lambda _conversation_id: self.earlier.follow())
        self.conversation_updated.connect(self.earlier.follow)
        self.sending.failed.connect(self.problem)
        self.sending.refused.connect(self._reply_refused)
        self.sending.undone.connect(lambda _item: self.done.emit(_("Taken back. The text is in the composer."), False))
        self.sending.queued.connect(self.deeds.undo_list.push)
        self.sending.not_undone.connect(self.deeds.undo_list.push)
        self.deeds.done.connect(self.done)
        self.deeds.failed.connect(self.problem)
        self.deeds.text_taken.connect(self.composition_changed)
        self.sending.queued.connect(lambda _item: self._aim())
        self.sending.queued.connect(lambda item: self.uploads.load(item.conversation_id))
        self.sending.undone.connect(self.uploads.were_refused)
        self.sending.undone.connect(lambda item: self.uploads.load(item.conversation_id))
        self.uploads.changed.connect(self.composition_changed)
        self.uploads.failed.connect(self.problem)
        self.directory.accounts_changed.connect(self._aim)
        self.directory.outbox_changed.connect(self._outbox_moved)
        self.conversation_changed.connect(lambda _conversation_id: self.troubles.follow())
        self.directory.health_changed.connect(self._heed_limits)

    def _detail_came(self, detail: Any) -> None:
        if self.opened is not None and detail is not None:
            self.opened.take(detail)

    def _opened_changed(self) -> None:
        if self.opened is not None and self.opened.card.id != self.opened.id:
            self._follow_merge(self.opened)
            return
        self._aim()
        self._adopt_trouble()
        self.conversation_updated.emit()

    def _follow_merge(self, opened: OpenConversation) -> None:
        """The open conversation is part of another one now: go there, with what is being written."""
        card = opened.card
        carry_texts(self.drafts, opened.id, card.id, author=self.directory.me)
        self._open(card)

    def _take_waiting_drafts(self) -> None:
        for draft in self.opened.drafts() if self.opened is not None else ():
            self.drafts.take(draft)

    def _look_at_drafts(self, conversation_id: int) -> None:
        """Two texts have met: both are kept, and the agent chooses."""
        self.ask(GetConversation(id=conversation_id), self._take_drafts, lambda _error: None)

    def _take_drafts(self, detail: Any) -> None:
        for draft in detail.drafts:
            self.drafts.take(draft)

    def _reply_refused(self, conversation_id: int, error: FishbowlError) -> None:
        """Said above the text, where it is open; elsewhere with whose it is."""
        card = self.card(conversation_id)
        if conversation_id == self.open_id or card is None:
            return
        words = _("Your reply to {name} was not sent. {cause}").format(name=isolate(card.name), cause=error.message)
        self.problem.emit(FishbowlError(words, hint=_("Its text is kept in that conversation."), code=error.code))

    def _draft_ended(self, kind: str) -> None:
        """Ask first: a draft saved this very moment may only not have been told yet."""
        one = self.open_id
        if self.drafts.may_have_ended(one, kind):
            based_on = self.drafts.of(one).texts[kind].based_on
            self.ask(GetConversation(id=one), partial(self._draft_surely_ended, kind, based_on), lambda _error: None)

    def _draft_surely_ended(self, kind: str, based_on: int, detail: Any) -> None:
        standing = any(draft.kind == kind for draft in detail.drafts)
        if not standing and self.drafts.end(detail.card.id, kind, based_on=based_on):
            self.done.emit(_("What stood here was sent or cleared at another desk"), False)

    def _tells_of_reply(self, conversation_id: int) -> bool:
        """Whether the composer says now what became of a conversation's reply."""
        composition = self.composition
        return composition is not None and conversation_id == self.open_id and composition.mode == REPLY

    def _aim(self) -> None:
        if self.opened is not None:
            self.aim.offer(self.opened)

    def _outbox_moved(self) -> None:
        self.aim.follow_all()
        self._adopt_trouble()

    def _adopt_trouble(self) -> None:
        if self.opened is not None:
            self.aim.adopt_trouble(self.opened)

    def _heed_limits(self) -> None:
        if self.opened is not None:
            self.aim.heed_limits(self.opened)

    def _aim_as_drafted(self, draft: Draft) -> None:
        self.aim.remember(draft)
        self._aim()

    def _link_moved(self) -> None:
        if self.live and not self._was_live:
            self.directory.know_me()
            self.saved.know_me()
            self.choices.load()
            self.shift.say_again()
            self._calls.ask("colleagues", ListColleagues(), self.directory.learn_colleagues, lambda _error: None)
            self._calls.ask("networks", ListNetworks(), self._networks_came, lambda _error: None)
            self.drafts.hub_is_back()
            self.uploads.hub_is_back()
            self.sending.hub_is_back()
        self._was_live = self.live
        self.link_changed.emit()

    def _networks_came(self, networks: Any) -> None:
        if networks:
            self.directory.learn_networks(tuple(networks))
