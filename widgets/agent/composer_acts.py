"""What the buttons of the composer's strips do. Known by the composer; knows the desk and models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.core.clock import Millis
from app.domain.reply import OutboxItem, OutboxState
from widgets.agent.composer_facts import ComposerFacts
from widgets.agent.composer_text import ComposerText
from widgets.agent.desk import Desk
from widgets.models.composition import NOTE, Composition
from widgets.models.reports import undelivered
from widgets.models.strips import Act


@dataclass(frozen=True)
class SendWish:
    """What a protected account asks about once more: the text that stands in the composer, perhaps for later, or a
    failed reply that is to be tried again as it is."""

    not_before: Millis = 0
    retried: OutboxItem | None = None


class Writer(Protocol):
    """The composer, as far as its acts need it."""

    @property
    def text(self) -> ComposerText: ...

    @property
    def facts(self) -> ComposerFacts: ...

    def begin(self, mode: str) -> None: ...
    def refresh(self) -> None: ...
    def judge_again(self) -> None: ...


class ComposerActs(QObject):
    """The ways out of each state the composer can be in.

    Signals:
        take_over_asks, look_requested, send_asks: see `Composer`, which passes them on.
    """

    take_over_asks = Signal()
    send_asks = Signal(object)
    look_requested = Signal(str)

    def __init__(self, composer: Writer, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._composer, self._desk = composer, desk

    def do(self, name: str) -> None:
        """What a button of a strip asks for."""
        acts: dict[Act, Callable[[], None]] = {
            Act.COPY: self._copy,
            Act.RETRY: self._retry,
            Act.REVISE: self._revise,
            Act.LOOK: self._look,
            Act.IS_THERE: lambda: self._settle(is_there=True),
            Act.IS_NOT_THERE: lambda: self._settle(is_there=False),
            Act.SEEN: self._seen,
            Act.SWAP: self._swap,
            Act.KEEP_MINE: self._keep_mine,
            Act.TAKE_BACK: lambda: self._desk.sending.take_back(self._desk.open_id),
            Act.SEND_ANYWAY: lambda: self._desk.sending.send_anyway(self._desk.open_id),
            Act.NOTE: lambda: self._composer.begin(NOTE),
            Act.TAKE_OVER: self.take_over_asks.emit,
            Act.GO_ON: lambda: self._desk.drafts.go_on(self._desk.open_id),
            Act.TRY_NOW: self._desk.link.try_now,
            Act.SPLIT: lambda: self._split(wanted=True),
            Act.NEWEST: self._desk.answer_newest,
            Act.AGAIN: self._write_again,
            Act.JOIN: lambda: self._split(wanted=False),
        }
        acts[Act(name)]()

    def _copy(self) -> None:
        item = self._composer.facts.item()
        composition = self._desk.composition
        if item is not None:
            QGuiApplication.clipboard().setText(item.text)
        elif composition is not None:
            QGuiApplication.clipboard().setText(composition.reply.text)

    def _retry(self) -> None:
        item = self._composer.facts.item()
        if item is None or item.state is not OutboxState.FAILED:
            return
        account = self._desk.directory.account(item.account_id)
        if account is not None and account.protected:
            self.send_asks.emit(SendWish(retried=item))
        else:
            self._desk.sending.retry(item.id)

    def _revise(self) -> None:
        item = self._composer.facts.item()
        if item is not None and item.state is OutboxState.FAILED:
            self._desk.sending.undo(item)

    def _look(self) -> None:
        item, opened = self._composer.facts.item(), self._desk.opened
        target = opened.entry_of(item.parent) if item is not None and opened is not None else None
        self.look_requested.emit((item.url if item is not None else "") or (target.url if target is not None else ""))

    def _write_again(self) -> None:
        """The words nobody has read go to the caret; what is written there stays."""
        opened = self._desk.opened
        lost = undelivered(opened.entries()) if opened is not None else None
        if lost is not None:
            self._composer.text.put_in(lost.own.text)

    def _settle(self, *, is_there: bool) -> None:
        item = self._composer.facts.item()
        if item is not None:
            self._desk.sending.settle(item, is_there=is_there)

    def _seen(self) -> None:
        composition = self._desk.composition
        if composition is not None:
            composition.seen_change = self._composer.facts.change(composition)
            self._composer.judge_again()

    def _split(self, *, wanted: bool) -> None:
        composition = self._desk.composition
        if composition is not None and composition.press is None:
            composition.split = wanted
            self._changed(composition)

    def _swap(self) -> None:
        composition = self._desk.composition
        if composition is not None:
            composition.reply.swap()
            self._changed(composition)

    def _keep_mine(self) -> None:
        composition = self._desk.composition
        if composition is not None:
            composition.reply.keep_mine()
            self._changed(composition)

    def _changed(self, composition: Composition) -> None:
        self._desk.drafts.touch(composition.conversation_id)
        self._composer.refresh()
