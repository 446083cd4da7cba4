"""What is being written in one conversation: two texts kept apart, one frozen destination, one press of Send. Known by
composer, drafts and sending; knows domain.

The rules that keep a word from leaving by the wrong door live here, free of Qt: a destination is taken only while
there is no text; a token belongs to one press of Send and its text; texts are never carried between modes.
"""

from dataclasses import dataclass, field
from uuid import uuid4

from msgspec import Struct

from app.core.clock import Millis
from app.domain.account import Account
from app.domain.network import Limits, NetworkInfo
from app.domain.reply import Draft, OutboxItem, OutboxState

REPLY, NOTE = "reply", "note"
KINDS = (REPLY, NOTE)

LEFT = frozenset({OutboxState.WAITING, OutboxState.SENDING, OutboxState.HELD, OutboxState.SENT})
"""A reply in one of these needs no second sending."""


class Destination(Struct, frozen=True, kw_only=True):
    """Where a reply goes, as the agent sees it.

    Attributes:
        handle, to_handle: ours and theirs, without @.
        parent: native id of the post answered; `parent_text` its words when the destination was taken.
    """

    account_id: int
    handle: str
    brand: str
    monogram: str
    hue: int
    network: str
    network_title: str
    to_handle: str
    parent: str
    parent_text: str = ""
    protected: bool = False
    limits: Limits = Limits()


class Press(Struct, frozen=True, kw_only=True):
    """One press of Send that the hub has not answered.

    Attributes:
        token: the hub queues it once, however often it is asked.
        asked: the hub may have heard it; it cannot be taken back before it answers.
        unclear: the hub was asked and did not answer; it is asked again with the same token.
        stale: the thread went on since; the agent must look before it goes out.
        not_before: when it is to leave, 0 for soon.
        seen: id of the newest entry of the thread that was here at the press.
        pictures: tokens of what goes with it; split: it goes out as a thread.
    """

    token: str
    text: str
    at: Millis
    destination: Destination
    resolve: bool = False
    asked: bool = False
    unclear: bool = False
    stale: bool = False
    not_before: Millis = 0
    seen: int = 0
    pictures: tuple[str, ...] = ()
    split: bool = False


@dataclass
class Writing:
    """One text: what stands here, what the hub has, and a differing text of somebody else.

    Attributes:
        based_on: the hub's revision this text grew from.
        in_flight: the text a save under way carries; None when none is.
        other: a draft that conflicts; both are kept until the agent chooses.
        sent: the text that last left from here; its late echo is no new draft.
    """

    text: str = ""
    saved: str = ""
    based_on: int = 0
    in_flight: str | None = None
    other: Draft | None = None
    sent: str = ""

    @property
    def unsaved(self) -> bool:
        return self.text != self.saved

    def take_saved(self, draft: Draft) -> None:
        """The hub's word that it has a text of ours."""
        self.based_on, self.saved = max(self.based_on, draft.revision), draft.text

    def take_draft(self, draft: Draft) -> bool:
        """A draft came from the hub; True when the text shown was replaced by it."""
        if draft.revision <= self.based_on:
            return False
        if self.sent and not self.text and draft.text == self.sent:
            self.based_on = draft.revision
            return False
        if draft.text in {self.text, self.in_flight}:
            self.take_saved(draft)
            return False
        if self.unsaved and self.text.strip():
            self.other = draft
            return False
        self.text = draft.text
        self.take_saved(draft)
        return True

    def keep_mine(self) -> None:
        """End a conflict: what stands here goes on from the other's revision."""
        if self.other is not None:
            self.based_on, self.other = self.other.revision, None

    def swap(self) -> None:
        """Show the other text; the one shown becomes the other, so nothing is lost."""
        if self.other is None:
            return
        mine, theirs = self.text, self.other
        self.text = theirs.text
        self.based_on = max(self.based_on, theirs.revision)
        self.other = Draft(
            conversation_id=theirs.conversation_id,
            kind=theirs.kind,
            text=mine,
            revision=self.based_on,
            author=theirs.author,
            updated_at=theirs.updated_at,
        )


@dataclass
class Composition:
    """Everything being written in one conversation.

    Attributes:
        chosen: the agent changed the account for this one reply.
        retry_of: the failed outbox item whose text stands here; 0 for none.
        seen_change: the agent has acknowledged that the post answered is changed or gone.
        split: the agent wants a text that is too long to go out as a thread.
        refused: why the hub did not take the last press, in words; empty once something was done about it.
        taken_by: a colleague who has taken over the reply that stands here; empty for nobody.
    """

    conversation_id: int
    destination: Destination | None = None
    mode: str = REPLY
    chosen: bool = False
    press: Press | None = None
    retry_of: int = 0
    adopted: int = 0
    seen_change: str = ""
    split: bool = False
    refused: str = ""
    taken_by: str = ""
    texts: dict[str, Writing] = field(default_factory=lambda: {kind: Writing() for kind in KINDS})

    @property
    def reply(self) -> Writing:
        return self.texts[REPLY]

    @property
    def note(self) -> Writing:
        return self.texts[NOTE]

    @property
    def composing(self) -> bool:
        """A reply has begun or is on its way to the hub: the destination stands still."""
        return bool(self.reply.text.strip()) or self.press is not None

    def offer(self, destination: Destination) -> bool:
        """Take a destination, unless composing has begun; True when it was taken."""
        if self.destination is not None and (self.composing or self.chosen):
            return False
        self.destination = destination
        self.seen_change = ""
        return True

    def choose(self, destination: Destination) -> None:
        """The agent picked another account, for this reply only."""
        if self.press is None:
            self.destination, self.chosen = destination, True

    def begin_press(
        self,
        *,
        now: Millis,
        resolve: bool = False,
        not_before: Millis = 0,
        seen: int = 0,
        pictures: tuple[str, ...] = (),
    ) -> Press | None:
        """The press to carry out: the unanswered one if there is one, else a new one; None when nothing can go."""
        if self.press is not None:
            return self.press
        if self.destination is None or not self.reply.text.strip():
            return None
        self.refused = ""
        self.press = Press(
            token=str(uuid4()),
            text=self.reply.text,
            at=now,
            destination=self.destination,
            resolve=resolve,
            not_before=not_before,
            seen=seen,
            pictures=pictures,
            split=self.split,
        )
        return self.press

    def was_sent(self) -> None:
        """The hub has queued the press: the text has gone with it."""
        sent = self.press.text if self.press is not None else self.reply.text
        self.press, self.retry_of, self.chosen, self.split, self.refused = None, 0, False, False, ""
        self.taken_by = ""
        self.texts[REPLY] = Writing(based_on=self.reply.based_on, sent=sent)
        self.destination, self.seen_change = None, ""

    def was_refused(self, why: str = "") -> None:
        """The hub surely queued nothing: the text stays, the next press is a new one."""
        self.press, self.refused = None, why

    def adopt(self, item: OutboxItem, destination: Destination) -> bool:
        """Show the text of a failed or unknown reply, once and only where nothing else is being written.

        The same words are that reply too: a station that died had them written down.
        """
        same = self.press is None and self.reply.text == item.text
        if self.adopted == item.id or (self.composing and not same):
            return False
        self.reply.text, self.adopted = item.text, item.id
        self.destination = destination
        return True

    def follow(self, state: OutboxState | None, text: str = "") -> bool:
        """Keep step with the adopted reply, whose words are `text`; True when they have gone with it.

        A failed one is tried again, not sent anew. One that somebody else sends, or that was found on the network,
        takes its words along; what was written anew meanwhile stays and is a reply of its own. None: nobody knows.
        """
        self.retry_of = self.adopted if state is OutboxState.FAILED else 0
        if not self.adopted or self.press is not None or state not in LEFT:
            return False
        same = self.reply.text == text
        if same:
            self.was_sent()
        self.adopted = 0
        return same

    def restore(self, item: OutboxItem, destination: Destination) -> None:
        """An undone reply's text comes back; a text begun meanwhile is kept beside it.

        Of a failed one that is to be changed the words stand here already, perhaps with changes.
        """
        if self.adopted == item.id and self.reply.text.strip():
            self.adopted = self.retry_of = 0
            return
        if self.reply.text.strip() and self.reply.text != item.text:
            self.reply.other = Draft(
                conversation_id=self.conversation_id,
                kind=REPLY,
                text=item.text,
                revision=self.reply.based_on,
                author=item.author,
                updated_at=item.created_at,
            )
            return
        self.reply.text, self.refused = item.text, ""
        now = self.destination
        if now is None or (now.account_id, now.parent) != (destination.account_id, destination.parent):
            self.destination = destination


def destination_for(
    to_handle: str, parent: str, parent_text: str, account: Account, network: NetworkInfo
) -> Destination:
    """Where a reply goes that answers the post `parent` of `to_handle` from an account of ours."""
    return Destination(
        account_id=account.id,
        handle=account.handle,
        brand=account.brand,
        monogram=monogram_of(account),
        hue=account.hue,
        network=network.name,
        network_title=network.title,
        to_handle=to_handle,
        parent=parent,
        parent_text=parent_text,
        protected=account.protected,
        limits=network.limits,
    )


def monogram_of(account: Account) -> str:
    """Two letters for an account's mark."""
    return account.monogram or account.brand[:2].upper()
