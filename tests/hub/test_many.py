"""A hub with many accounts on one network: each has a connection of its own."""

import asyncio

import pytest

from app.core.clock import SystemClock
from app.domain.account import Account, HealthState
from app.link.client import HubClient
from app.wire.calls import SaveAccount
from app.wire.feeds import HealthFeed
from tests.fakes import telegram
from tests.hub.conftest import PATIENCE, Until

BOTS = 24


async def test_accounts_whose_network_holds_every_question_open_do_not_starve_each_other(
    desk: HubClient, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "HELD", 60.0)
    async with telegram.FakeTelegram(SystemClock()).running() as fake:
        health = desk.subscribe(HealthFeed())
        for number in range(BOTS):
            bot = Account(
                id=0, network="telegram", handle=f"bot{number}", brand="Harbour", options={"service": fake.url}
            )
            await desk.call(SaveAccount(account=bot, secrets={"token": telegram.TOKEN}, session_only=True))
        async with asyncio.timeout(PATIENCE):
            await fake.asked(2 * BOTS)
        await until(health, lambda: [row.state for row in health.rows.values()].count(HealthState.CONNECTED) == BOTS)
