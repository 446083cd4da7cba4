"""The composer: tabs, destination, strips, text, counter, Send. Known by the conversation pane; knows the desk, kit and
models.

It shows one conversation's composition and never carries text from one to another: every keystroke is filed under the
conversation and mode it was typed in.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.composer_acts import ComposerActs, SendWish
from widgets.agent.composer_facts import ComposerFacts, counted
from widgets.agent.composer_parts import ComposerBox, Counter, DestinationBar
from widgets.agent.composer_pictures import PictureList
from widgets.agent.composer_spelling import ComposerSpelling
from widgets.agent.composer_strips import StripColumn
from widgets.agent.composer_text import ComposerText
from widgets.agent.desk import Desk
from widgets.agent.naming import NoteNaming
from widgets.kit.desk_button import ButtonKind, DeskButton, Mark, icon_button
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_order import in_order
from widgets.kit.desk_panel import Panel
from widgets.models.composition import NOTE, REPLY, Composition
from widgets.models.reply_facts import Facts
from widgets.models.sendable import Verdict, judge
from widgets.theme.desk import DeskLook

WIDEST = 16_777_215
"""Qt's word for any width."""


class Composer(Panel):
    """Writes one reply or one note.

    Signals:
        left: Esc in the text.
        change_requested: another account is wanted.
        send_asks: a protected account asks once more before anything leaves; carries a `SendWish`.
        later_requested: Ctrl+Shift+Enter in the text; snippet_requested: a semicolon before a word.
        take_over_asks: taking over a colleague's text asks first.
        look_requested: the network's page is wanted; carries its address, perhaps empty.
        attach_requested: a picture is to be added; preview_requested: the reply as its readers will see it.
    """

    left = Signal()
    change_requested = Signal()
    send_asks = Signal(object)
    later_requested = Signal()
    snippet_requested = Signal()
    take_over_asks = Signal()
    look_requested = Signal(str)
    attach_requested = Signal()
    preview_requested = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent)
        self._desk = desk
        self._facts: Facts | None = None
        self._shown: tuple[object, ...] | None = None
        self._verdict: Verdict | None = None
        self._caps: Callable[[str], str] = lambda _command: ""
        self.reply_tab = DeskButton(look, _("Public reply"), kind=ButtonKind.TAB)
        self.note_tab = DeskButton(look, _("Private note"), kind=ButtonKind.TAB)
        self.destination = DestinationBar(look)
        self.text = ComposerText(look)
        self.naming = NoteNaming(look, desk, self.text)
        self.pictures = PictureList(look)
        self.attach_button = icon_button(look, "clip", _("Add a picture"))
        self.snippet_button = icon_button(look, "snippet", _("Snippets"))
        self.preview_button = icon_button(look, "eye", _("Preview the reply"))
        self.counter = Counter(look)
        self.send_button = DeskButton(look, kind=ButtonKind.PRIMARY)
        self.box = ComposerBox(look)
        self._strips = StripColumn(look, self.box)
        self.acts = ComposerActs(self, desk, self)
        self.facts = ComposerFacts(desk)
        self.spelling = ComposerSpelling(self.text, desk)
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
        self.send_button.set_cap("Ctrl+Return" if self.text.hasFocus() and self.send_button.may else "")

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
        if self.text.toPlainText() != composition.texts[composition.mode].text:
            self.spelling.begin()
        self.text.load(composition.texts[composition.mode].text)
        self.reply_tab.setChecked(composition.mode == REPLY)
        self.note_tab.setChecked(composition.mode == NOTE)
        self.judge_again()

    def tick(self, _now: Millis) -> None:
        """A second has passed: words with a time in them may have changed, or what is heard has grown old.

        All else that decides tells of itself, so that a second in which nothing changed costs and paints nothing.
        """
        composition = self._desk.composition
        if composition is None or self._facts is None or composition.mode == NOTE:
            return
        facts = self.facts.later(self._facts)
        verdict = judge(facts)
        if verdict != self._verdict:
            self._show_reply(composition, facts, verdict)
            self._focus_moved()

    def judge_again(self) -> None:
        """Say anew whether and how this can be sent."""
        composition = self._desk.composition
        if composition is None:
            return
        if composition.mode == NOTE:
            self._show_note(composition)
        else:
            facts = self.facts.of(composition, counted(composition))
            self._show_reply(composition, facts, judge(facts))
        self.refresh_caps()
        self._focus_moved()

    def press_send(self, *, not_before: Millis = 0) -> None:
        """Send, soon or not before a moment, or save the note; a protected account asks first.

        What cannot go says why.
        """
        composition = self._desk.composition
        if composition is None:
            return
        if not self.send_button.may:
            self._desk.in_vain.emit(self.send_button.accessibleDescription())
        elif composition.mode == NOTE:
            self._desk.deeds.save_note(composition.conversation_id)
        elif self._verdict is not None and self._verdict.asks_again:
            self.send_asks.emit(SendWish(not_before=not_before))
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
        text = QHBoxLayout()
        set_margins(text, px(20), px(10), px(16), px(6))
        text.addWidget(self.text)
        footer = QHBoxLayout()
        set_margins(footer, px(18), px(4), px(8), px(10))
        footer.setSpacing(px(4))
        for button in (self.attach_button, self.snippet_button, self.preview_button):
            footer.addWidget(button)
        footer.addSpacing(px(4))
        footer.addWidget(self.counter)
        footer.addStretch(1)
        footer.addWidget(self.send_button)
        self._footer = footer
        inner = QVBoxLayout(self.box)
        set_margins(inner, 0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.destination)
        inner.addLayout(self._strips.layout)
        inner.addLayout(text, 1)
        inner.addWidget(self.pictures)
        inner.addLayout(footer)
        column = QVBoxLayout(self)
        set_margins(column, px(12), px(6), px(12), px(12))
        column.setSpacing(px(4))
        column.addLayout(tabs)
        column.addWidget(self.box)
        self._order_focus()

    def _order_focus(self) -> None:
        """The Tab key goes from the tabs down to Send, also through strips that came later."""
        in_order(*self.reading_order())

    def reading_order(self) -> list[QWidget]:
        """What Tab goes through."""
        tools = [self.attach_button, self.snippet_button, self.preview_button]
        above = [self.reply_tab, self.note_tab, self.destination, *self._strips.bars()]
        return [*above, self.text, self.pictures, *tools, self.send_button]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_footer()

    def _fit_footer(self) -> None:
        """Short of room the counter keeps only its number, then Send's words end early; its tool tip has them."""
        self.send_button.setMaximumWidth(WIDEST)
        self.counter.set_brief(False)
        room = self.box.width()
        if self._footer.sizeHint().width() > room:
            self.counter.set_brief(True)
        over = self._footer.sizeHint().width() - room
        if over > 0:
            self.send_button.setMaximumWidth(max(self.look.px(120), self.send_button.sizeHint().width() - over))

    def _wire(self) -> None:
        self.reply_tab.clicked.connect(lambda: self.begin(REPLY))
        self.note_tab.clicked.connect(lambda: self.begin(NOTE))
        self.destination.change_requested.connect(self.change_requested)
        self.text.typed.connect(self._typed)
        self.text.send_requested.connect(self.press_send)
        self.text.later_requested.connect(self.later_requested)
        self.text.snippet_requested.connect(self.snippet_requested)
        self.text.left.connect(self.left)
        self.attach_button.clicked.connect(self.attach_requested)
        self.snippet_button.clicked.connect(self.snippet_requested)
        self.preview_button.clicked.connect(self.preview_requested)
        self.pictures.off_requested.connect(self._desk.uploads.take_off)
        self.pictures.again_requested.connect(self._desk.uploads.try_again)
        self.text.focus_moved.connect(self._focus_moved)
        self.send_button.clicked.connect(lambda _checked: self.press_send())
        self.send_button.pressed_in_vain.connect(self._desk.in_vain)
        self._strips.act_chosen.connect(self.acts.do)
        self.acts.take_over_asks.connect(self.take_over_asks)
        self.acts.look_requested.connect(self.look_requested)
        self.acts.send_asks.connect(self.send_asks)
        self._strips.grown.connect(self._order_focus)
        self.pictures.grown.connect(self._order_focus)
        desk = self._desk
        desk.composition_changed.connect(self._composition_changed)
        desk.conversation_changed.connect(self.refresh)
        desk.conversation_updated.connect(self.judge_again)
        desk.link_changed.connect(self.judge_again)
        desk.directory.house_changed.connect(self.judge_again)
        desk.directory.outbox_changed.connect(self.judge_again)
        desk.directory.accounts_changed.connect(self.judge_again)
        desk.directory.company.changed.connect(self.judge_again)

    def _composition_changed(self, conversation_id: int) -> None:
        if conversation_id == self._desk.open_id:
            self.refresh()

    def _typed(self, text: str) -> None:
        composition = self._desk.composition
        if composition is not None:
            self._desk.drafts.type(composition.conversation_id, composition.mode, text)
            self.spelling.typed()
            self.judge_again()

    def _focus_moved(self) -> None:
        composition = self._desk.composition
        note = composition is not None and composition.mode == NOTE
        destination = composition.destination if composition is not None else None
        hue = destination.hue if destination is not None and not note else -1
        self.box.show_state(hue=hue, note=note, focused=self.text.hasFocus())
        self.send_button.set_cap("Ctrl+Return" if self.text.hasFocus() and self.send_button.may else "")

    def _show_note(self, composition: Composition) -> None:
        self._facts = self._verdict = self._shown = None
        self.destination.show_note()
        self._strips.show(())
        self.counter.hide()
        self.pictures.show_pictures(())
        self.attach_button.hide()
        self.preview_button.hide()
        self.text.set_ink(self.look.tokens.t1)
        self.text.setReadOnly(False)
        self.text.mark_surplus(-1)
        self.text.setAccessibleName(_("Private note"))
        self.text.setPlaceholderText(_("Write for your team"))
        self._dress_send(ButtonKind.PLAIN, _("Save note"), None)
        may = bool(composition.note.text.strip()) and self._desk.may(Right.WRITE)
        why = "" if may else _("Nothing is written yet.")
        if self._desk.deeds.is_saving(composition.conversation_id):
            may, why = False, _("The note is being saved.")
        if not self._desk.live:
            may, why = False, _("The hub is away. The text is kept on this machine.")
        self.send_button.set_may(may, why)

    def _show_reply(self, composition: Composition, facts: Facts, verdict: Verdict) -> None:
        self._facts, self._verdict = facts, verdict
        parts = facts.parts if composition.split and verdict.may else 0
        free = not (composition.press or composition.retry_of) and len(self._desk.accounts_to_answer_from()) > 1
        text, destination = composition.reply.text, composition.destination
        shown = (verdict, facts.counted, parts, facts.pictures, destination, free, text)
        if shown == self._shown:
            return
        self._shown = shown
        self.destination.show_destination(destination, may_change=free)
        self._strips.show(verdict.strips)
        self.counter.show()
        heavy = self._desk.uploads.heavy(composition.conversation_id, destination) if destination is not None else ()
        self.pictures.show_pictures(facts.pictures, heavy=heavy)
        self.attach_button.show()
        self.preview_button.show()
        self.counter.show_count(facts.counted, parts=parts)
        self.text.mark_surplus(-1 if parts else facts.counted.surplus_at)
        self.text.setReadOnly(verdict.locked)
        self.text.set_ink(self.look.tokens.t3 if verdict.locked else self.look.tokens.t1)
        self.text.setAccessibleName(self.destination.sentence.accessibleName())
        self.text.setPlaceholderText("" if verdict.locked else verdict.hint or _("Write a public reply"))
        kind = ButtonKind.PLAIN if verdict.saves else ButtonKind.PRIMARY
        self._dress_send(kind, verdict.label, self._mark(composition) if verdict.mark else None)
        self.send_button.set_may(verdict.may, verdict.why)

    def _dress_send(self, kind: ButtonKind, label: str, mark: Mark | None) -> None:
        self.send_button.set_kind(kind)
        self.send_button.set_words(label)
        self.send_button.set_mark(mark)
        self._fit_footer()

    @staticmethod
    def _mark(composition: Composition) -> Mark | None:
        destination = composition.destination
        return Mark(destination.monogram, destination.hue) if destination is not None else None
