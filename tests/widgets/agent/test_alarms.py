"""Alarms on the desk: looked into, judged and asked about by keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import HOUR, MINUTE
from app.core.errors import BadInput
from app.domain.alarm import KeptAlarm
from app.wire.answers import AlarmTrace, AlarmWindow, WhyAlarm
from app.wire.calls import JudgeAlarm, ListAlarms, TraceAlarm, WhyNoAlarm
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.alarms import AlarmsDialog
from widgets.dialogs.ask_words import AskWords

STEP = 5 * MINUTE


def kept(stage: DeskStage, **changed: object) -> KeptAlarm:
    now = stage.hub.link.now()
    values: dict[str, object] = {
        "id": 4,
        "topic": 0,
        "region": "",
        "network": "",
        "began": now - 2 * HOUR,
        "closed": now - HOUR,
        "level": 2,
        "peak": 3,
        "reasons": ("9 times as many posts as usual", "72 % of them negative"),
        "signals": {},
    }
    return KeptAlarm(**(values | changed))  # type: ignore[arg-type]


def traced(request: TraceAlarm) -> AlarmTrace:
    steps = max(1, (request.last - request.first) // STEP)
    burst = steps * 2 // 3
    seen = tuple(40.0 if burst <= place < burst + 12 else 6.0 + place % 3 for place in range(steps))
    return AlarmTrace(first=request.first, step=STEP, seen=seen, usual=(7.0,) * steps, score=(0.0,) * steps)


def told(excess: float) -> WhyAlarm:
    window = AlarmWindow(60, 420.0, 84.2, excess, 1.2, True)
    return WhyAlarm(alarm=excess > 1.2, score=0.4, seen=40.0, expected=7.0, history_minutes=9000.0, windows=(window,))


async def opened(stage: DeskStage, *alarms: KeptAlarm) -> AlarmsDialog:
    answers = stage.hub.link.answers
    answers[ListAlarms], answers[TraceAlarm] = alarms, traced
    answers[WhyNoAlarm] = told(0.9)
    answers[JudgeAlarm] = lambda request: kept(stage, id=request.id, judged="true")
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_A)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AlarmsDialog)
    return dialog


def asked(stage: DeskStage, kind: type) -> list:
    return [call for call in stage.hub.link.calls if isinstance(call, kind)]


async def test_the_newest_alarm_is_shown_from_before_it_began_with_the_cursor_at_its_beginning(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        alarm = kept(stage)
        dialog = await opened(stage, alarm)
        (request,) = asked(stage, TraceAlarm)
        assert request.first < alarm.began < request.last
        at = request.first + dialog.chart.cursor_at * STEP
        assert alarm.began <= at < alarm.began + STEP
        assert nameless(dialog) == []
        dialog.reject()


async def test_a_topic_without_an_alarm_is_shown_for_the_last_day_and_says_why_there_was_none(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        await stage.press(Qt.Key.Key_J)
        assert dialog.subject is not None
        assert dialog.subject.topic > 0
        await stage.press(Qt.Key.Key_W)
        (request,) = asked(stage, WhyNoAlarm)
        assert request.topic == dialog.subject.topic
        assert "No alarm: nearest was 420 posts in 1 h 00 where 84.2 were usual" in dialog.said
        dialog.reject()


async def test_the_cursor_of_the_chart_is_moved_by_keys_and_asked_about(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, kept(stage))
        before = dialog.chart.cursor_at
        await stage.press(Qt.Key.Key_Right)
        await stage.press(Qt.Key.Key_W)
        assert dialog.chart.cursor_at == before + 1
        (request,), (trace, *_rest) = asked(stage, WhyNoAlarm), asked(stage, TraceAlarm)
        assert request.at == trace.first + (before + 2) * STEP - 1
        dialog.reject()


async def test_an_alarm_is_judged_by_a_key_and_a_reason(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, kept(stage))
        await stage.press(Qt.Key.Key_F)
        question = QApplication.activeModalWidget()
        assert isinstance(question, AskWords)
        QTest.keyClicks(question.field, "a robot")
        question.accept()
        await stage.settle()
        assert asked(stage, JudgeAlarm) == [JudgeAlarm(id=4, true=False, why="a robot")]
        assert len(asked(stage, ListAlarms)) == 2
        dialog.reject()


async def test_a_topic_cannot_be_judged_and_the_dialog_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        await stage.press(Qt.Key.Key_T)
        assert dialog.said == "Only an alarm can be judged."
        assert asked(stage, JudgeAlarm) == []
        dialog.reject()


async def test_what_the_hub_refuses_is_said_in_its_words(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, kept(stage))
        stage.hub.link.answers[WhyNoAlarm] = BadInput("Nothing was heard before this moment.")
        await stage.press(Qt.Key.Key_W)
        assert dialog.said == "Nothing was heard before this moment."
        dialog.reject()


async def test_an_answer_for_a_row_that_was_left_does_not_change_the_chart(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, kept(stage))
        first = asked(stage, TraceAlarm)[0]
        await stage.press(Qt.Key.Key_J)
        shown = dialog.chart.cursor_at
        dialog.show_trace(first, traced(first))
        assert dialog.chart.cursor_at == shown
        dialog.reject()
