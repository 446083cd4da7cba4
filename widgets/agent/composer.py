"""The composer: tabs, destination, strips, text, counter, Send. Known by the conversation pane; knows the desk, kit and
models.

It shows one conversation's composition and never carries text from one to another: every keystroke is filed under the
conversation and mode it was typed in.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.principal import Right
from app.domain.reply import OutboxItem, OutboxState
from widgets.agent.composer_parts import ComposerBox, Counter, DestinationBar
from widgets.agent.composer_text import ComposerText
from widgets.agent.desk import Desk
from widgets.kit.desk_button import ButtonKind, DeskButton, Mark
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_strip import StripBar
from widgets.models.composition import NOTE, REPLY, Composition
from widgets.models.counting import Counted, count
from widgets.models.sendable import Act, Facts, Strip, Verdict, change_of_target, judge
from widgets.theme.desk import DeskLook


class Composer(Panel):
    """Writes one reply or one note.

    Signals:
        left: Esc in the text.
        change_requested: another account is wanted.
        send_asks: a protected account asks once more before `desk.sending.press`; carries the moment it is to leave.
        later_requested: Ctrl+Shift+Enter in the text; snippet_requested: a semicolon before a word.
        take_over_asks: taking over a colleague's text asks first.
        look_requested: the network's page is wanted; carries its address, perhaps empty.
    """

    left = Signal()
    change_requested = Signal()
    send_asks = Signal(object)
    later_requested = Signal()
    snippet_requested = Signal()
    take_over_asks = Signal()
    look_requested = Signal(str)

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent)
        self._desk = desk
        self._verdict: Verdict | None = None
        self._strips: dict[str, tuple[Strip, StripBar]] = {}
        self._caps: Callable[[str], str] = lambda _command: ""
        self.reply_tab = DeskButton(look, _("Public reply"), kind=ButtonKind.TAB)
        self.note_tab = DeskButton(look, _("Private note"), kind=ButtonKind.TAB)
        self.destination = DestinationBar(look)
        self.text = ComposerText(look)
        self.counter = Counter(look)
        self.send_button = DeskButton(look, kind=ButtonKind.PRIMARY)
        self.box = ComposerBox(look)
        self._build()
        self._wire()

    # public

    @property
    def verdict(self) -> Verdict | None:
        """What the composer says at present; None in note mode."""
        return self._verdict

    def use_caps(self, caps: Callable[[str], str]) -> None:
        """Ask this for the keycap of a command."""
        self._caps = caps
        self.refresh_caps()

    def refresh_caps(self) -> None:
        """Show only keys that work now."""
        self.reply_tab.set_cap(self._caps("reply"))
        self.note_tab.set_cap(self._caps("note"))
        self.send_button.set_cap("Ctrl ↵" if self.text.hasFocus() and self.send_button.may else "")

    def set_mode(self, mode: str) -> None:
        """Show the reply or the note; two texts, never mixed."""
        composition = self._desk.composition
        if composition is not None and composition.mode != mode:
            composition.mode = mode
            self.refresh()

    def begin(self, mode: str) -> None:
        """Go into the text."""
        self.set_mode(mode)
        self.text.setFocus()

    def refresh(self) -> None:
        """Show the open conversation's composition as it stands."""
        composition = self._desk.composition
        self.setEnabled(composition is not None)
        if composition is None:
            return
        self.text.load(composition.texts[composition.mode].text)
        self.reply_tab.setChecked(composition.mode == REPLY)
        self.note_tab.setChecked(composition.mode == NOTE)
        self.judge_again()

    def tick(self, _now: Millis) -> None:
        """A second has passed: words with a time in them may have changed."""
        if self._strips:
            self.judge_again()

    def judge_again(self) -> None:
        """Say anew whether and how this can be sent."""
        composition = self._desk.composition
        if composition is None:
            return
        if composition.mode == NOTE:
            self._show_note(composition)
        else:
            self._show_reply(composition)
        self.refresh_caps()
        self._focus_moved()

    def press_send(self, *, not_before: Millis = 0) -> None:
        """Send, soon or not before a moment, or save the note; a protected account asks first."""
        composition = self._desk.composition
        if composition is None or not self.send_button.may:
            return
        if composition.mode == NOTE:
            self._desk.deeds.save_note(composition.conversation_id)
        elif self._verdict is not None and self._verdict.asks_again:
            self.send_asks.emit(not_before)
        else:
            self._desk.sending.press(composition.conversation_id, not_before=not_before)

    def set_ceiling(self, pixels: int) -> None:
        """How high the text may grow."""
        self.text.set_ceiling(pixels)

    # inside

    def _build(self) -> None:
        px = self.look.px
        tabs = QHBoxLayout()
        tabs.setSpacing(px(4))
        for tab in (self.reply_tab, self.note_tab):
            tab.setCheckable(True)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._strip_column = QVBoxLayout()
        set_margins(self._strip_column, px(6), 0, self.look.ring, 0)
        self._strip_column.setSpacing(0)
        text = QHBoxLayout()
        set_margins(text, px(20), px(10), px(16), px(6))
        text.addWidget(self.text)
        footer = QHBoxLayout()
        set_margins(footer, px(18), px(4), px(8), px(10))
        footer.addWidget(self.counter)
        footer.addStretch(1)
        footer.addWidget(self.send_button)
        inner = QVBoxLayout(self.box)
        set_margins(inner, 0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.destination)
        inner.addLayout(self._strip_column)
        inner.addLayout(text, 1)
        inner.addLayout(footer)
        column = QVBoxLayout(self)
        set_margins(column, px(12), px(6), px(12), px(12))
        column.setSpacing(px(4))
        column.addLayout(tabs)
        column.addWidget(self.box)

    def _wire(self) -> None:
        self.reply_tab.clicked.connect(lambda: self.begin(REPLY))
        self.note_tab.clicked.connect(lambda: self.begin(NOTE))
        self.destination.change_requested.connect(self.change_requested)
        self.text.typed.connect(self._typed)
        self.text.send_requested.connect(self.press_send)
        self.text.later_requested.connect(self.later_requested)
        self.text.snippet_requested.connect(self.snippet_requested)
        self.text.left.connect(self.left)
        self.text.focus_moved.connect(self._focus_moved)
        self.send_button.clicked.connect(lambda _checked: self.press_send())
        desk = self._desk
        desk.composition_changed.connect(self._composition_changed)
        desk.conversation_changed.connect(self.refresh)
        desk.conversation_updated.connect(self.judge_again)
        desk.link_changed.connect(self.judge_again)
        desk.directory.house_changed.connect(self.judge_again)
        desk.directory.outbox_changed.connect(self.judge_again)
        desk.directory.company.changed.connect(self.judge_again)

    def _composition_changed(self, conversation_id: int) -> None:
        if conversation_id == self._desk.open_id:
            self.refresh()

    def _typed(self, text: str) -> None:
        composition = self._desk.composition
        if composition is not None:
            self._desk.drafts.type(composition.conversation_id, composition.mode, text)
            self.judge_again()

    def _focus_moved(self) -> None:
        composition = self._desk.composition
        note = composition is not None and composition.mode == NOTE
        destination = composition.destination if composition is not None else None
        hue = destination.hue if destination is not None and not note else -1
        self.box.show_state(hue=hue, note=note, focused=self.text.hasFocus())
        self.send_button.set_cap("Ctrl ↵" if self.text.hasFocus() and self.send_button.may else "")

    def _show_note(self, composition: Composition) -> None:
        self._verdict = None
        self.destination.show_note()
        self._show_strips(())
        self.counter.hide()
        self.text.set_ink(self.look.tokens.t1)
        self.text.setReadOnly(False)
        self.text.mark_surplus(-1)
        self.text.setAccessibleName(_("Private note"))
        self.text.setPlaceholderText(_("Write for your team"))
        self._dress_send(ButtonKind.PLAIN, _("Save note"), None)
        may = bool(composition.note.text.strip()) and self._desk.may(Right.WRITE)
        why = "" if may else _("Nothing is written yet.")
        if not self._desk.live:
            may, why = False, _("The hub is away. The text is kept on this machine.")
        self.send_button.set_may(may, why)

    def _show_reply(self, composition: Composition) -> None:
        counted = self.counted(composition)
        verdict = judge(self._facts(composition, counted))
        self._verdict = verdict
        free = composition.press is None and len(self._desk.accounts_to_answer_from()) > 1
        self.destination.show_destination(composition.destination, may_change=free)
        self._show_strips(verdict.strips)
        self.counter.show()
        self.counter.show_count(counted)
        self.text.mark_surplus(counted.surplus_at)
        self.text.setReadOnly(verdict.locked)
        self.text.set_ink(self.look.tokens.t3 if verdict.locked else self.look.tokens.t1)
        self.text.setAccessibleName(self.destination.sentence.accessibleName())
        self.text.setPlaceholderText("" if verdict.locked else _("Write a public reply"))
        self._dress_send(ButtonKind.PRIMARY, verdict.label, self._mark(composition) if verdict.mark else None)
        self.send_button.set_may(verdict.may, verdict.why)

    def _dress_send(self, kind: ButtonKind, label: str, mark: Mark | None) -> None:
        self.send_button.set_kind(kind)
        self.send_button.set_words(label)
        self.send_button.set_mark(mark)

    @staticmethod
    def _mark(composition: Composition) -> Mark | None:
        destination = composition.destination
        return Mark(destination.monogram, destination.hue) if destination is not None else None

    @staticmethod
    def counted(composition: Composition) -> Counted:
        """The reply's length against its network's limit."""
        text, destination = composition.reply.text, composition.destination
        return count(text, destination.limits) if destination is not None else Counted(len(text), 0)

    def _facts(self, composition: Composition, counted: Counted) -> Facts:
        desk, destination = self._desk, composition.destination
        parent = destination.parent if destination is not None else ""
        return Facts(
            composition=composition,
            counted=counted,
            now=desk.link.now(),
            may_reply=desk.may(Right.REPLY),
            item=self._item(),
            lost_since=desk.lost_since,
            hold=desk.directory.hold(),
            target=desk.opened.entry_of(parent) if desk.opened is not None else None,
            rival=desk.rival(),
            writer=desk.directory.company.writer(desk.open_id),
        )

    def _item(self) -> OutboxItem | None:
        return self._desk.directory.troubled(self._desk.open_id)

    def _show_strips(self, strips: tuple[Strip, ...]) -> None:
        wanted = {strip.name: strip for strip in strips}
        for name in [name for name, (old, _bar) in self._strips.items() if not _same_shape(old, wanted.get(name))]:
            _old, bar = self._strips.pop(name)
            self._strip_column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        for place, strip in enumerate(strips):
            if strip.name not in self._strips:
                self._strips[strip.name] = (strip, self._make_strip(strip))
                self._strip_column.insertWidget(place, self._strips[strip.name][1])
            self._strips[strip.name][1].say(strip.bold, strip.rest)

    def _make_strip(self, strip: Strip) -> StripBar:
        bar = StripBar(self.look, glyph=strip.glyph, warns=strip.warns, parent=self.box)
        bar.offer([(str(act), words) for act, words in strip.acts])
        bar.act_chosen.connect(self._act)
        return bar

    def _act(self, name: str) -> None:
        acts: dict[Act, Callable[[], None]] = {
            Act.COPY: self._copy,
            Act.RETRY: self._retry,
            Act.LOOK: self._look,
            Act.IS_THERE: lambda: self._settle(is_there=True),
            Act.IS_NOT_THERE: lambda: self._settle(is_there=False),
            Act.SEEN: self._seen,
            Act.SWAP: self._swap,
            Act.KEEP_MINE: self._keep_mine,
            Act.TAKE_BACK: lambda: self._desk.sending.take_back(self._desk.open_id),
            Act.SEND_ANYWAY: lambda: self._desk.sending.send_anyway(self._desk.open_id),
            Act.NOTE: lambda: self.begin(NOTE),
            Act.TAKE_OVER: self.take_over_asks.emit,
            Act.TRY_NOW: self._desk.link.try_now,
        }
        acts[Act(name)]()

    def _copy(self) -> None:
        item = self._item()
        composition = self._desk.composition
        if item is not None:
            QGuiApplication.clipboard().setText(item.text)
        elif composition is not None:
            QGuiApplication.clipboard().setText(composition.reply.text)

    def _retry(self) -> None:
        item = self._item()
        if item is not None and item.state is OutboxState.FAILED:
            self._desk.sending.retry(item.id)

    def _look(self) -> None:
        item, opened = self._item(), self._desk.opened
        target = opened.entry_of(item.parent) if item is not None and opened is not None else None
        self.look_requested.emit((item.url if item is not None else "") or (target.url if target is not None else ""))

    def _settle(self, *, is_there: bool) -> None:
        item = self._item()
        if item is not None:
            self._desk.sending.settle(item, is_there=is_there)

    def _seen(self) -> None:
        composition = self._desk.composition
        if composition is not None:
            composition.seen_change = change_of_target(self._facts(composition, self.counted(composition)))
            self.judge_again()

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
        self.refresh()


def _same_shape(old: Strip, new: Strip | None) -> bool:
    """Whether only words differ, so that the strip and its buttons can stay."""
    return new is not None and (old.acts, old.glyph, old.warns) == (new.acts, new.glyph, new.warns)
