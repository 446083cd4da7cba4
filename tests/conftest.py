"""How tests are shared out when several processes run them (`-n`), and what a run did not test. The real servers go to
one process, other files whole to one each."""

from collections.abc import Iterator

import pytest
import structlog

REAL = "real servers"
NO_POSTGRES = "no PostgreSQL"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real servers come first, and stay in one process: they take longest, and share their servers."""
    items.sort(key=lambda item: item.get_closest_marker("real") is None)
    for item in items:
        group = REAL if item.get_closest_marker("real") else item.location[0]
        item.add_marker(pytest.mark.xdist_group(group))


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
