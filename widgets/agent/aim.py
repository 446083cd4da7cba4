"""Where a reply will go: offered while nothing is written, kept as it was once composing has begun. Known by the desk;
knows drafts, composition and directory."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.domain.account import Account
from app.domain.conversation import EntryKind
from app.domain.network import NetworkInfo
from app.domain.reply import Draft, OutboxState
from widgets.agent.drafts import Drafts
from widgets.agent.opened import OpenConversation
from widgets.models.composition import Composition, destination_for
from widgets.models.directory import Directory


class Aim(QObject):
    """Aims the compositions.

    Signals:
        taken: a composition has another destination or text; carries the conversation's id.
    """

    taken = Signal(object)

    def __init__(self, directory: Directory, drafts: Drafts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._directory, self._drafts = directory, drafts
        self._drafted: dict[int, Draft] = {}

    def remember(self, draft: Draft) -> None:
        """A draft of the hub keeps the destination it was begun with."""
        if draft.parent or draft.account_id:
            self._drafted[draft.conversation_id] = draft

    def offer(self, opened: OpenConversation) -> None:
        """Aim at the newest post, unless composing has begun or a draft says otherwise.

        Before the thread has come nothing is aimed at: a reply begun early answers the newest post all the same.
        """
        composition = self._drafts.of(opened.id)
        if self._as_drafted(opened, composition):
            return
        account = self._directory.account(opened.card.account_id) or opened.account
        if account is None or opened.loading:
            return
        target, network = opened.target(), self._network(opened.card.network, account)
        to_handle = target.handle if target is not None else opened.card.handle
        parent, words = (target.native_id, target.text) if target is not None else ("", "")
        if composition.offer(destination_for(to_handle, parent, words, account, network)):
            self.taken.emit(opened.id)

    def adopt_trouble(self, opened: OpenConversation) -> None:
        """Show the text of a failed or unknown reply where nothing else is being written."""
        composition, item = self._drafts.of(opened.id), self._directory.troubled(opened.id)
        account = self._directory.account(item.account_id) if item is not None else None
        if item is not None and account is not None:
            target = opened.entry_of(item.parent)
            network, words = self._network(item.network, account), target.text if target is not None else ""
            composition.adopt(item, destination_for(item.to_handle, item.parent, words, account, network))
        if composition.follow(*self._fate(opened, composition)):
            self._drafts.journal_now(opened.id)
            self._drafts.touch(opened.id)
        self.taken.emit(opened.id)

    def follow_all(self) -> None:
        """The outbox has news: words that were lent by a reply that is out leave every composer, open or not."""
        items = {item.id: item for item in self._directory.outbox()}
        for composition in self._drafts.all():
            item = items.get(composition.adopted)
            if item is not None and composition.follow(item.state, item.text):
                self._drafts.journal_now(composition.conversation_id)
                self.taken.emit(composition.conversation_id)

    def at_newest(self, opened: OpenConversation) -> None:
        """The agent wants his words to answer the newest post, from the account they were meant for."""
        composition, target = self._drafts.of(opened.id), opened.target()
        destination = composition.destination
        account = self._directory.account(destination.account_id) if destination is not None else None
        if target is not None and account is not None:
            network = self._network(opened.card.network, account)
            composition.choose(destination_for(target.handle, target.native_id, target.text, account, network))
            self._drafts.touch(opened.id)
            self.taken.emit(opened.id)

    def heed_limits(self, opened: OpenConversation) -> None:
        """An account's server has said how long a reply may be: what is being written keeps to it."""
        composition = self._drafts.of(opened.id)
        destination = composition.destination
        account = self._directory.account(destination.account_id) if destination is not None else None
        if destination is None or account is None:
            return
        limits = self._network(destination.network, account).limits
        if limits != destination.limits:
            composition.destination = replace(destination, limits=limits)
            self.taken.emit(opened.id)

    def _fate(self, opened: OpenConversation, composition: Composition) -> tuple[OutboxState | None, str]:
        """What became of the reply that lent its words: as the outbox says, else whether they stand in the thread."""
        item = next((one for one in self._directory.outbox() if one.id == composition.adopted), None)
        if item is not None:
            return item.state, item.text
        words = composition.reply.text
        public = any(one.kind is EntryKind.OWN and one.text.strip() == words.strip() for one in opened.entries())
        return (OutboxState.SENT, words) if public else (None, "")

    def _network(self, name: str, account: Account) -> NetworkInfo:
        return self._directory.network(name, through=account.network, account_id=account.id)

    def _as_drafted(self, opened: OpenConversation, composition: Composition) -> bool:
        """Whether a draft says where this reply goes; its account may not be known yet."""
        draft = self._drafted.get(opened.id)
        if draft is None:
            return False
        account = self._directory.account(draft.account_id)
        if account is not None:
            target = opened.entry_of(draft.parent)
            network, words = self._network(account.network, account), target.text if target is not None else ""
            composition.destination = destination_for(draft.to_handle, draft.parent, words, account, network)
            del self._drafted[opened.id]
            self.taken.emit(opened.id)
        return True
