"""The command's contract: a row out for each row in, causal, one alarm an episode, errors in words."""

import math
from pathlib import Path

import numpy as np
import pytest

from app.analytics.detect import COLUMNS, THRESHOLD, detect, detect_file, write_file, write_rows
from app.analytics.quiet import quiet_year
from app.analytics.trust import why
from app.core.errors import BadInput

Rows = list[tuple[float, float, float, float, int]]


def run(minutes: np.ndarray, values: np.ndarray) -> Rows:
    return list(detect((minutes * 60.0).tolist(), values.tolist()))


def alarms(rows: Rows) -> list[int]:
    return [number for number, row in enumerate(rows) if row[4]]


def series_with_burst(*, days: int = 6, step: int = 1) -> tuple[np.ndarray, np.ndarray, int]:
    """Five-minute buckets of twelve posts an hour, with an hour of thirty times as many on the fifth day."""
    minutes, values = quiet_year(12.0, days=days)
    burst = 5 * 288
    values[burst : burst + 12] += 30
    return minutes[::step], values[::step], burst // step


def test_an_episode_has_one_alarm_soon_after_it_begins() -> None:
    minutes, values, burst = series_with_burst()
    (alarm,) = alarms(run(minutes, values))
    assert burst <= alarm <= burst + 1


def test_the_score_reaches_the_threshold_exactly_where_the_alarm_is() -> None:
    minutes, values, _ = series_with_burst()
    for _t, _v, expected, score, alarm in run(minutes, values):
        assert 0.0 <= score <= 1.0
        assert (score >= THRESHOLD) == (alarm == 1)
        assert expected >= 0.0


@pytest.mark.parametrize("rows", [1, 5, 9, 40, 1441, 1500])
def test_a_truncated_series_gets_the_same_answers(rows: int) -> None:
    minutes, values, _ = series_with_burst()
    assert run(minutes[:rows], values[:rows]) == run(minutes, values)[:rows]


def test_silence_and_then_a_burst_is_found_within_minutes() -> None:
    minutes = 29_459_520 + np.arange(700.0)
    values = np.zeros(700)
    values[0] = 1.0
    values[600:] = np.tile([2.0, 0.0, 1.0, 3.0, 2.0], 20)
    (alarm,) = alarms(run(minutes, values))
    assert 600 <= alarm <= 606


def test_a_burst_that_grows_slowly_does_not_raise_its_own_bar() -> None:
    minutes = 29_459_520 + np.arange(900.0)
    values = np.zeros(900)
    values[700:] = np.floor(np.linspace(0.0, 8.0, 200))
    assert len(alarms(run(minutes, values))) == 1


def test_a_hole_is_neither_a_drop_nor_followed_by_a_spike() -> None:
    minutes, values = quiet_year(300.0, days=6)
    kept = np.ones(len(values), dtype=bool)
    kept[1000:1100] = False
    missing = values.copy()
    missing[~kept] = np.nan
    assert alarms(run(minutes[kept], values[kept])) == []
    assert alarms(run(minutes, missing)) == []


def test_a_clock_set_back_by_an_hour_raises_nothing() -> None:
    minutes, values = quiet_year(300.0, days=6)
    minutes[1000:] -= 60.0
    rows = run(minutes, values)
    assert len(rows) == len(values)
    assert alarms(rows) == []


@pytest.mark.parametrize("step", [0.5, 1.0, 30.0, 60.0])
def test_any_step_is_read(step: float) -> None:
    minutes = 29_459_520 + step * np.arange(1200)
    values = np.random.default_rng(5).poisson(20.0, size=1200).astype(float)
    values[1100:1104] += 4000
    (alarm,) = alarms(run(minutes, values))
    assert 1100 <= alarm <= 1103


def test_a_year_of_quiet_days_has_at_most_an_alarm_a_month() -> None:
    minutes, values = quiet_year(12.0, days=120)
    assert len(alarms(run(minutes, values))) <= 4


def test_a_file_is_answered_row_by_row_as_it_was_written(tmp_path: Path) -> None:
    source, answer = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("timestamp,value\n2026-01-05 00:00:00,3\n2026-01-05T00:05:00Z,\n2026-01-05 00:10:00,4.0\n")
    rows = list(detect_file(source))
    write_file(rows, answer)
    lines = answer.read_text().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["2026-01-05 00:00:00", "3"],
        ["2026-01-05T00:05:00Z", ""],
        ["2026-01-05 00:10:00", "4.0"],
    ]
    assert lines == list(write_rows(rows))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "timestamp and value"),
        ("when,what\n1,2\n", "timestamp and value"),
        ("timestamp,value\n2026-01-05,1\nyesterday,2\n", "Line 3.*yesterday"),
        ("timestamp,value\n2026-01-05,many\n", "Line 2.*many"),
        ("timestamp,value\n2026-01-05\n", "Line 2.*1 column[.]"),
        ("timestamp,value\n2026-01-05,inf\n", "Line 2.*infinite"),
    ],
)
def test_a_wrong_file_is_refused_with_the_line_and_the_reason(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=told):
        detect_file(path)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.csv cannot be read"):
        detect_file(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"timestamp,value\n\xff\xfe")
    with pytest.raises(BadInput, match="UTF-8"):
        detect_file(tmp_path / "bytes.csv")


def test_an_answer_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("timestamp,value\n2026-01-05,1\n")
    with pytest.raises(BadInput, match="cannot be written"):
        write_file(detect_file(tmp_path / "in.csv"), tmp_path / "nowhere" / "out.csv")


def test_one_row_comes_out_for_each_row_that_goes_in_whatever_it_holds(tmp_path: Path) -> None:
    rows = [
        "2026-01-05 00:00,NaN",
        "2026-01-05 00:05,3",
        "2026-01-05 00:05,3",
        "2026-01-05 00:01,-4",
        "2026-01-05 00:02:07.5,null",
        '"2026-01-05T00:10:00,5",1e9',
        "2031-01-01,2",
        "1970-01-01,2",
        *(f"2026-01-06 {minute // 60:02d}:{minute % 60:02d},{minute % 7}" for minute in range(0, 600, 7)),
    ]
    (tmp_path / "in.csv").write_text("\n".join(["\ufefftimestamp,value", *rows]) + "\n", encoding="utf-8")
    answered = list(write_rows(detect_file(tmp_path / "in.csv")))[1:]
    assert [line.rsplit(",", 3)[0] for line in answered] == rows
    assert all(math.isfinite(float(cell)) for line in answered for cell in line.rsplit(",", 3)[1:])


def test_a_file_with_nothing_but_its_header_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("timestamp,value\n")
    assert list(detect_file(tmp_path / "in.csv")) == []


def test_a_wrong_last_line_is_told_before_any_answer(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("timestamp,value\n2026-01-05,1\n2026-01-06,many\n")
    with pytest.raises(BadInput, match="Line 3"):
        next(detect_file(tmp_path / "in.csv"))


def test_why_no_alarm_tells_every_window_at_that_minute() -> None:
    minutes, values, burst = series_with_burst()
    calm = why(minutes.astype(int).tolist(), values.tolist(), at=int(minutes[burst - 1]))
    assert not calm.verdict.alarm
    assert all(window.excess < window.bar for window in calm.windows if window.ready)
    loud = why(minutes.astype(int).tolist(), values.tolist(), at=int(minutes[burst + 1]))
    assert any(window.excess >= window.bar for window in loud.windows if window.ready)
    assert loud.history_minutes > 0
