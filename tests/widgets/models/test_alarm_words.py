"""Why there was no alarm, in words: holes are told, and silence nobody listened to is no calm."""

from app.core.clock import HOUR
from app.wire.answers import AlarmHole, AlarmWindow, WhyAlarm
from tests.fakes.clock import NOON
from widgets.models.alarm_words import why_words

WINDOW = AlarmWindow(minutes=60, seen=5.0, usual=4.0, excess=0.2, bar=1.6, ready=True)


def why(*holes: AlarmHole, heard: bool = True) -> WhyAlarm:
    return WhyAlarm(
        alarm=False, score=0.1, seen=1.0, expected=1.0, history_minutes=9000.0, windows=(WINDOW,), heard=heard,
        holes=holes,
    )  # fmt: skip


def test_what_was_not_listened_to_is_told_with_its_network_and_time() -> None:
    told = why_words(why(AlarmHole("bluesky", NOON - 2 * HOUR, NOON - HOUR)))
    assert told.startswith("No alarm")
    assert "bluesky" in told.splitlines()[1]
    assert "left out" in told.splitlines()[1]


def test_of_a_moment_that_nobody_heard_no_calm_is_claimed() -> None:
    told = why_words(why(AlarmHole("", NOON - HOUR, NOON), heard=False))
    assert told.startswith("Nobody listened")
    assert "No alarm" not in told
