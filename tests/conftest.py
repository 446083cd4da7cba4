"""How tests are shared out when several processes run them (`-n`), what they leave behind, and what a run left out.

The real servers go to one process, other files whole to one each.
"""

import gc
import itertools
import sys
from collections.abc import Iterator

import pytest
import structlog

REAL = "real servers"
NO_POSTGRES = "no PostgreSQL"
COLLECT_EVERY = 20
"""So many tests leave a few hundred MB of windows behind."""

_finished = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real servers come first, and stay in one process: they take longest, and share their servers."""
    items.sort(key=lambda item: item.get_closest_marker("real") is None)
    for item in items:
        group = REAL if item.get_closest_marker("real") else item.location[0]
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_runtest_logfinish() -> None:
    """Windows of ended tests go: the application takes collecting from Python, and tests do not run it for long."""
    if next(_finished) % COLLECT_EVERY == 0:
        gc.collect()
        if "PySide6.QtWidgets" in sys.modules:
            _delete_what_is_due()


def _delete_what_is_due() -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A level that a test has set would silence the log of the next."""
    yield
    structlog.reset_defaults()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Without PostgreSQL half of the store is left out: nobody shall overlook it."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    reason = next((words for words in skipped if NO_POSTGRES in words), "")
    if reason:
        terminalreporter.section("PostgreSQL", sep="=", red=True, bold=True)
        terminalreporter.line(f"THE STORE WAS NOT TESTED ON POSTGRESQL: {reason}", red=True, bold=True)
