"""What every connector keeps to while it listens, however its network fails."""

from app.core.errors import StorageError
from app.domain.account import HealthState
from tests.contract.conftest import Setting
from tests.fakes.network import Fault

FAILING = frozenset({HealthState.LATE, HealthState.DOWN})
WELL = frozenset({HealthState.CONNECTED, HealthState.OFF})


async def test_what_strangers_say_arrives_with_who_and_when(setting: Setting) -> None:
    said = await setting.case.say(setting.tools, 3)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))
    for native_id in said:
        post = setting.ear.posts[native_id]
        assert post.text
        assert post.author.native_id
        assert post.author.handle
        assert 0 < post.created_at <= setting.clock.now() + 5 * 60_000
        assert post.account_id == setting.account.id


async def test_a_failure_is_told_and_nothing_is_missed_when_it_is_over(setting: Setting, fault: Fault) -> None:
    ear, case = setting.ear, setting.case
    said = await case.say(setting.tools, 2)
    case.fail(fault)
    said |= await case.say(setting.tools, 2)
    async with ear.listening(setting.connector(), setting.budget):
        if fault not in case.silent_faults:
            await ear.until(lambda: any(health.state in told_as(fault) and health.error for health in ear.healths))
        case.fail(Fault.NONE)
        await ear.until(lambda: said <= set(ear.posts))
        await ear.until(lambda: ear.healths[-1].state in WELL)
    assert ear.healths[-1].error == ""


def told_as(fault: Fault) -> frozenset[HealthState]:
    return frozenset({HealthState.SIGN_IN}) if fault is Fault.SIGN_IN else FAILING


async def test_it_can_be_stopped_in_the_middle_and_started_again(setting: Setting) -> None:
    said = await setting.case.say(setting.tools, 2)
    setting.case.fail(Fault.HANG)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.case.hanging()
    setting.case.fail(Fault.NONE)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))


async def test_a_broken_off_commit_repeats_the_batch_and_loses_nothing(setting: Setting) -> None:
    said = await setting.case.say(setting.tools, 3)
    setting.ear.refuse = StorageError("The disk is full.")
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: setting.ear.error == "The disk is full.")
    assert setting.ear.posts == {}
    setting.ear.refuse = None
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))


async def test_after_a_restart_it_goes_on_where_it_was(setting: Setting) -> None:
    first = await setting.case.say(setting.tools, 2)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: first <= set(setting.ear.posts) and bool(setting.ear.cursors))
    second = await setting.case.say(setting.tools, 4)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: second <= set(setting.ear.posts))


async def test_a_second_delivery_has_the_same_identity_and_text(setting: Setting) -> None:
    said = await setting.case.say(setting.tools, 3)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))
    before = {native_id: setting.ear.posts[native_id].text for native_id in said}
    setting.ear.posts.clear()
    setting.ear.cursors.clear()
    await setting.case.say_again()
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))
    assert {native_id: setting.ear.posts[native_id].text for native_id in said} == before
