import pytest

from widgets.watch.pulse import Pulse, decode, encode
from widgets.watch.verdict import Limits, Verdict, Waits

LIMITS = Limits()


def test_a_pulse_is_read_as_it_was_written() -> None:
    pulse = Pulse(frame=7, picture=12, blank_s=1.5, still_s=60.0, resident_mb=210.0, ceiling_mb=1500.0)
    assert decode(encode(pulse)) == pulse


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"hello\n", b"[1, 2]\n", b'{"frame": 1}\n', b'{"frame": "x", "picture": 1}\n']
)
def test_what_is_no_pulse_is_none(line: bytes) -> None:
    assert decode(line) is None


def test_a_wall_that_beats_is_well() -> None:
    verdict = Verdict(LIMITS, began=0.0)
    for second in range(1, 100):
        assert verdict.hear(Pulse(frame=second), float(second)) == ""
        assert verdict.silent(second + LIMITS.silence - 0.1) == ""


def test_a_wall_that_stops_beating_is_found_within_ten_seconds() -> None:
    verdict = Verdict(LIMITS, began=0.0)
    verdict.hear(Pulse(frame=1), 30.0)
    assert verdict.deadline() < 40.0
    assert "frozen" in verdict.silent(verdict.deadline())


def test_a_wall_that_never_comes_up_is_ended_but_has_time_to_start() -> None:
    verdict = Verdict(LIMITS, began=0.0)
    assert verdict.silent(LIMITS.silence + 1) == ""
    assert "did not come up" in verdict.silent(LIMITS.start)


@pytest.mark.parametrize(
    ("pulse", "reason"),
    [
        (Pulse(frame=1, blank_s=LIMITS.blank), "blank"),
        (Pulse(frame=1, still_s=LIMITS.still), "not changed"),
        (Pulse(frame=1, resident_mb=1501.0, ceiling_mb=1500.0), "1501 MB"),
    ],
)
def test_what_a_wall_says_of_itself_can_end_it(pulse: Pulse, reason: str) -> None:
    assert reason in Verdict(LIMITS, began=0.0).hear(pulse, 1.0)


def test_without_a_ceiling_no_memory_is_too_much() -> None:
    assert Verdict(LIMITS, began=0.0).hear(Pulse(frame=1, resident_mb=90_000.0), 1.0) == ""


def test_a_wall_that_lived_is_started_at_once_and_one_that_dies_soon_later_and_later() -> None:
    waits = Waits(LIMITS)
    assert waits.after(3600.0) == 0.0
    found = [waits.after(0.5) for _time in range(20)]
    assert found == sorted(found)
    assert found[-1] == LIMITS.waits[-1]
    assert waits.after(LIMITS.settled) == 0.0


def test_a_wall_that_says_on_its_screens_why_it_cannot_start_is_tried_again_at_once() -> None:
    waits = Waits(LIMITS)
    assert [waits.after(15.0, said_why=True) for _time in range(5)] == [0.0] * 5
