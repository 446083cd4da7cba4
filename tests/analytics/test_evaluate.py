"""The report: NAB's rule by hand-made cases, and words where the data is not there."""

from pathlib import Path

import numpy as np
import pytest

from app.analytics.bench import bench_detect
from app.analytics.evaluate import main
from app.analytics.nab import judge, total

SECONDS = 300.0 * np.arange(1000)
WINDOWS = [(SECONDS[500], SECONDS[599])]


def raised(*rows: int) -> np.ndarray:
    alarms = np.zeros(1000, dtype=bool)
    alarms[list(rows)] = True
    return alarms


def test_silence_scores_zero_and_the_first_row_of_every_window_a_hundred() -> None:
    assert total([judge(raised(), SECONDS, WINDOWS)]) == 0.0
    assert total([judge(raised(500), SECONDS, WINDOWS)]) == pytest.approx(100.0, abs=0.1)


def test_a_later_alarm_earns_less_and_a_second_in_the_window_nothing() -> None:
    early, late = (total([judge(raised(row), SECONDS, WINDOWS)]) for row in (520, 590))
    assert early > late > 0.0
    assert total([judge(raised(520, 590), SECONDS, WINDOWS)]) == early


def test_an_alarm_outside_costs_and_one_in_probation_does_not() -> None:
    best = total([judge(raised(500), SECONDS, WINDOWS)])
    assert total([judge(raised(500, 300), SECONDS, WINDOWS)]) == pytest.approx(best - 5.5, abs=0.1)
    assert total([judge(raised(500, 100), SECONDS, WINDOWS)]) == best
    assert judge(raised(500, 300), SECONDS, WINDOWS).outside == 1


def test_a_folder_without_the_data_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main([]) == 2


def test_the_bench_steps_through_so_many_series() -> None:
    measured = bench_detect(60)
    assert measured["series"] == 60.0
    assert measured["series_per_s"] > 0.0
