"""Runs each contract test with every connector that it concerns."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.connectors.base import Connector, ThreadReader, Tools
from app.connectors.budget import RateBudget
from app.connectors.registry import connector_class
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear, tools


class Setting:
    """One case at work: its network runs, and there is an ear to hear it."""

    def __init__(self, case: Case, given: Tools, clock: FastClock) -> None:
        self.case = case
        self.tools = given
        self.clock = clock
        self.account = case.account()
        self.ear = Ear(self.account, clock)
        self.ear.caller = case.caller

    @property
    def budget(self) -> RateBudget:
        assert isinstance(self.tools.budget, RateBudget)
        return self.tools.budget

    def connector(self) -> Connector:
        """A connector as the hub makes it."""
        return connector_class(self.case.network)(self.account, self.case.secrets, self.tools)


@pytest.fixture
async def setting(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Setting]:
    """The case named by the parameter, running."""
    make: Callable[[FastClock, Path], Case] = request.param
    clock = FastClock()
    case = make(clock, tmp_path)
    async with case.running(), tools(clock) as given:
        yield Setting(case, given, clock)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pair each test with the cases, and each fault with the cases that know it; nothing is skipped."""
    if "setting" not in metafunc.fixturenames:
        return
    senders = getattr(metafunc.module, "SENDERS_ONLY", False)
    needed = getattr(metafunc.module, "FAULT", None)
    cases = [case for case in CASES if (case.sends or not senders) and (needed is None or needed in case.faults)]
    if getattr(metafunc.module, "THREADS_ONLY", False):
        cases = [case for case in cases if issubclass(connector_class(case.network), ThreadReader)]
    if "fault" in metafunc.fixturenames:
        pairs = [(case, fault) for case in cases for fault in sorted(case.send_faults if senders else case.faults)]
        ids = [f"{case.network}: {fault}" for case, fault in pairs]
        metafunc.parametrize(("setting", "fault"), pairs, ids=ids, indirect=["setting"])
    else:
        metafunc.parametrize("setting", cases, ids=[case.network for case in cases], indirect=True)
