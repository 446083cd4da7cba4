"""A network that asks to wait is left alone, by every connector that has one."""

from app.core.clock import SECOND
from tests.contract.conftest import Setting
from tests.fakes.network import RETRY_AFTER, Fault

FAULT = Fault.TOO_MANY


async def test_a_network_that_asks_to_wait_is_left_alone_so_long(setting: Setting) -> None:
    setting.case.fail(Fault.TOO_MANY)
    async with setting.ear.listening(setting.connector(), setting.budget):
        first, second = (await setting.case.asked_at(2))[:2]
    assert second - first > (RETRY_AFTER - 1) * SECOND
