"""Reclaiming cycles: in Qt's thread, whoever allocates."""

import gc
import threading

import pytest
from pytestqt.qtbot import QtBot

from widgets.shell.collector import MIDDLE_AFTER, Collector, settle


class Cycle:
    """Refers to itself, so that only a collection ends it."""

    def __init__(self, ended_in: list[int]) -> None:
        self.itself = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        self.ended_in.append(threading.get_ident())


def allocate(kept: list[list[int]]) -> None:
    """What makes Python collect, several times over."""
    for _number in range(20 * gc.get_threshold()[0]):
        kept.append([])


def in_another_thread() -> None:
    thread = threading.Thread(target=allocate, args=([],))
    thread.start()
    thread.join()


def test_a_thread_that_allocates_ends_nothing_that_qt_may_own(qtbot: QtBot) -> None:
    ended_in: list[int] = []
    Cycle(ended_in)
    in_another_thread()
    assert ended_in == []


def test_what_only_cycles_kept_is_reclaimed_in_the_thread_of_qt(qtbot: QtBot) -> None:
    gc.collect()  # what other tests left is not what is waited for
    ended_in: list[int] = []
    Cycle(ended_in)
    kept: list[list[int]] = []
    allocate(kept)
    qtbot.waitUntil(lambda: bool(ended_in), timeout=60_000)
    assert kept
    assert ended_in == [threading.get_ident()]


def test_the_whole_memory_is_walked_through_once_a_minute_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = Collector()
    collector.timer.stop()
    clock, walked = [1000.0], list[int]()
    monkeypatch.setattr("widgets.shell.collector.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("widgets.shell.collector.gc.get_count", lambda: (701, 11, 11))
    monkeypatch.setattr("widgets.shell.collector.gc.collect", lambda generation=2: walked.append(generation))
    collector._whole_at = clock[0]
    for _second in range(120):
        clock[0] += 1
        collector.collect_due()
    assert walked.count(2) == 2
    assert walked.count(1) == 118


def test_little_new_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = Collector()
    collector.timer.stop()
    walked = list[int]()
    monkeypatch.setattr("widgets.shell.collector.gc.get_count", lambda: (10, 11, 11))
    monkeypatch.setattr("widgets.shell.collector.gc.collect", lambda generation=2: walked.append(generation))
    collector.collect_due()
    assert walked == []


def test_what_was_here_when_a_face_settled_is_not_walked_through_again(qtbot: QtBot) -> None:
    kept: list[list[int]] = []
    allocate(kept)
    ended_in: list[int] = []
    Cycle(ended_in)
    settle()
    try:
        assert ended_in, "what was waste already is reclaimed first"
        assert gc.get_freeze_count() >= len(kept)
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(("short", "walks"), [(MIDDLE_AFTER - 1, 0), (MIDDLE_AFTER, 1)])
def test_a_middle_time_comes_early_so_that_it_stays_short(
    short: int, walks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector()
    collector.timer.stop()
    walked = list[int]()
    monkeypatch.setattr("widgets.shell.collector.gc.get_count", lambda: (701, short, 0))
    monkeypatch.setattr("widgets.shell.collector.gc.collect", lambda generation=2: walked.append(generation))
    collector.collect_due()
    assert walked == [walks]
