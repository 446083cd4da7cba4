from pathlib import Path

import pytest
import setup_latch
from setup_latch import latch
from setup_trouble import Trouble


def test_a_second_start_waits_until_the_first_is_done(tmp_path: Path) -> None:
    told: list[str] = []
    first = latch(tmp_path / "build" / "lock", waiting=lambda: told.append("first"))
    first.__enter__()

    def first_ends(_: float) -> None:
        first.__exit__(None, None, None)

    with latch(tmp_path / "build" / "lock", waiting=lambda: told.append("second"), sleep=first_ends):
        assert told == ["second"]


def test_a_start_that_never_ends_is_not_waited_for_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_latch, "WAIT_SECONDS", 3.0)
    slept: list[float] = []
    second = latch(tmp_path / "lock", waiting=lambda: None, sleep=slept.append)
    with latch(tmp_path / "lock", waiting=lambda: None), pytest.raises(Trouble, match="Another start"):
        second.__enter__()
    assert sum(slept) == 3.0
