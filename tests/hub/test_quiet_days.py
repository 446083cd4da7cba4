"""The replay's ordinary days as counts: the same every time, every topic heard, nothing unusual."""

import itertools
from pathlib import Path

import numpy as np

from app.analytics.detect import detect_file, read_series
from app.hub.quiet_days import main, quiet_counts, write_counts


def test_the_same_days_have_the_same_counts_and_every_post_counts_among_all() -> None:
    once, again = (quiet_counts(days=2, per_minute=4.0) for _time in range(2))
    assert all(np.array_equal(once[name], again[name]) for name in once)
    assert once["all"].sum() > 2000
    assert all((values <= once["all"]).all() for values in once.values())
    assert sum(values.sum() > 0 for values in once.values()) >= 10


def test_the_files_can_be_read_by_the_detector_and_hold_no_alarm(tmp_path: Path) -> None:
    counts = {"all": quiet_counts(days=6, per_minute=4.0)["all"]}
    write_counts(tmp_path / "replay", counts)
    rows = list(read_series(tmp_path / "replay" / "all.csv"))
    assert [value for _second, value, _text in rows] == counts["all"].tolist()
    assert {second - first for (first, *_a), (second, *_b) in itertools.pairwise(rows)} == {300.0}
    assert sum(row.alarm for row in detect_file(tmp_path / "replay" / "all.csv")) == 0


def test_without_a_folder_the_use_is_told() -> None:
    assert main([]) == 2
