"""Feeds the queue model: the live first page of a view, and pages behind it on demand. Known by the desk; knows link,
wire and models.

The first page comes from the queue feed and stays exact; further pages are asked for by keyset cursor and merged.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.domain.conversation import Card, View
from app.link.base import Link
from app.link.mirror import FeedChange
from app.wire.answers import Page
from app.wire.calls import ListConversations, Request
from app.wire.feeds import QueueFeed
from widgets.models.queue import QueueModel
from widgets.models.queue_order import page_key, sort_key
from widgets.models.views import NamedView
from widgets.models.watch import Watch

PAGE = 200
FURTHER = 320
"""A page behind the first, asked for before the list ends: to ask costs a frame as much as to read."""

SLICE = 80
"""So many of a page's cards are put in at once: that must fit into the frame of a list that is scrolled."""
SCREEN = 40
"""So many cards fill the largest screen: until then a view that is looked for goes on by itself."""

ASK_AFTER_MS = 50
"""So long after a slice was put in the next page is asked for: not in the same frame."""

Ask = Callable[[str, Request, Callable[[Page], None], Callable[[FishbowlError], None]], None]
"""Make a call under a name and hand its answer over, or why there is none."""


class QueueSource(QObject):
    """One view at a time.

    Attributes:
        model: what the queue shows.
        named: the view shown.

    Signals:
        filled_changed: the first picture has come, or is being waited for.
        failed: a page did not come; carries the error.
    """

    filled_changed = Signal()
    failed = Signal(object)

    def __init__(self, link: Link, model: QueueModel, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._ask = link, ask
        self.model = model
        self.named: NamedView | None = None
        self._watch: Watch | None = None
        self._tail: dict[int, Card] = {}
        self._ahead: list[Card] = []
        self._cursor = ""
        self._paged = self._asking = self._wanted = self._more = False

    # public

    @property
    def filled(self) -> bool:
        """Whether any picture of this view is here."""
        return self._watch is not None and self._watch.mirror.filled

    @property
    def as_of(self) -> Millis:
        """When the hub last said something about this view."""
        return self._watch.mirror.changed_at if self._watch is not None else 0

    def show(self, named: NamedView) -> None:
        """Show a view from its top."""
        self.close()
        self.named = named
        self._tail, self._ahead, self._cursor = {}, [], ""
        self._paged = self._asking = self._wanted = False
        self._watch = Watch(self._link, QueueFeed(view=named.view, limit=PAGE), self)
        self._watch.changed.connect(self._heard)
        self._refresh()
        self.filled_changed.emit()

    def want_more(self) -> None:
        """The end of what is shown is near: put in more of what is here, or ask for the next page."""
        if self.named is None or not self._more:
            return
        self._wanted = True
        if self._ahead:
            QTimer.singleShot(0, self, self._put_in)  # not within the scrolling that asked
        else:
            self._ask_on()

    def close(self) -> None:
        """Let go of the feed."""
        if self._watch is not None:
            self._watch.close()
            self._watch.deleteLater()
            self._watch = None

    # inside

    def _ask_on(self) -> None:
        if self.named is None or self._asking or (self._paged and not self._cursor):
            return
        self._asking = True
        view = self.named.view
        cards = self.model.cards() if not self._cursor else []
        behind = page_key(cards[-1], view.order) if cards else ()
        self._ask(
            f"page:{self.named.name}",
            ListConversations(view=view, after=self._cursor, behind=behind, limit=FURTHER),
            lambda page: self._take(page, view),
            self._not_answered,
        )

    def _take(self, page: Page, view: View) -> None:
        self._asking = False
        if self.named is None or self.named.view is not view:
            return
        if not self._paged:
            self._tail.update(self._live())
        self._ahead += page.cards
        self._cursor, self._paged = page.after, True
        if self._wanted:
            self._put_in()

    def _put_in(self) -> None:
        """Show the next slice of what is here, and ask for more when little is left."""
        if not self._wanted:
            return
        live = self._live()
        fresh: list[Card] = []
        while self._ahead and not fresh:
            part, self._ahead = self._ahead[:SLICE], self._ahead[SLICE:]
            fresh = [card for card in part if card.id not in live and card.id not in self._tail]
        self._more = bool(self._cursor or self._ahead)
        self._tail.update({card.id: card for card in fresh})
        self._wanted = self._more and (not fresh or (self._walks and len(self._tail) < SCREEN))
        if not self.model.extend(fresh, now=self._link.now(), more=self._more):
            self._refresh()
        if len(self._ahead) < SLICE:
            self._ask_on()
        elif self._wanted:
            QTimer.singleShot(0, self, self._put_in)

    def _not_answered(self, error: FishbowlError) -> None:
        """The page can be asked for again: at the next scroll, or when the hub is back."""
        self._asking = False
        self.failed.emit(error)

    def _live(self) -> dict[int, Card]:
        return {card.id: card for card in self._watch.rows.values()} if self._watch is not None else {}

    def _heard(self, change: FeedChange) -> None:
        for key in change.drop:
            self._drop(int(key))
        self._refresh()
        if change.whole:
            self.filled_changed.emit()

    def _drop(self, conversation_id: int) -> None:
        """Forget a card that left the view; one pushed behind the live page stays in the tail."""
        live = self._live()
        self._ahead = [card for card in self._ahead if card.id != conversation_id]
        card = self._tail.get(conversation_id)
        if card is None:
            return
        order = self.named.view.order if self.named is not None else "due"
        last = max((sort_key(one, order) for one in live.values()), default=())
        if (len(live) < PAGE and not self._walks) or sort_key(card, order) <= last:
            del self._tail[conversation_id]

    def _refresh(self) -> None:
        live = self._live()
        walks = self._walks
        self._more = bool(self._cursor or self._ahead) if self._paged else len(live) >= PAGE or (walks and self.filled)
        if self._paged:
            self._tail.update(live)
        order = self.named.view.order if self.named is not None else "due"
        shown = {**self._tail, **live}
        self.model.show(shown.values(), order=order, now=self._link.now(), more=self._more)
        if walks and not self._paged and len(live) < PAGE:
            self.want_more()  # the hub tried the first rows only; what passes may stand far behind them

    @property
    def looking(self) -> bool:
        """Whether what passes the view may still stand behind what the hub has tried."""
        return self._walks and self._more

    @property
    def _walks(self) -> bool:
        """Whether the view asks for what no index of the hub knows: then few cards are not the end."""
        return self.named is not None and bool(self.named.view.language or self.named.view.intent)
