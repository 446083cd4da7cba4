"""What every connector keeps to while it sends: once, or told honestly."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import pytest

from app.connectors.base import Connector, RateLimited, Refused, Sender
from app.core.clock import SECOND
from app.domain.reply import OutgoingReply
from tests.contract.conftest import Setting
from tests.fakes.network import Fault

SENDERS_ONLY = True
T = TypeVar("T")


class SendingConnector(Connector, Sender, Protocol):
    """A connector that sends."""


async def ready(setting: Setting) -> tuple[SendingConnector, OutgoingReply]:
    """A connector that is signed in, and a reply to what a stranger said."""
    said = await setting.case.say(setting.tools, 1)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))
    post = setting.ear.posts[next(iter(said))]
    connector = setting.connector()
    assert isinstance(connector, Sender)
    await connector.check()
    thread = post.thread or post.native_id
    reply = OutgoingReply(
        outbox_id=1, account_id=5, text="Thank you, we look into it.", parent=post.native_id, thread=thread
    )
    return connector, reply


async def as_soon_as_allowed(setting: Setting, ask: Callable[[], Awaitable[T]]) -> T:
    """As the dispatcher does: a network that asked to wait is asked again when the wait is over."""
    try:
        return await ask()
    except RateLimited as error:
        await setting.clock.sleep((error.until - setting.clock.now()) / SECOND)
        return await ask()


async def test_one_key_publishes_once_however_often_it_is_sent(setting: Setting) -> None:
    connector, reply = await ready(setting)
    key = connector.new_key()
    receipts = await asyncio.gather(*(connector.send(reply, key=key) for _try in range(5)))
    again = await connector.send(reply, key=key)
    assert {receipt.native_id for receipt in (*receipts, again)} == {again.native_id}
    assert await setting.case.published(connector, {again.native_id}) == 1


async def test_keys_differ_and_another_key_publishes_again(setting: Setting) -> None:
    connector, reply = await ready(setting)
    first = await connector.send(reply, key=connector.new_key())
    second = await connector.send(reply, key=connector.new_key())
    told = {first.native_id, second.native_id}
    assert len(told) == (1 if setting.case.one_answer else 2)
    assert await setting.case.published(connector, told) == len(told)


async def test_find_tells_what_was_published_from_what_was_not(setting: Setting) -> None:
    connector, reply = await ready(setting)
    sent, unsent = connector.new_key(), connector.new_key()
    receipt = await connector.send(reply, key=sent)
    found = await connector.find(reply, key=sent)
    assert found is not None
    assert found.native_id == receipt.native_id
    assert await connector.find(reply, key=unsent) is None


async def test_a_send_that_fails_says_honestly_whether_it_may_be_out(setting: Setting, fault: Fault) -> None:
    connector, reply = await ready(setting)
    key = connector.new_key()
    setting.case.fail(fault)
    with pytest.raises(setting.case.send_faults[fault]):
        await connector.send(reply, key=key)
    setting.case.fail(Fault.NONE)
    if fault in setting.case.blind_faults:
        with pytest.raises(Refused):
            await connector.find(reply, key=key)
        return
    found = await as_soon_as_allowed(setting, lambda: connector.find(reply, key=key))
    told = {found.native_id} if found is not None else set()
    assert await setting.case.published(connector, told) == len(told)
    receipt = await as_soon_as_allowed(setting, lambda: connector.send(reply, key=key))
    assert await setting.case.published(connector, {receipt.native_id}) == 1
