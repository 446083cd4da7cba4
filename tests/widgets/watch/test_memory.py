import sys
from pathlib import Path

import pytest

from widgets.watch import memory
from widgets.watch.memory import give_back, keep_little, resident_mb

BLOCKS, SIZE = 400, 200 << 10


def test_what_is_in_use_is_seen() -> None:
    give_back()  # what other tests left free would be used again
    before = resident_mb()
    held = [bytes(bytearray(b"x") * SIZE) for _number in range(BLOCKS)]
    assert resident_mb() - before > 0.5 * BLOCKS * SIZE / (1 << 20)
    assert len(held) == BLOCKS


def test_what_is_free_is_given_back() -> None:
    keep_little()
    held = [bytes(bytearray(b"x") * SIZE) for _number in range(BLOCKS)]
    full = resident_mb()
    last = held[-1]
    del held
    give_back()
    if sys.platform == "linux":
        assert full - resident_mb() > 0.5 * BLOCKS * SIZE / (1 << 20)
    assert len(last) == SIZE


def test_where_the_system_does_not_say_it_is_zero(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory, "STATM", tmp_path / "none")
    assert resident_mb() == 0
