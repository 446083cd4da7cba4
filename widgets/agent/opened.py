"""The conversation that is open: its card, thread, person and drafts, kept fresh by feeds. Known by the desk; knows
link, wire and models.

Everything here carries the conversation's id, so that an answer that comes late goes where it belongs or nowhere.
"""

from PySide6.QtCore import QObject, Signal

from app.domain.account import Account
from app.domain.conversation import Card, Entry, EntryKind, Person
from app.domain.reply import Draft, OutboxState
from app.link.base import Link
from app.link.mirror import FeedChange
from app.wire.answers import ConversationDetail
from app.wire.feeds import CardFeed, DraftFeed, ThreadFeed
from widgets.models.thread import newest_post
from widgets.models.watch import Watch

PUBLIC = frozenset({EntryKind.POST, EntryKind.OWN, EntryKind.SENDING})


class OpenConversation(QObject):
    """One conversation, as long as it is shown.

    Signals:
        changed: card, thread or person changed.
        draft_came: the hub has a draft; carries it.
        draft_ended: the hub has a draft no more; carries its kind.
    """

    changed = Signal()
    draft_came = Signal(object)
    draft_ended = Signal(str)

    def __init__(self, link: Link, card: Card, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.id = card.id
        self._card = card
        self._detail: ConversationDetail | None = None
        self._older: dict[str, Entry] = {}
        self._cards = Watch(link, CardFeed(conversation_id=card.id), self)
        self._thread = Watch(link, ThreadFeed(conversation_id=card.id), self)
        self._drafts = Watch(link, DraftFeed(conversation_id=card.id), self)
        self._cards.changed.connect(self._card_changed)
        self._thread.changed.connect(lambda _change: self.changed.emit())
        self._drafts.changed.connect(self._drafts_changed)

    # public

    @property
    def card(self) -> Card:
        """The newest card known."""
        return next(iter(self._cards.rows.values()), self._card)

    @property
    def person(self) -> Person | None:
        return self._detail.person if self._detail is not None else None

    @property
    def account(self) -> Account | None:
        return self._detail.account if self._detail is not None else None

    @property
    def older(self) -> str:
        """Cursor of entries before the shown ones; empty when there are none."""
        return self._detail.older if self._detail is not None else ""

    @property
    def loading(self) -> bool:
        return self._detail is None and not self._thread.mirror.filled

    def entries(self) -> list[Entry]:
        """Every known entry, each once, oldest first; the feed's word is newer than the answer's."""
        known = {f"{entry.kind}:{entry.id}": entry for entry in (self._detail.entries if self._detail else ())}
        known = {**self._older, **known}
        known.update({f"{entry.kind}:{entry.id}": entry for entry in self._thread.rows.values()})
        return sorted(known.values(), key=lambda entry: (entry.at, entry.id))

    def newest_id(self) -> int:
        """Of the newest entry that is here, 0 before any is."""
        return max((entry.id for entry in self.entries()), default=0)

    def target(self) -> Entry | None:
        """The post to answer."""
        return newest_post(self.entries())

    def entry_of(self, native_id: str) -> Entry | None:
        """The post with a native id, as it is now."""
        return next((entry for entry in self.entries() if entry.native_id == native_id), None) if native_id else None

    def news_after(self, native_id: str, *, me: str) -> Entry | None:
        """The newest public word after a post, of theirs or of ours, not by `me`; None when there is none."""
        post = self.entry_of(native_id)
        if post is None:
            return None
        found = [one for one in self.entries() if one.at > post.at and one.kind in PUBLIC and one.by != me]
        found = [one for one in found if not one.automatic and not one.gone]
        kept = [one for one in found if one.outbox is not OutboxState.FAILED]
        return kept[-1] if kept else None

    def drafts(self) -> list[Draft]:
        """The hub's drafts of this conversation, by kind."""
        return list(self._drafts.rows.values())

    def take(self, detail: ConversationDetail) -> None:
        """The hub's answer; one for another conversation is not ours."""
        if detail.card.id != self.id:
            return
        if self._detail is not None:
            self._older.update({f"{entry.kind}:{entry.id}": entry for entry in self._detail.entries})
        self._detail = detail
        if detail.card.revision >= self._card.revision:
            self._card = detail.card
        for draft in detail.drafts:
            self.draft_came.emit(draft)
        self.changed.emit()

    def close(self) -> None:
        """Let go of every feed."""
        for watch in (self._cards, self._thread, self._drafts):
            watch.close()

    # inside

    def _card_changed(self, _change: FeedChange) -> None:
        self.changed.emit()

    def _drafts_changed(self, change: FeedChange) -> None:
        for key in change.put:
            self.draft_came.emit(self._drafts.rows[key])
        for kind in change.drop:
            self.draft_ended.emit(kind)
        self.changed.emit()
