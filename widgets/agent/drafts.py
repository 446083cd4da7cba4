"""Keeps what is being written: on this disk at once, on the hub as soon as it can be heard. Known by the desk; knows
link, wire, journal and composition.

A pause in typing is not waited for longer than 700 ms, so a kill loses less than the last second.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import Code, FishbowlError
from app.domain.reply import Draft
from app.link.base import Link, LinkState
from app.wire.calls import Request, SaveDraft
from widgets.models.composition import REPLY, Composition, Writing
from widgets.models.journal import Journal

KEEP_AFTER_MS = 700

Ask = Callable[[str, Request, Callable[[Draft], None], Callable[[FishbowlError], None]], None]


class Drafts(QObject):
    """Every composition of this station.

    Signals:
        changed: a composition's texts or state changed from outside; carries the conversation's id.
        kept: a composition was written down; carries the conversation's id.
        adopted: a reply draft of the hub stands here now; carries it, with its frozen destination.
        failed: something could not be kept; carries the error.
        met: the hub has another draft than the one that stands here; carries the conversation's id.
        typed: the agent has written; carries the conversation's id.
    """

    changed = Signal(object)
    kept = Signal(object)
    adopted = Signal(object)
    failed = Signal(object)
    met = Signal(object)
    typed = Signal(object)

    def __init__(self, link: Link, journal: Journal, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._journal, self._ask = link, journal, ask
        self._all: dict[int, Composition] = journal.read()
        self._dirty: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    # public

    def of(self, conversation_id: int) -> Composition:
        """The composition of a conversation."""
        return self._all.setdefault(conversation_id, Composition(conversation_id))

    def all(self) -> list[Composition]:
        return list(self._all.values())

    def type(self, conversation_id: int, kind: str, text: str) -> None:
        """The agent has written; it is kept within 700 ms."""
        composition = self.of(conversation_id)
        if composition.press is not None and kind == REPLY:
            return
        composition.texts[kind].text = text
        if kind == REPLY:
            composition.refused = ""
        self.touch(conversation_id)
        self.typed.emit(conversation_id)

    def touch(self, conversation_id: int) -> None:
        """Something about a composition must be kept soon."""
        self._dirty.add(conversation_id)
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Write down and save everything touched."""
        self._timer.stop()
        dirty, self._dirty = self._dirty, set()
        for conversation_id in sorted(dirty):
            self.journal_now(conversation_id)
            self._save(conversation_id)
            self.kept.emit(conversation_id)

    def journal_now(self, conversation_id: int) -> None:
        """Write one composition to this disk at once."""
        try:
            self._journal.keep(self.of(conversation_id), now=self._link.now())
        except FishbowlError as error:
            self.failed.emit(error)

    def take(self, draft: Draft) -> None:
        """The hub has a draft; it replaces ours only where nothing unsaved stands."""
        composition = self.of(draft.conversation_id)
        writing = composition.texts.get(draft.kind)
        if writing is None or (draft.kind == REPLY and composition.press is not None):
            return
        if draft.author != self._link.name and not writing.text.strip():
            return
        if self._is_another_text(composition, draft):
            writing.other = draft
            self.changed.emit(draft.conversation_id)
            return
        conflict, taken = writing.other, self._taken(composition, draft)
        replaced = writing.take_draft(draft)
        if replaced and draft.kind == REPLY:
            self.adopted.emit(draft)
        if writing.other is not conflict:
            self.changed.emit(draft.conversation_id)
        elif replaced or taken != composition.taken_by:
            composition.taken_by = taken
            self.changed.emit(draft.conversation_id)

    def _is_another_text(self, composition: Composition, draft: Draft) -> bool:
        """A colleague's words that do not go on from ours take no place of ours, unless he has taken ours over."""
        mine = composition.texts[draft.kind]
        news = draft.author not in (self._link.name, composition.taken_by) and draft.revision > mine.based_on
        return news and bool(mine.text.strip()) and mine.text.strip() not in draft.text

    def _taken(self, composition: Composition, draft: Draft) -> str:
        """Who has the reply that stands here, once this draft is taken: whoever saved it last."""
        if draft.kind != REPLY or draft.revision <= composition.reply.based_on:
            return composition.taken_by
        return draft.author if draft.author != self._link.name and composition.reply.text.strip() else ""

    def may_have_ended(self, conversation_id: int, kind: str) -> bool:
        """Whether what stands here is all that the hub had, so that it is gone when the hub has it no more."""
        composition = self.of(conversation_id)
        writing = composition.texts.get(kind)
        if writing is None or composition.press is not None or writing.in_flight is not None:
            return False
        if composition.refused and kind == REPLY:
            return False  # he was promised that his text is kept
        return self._met_another(writing) or (bool(writing.text) and not writing.unsaved and writing.other is None)

    def end(self, conversation_id: int, kind: str, *, based_on: int) -> bool:
        """A draft has left at another desk, or was ended there; True when its words, unchanged since, go here too."""
        composition = self.of(conversation_id)
        writing = composition.texts[kind]
        if self._met_another(writing):
            writing.keep_mine()  # what a colleague wrote has left or is gone: there is nothing to choose from
            self.touch(conversation_id)
            self.changed.emit(conversation_id)
            return False
        if writing.based_on != based_on or not self.may_have_ended(conversation_id, kind):
            return False
        writing.text = writing.saved = ""
        if kind == REPLY:
            composition.taken_by = ""
        self.journal_now(conversation_id)
        self.changed.emit(conversation_id)
        return True

    def _met_another(self, writing: Writing) -> bool:
        return writing.other is not None and writing.other.author != self._link.name

    def read_along(self, draft: Draft) -> None:
        """Take over a colleague's draft as the text that stands here; the hub is told, and by it the colleague."""
        writing = self.of(draft.conversation_id).reply
        writing.text = draft.text
        writing.take_saved(draft)
        self.adopted.emit(draft)
        self.go_on(draft.conversation_id)

    def go_on(self, conversation_id: int) -> None:
        """The reply that stands here is ours, as it stands, whoever had it."""
        composition = self.of(conversation_id)
        composition.taken_by, composition.reply.saved = "", ""
        self._save(conversation_id)
        self.changed.emit(conversation_id)

    def hub_is_back(self) -> None:
        """Save whatever the hub has not got."""
        for composition in self._all.values():
            if any(text.unsaved for text in composition.texts.values()):
                self._save(composition.conversation_id)

    # inside

    def _save(self, conversation_id: int) -> None:
        if self._link.state is not LinkState.LIVE:
            return
        composition = self.of(conversation_id)
        for kind, writing in composition.texts.items():
            blocked = writing.other is not None or (kind == REPLY and composition.press is not None)
            if writing.unsaved and writing.in_flight is None and not blocked:
                writing.in_flight = writing.text
                self._ask(
                    f"draft:{conversation_id}:{kind}",
                    self._request(composition, kind),
                    partial(self._saved, conversation_id, kind),
                    partial(self._not_saved, conversation_id, kind),
                )

    def _request(self, composition: Composition, kind: str) -> SaveDraft:
        writing, destination = composition.texts[kind], composition.destination
        frozen = destination if kind == REPLY else None
        return SaveDraft(
            conversation_id=composition.conversation_id,
            kind=kind,
            text=writing.text,
            based_on=writing.based_on,
            account_id=frozen.account_id if frozen else 0,
            to_handle=frozen.to_handle if frozen else "",
            parent=frozen.parent if frozen else "",
        )

    def _saved(self, conversation_id: int, kind: str, draft: Draft) -> None:
        writing = self.of(conversation_id).texts[kind]
        if writing.in_flight is None:
            return
        writing.in_flight = None
        writing.take_saved(draft)
        self.journal_now(conversation_id)
        if writing.unsaved:
            self.touch(conversation_id)

    def _not_saved(self, conversation_id: int, kind: str, error: FishbowlError) -> None:
        self.of(conversation_id).texts[kind].in_flight = None
        if error.code is Code.CONFLICT:
            self.met.emit(conversation_id)
        elif error.code is not Code.UNAVAILABLE:
            self.failed.emit(error)
        self.changed.emit(conversation_id)
