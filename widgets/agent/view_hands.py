"""What a filter asks, and what is done with saved views. Known by actions and commands; knows dialogs and the desk."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from app.domain.principal import Right
from app.domain.saved_view import Filter, SavedView
from app.wire.answers import Colleague, LabelCount
from app.wire.calls import GetConversation, ListColleagues, ListLabels, RemoveView, SaveView
from widgets.agent.desk import Desk
from widgets.agent.filter_offers import filter_offers, taken
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.palette import Offer, Palette
from widgets.models.filters import ALL
from widgets.models.views import SAVED

SAVE = "save"


class ViewHands(QObject):
    """The hands for filters and views of one window.

    Signals:
        narrowed: the queue is seen through another filter: show it from its top.
        wanted: a view is to be shown; carries its rail name.
    """

    narrowed = Signal()
    wanted = Signal(str)

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    # what has not come

    @property
    def loading(self) -> bool:
        """Whether the view, or the open conversation, has not come yet."""
        opened = self._desk.opened
        return not self._desk.queue.filled or (opened is not None and opened.loading)

    def try_again(self) -> None:
        """Ask the hub once more for what has not come."""
        queue, opened = self._desk.queue, self._desk.opened
        content, now = self._seat.content, self._desk.link.now()
        if queue.named is not None and not queue.filled:
            content.queue.slow.begin(now)
            queue.show(queue.named)
        if opened is not None and opened.loading:
            content.conversation.slow.begin(now)
            self._desk.ask(GetConversation(id=opened.id), opened.take)

    # filter

    def ask_filter(self) -> None:
        """What is the queue to leave out, or to show alone? The hub knows labels and colleagues; without it the rest
        is offered."""
        self._desk.ask(ListLabels(), self._ask_colleagues, lambda _error: self._show_filter((), ()))

    def choose(self, name: str) -> None:
        """See the queue through one of the list's filters."""
        self._leave_saved()
        self._desk.filtering.choose(name)
        self.narrowed.emit()

    def _ask_colleagues(self, labels: tuple[LabelCount, ...]) -> None:
        shown = partial(self._show_filter, labels)
        self._desk.ask(ListColleagues(), shown, lambda _error: shown(()))

    def _show_filter(self, labels: tuple[LabelCount, ...], colleagues: tuple[Colleague, ...]) -> None:
        desk, now = self._desk, self._now()
        offers = filter_offers(
            now, desk.directory, labels=labels, colleagues=colleagues, cards=desk.queue.model.cards()
        )
        if now != Filter():
            save = Offer(SAVE, _("Save as a view..."), _("This filter"), icon="bookmark")
            offers = [save, Offer(f"marks:{ALL}", _("Show everything"), _("This filter"), icon="close"), *offers]
        prompt = _("Brand, label, language, colleague")
        palette = Palette(self._seat.look, offers, title=_("Filter the queue"), prompt=prompt, parent=self._seat)
        palette.chosen.connect(self._take_filter)
        self._seat.ask(palette, help_at=("desk", "Leaving out"))

    def _take_filter(self, offer_id: str, _typed: str) -> None:
        if offer_id == SAVE:
            self.ask_save()
        elif offer_id == f"marks:{ALL}":
            self.choose(ALL)
        else:
            wanted = taken(self._now(), offer_id)
            self._leave_saved()
            self._desk.filtering.narrow(wanted)
            self.narrowed.emit()

    def _now(self) -> Filter:
        """The filter of what is shown: a saved view's own, else the desk's."""
        saved = self.shown()
        return saved.filter if saved is not None else self._desk.filtering.now

    def _leave_saved(self) -> None:
        """From a saved view to the one it filters: a filter that is tried changes nothing that is kept."""
        saved = self.shown()
        if saved is not None:
            self.wanted.emit(saved.base)

    # saved views

    def shown(self) -> SavedView | None:
        """The saved view that is shown."""
        named = self._desk.queue.named
        return named.saved if named is not None else None

    def show_list(self) -> None:
        """Every saved view to go to."""
        desk, group = self._desk, _("Saved views")
        offers = [
            Offer(
                one.name,
                one.title,
                group,
                icon=one.icon,
                end=one.trouble or desk.viewing.count_words(one.name),
            )
            for one in desk.saved.named(now=desk.link.now())
        ]
        why = _("F filters the queue; from there a filter is saved under a name.")
        offers = offers or [Offer("none:", _("No saved views yet"), group, why_not=why)]
        palette = Palette(self._seat.look, offers, parent=self._seat)
        palette.chosen.connect(lambda name, _typed: self.wanted.emit(name))
        self._seat.ask(palette, help_at=("desk", "Leaving out"))

    def ask_save(self) -> None:
        """Under which name is what is shown to be kept?"""
        words = _("It stands in the rail with its count. Only you see it until you share it.")
        dialog = self._ask_name(_("Save this view?"), words, act=_("Save view"), value="")
        dialog.answered.connect(lambda name: self._save(self._desk.viewing.as_saved(name), _("View “{name}” saved")))

    def ask_rename(self) -> None:
        saved = self.shown()
        if saved is not None:
            head = _("Rename the view “{name}”?").format(name=saved.name)
            dialog = self._ask_name(head, "", act=_("Rename view"), value=saved.name)
            dialog.answered.connect(lambda name: self._change(saved, replace(saved, name=name), _("View renamed")))

    def turn_shared(self) -> None:
        """Let the team see the view, or keep it to oneself."""
        saved = self.shown()
        if saved is not None:
            words = _("Only its owner sees the view now") if saved.shared else _("The team sees the view now")
            self._change(saved, replace(saved, shared=not saved.shared), words)

    def remove(self) -> None:
        """Forget the view; it can be undone."""
        saved = self.shown()
        if saved is not None:
            words = _("View “{name}” removed").format(name=saved.name)
            self.wanted.emit(saved.base)
            self._desk.ask(RemoveView(id=saved.id), lambda _done: self._remember(words, saved))

    def why_not_shown(self) -> str:
        """Why nothing can be done with a saved view now; empty when one is shown that one may change."""
        saved = self.shown()
        if saved is None:
            return _("Show a saved view first.")
        others = saved.owner != self._desk.directory.me or saved.shared
        return _("Ask a lead") if others and not self._desk.may(Right.ASSIGN) else ""

    def why_not_share(self) -> str:
        """Why it cannot be shared, or no more: that is a lead's."""
        if self.shown() is None:
            return _("Show a saved view first.")
        return "" if self._desk.may(Right.ASSIGN) else _("Ask a lead")

    # inside

    def _ask_name(self, head: str, words: str, *, act: str, value: str) -> AskWords:
        dialog = AskWords(
            self._seat.look,
            head,
            words,
            label=_("Name of the view"),
            safe=_("Leave it"),
            act=act,
            value=value,
            parent=self._seat,
        )
        self._seat.ask(dialog, help_at=("desk", "Leaving out"))
        return dialog

    def _save(self, view: SavedView, words: str) -> None:
        self._desk.ask(SaveView(view=view), lambda kept: self._saved(kept, words.format(name=kept.name)))

    def _saved(self, kept: SavedView, words: str) -> None:
        self._desk.deeds.remember(words, (RemoveView(id=kept.id),))
        self._desk.filtering.choose(ALL)
        self._desk.viewing.show_when_known(f"{SAVED}{kept.id}")

    def _change(self, before: SavedView, after: SavedView, words: str) -> None:
        self._desk.ask(SaveView(view=after), lambda _kept: self._remember(words, before))

    def _remember(self, words: str, before: SavedView) -> None:
        self._desk.deeds.remember(words, (SaveView(view=before),))
