"""Looks for posts, notes and people on the hub and shows what was found, a page at a time. Known by actions; knows the
desk and the palette."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from app.wire.answers import Hits, PeoplePage
from app.wire.calls import FindPeople, Search
from widgets.agent.desk import Desk
from widgets.agent.hit_offers import OLDER, PEOPLE, hit_offers
from widgets.agent.seat import Seat
from widgets.dialogs.palette import Palette

NOBODY = PeoplePage(people=())


@dataclass(frozen=True)
class Asked:
    """What is looked for, and which page of it."""

    text: str
    page: int = 1


@dataclass
class Came:
    """Which answers have come."""

    hits: Hits | None = None
    people: PeoplePage | None = None


class SearchHands(QObject):
    """The hands for searching of one window.

    Signals:
        chosen: something found was taken; carries the offer's id and what was typed.
    """

    chosen = Signal(str, str)

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def search(self, text: str) -> None:
        """Look for posts and notes with these words, and for people who are called so; both at once."""
        if not text:
            return
        asked, came = Asked(text), Came()
        self._desk.ask(Search(text=text), lambda hits: self._show_whole(asked, came, hits=hits))
        self._desk.ask(
            FindPeople(text=text),
            lambda people: self._show_whole(asked, came, people=people),
            lambda _error: self._show_whole(asked, came, people=NOBODY),
        )

    def show(self, asked: Asked, hits: Hits, people: PeoplePage) -> None:
        """Show a page of what was found."""
        offers = hit_offers(hits, people, now=self._desk.link.now(), page=asked.page)
        palette = Palette(
            self._seat.look,
            offers,
            title=_("Found for “{words}”").format(words=asked.text),
            prompt=_("Type to choose among what was found"),
            parent=self._seat,
        )
        palette.chosen.connect(partial(self._take, asked, hits, people))
        self._seat.ask(palette, help_at=("desk", "Commands and search"))

    # inside

    def _show_whole(
        self, asked: Asked, came: Came, *, hits: Hits | None = None, people: PeoplePage | None = None
    ) -> None:
        came.hits, came.people = hits or came.hits, people or came.people
        if came.hits is not None and came.people is not None:
            self.show(asked, came.hits, came.people)

    def _take(self, asked: Asked, hits: Hits, people: PeoplePage, offer_id: str, typed: str) -> None:
        if offer_id == OLDER:
            following = partial(self.show, Asked(asked.text, asked.page + 1))
            self._desk.ask(Search(text=asked.text, after=hits.after), lambda more: following(more, NOBODY))
        elif offer_id == PEOPLE:
            request = FindPeople(text=asked.text, after=people.after)
            self._desk.ask(request, lambda more: self.show(asked, hits, more))
        else:
            self.chosen.emit(offer_id, typed)
