"""Calls about alarms on record. Known by calls, which gives them to everybody; knows domain and request."""

from typing import Any, ClassVar

from app.core.clock import Millis
from app.domain.alarm import KeptAlarm
from app.domain.principal import Right
from app.wire.answers import AlarmTrace, WhyAlarm
from app.wire.request import Request


class ListAlarms(Request, frozen=True, kw_only=True, tag="alarm.list"):
    """Alarms on record, newest first, behind `before` (an alarm id; 0 for the newest)."""

    ANSWER: ClassVar[Any] = tuple[KeptAlarm, ...]
    NEEDS: ClassVar[Right] = Right.READ
    before: int = 0
    limit: int = 200


class JudgeAlarm(Request, frozen=True, kw_only=True, tag="alarm.judge"):
    """Say whether an alarm was true, why, and when the trouble began (0 when nobody can tell)."""

    ANSWER: ClassVar[Any] = KeptAlarm
    NEEDS: ClassVar[Right] = Right.ANALYSE
    id: int
    true: bool
    why: str = ""
    trouble_at: Millis = 0


class WhyNoAlarm(Request, frozen=True, kw_only=True, tag="alarm.why"):
    """Replay a topic (0 for all), or its part in a region or on a network, up to a moment, and tell every window."""

    ANSWER: ClassVar[Any] = WhyAlarm
    NEEDS: ClassVar[Right] = Right.READ
    topic: int
    at: Millis
    region: str = ""
    network: str = ""


class TraceAlarm(Request, frozen=True, kw_only=True, tag="alarm.trace"):
    """The counts of a topic (0 for all), or its part in a region or on a network, beside what was usual.

    Between `first` and `last`, three days at most.
    """

    ANSWER: ClassVar[Any] = AlarmTrace
    NEEDS: ClassVar[Right] = Right.READ
    topic: int
    first: Millis
    last: Millis
    region: str = ""
    network: str = ""
