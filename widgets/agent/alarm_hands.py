"""What a desk does about alarms: looks into them, judges them, asks why there was one or none, and declares a crisis.
Known by actions and commands; knows the desk, the alarm dialog and the hands for crises."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.domain.principal import Right
from app.wire.calls import JudgeAlarm, ListAlarms, TraceAlarm, WhyNoAlarm
from app.wire.feeds import CrisisFeed
from app.wire.request import Request
from widgets.agent.crisis_hands import CrisisHands
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords
from widgets.models.watch import Watch

if TYPE_CHECKING:
    from widgets.dialogs.alarms import AlarmsDialog


class AlarmHands(QObject):
    """The hands for alarms of one desk."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self.crises = CrisisHands(seat, desk, self)

    def show_alarms(self) -> None:
        """Look into alarms and topics."""
        # The chart's library takes half a second to import: no desk waits for it at its start.
        from widgets.dialogs.alarms import AlarmsDialog

        desk = self._desk
        dialog = AlarmsDialog(
            self._seat.look,
            now=desk.link.now(),
            may_judge=desk.may(Right.ANALYSE),
            may_lead=self.crises.may_lead,
            parent=self._seat,
        )
        standing = Watch(desk.link, CrisisFeed(), dialog)
        dialog.finished.connect(standing.close)
        standing.changed.connect(lambda _change: self._tell_declared(dialog, standing))
        self._tell_declared(dialog, standing)
        dialog.crisis_wanted.connect(lambda alarm, topic: self._lead(dialog, standing, alarm, topic))
        dialog.trace_wanted.connect(lambda request: self._trace(dialog, request))
        dialog.why_wanted.connect(lambda request: self._ask_why(dialog, request))
        dialog.judged.connect(lambda alarm_id, true: self._ask_reason(dialog, alarm_id, true=true))
        self._list(dialog)
        self._seat.ask(dialog)

    def _list(self, dialog: "AlarmsDialog") -> None:
        topics = {topic.id: topic.name for topic in self._desk.directory.topics()}
        self._ask(dialog, ListAlarms(limit=100), lambda alarms: dialog.show_alarms(alarms, topics))

    def _tell_declared(self, dialog: "AlarmsDialog", standing: Watch) -> None:
        dialog.show_declared(frozenset(int(alarm) for alarm in standing.mirror.rows))

    def _lead(self, dialog: "AlarmsDialog", standing: Watch, alarm: KeptAlarm, topic: str) -> None:
        crisis = standing.mirror.rows.get(str(alarm.id))
        if crisis is not None:
            self.crises.lead(crisis, topic, over=dialog)
        else:
            self.crises.declare(alarm, topic, over=dialog, refuse=dialog.refuse)

    def _trace(self, dialog: "AlarmsDialog", request: TraceAlarm) -> None:
        self._ask(dialog, request, lambda trace: dialog.show_trace(request, trace))

    def _ask_why(self, dialog: "AlarmsDialog", request: WhyNoAlarm) -> None:
        self._ask(dialog, request, dialog.show_why)

    def _ask_reason(self, dialog: "AlarmsDialog", alarm_id: int, *, true: bool) -> None:
        question = AskWords(
            self._seat.look,
            _("A true alarm?") if true else _("A false alarm?"),
            _("Why, in a few words; others learn from it. It may stay empty."),
            label=_("Why"),
            safe=_("Not yet"),
            act=_("True alarm") if true else _("False alarm"),
            may_be_empty=True,
            parent=dialog,
        )
        question.answered.connect(lambda why: self._judge(dialog, alarm_id, true=true, why=why))
        question.open()

    def _judge(self, dialog: "AlarmsDialog", alarm_id: int, *, true: bool, why: str) -> None:
        self._ask(dialog, JudgeAlarm(id=alarm_id, true=true, why=why), lambda _kept: self._list(dialog))

    def _ask(self, dialog: "AlarmsDialog", request: Request, answered: Callable[[Any], None]) -> None:
        """Ask the hub; the dialog may have been closed when the answer comes."""

        def answer(told: Any) -> None:
            if isValid(dialog):
                answered(told)

        def refuse(error: FishbowlError) -> None:
            if isValid(dialog):
                dialog.refuse(error.message)

        self._desk.ask(request, answer, refuse)
