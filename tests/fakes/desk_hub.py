"""A hub in a few lines behind a fake link: cards, drafts and an outbox that move as the real ones do. Known by the
desk's tests and pictures."""

from typing import Any

import msgspec

from app.core.clock import SECOND, Millis
from app.core.errors import Conflict
from app.domain.conversation import Card, Entry, EntryKind, Status
from app.domain.desk_settings import DeskSettings
from app.domain.mark import marks_of
from app.domain.picture import DraftPicture
from app.domain.reply import Draft, OutboxItem, OutboxState
from app.domain.saved_view import SavedView
from app.domain.shift import Routing
from app.link.base import LinkState
from app.link.mirror import Mirror
from app.wire import calls
from app.wire.answers import Done, Hits, Page, PeoplePage, Regrouped
from app.wire.feeds import (
    AccountFeed,
    CardFeed,
    CountFeed,
    DraftFeed,
    Feed,
    HouseFeed,
    HouseRow,
    OutboxFeed,
    QueueFeed,
    SavedViewFeed,
    SavedViewRow,
    ThreadFeed,
    TopicFeed,
)
from tests.fakes import desk_story as story
from tests.fakes.link import FakeLink

BEFORE_LEAVING = frozenset({OutboxState.WAITING, OutboxState.HELD, OutboxState.FAILED})


class DeskLink(FakeLink):
    """A fake link whose hub fills a feed as soon as it is subscribed."""

    def __init__(self, hub: "DeskHub", *, role: str) -> None:
        super().__init__(now=story.NOW, name=story.ME, role=role)
        self._hub = hub

    def subscribe(self, feed: Feed) -> Mirror:
        mirror = super().subscribe(feed)
        if self.state is LinkState.LIVE:
            self._hub.spread_feed(feed)
        return mirror


class DeskHub:
    """The story's hub.

    Attributes:
        link: what the desk is opened on.
        cards, drafts, outbox: its tables.
        pictures: of replies being written, by token; sent_pictures: of replies handed over, by their id.
        tokens: which tokens of Send it has seen, and the item each made.
        silent: it has not told a queue yet that a desk now asks for.
    """

    def __init__(self, *, role: str = "supervisor", leaving: bool = False) -> None:
        self.link = DeskLink(self, role=role)
        self.cards: dict[int, Card] = {card.id: card for card in story.CARDS}
        self.drafts: dict[tuple[int, str], Draft] = {}
        self.entries: dict[int, list[Entry]] = {}
        self.merged: dict[int, Card] = {}
        self.settings = DeskSettings(guided=True)
        self.outbox: dict[int, OutboxItem] = {story.LEAVING.id: story.LEAVING} if leaving else {}
        self.tokens: dict[str, int] = {}
        self.pictures: dict[str, DraftPicture] = {}
        self.views: dict[int, SavedViewRow] = {}
        self.sent_pictures: dict[int, list[DraftPicture]] = {}
        self.house: HouseRow = story.HOUSE
        self.silent = False
        self._answer()
        self._fill()

    # what tests do

    def put_card(self, card: Card) -> None:
        """A card is new or changed."""
        self.cards[card.id] = card
        self.spread()

    def drop_card(self, conversation_id: int) -> None:
        """A card leaves every view."""
        del self.cards[conversation_id]
        self.spread()

    def put_outbox(self, item: OutboxItem) -> None:
        """A reply is new or moves on."""
        self.outbox[item.id] = item
        self.link.put(OutboxFeed(), {str(item.id): item})

    def post(self, conversation_id: int, entry: Entry) -> None:
        """Somebody writes in a thread."""
        self.entries.setdefault(conversation_id, list(story.detail(conversation_id).entries))
        kept = [one for one in self.entries[conversation_id] if (one.kind, one.id) != (entry.kind, entry.id)]
        self.entries[conversation_id] = [*kept, entry]
        feed = ThreadFeed(conversation_id=conversation_id)
        rows = {f"{one.kind}:{one.id}": one for one in self.entries[conversation_id]}
        self.link.fill(feed, rows)

    def put_draft(self, draft: Draft) -> None:
        """The hub has a draft."""
        self.drafts[draft.conversation_id, draft.kind] = draft
        feed = DraftFeed(conversation_id=draft.conversation_id)
        if not self.link.mirror(feed).filled:
            self.link.fill(feed, {})
        self.link.put(feed, {draft.kind: draft})

    def end_draft(self, conversation_id: int, kind: str = "reply") -> None:
        """A draft has left at another desk."""
        self.drafts.pop((conversation_id, kind), None)
        self.link.put(DraftFeed(conversation_id=conversation_id), {}, drop=(kind,))

    def put_view(self, row: SavedViewRow) -> None:
        """A saved view is new or changed."""
        self.views[row.view.id] = row
        self.link.put(SavedViewFeed(me=story.ME), {str(row.view.id): row})

    def hold(self, reason: str) -> None:
        """All sending is held."""
        self.house = msgspec.structs.replace(
            self.house, hold=reason, hold_since=self.link.now(), hold_by="Rosa", held=len(self._held())
        )
        self.link.fill(HouseFeed(), {"house": self.house})

    def spread(self) -> None:
        """Tell every queue and card feed that is subscribed."""
        for feed in list(self.link.subscribed):
            if isinstance(feed, QueueFeed | CardFeed):
                self.spread_feed(feed)

    def spread_feed(self, feed: Feed) -> None:
        """Tell one feed what it should hold."""
        if isinstance(feed, QueueFeed):
            if not self.silent:
                self._spread_queue(feed)
        elif isinstance(feed, CardFeed) and feed.conversation_id in self.cards:
            self._put(feed, {str(feed.conversation_id): self.cards[feed.conversation_id]})

    # inside

    def _put(self, feed: Any, rows: dict[str, Any], *, drop: tuple[str, ...] = ()) -> None:
        if self.link.mirror(feed).filled:
            self.link.put(feed, rows, drop=drop)
        else:
            self.link.fill(feed, rows)

    def _spread_queue(self, feed: QueueFeed) -> None:
        mirror = self.link.mirror(feed)
        wanted = {str(card.id): card for card in self._matching(feed)}
        if not mirror.filled:
            self.link.fill(feed, wanted)
            return
        changed = {key: card for key, card in wanted.items() if mirror.rows.get(key) != card}
        gone = tuple(key for key in mirror.rows if key not in wanted)
        if changed or gone:
            self.link.put(feed, changed, drop=gone)

    def _matching(self, feed: QueueFeed) -> list[Card]:
        view = feed.view
        return [
            card
            for card in self.cards.values()
            if card.status in view.statuses
            and (not view.account_id or card.account_id == view.account_id)
            and (not view.topic_id or view.topic_id in card.topics)
            and (not view.assignee or card.assignee == ("" if view.assignee == "none" else view.assignee))
            and (not view.resolved_since or card.resolved_at >= view.resolved_since)
            and (not view.due_before or 0 < card.due_at < view.due_before)
            and (view.only is None or view.only in marks_of(card.reasons, card.outbox))
            and marks_of(card.reasons, card.outbox).isdisjoint(view.without)
            and (not view.network or card.network == view.network)
            and (not view.language or card.language == view.language)
            and (not view.label or view.label in card.labels)
            and (view.intent is None or view.intent.value in dict(card.reasons))
        ]

    def _fill(self) -> None:
        link = self.link
        link.fill(AccountFeed(), {str(one): account for one, account in story.ACCOUNTS.items()})
        link.fill(TopicFeed(), {str(one): topic for one, topic in story.TOPICS.items()})
        link.fill(HouseFeed(), {"house": self.house})
        link.fill(CountFeed(me=story.ME), story.count_rows())
        link.fill(SavedViewFeed(me=story.ME), {})
        link.fill(OutboxFeed(), {str(one): item for one, item in self.outbox.items()})

    def _answer(self) -> None:
        self.link.answers.update(
            {
                calls.ListNetworks: story.NETWORKS,
                calls.ListConversations: lambda _request: Page(cards=()),
                calls.GetConversation: self._detail,
                calls.ReadThread: self._detail,
                calls.MarkRead: self._mark_read,
                calls.Present: Done(),
                calls.ListColleagues: story.COLLEAGUES,
                calls.ListLabels: story.LABELS,
                calls.ListSnippets: story.SNIPPETS,
                calls.SaveSnippet: lambda request: request.snippet,
                calls.SetStatus: self._set_status,
                calls.TakeConversation: lambda request: self._assign(request.ids, self.link.name),
                calls.AssignConversation: lambda request: self._assign(request.ids, request.assignee),
                calls.LabelConversation: lambda request: self._change(request.id, labels=request.labels),
                calls.LabelConversations: self._label_all,
                calls.SaveView: self._save_view,
                calls.RemoveView: self._remove_view,
                calls.Search: Hits(hits=(), fresh_to=story.NOW),
                calls.FindPeople: PeoplePage(people=()),
                calls.AddNote: self._add_note,
                calls.MergeConversations: self._merge,
                calls.SplitConversation: self._split,
                calls.UndoRegrouping: self._undo_regrouping,
                calls.MarkSpam: self._mark_spam,
                calls.SayAbout: Done(),
                calls.CorrectSentiment: Done(),
                calls.SayState: Done(),
                calls.GetRouting: Routing(),
                calls.SetRouting: lambda request: request.routing,
                calls.GetDeskSettings: lambda _request: self.settings,
                calls.SaveDeskSettings: self._save_settings,
                calls.RemoveSnippet: Done(),
                calls.SaveDraft: self._save_draft,
                calls.SendReply: self._send,
                calls.UndoSend: self._undo,
                calls.RetrySend: self._retry,
                calls.SettleSend: self._settle,
                calls.HoldSending: lambda request: self._hold(request.reason),
                calls.LiftHold: lambda _request: self._hold(""),
                calls.ReleaseHeld: self._release,
                calls.ListPictures: self._list_pictures,
                calls.UploadPicture: self._upload,
                calls.DescribePicture: self._describe,
                calls.DropPicture: self._drop_picture,
                calls.ShrinkPicture: self._shrink,
            }
        )

    def _detail(self, request: calls.GetConversation | calls.ReadThread) -> calls.ConversationDetail:
        if request.id not in self.cards and any(request.id == one[0] for one in story.MIRA_PERSON.history):
            return story.past_detail(request.id)
        told = any(card.id == request.id for card in story.CARDS)
        found = story.detail(request.id if told else story.SAM)  # what a test made up is as Sam's
        entries = tuple(self.entries.get(request.id, found.entries))
        drafts = tuple(draft for (one, _kind), draft in self.drafts.items() if one == request.id)
        return msgspec.structs.replace(found, card=self.cards[request.id], entries=entries, drafts=drafts)

    def _change(self, conversation_id: int, **values: Any) -> Card:
        card = self.cards[conversation_id]
        changed = msgspec.structs.replace(card, revision=card.revision + 1, **values)
        self.put_card(changed)
        return changed

    def _mark_read(self, request: calls.MarkRead) -> Done:
        self._change(request.id, unread=False)
        return Done()

    def _set_status(self, request: calls.SetStatus) -> tuple[Card, ...]:
        return tuple(self._put_status(one, request) for one in request.ids)

    def _put_status(self, conversation_id: int, request: calls.SetStatus) -> Card:
        due_at = self.cards[conversation_id].due_at
        if request.status in (Status.PENDING, Status.RESOLVED):
            due_at = 0
        elif request.status is Status.OPEN:
            due_at = due_at or request.due_at
        return self._change(conversation_id, status=request.status, snoozed_until=request.until, due_at=due_at)

    def _assign(self, ids: tuple[int, ...], name: str) -> tuple[Card, ...]:
        return tuple(self._change(one, assignee=name) for one in ids)

    def _merge(self, request: calls.MergeConversations) -> Regrouped:
        gone = {one: self.cards.pop(one) for one in request.ids}
        self.merged |= gone
        kept = self._change(request.into)
        for one in gone:
            self._put(CardFeed(conversation_id=one), {str(kept.id): kept}, drop=(str(one),))
        self.spread()
        return Regrouped(cards=(kept,), undo=tuple(gone))

    def _split(self, request: calls.SplitConversation) -> Regrouped:
        made = msgspec.structs.replace(self.cards[request.id], id=request.post_id, revision=1)
        self.put_card(made)
        return Regrouped(cards=(made, self.cards[request.id]), undo=(made.id,))

    def _undo_regrouping(self, request: calls.UndoRegrouping) -> tuple[Card, ...]:
        back = tuple(self.merged.pop(one) for one in request.ids if one in self.merged)
        for card in back:
            feed = CardFeed(conversation_id=card.id)
            self._put(feed, {str(card.id): card}, drop=tuple(self.link.mirror(feed).rows))
            self.put_card(card)
        return back

    def _mark_spam(self, request: calls.MarkSpam) -> tuple[Card, ...]:
        status = Status.RESOLVED if request.spam else Status.OPEN
        return tuple(self._change(one, status=status) for one in request.ids)

    def _save_settings(self, request: calls.SaveDeskSettings) -> DeskSettings:
        self.settings = request.settings
        return request.settings

    def _label_all(self, request: calls.LabelConversations) -> tuple[Card, ...]:
        return tuple(self._change(one, labels=labels) for one, labels in request.labelled)

    def _save_view(self, request: calls.SaveView) -> SavedView:
        view = request.view
        kept = msgspec.structs.replace(view, id=view.id or 900 + len(self.views), owner=view.owner or story.ME)
        self.put_view(SavedViewRow(view=kept, count=2))
        return kept

    def _remove_view(self, request: calls.RemoveView) -> Done:
        del self.views[request.id]
        self.link.put(SavedViewFeed(me=story.ME), {}, drop=(str(request.id),))
        return Done()

    def _add_note(self, request: calls.AddNote) -> Entry:
        note = Entry(
            kind=EntryKind.NOTE, id=len(self.entries) + 500, at=self.link.now(), by=self.link.name, text=request.text
        )
        self.post(request.conversation_id, note)
        return note

    def _save_draft(self, request: calls.SaveDraft) -> Draft:
        key = (request.conversation_id, request.kind)
        before = self.drafts.get(key)
        if before is not None and request.based_on < before.revision:
            raise Conflict("Somebody else has saved this draft.")
        draft = Draft(
            conversation_id=request.conversation_id,
            kind=request.kind,
            text=request.text,
            revision=(before.revision if before else 0) + 1,
            author=self.link.name,
            updated_at=self.link.now(),
            account_id=request.account_id,
            to_handle=request.to_handle,
            parent=request.parent,
        )
        self.drafts[key] = draft
        return draft

    def _send(self, request: calls.SendReply) -> OutboxItem:
        if request.token in self.tokens:
            return self.outbox[self.tokens[request.token]]
        account = story.ACCOUNTS[request.account_id]
        item = OutboxItem(
            id=1000 + len(self.outbox),
            conversation_id=request.conversation_id,
            account_id=account.id,
            network=account.network,
            handle=account.handle,
            to_handle=request.to_handle,
            text=request.text,
            state=OutboxState.HELD if self.house.hold else OutboxState.WAITING,
            author=self.link.name,
            created_at=self.link.now(),
            not_before=self.link.now() + account.undo_seconds * SECOND,
            parent=request.parent,
        )
        self.tokens[request.token] = item.id
        self.sent_pictures[item.id] = [self.pictures.pop(token) for token in request.pictures]
        self.drafts.pop((request.conversation_id, "reply"), None)
        self.put_outbox(item)
        return item

    def _list_pictures(self, request: calls.ListPictures) -> tuple[DraftPicture, ...]:
        return tuple(one for one in self.pictures.values() if one.conversation_id == request.conversation_id)

    def _upload(self, request: calls.UploadPicture) -> DraftPicture:
        known = self.pictures.get(request.token)
        picture = known or DraftPicture(
            id=900 + len(self.pictures),
            conversation_id=request.conversation_id,
            token=request.token,
            name=request.name,
            author=self.link.name,
            size=request.size,
        )
        if request.start == picture.received:
            picture = msgspec.structs.replace(picture, received=picture.received + len(request.data))
        if picture.received == picture.size:
            picture = msgspec.structs.replace(picture, ready=True, mime="image/jpeg", width=64, height=48)
        self.pictures[request.token] = picture
        return picture

    def _describe(self, request: calls.DescribePicture) -> DraftPicture:
        picture = msgspec.structs.replace(self.pictures[request.token], alt=request.alt, waived=request.waived)
        self.pictures[request.token] = picture
        return picture

    def _shrink(self, request: calls.ShrinkPicture) -> DraftPicture:
        before = self.pictures[request.token]
        size = request.most if 0 < request.most < before.size else before.size // 2
        self.pictures[request.token] = msgspec.structs.replace(before, size=size, received=size)
        return self.pictures[request.token]

    def _drop_picture(self, request: calls.DropPicture) -> Done:
        self.pictures.pop(request.token, None)
        return Done()

    def _move(self, item_id: int, state: OutboxState, **values: Any) -> OutboxItem:
        item = msgspec.structs.replace(self.outbox[item_id], state=state, **values)
        self.put_outbox(item)
        return item

    def _undo(self, request: calls.UndoSend) -> OutboxItem:
        if self.outbox[request.id].state not in BEFORE_LEAVING:
            raise Conflict("It has left already.")
        for picture in self.sent_pictures.pop(request.id, ()):
            self.pictures[picture.token] = picture
        return self._move(request.id, OutboxState.CANCELLED)

    def _retry(self, request: calls.RetrySend) -> OutboxItem:
        text = request.text or self.outbox[request.id].text
        return self._move(request.id, OutboxState.WAITING, text=text, error="")

    def _settle(self, request: calls.SettleSend) -> OutboxItem:
        return self._move(request.id, OutboxState.SENT if request.is_there else OutboxState.FAILED)

    def _release(self, request: calls.ReleaseHeld) -> OutboxItem:
        return self._move(request.id, OutboxState.WAITING if request.send else OutboxState.CANCELLED)

    def _hold(self, reason: str) -> Done:
        if reason:
            self.hold(reason)
        else:
            self.house = msgspec.structs.replace(self.house, hold="", hold_since=0, hold_by="")
            self.link.fill(HouseFeed(), {"house": self.house})
        return Done()

    def _held(self) -> list[OutboxItem]:
        return [item for item in self.outbox.values() if item.state is OutboxState.HELD]


def soon(seconds: int) -> Millis:
    """A moment after the story's now."""
    return story.NOW + seconds * SECOND
