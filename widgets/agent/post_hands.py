"""What is done with one post of the thread: its page in the browser, its words and address on the clipboard. Known by
actions and commands; knows the desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.core.i18n import _
from app.domain.conversation import Entry, EntryKind
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat


class PostHands(QObject):
    """The hands of one window; they take the chosen post, else the newest of the person's."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject, *, show_page: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._seat, self._desk, self._show_page = seat, desk, show_page

    def show_original(self) -> None:
        """The post's own page, in the browser."""
        entry = self._entry()
        if entry is not None:
            self._show_page(entry.url)

    def turn_pictures(self) -> None:
        """The post's pictures, fetched by the hub; again, and they are hidden."""
        if not self._seat.content.conversation.thread_view.turn_pictures():
            self._seat.content.queue.say_why_not(_("No post here has a picture that can be shown."))

    def copy_text(self) -> None:
        """The post's words, as they were written."""
        entry = self._entry()
        if entry is None or not entry.text:
            self._seat.content.queue.say_why_not(_("There are no words to copy."))
            return
        self._copy(entry.text, _("Text copied"))

    def copy_link(self) -> None:
        """The address of the post's page."""
        entry = self._entry()
        if entry is None or not entry.url:
            self._seat.content.queue.say_why_not(_("The network gives no address for this post."))
            return
        self._copy(entry.url, _("Link copied"))

    # inside

    def _entry(self) -> Entry | None:
        talk = self._seat.content.conversation
        chosen = talk.thread_view.chosen_entry() or talk.earlier.thread_view.chosen_entry()
        if chosen is not None and chosen.kind is not EntryKind.EVENT:
            return chosen
        entries = self._desk.opened.entries() if self._desk.opened is not None else ()
        return next((one for one in reversed(entries) if one.kind is EntryKind.POST and not one.aside), None)

    def _copy(self, words: str, said: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._desk.done.emit(said, False)
