"""Carries a press of Send to the hub, once. Known by the desk; knows link, wire, drafts and composition.

A press keeps its token until the hub has answered. Without the hub it is kept on this machine; when the hub is back
and the thread stands as it stood, it goes out by itself, else the agent is asked.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from app.core.clock import SECOND, Millis
from app.core.errors import Code, FishbowlError
from app.core.i18n import _
from app.domain.reply import OutboxItem, OutboxState
from app.link.base import Link, LinkState
from app.wire.answers import ConversationDetail
from app.wire.calls import GetConversation, Request, RetrySend, SendReply, SettleSend, UndoSend
from widgets.agent.drafts import Drafts
from widgets.models.composition import Composition, Press, destination_for
from widgets.models.directory import Directory
from widgets.models.thread import newest_post
from widgets.models.words import at_handle

Ask = Callable[[str, Request, Callable[[Any], None], Callable[[FishbowlError], None]], None]

ASK_AGAIN: Millis = 5 * SECOND

SURELY_NOT = frozenset(
    {Code.BAD_INPUT, Code.NOT_FOUND, Code.NOT_ALLOWED, Code.CONFLICT, Code.TOO_OLD, Code.REFUSED, Code.HELD}
)
"""Errors after which the hub has surely queued nothing."""


class Sending(QObject):
    """Sends, takes back, tries again, settles.

    Attributes:
        seen: tells the id of the newest entry of a conversation that is shown here, 0 when none is.
        pictures: tells the tokens of the pictures that go with a conversation's reply.

    Signals:
        queued: a reply is on its way; carries the outbox item.
        undone: a reply was taken back; carries the outbox item. not_undone: it can be tried again.
        failed: the hub did not undo or settle; carries the error.
        refused: the hub did not take a reply; carries the conversation's id and the error.
    """

    queued = Signal(object)
    undone = Signal(object)
    not_undone = Signal(object)
    failed = Signal(object)
    refused = Signal(object, object)

    def __init__(
        self, link: Link, directory: Directory, drafts: Drafts, ask: Ask, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._directory, self._drafts, self._ask = link, directory, drafts, ask
        self._under_way: set[str] = set()
        self._asked_at: dict[str, Millis] = {}
        self._told_of: dict[int, int] = {}
        self._retried: set[int] = set()
        self.seen: Callable[[int], int] = lambda _conversation_id: 0
        self.pictures: Callable[[int], tuple[str, ...]] = lambda _conversation_id: ()

    # public

    def press(self, conversation_id: int, *, resolve: bool = False, not_before: Millis = 0) -> None:
        """Send what stands in a conversation's composer, soon or not before a moment."""
        composition = self._drafts.of(conversation_id)
        if composition.retry_of and composition.press is None:
            self.retry(composition.retry_of, text=composition.reply.text, not_before=not_before)
            return
        press = composition.begin_press(
            now=self._link.now(),
            resolve=resolve,
            not_before=not_before,
            seen=self.seen(conversation_id),
            pictures=self.pictures(conversation_id),
        )
        if press is None:
            return
        self._drafts.journal_now(conversation_id)
        self._drafts.changed.emit(conversation_id)
        if self._link.state is LinkState.LIVE:
            self._carry(composition, press)

    def take_back(self, conversation_id: int) -> None:
        """Give up a press that the hub has surely not heard; the text stays."""
        composition = self._drafts.of(conversation_id)
        if composition.press is not None and not composition.press.asked:
            composition.was_refused()
            self._changed(conversation_id)

    def send_anyway(self, conversation_id: int) -> None:
        """The agent has read the new post and sends all the same, to the post the reply was written for."""
        composition = self._drafts.of(conversation_id)
        if composition.press is not None and composition.press.stale:
            composition.press = msgspec.structs.replace(composition.press, stale=False, seen=self.seen(conversation_id))
            self._changed(conversation_id)
            self._carry(composition, composition.press)

    def hub_is_back(self) -> None:
        """Ask again about every press that was not answered, and carry those that waited."""
        for composition in self._drafts.all():
            press = composition.press
            if press is not None and not press.stale:
                self._go_on(composition, press)

    def tick(self, now: Millis) -> None:
        """A second has passed: a press that a live hub left unanswered is asked about again."""
        if self._link.state is not LinkState.LIVE:
            return
        for composition in self._drafts.all():
            press = composition.press
            if press is not None and press.unclear and now - self._asked_at.get(press.token, 0) >= ASK_AGAIN:
                self._go_on(composition, press)

    def undo(self, item: OutboxItem) -> None:
        """Take a reply back before it leaves."""
        self._ask(
            f"undo:{item.id}", UndoSend(id=item.id), self._was_undone, lambda error: self._not_undone(item, error)
        )

    def retry(self, item_id: int, *, text: str = "", not_before: Millis = 0) -> None:
        """Send a failed reply again, where it was to go, soon or not before a moment; `text` replaces what failed."""
        if item_id in self._retried:
            return  # a second press before the first is answered
        self._retried.add(item_id)
        seen = self._told_of.pop(item_id, 0)
        request = RetrySend(id=item_id, text=text, seen=seen, not_before=not_before)
        self._ask(f"retry:{item_id}", request, self._was_retried, lambda error: self._not_retried(item_id, error))

    def settle(self, item: OutboxItem, *, is_there: bool) -> None:
        """A person has looked whether an unknown reply is there."""
        self._ask(
            f"settle:{item.id}",
            SettleSend(id=item.id, is_there=is_there),
            lambda answer: self._was_settled(answer, is_there=is_there),
            self.failed.emit,
        )

    # inside

    def _go_on(self, composition: Composition, press: Press) -> None:
        """Ask again about what the hub may have heard; look at the thread before what it has surely not."""
        if press.asked:
            self._carry(composition, press)
        else:
            self._look_first(composition, press)

    def _carry(self, composition: Composition, press: Press) -> None:
        if press.token in self._under_way:
            return
        self._under_way.add(press.token)
        self._asked_at[press.token] = self._link.now()
        composition.press = msgspec.structs.replace(press, asked=True)
        conversation_id = composition.conversation_id
        self._drafts.journal_now(conversation_id)
        self._ask(
            f"send:{press.token}",
            SendReply(
                conversation_id=conversation_id,
                account_id=press.destination.account_id,
                parent=press.destination.parent,
                to_handle=press.destination.to_handle,
                text=press.text,
                token=press.token,
                not_before=press.not_before,
                resolve=press.resolve,
                seen=press.seen,
                pictures=press.pictures,
                split=press.split,
            ),
            lambda item: self._carried(conversation_id, press.token, item),
            lambda error: self._not_carried(conversation_id, press.token, error),
        )

    def _carried(self, conversation_id: int, token: str, item: OutboxItem) -> None:
        self._under_way.discard(token)
        self._was_queued(conversation_id, item)

    def _not_carried(self, conversation_id: int, token: str, error: FishbowlError) -> None:
        self._under_way.discard(token)
        composition = self._drafts.of(conversation_id)
        if error.code in SURELY_NOT:
            composition.was_refused(_said(error))
            self.refused.emit(conversation_id, error)
        elif composition.press is not None:
            composition.press = msgspec.structs.replace(composition.press, unclear=True)
        self._changed(conversation_id)

    def _look_first(self, composition: Composition, press: Press) -> None:
        self._asked_at[press.token] = self._link.now()
        self._ask(
            f"look:{composition.conversation_id}",
            GetConversation(id=composition.conversation_id),
            lambda detail: self._looked(composition, press, detail),
            lambda error: self._not_carried(composition.conversation_id, press.token, error),
        )

    def _looked(self, composition: Composition, press: Press, detail: ConversationDetail) -> None:
        if composition.press is not press:
            return
        newest = newest_post(detail.entries)
        if newest is None or newest.native_id == press.destination.parent:
            self._carry(composition, press)
            return
        composition.press = msgspec.structs.replace(press, stale=True)
        self._changed(composition.conversation_id)

    def _was_queued(self, conversation_id: int, item: OutboxItem) -> None:
        self._drafts.of(conversation_id).was_sent()
        self._changed(conversation_id)
        self.queued.emit(item)

    def _not_retried(self, item_id: int, error: FishbowlError) -> None:
        """A colleague has answered meanwhile: whoever was told so may try again with what he has seen by then."""
        self._retried.discard(item_id)
        item = next((one for one in self._directory.outbox() if one.id == item_id), None)
        if item is None:
            self.failed.emit(error)
            return
        if error.code is Code.CONFLICT:
            self._told_of[item_id] = self.seen(item.conversation_id)
        self._drafts.of(item.conversation_id).refused = _said(error)
        self.refused.emit(item.conversation_id, error)
        self._changed(item.conversation_id)

    def _was_retried(self, item: OutboxItem) -> None:
        self._retried.discard(item.id)
        if self._drafts.of(item.conversation_id).adopted == item.id:
            self._was_queued(item.conversation_id, item)
        else:
            self.queued.emit(item)

    def _was_undone(self, item: OutboxItem) -> None:
        if item.state is OutboxState.CANCELLED:
            self._put_back(item)
            self.undone.emit(item)

    def _not_undone(self, item: OutboxItem, error: FishbowlError) -> None:
        """Nobody may think that it was: what the hub has not heard of leaves at its time."""
        if error.code is Code.UNAVAILABLE:
            words = _("Not taken back: the reply to {person} may leave. {cause}")
            words = words.format(person=at_handle(item.to_handle), cause=error.message)
            error = FishbowlError(words, hint=_("Try again as soon as the hub is back."), code=error.code)
            self.not_undone.emit(item)
        self.failed.emit(error)

    def _was_settled(self, item: OutboxItem, *, is_there: bool) -> None:
        composition = self._drafts.of(item.conversation_id)
        if composition.adopted == item.id and is_there:
            composition.was_sent()
        self._changed(item.conversation_id)

    def _put_back(self, item: OutboxItem) -> None:
        account = self._directory.account(item.account_id)
        if account is None:
            return
        network = self._directory.network(item.network, account_id=account.id)
        destination = destination_for(item.to_handle, item.parent, "", account, network)
        self._drafts.of(item.conversation_id).restore(item, destination)
        self._changed(item.conversation_id)

    def _changed(self, conversation_id: int) -> None:
        self._drafts.journal_now(conversation_id)
        self._drafts.touch(conversation_id)
        self._drafts.changed.emit(conversation_id)


def _said(error: FishbowlError) -> str:
    return f"{error.message} {error.hint}".strip()
