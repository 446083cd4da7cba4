"""What a desk does about alarms: looks into them, judges them, asks why there was one or none. Known by actions and
commands; knows the desk and the alarm dialog."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.principal import Right
from app.wire.calls import JudgeAlarm, ListAlarms, TraceAlarm, WhyNoAlarm
from app.wire.request import Request
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords

if TYPE_CHECKING:
    from widgets.dialogs.alarms import AlarmsDialog


class AlarmHands(QObject):
    """The hands for alarms of one desk."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk

    def show_alarms(self) -> None:
        """Look into alarms and topics."""
        # The chart's library takes half a second to import: no desk waits for it at its start.
        from widgets.dialogs.alarms import AlarmsDialog

        desk = self._desk
        dialog = AlarmsDialog(
            self._seat.look, now=desk.link.now(), may_judge=desk.may(Right.ANALYSE), parent=self._seat
        )
        dialog.trace_wanted.connect(lambda request: self._trace(dialog, request))
        dialog.why_wanted.connect(lambda request: self._ask_why(dialog, request))
        dialog.judged.connect(lambda alarm_id, true: self._ask_reason(dialog, alarm_id, true=true))
        self._list(dialog)
        self._seat.ask(dialog)

    def _list(self, dialog: "AlarmsDialog") -> None:
        topics = {topic.id: topic.name for topic in self._desk.directory.topics()}
        self._ask(dialog, ListAlarms(limit=100), lambda alarms: dialog.show_alarms(alarms, topics))

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
