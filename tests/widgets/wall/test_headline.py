from hypothesis import given
from hypothesis import strategies as st

from app.wire.feeds import AlarmRow, HeatRow
from widgets.wall.headline import MOST, direction, headline
from widgets.wall.words import Words

WORDS = Words()


def row(name: str, *cells: int) -> HeatRow:
    return HeatRow(1, name, "", 0, 5, cells, cells[-1], 40)


def alarm(level: int, *, declared: bool) -> AlarmRow:
    return AlarmRow(
        id=1, topic=1, name="Check-in outage", level=level, began_at=1, reasons=(), heat=94, declared_at=int(declared)
    )


def said(*rows: HeatRow, alarms: tuple[AlarmRow, ...] = ()) -> str:
    made = headline(rows, alarms, words=WORDS)
    return made.text.replace("\u00a0", " ") if made else ""


def test_a_quiet_day_has_no_headline() -> None:
    assert said(row("Seats", 10, 44)) == ""


def test_the_hottest_topic_is_said_with_its_direction() -> None:
    assert said(row("Seats", 10, 50), row("Check-in", 8, 9, 30, 60, 81)) == "Check-in: heat 81, rising for 15 min"
    assert said(row("Check-in", 90, 80, 70, 60)) == "Check-in: heat 60, falling for 15 min"
    assert said(row("Check-in", 60, 62, 59, 61)) == "Check-in: heat 61, steady"


def test_a_rise_is_counted_from_its_last_low() -> None:
    assert direction((80, 10, 11, 9, 30, 60, 81)) == (1, 3)
    assert direction((-1, -1, 10)) == (0, 0)
    assert direction(()) == (0, 0)


@given(st.text(min_size=1, max_size=80))
def test_a_headline_is_never_longer_than_a_glance(name: str) -> None:
    made = headline([row(name, 0, 100)], [], words=WORDS)
    assert made is not None
    assert max(len(made.text), len(made.short)) <= MOST


def test_a_declared_crisis_takes_the_headline() -> None:
    crisis = headline([row("Seats", 10, 99)], [alarm(4, declared=True)], words=WORDS)
    assert crisis is not None
    assert crisis.is_crisis
    assert crisis.text == "Crisis level 4: Check-in outage"


def test_an_alarm_nobody_has_declared_is_no_crisis() -> None:
    assert said(alarms=(alarm(5, declared=False),)) == ""
    assert said(alarms=(alarm(2, declared=True),)) == ""
