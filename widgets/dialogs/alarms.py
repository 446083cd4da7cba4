"""Alarms: those on record with what people judged of them, and every topic as it stands now; the chosen one as a chart.
Known by the agent's window; knows kit.

J and K choose, T and F judge, W asks why there was an alarm, or none, at the chart's cursor. C declares an open alarm a
crisis, or opens what is done about one that is declared.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import DAY, HOUR, SECOND, Millis
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.wire.answers import AlarmTrace, WhyAlarm
from app.wire.calls import TraceAlarm, WhyNoAlarm
from widgets.dialogs.alarm_row import AlarmRow
from widgets.kit.chart import SeriesChart
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock, Words
from widgets.kit.focus_paint import KeylessRows
from widgets.models.alarm_words import judged_words, step_words, trust_words, when_words, where_words, why_words
from widgets.theme.desk import DeskLook

BEFORE = 6 * HOUR
AFTER = 3 * HOUR
LEAST_CHART = 200
HEIGHT = 470
LIST_WIDTH = 320


@dataclass(frozen=True)
class Subject:
    """What the chart can show: an alarm on record, or a topic (0 for all posts) of the last day."""

    topic: int
    name: str
    alarm: KeptAlarm | None = None

    def trace(self, now: Millis) -> TraceAlarm:
        """The call that asks for its series."""
        if self.alarm is None:
            return TraceAlarm(topic=self.topic, first=now - DAY, last=now)
        one = self.alarm
        end = min(one.closed or now, one.began + 2 * DAY)
        return TraceAlarm(
            topic=one.topic, region=one.region, network=one.network, first=one.began - BEFORE, last=end + AFTER
        )


class AlarmsDialog(DeskDialog):
    """The list, the chart and the judgement.

    Signals:
        trace_wanted: a TraceAlarm; answered with `show_trace`.
        why_wanted: a WhyNoAlarm; answered with `show_why`.
        judged: an alarm's id and whether it was true.
        crisis_wanted: a KeptAlarm to declare or lead, and its topic's name.
    """

    help_at = ("formulas", "Alarms")
    trace_wanted = Signal(object)
    why_wanted = Signal(object)
    judged = Signal(object, bool)
    crisis_wanted = Signal(object, str)

    def __init__(
        self,
        look: DeskLook,
        *,
        now: Millis,
        may_judge: bool,
        may_lead: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        words = _("What was raised, what was usual then, and whether it was right. Judging makes alarms trustworthy.")
        super().__init__(look, _("Alarms"), words, width=1040, parent=parent)
        self._now, self._may_judge, self._may_lead = now, may_judge, may_lead
        self._declared: frozenset[int] = frozenset()
        self._subjects: list[Subject] = []
        self._views: list[AlarmRow] = []
        self._place = 0
        self._trace: AlarmTrace | None = None
        self._trust = TextBlock(look, style="small", ink=look.tokens.t2)
        self._list, self._listing = KeylessRows(), QVBoxLayout()
        self._head = Words(look, "", style="pane")
        self._reasons = TextBlock(look, style="small", ink=look.tokens.t2)
        self.chart = SeriesChart(look, name=_("Posts and what was usual"))
        self._cursor_words = TextBlock(look, style="small", ink=look.tokens.t1)
        self._why = TextBlock(look, style="base", ink=look.tokens.t1)
        self._true = DeskButton(look, _("True alarm"), cap="T")
        self._false = DeskButton(look, _("False alarm"), cap="F")
        self._ask = DeskButton(look, _("Why, or why not?"), cap="W")
        self._crisis = DeskButton(look, _("Declare a crisis..."), cap="C")
        self._build()
        self.answer_with(_("Close"), "")
        self._list.setFocus()

    # public

    @property
    def subject(self) -> Subject | None:
        """What is chosen."""
        return self._subjects[self._place] if self._subjects else None

    @property
    def said(self) -> str:
        """The answer under the chart."""
        return self._why.words

    def show_alarms(self, alarms: tuple[KeptAlarm, ...], topics: dict[int, str]) -> None:
        """List alarms, newest first, and the topics by name; whatever was chosen stays chosen."""
        chosen = self.subject
        on_record = [Subject(one.topic, topics.get(one.topic, _("All posts")), one) for one in alarms]
        now = [Subject(0, _("All posts")), *(Subject(number, name) for number, name in topics.items())]
        self._subjects = [*on_record, *now]
        self._trust.set_words(trust_words(alarms))
        self._list_rows()
        same = (place for place, one in enumerate(self._subjects) if chosen is not None and _same(one, chosen))
        self._choose(next(same, 0), ask=chosen is None)

    def show_declared(self, alarms: frozenset[int]) -> None:
        """Which alarms are declared crises now, by id."""
        self._declared = alarms
        self._offer_crisis()

    def show_trace(self, request: TraceAlarm, trace: AlarmTrace) -> None:
        """The answer to `trace_wanted`; an answer that came too late is for another row and is left."""
        subject = self.subject
        if subject is None or subject.trace(self._now) != request:
            return
        self._trace = trace
        moments = (trace.first + trace.step * np.arange(len(trace.seen))) / SECOND
        alarm = subject.alarm
        episode = (alarm.began / SECOND, (alarm.closed or self._now) / SECOND) if alarm is not None else None
        self.chart.show_series(moments, np.array(trace.seen), np.array(trace.usual), episode=episode)
        if not trace.seen:
            self._cursor_words.set_words(_("Nothing was heard in this time."))
        elif alarm is not None:
            self.chart.put_cursor(int(np.searchsorted(moments, alarm.began / SECOND)))

    def show_why(self, told: WhyAlarm) -> None:
        """The answer to `why_wanted`."""
        self._why.set_words(why_words(told))

    def refuse(self, words: str) -> None:
        """What the hub could not do, in its words."""
        self._why.set_words(words, ink=self.look.tokens.warn)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._choose(max(0, min(len(self._subjects) - 1, self._place + steps[key])))
        elif key in {Qt.Key.Key_T, Qt.Key.Key_F}:
            self._judge(true=key is Qt.Key.Key_T)
        elif key is Qt.Key.Key_W:
            self._ask_why()
        elif key is Qt.Key.Key_C:
            self._ask_crisis()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0}:
            self.chart.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look, px = self.look, self.look.px
        rows = QWidget()
        rows.setLayout(self._listing)
        self._listing.setContentsMargins(0, 0, 0, 0)
        self._listing.setSpacing(px(2))
        self._list.setAccessibleName(_("Alarms and topics"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._list.setWidget(rows)
        self._list.setFixedWidth(px(LIST_WIDTH))
        OverlayBar(look, self._list)
        self._list.setFixedHeight(px(HEIGHT))
        self.chart.setMinimumHeight(px(LEAST_CHART))
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self._list)
        columns.addLayout(self._right(), 1)
        self.body.addWidget(self._trust)
        self.body.addLayout(columns)
        self.chart.moved.connect(self._tell_cursor)
        self.chart.asked.connect(lambda _place: self._ask_why())
        self._true.clicked.connect(lambda: self._judge(true=True))
        self._false.clicked.connect(lambda: self._judge(true=False))
        self._ask.clicked.connect(self._ask_why)
        self._crisis.clicked.connect(self._ask_crisis)

    def _right(self) -> QVBoxLayout:
        px = self.look.px
        column = QVBoxLayout()
        column.setSpacing(px(6))
        buttons, more = QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(px(6))
        more.addWidget(self._crisis)
        more.addStretch(1)
        for button in (self._true, self._false, self._ask):
            buttons.addWidget(button)
        buttons.addStretch(1)
        legend = TextBlock(
            self.look,
            _("Line: posts. Dashes: what was usual. Shaded: the alarm."),
            style="small",
            ink=self.look.tokens.t2,
        )
        for widget in (self._head, self._reasons):
            column.addWidget(widget)
        column.addWidget(self.chart, 1)
        for widget in (legend, self._cursor_words):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addLayout(more)
        column.addWidget(self._why)
        return column

    def _list_rows(self) -> None:
        while (item := self._listing.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._views = [self._make(place, subject) for place, subject in enumerate(self._subjects)]
        for view, subject in zip(self._views, self._subjects, strict=True):
            if subject.alarm is None and subject.topic == 0:
                self._listing.addWidget(
                    Words(self.look, _("As it stands now"), style="section", ink=self.look.tokens.t3)
                )
            self._listing.addWidget(view)
        self._listing.addStretch(1)

    def _make(self, place: int, subject: Subject) -> AlarmRow:
        one = subject.alarm
        if one is None:
            view = AlarmRow(self.look, subject.name, _("The last 24 hours"))
        else:
            head, when = where_words(one, subject.name), when_words(one, self._now)
            view = AlarmRow(self.look, head, when, level=one.peak, judged=judged_words(one))
        view.pressed.connect(lambda: self._choose(place))
        return view

    def _choose(self, place: int, *, ask: bool = True) -> None:
        changed = place != self._place
        self._place = place
        for number, view in enumerate(self._views):
            view.choose(number == place)
        self._list.ensureWidgetVisible(self._views[place])
        subject = self._subjects[place]
        alarm = subject.alarm
        self._head.setText(where_words(alarm, subject.name) if alarm else subject.name)
        self._reasons.set_words(" · ".join(alarm.reasons) if alarm else "")
        for button in (self._true, self._false):
            button.set_may(alarm is not None and self._may_judge, self._why_not(alarm))
        self._offer_crisis()
        if changed or ask:
            self._why.set_words("")
            self.trace_wanted.emit(subject.trace(self._now))

    def _why_not(self, alarm: KeptAlarm | None) -> str:
        return _("Only an alarm can be judged.") if alarm is None else _("Ask an analyst or a lead")

    def _judge(self, *, true: bool) -> None:
        subject = self.subject
        if subject is None or subject.alarm is None or not self._may_judge:
            self._why.set_words(self._why_not(subject.alarm if subject else None), ink=self.look.tokens.warn)
            return
        self.judged.emit(subject.alarm.id, true)

    def _offer_crisis(self) -> None:
        alarm = self.subject.alarm if self.subject else None
        declared = alarm is not None and alarm.id in self._declared
        self._crisis.set_words(_("Lead the crisis...") if declared else _("Declare a crisis..."))
        self._crisis.set_may(not self._why_no_crisis(alarm), self._why_no_crisis(alarm))

    def _why_no_crisis(self, alarm: KeptAlarm | None) -> str:
        """Why this is no crisis to declare or lead; empty when it is."""
        if not self._may_lead:
            return _("Ask a supervisor or the crisis lead")
        if alarm is None:
            return _("Only an alarm can be declared a crisis.")
        return _("This alarm has closed.") if alarm.closed and alarm.id not in self._declared else ""

    def _ask_crisis(self) -> None:
        subject = self.subject
        alarm = subject.alarm if subject else None
        if why := self._why_no_crisis(alarm):
            self._why.set_words(why, ink=self.look.tokens.warn)
        elif alarm is not None and subject is not None:
            self.crisis_wanted.emit(alarm, subject.name)

    def _ask_why(self) -> None:
        subject, trace = self.subject, self._trace
        if subject is None or trace is None or self.chart.cursor_at < 0:
            return
        at = trace.first + (self.chart.cursor_at + 1) * trace.step - 1
        one = subject.alarm
        region, network = (one.region, one.network) if one is not None else ("", "")
        self.why_wanted.emit(WhyNoAlarm(topic=subject.topic, at=at, region=region, network=network))

    def _tell_cursor(self, place: int) -> None:
        if self._trace is not None and 0 <= place < len(self._trace.seen):
            self._cursor_words.set_words(step_words(self._trace, place, self._now))


def _same(one: Subject, other: Subject) -> bool:
    ids = [subject.alarm.id if subject.alarm else 0 for subject in (one, other)]
    return ids[0] == ids[1] and one.topic == other.topic
