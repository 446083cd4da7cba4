"""A key is published once, and what is remembered of it does not grow for ever."""

from collections.abc import Awaitable, Callable

import pytest

from app.connectors import once as once_module
from app.connectors.base import Ambiguous, Unreachable
from app.connectors.once import Once
from app.domain.reply import Receipt
from tests.fakes.clock import ManualClock


def publishing(*native_ids: str) -> Callable[[], Awaitable[Receipt]]:
    """A network that publishes these, one after another."""
    left = iter(native_ids)

    async def publish() -> Receipt:
        return Receipt(native_id=next(left))

    return publish


def failing(error: Exception) -> Callable[[], Awaitable[Receipt]]:
    async def publish() -> Receipt:
        raise error

    return publish


async def nothing() -> Receipt | None:
    return None


async def test_a_key_that_was_published_is_never_taken_for_fresh_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once_module, "REMEMBERED", 1)
    once = Once(ManualClock())
    first, second = once.new_key(), once.new_key()
    await once.send(first, look=nothing, publish=publishing("a"))
    await once.send(second, look=nothing, publish=publishing("b"))  # the first one's receipt is forgotten now
    assert not once.is_fresh(first)

    async def look() -> Receipt | None:
        return Receipt(native_id="a")

    assert (await once.send(first, look=look, publish=publishing())).native_id == "a"


async def test_a_send_that_surely_failed_leaves_the_key_fresh_and_an_unclear_one_does_not() -> None:
    once = Once(ManualClock())
    surely, unclear = once.new_key(), once.new_key()
    with pytest.raises(Unreachable):
        await once.send(surely, look=nothing, publish=failing(Unreachable("down")))
    with pytest.raises(Ambiguous):
        await once.send(unclear, look=nothing, publish=failing(Ambiguous("cut")))
    assert (once.is_fresh(surely), once.is_fresh(unclear)) == (True, False)


async def test_of_keys_that_were_never_published_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once_module, "REMEMBERED", 2)
    once = Once(ManualClock())
    keys = [once.new_key() for _reply in range(5)]
    assert [once.is_fresh(key) for key in keys] == [False, False, False, True, True]
