import ctypes
import sys
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from widgets.shell import awake


def test_windows_is_told_that_the_display_is_needed_until_further_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    kernel = SimpleNamespace(SetThreadExecutionState=lambda flags: told.append(flags) or 1)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert awake.keep_awake() is True
    assert told == [0x80000003]


@pytest.mark.parametrize("error", [OSError("no such file"), ImportError("no QtDBus"), AttributeError("windll")])
def test_a_system_that_cannot_be_asked_is_named_once_and_stops_nobody(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise error

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(awake, "_freedesktop", fail)
    with capture_logs() as logged:
        assert awake.keep_awake() is False
    assert [line["log_level"] for line in logged].count("warning") == 1


def test_without_a_session_bus_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("PySide6.QtDBus.QDBusConnection.sessionBus", lambda: SimpleNamespace(isConnected=lambda: False))
    assert awake.keep_awake() is False
