"""What two hundred quiet accounts on every network cost one hub: `python -m tests.bench.idle_everywhere`.

The hub is a process of its own; the networks are the contract suite's fakes, in this one, with nothing new to say. Left
out are the replay, which is never quiet, and files, which are no network.
"""

import asyncio
import json
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

from app.bench.idle import core_share, megabytes, own_hub, station_of
from app.connectors.registry import connector_class
from app.core.clock import SystemClock
from app.core.paths import DataDir
from app.domain.account import HealthState
from app.wire.calls import SaveAccount
from app.wire.feeds import HealthFeed
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.fakes import matrix, telegram, x

ACCOUNTS = 200
SETTLE_SECONDS = 45.0
SECONDS = 90.0
LEFT_OUT = frozenset({"replay", "file"})


async def measure(folder: Path) -> dict[str, object]:
    """Run it; takes some three minutes."""
    # To be quick the suite's fakes keep a question or a stream waiting for a moment only; the real ones do for long.
    telegram.HELD, matrix.LONGEST_WAIT, x.KEEP_ALIVE = 50.0, 30.0, 20.0
    async with AsyncExitStack() as stack:
        cases = [case(SystemClock(), folder) for case in CASES if case.network not in LEFT_OUT]
        for case in cases:
            await stack.enter_async_context(case.running())
        hub = await stack.enter_async_context(own_hub(DataDir(folder / "data")))
        client = await stack.enter_async_context(station_of(hub))
        health = client.subscribe(HealthFeed())
        for number in range(ACCOUNTS):
            case = cases[number % len(cases)]
            await client.call(_saved(case, number), timeout=60)
        await asyncio.sleep(SETTLE_SECONDS)
        share = await core_share(hub.pid, seconds=SECONDS)
        states = [(row.network, row.state, row.error) for row in health.rows.values()]
        return {
            "core_percent": round(100 * share, 2),
            "memory_mb": round(megabytes(hub.pid), 1),
            "accounts": ACCOUNTS,
            "networks": len(cases),
            "connected": sum(state is HealthState.CONNECTED for _network, state, _error in states),
            "not_connected": sorted({f"{name}: {error}" for name, state, error in states if state != "connected"}),
        }


def _saved(case: Case, number: int) -> SaveAccount:
    """The account with an answer to every question that must have one."""
    account, form = case.account(), connector_class(case.network).INFO.form
    needed = [field for field in form if field.required and not field.default]
    options = {field.name: account.handle for field in needed if not field.secret} | account.options
    secrets = {field.name: "secret" for field in needed if field.secret} | case.secrets
    named = msgspec.structs.replace(account, id=0, brand=f"Brand {number}", options=options)
    return SaveAccount(account=named, secrets=secrets, session_only=True)


def main() -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory(prefix="fishbowl-idle-") as folder:
        json.dump(asyncio.run(measure(Path(folder))), sys.stdout, indent=2)


if __name__ == "__main__":
    main()
