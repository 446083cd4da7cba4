"""What may hang is done aside: in time or not at all, and never in too many threads."""

import threading

import pytest

from app.core.aside import Aside


async def test_an_answer_and_an_error_come_back() -> None:
    aside = Aside("test")
    assert await aside.do(lambda: 5, within=5.0) == 5
    with pytest.raises(KeyError, match="gone"):
        await aside.do(lambda: {}["gone"], within=5.0)


async def test_work_that_hangs_holds_up_neither_the_next_nor_the_end() -> None:
    aside, never = Aside("test-hanging"), threading.Event()
    with pytest.raises(TimeoutError):
        await aside.do(never.wait, within=0.01)
    assert await aside.do(lambda: 5, within=5.0) == 5
    hung = [thread for thread in threading.enumerate() if thread.name == "test-hanging"]
    assert hung
    assert all(thread.daemon for thread in hung)
    never.set()


async def test_from_so_many_hanging_threads_on_no_further_one_is_begun_until_one_comes_back() -> None:
    aside, never, begun = Aside("test", most=2), threading.Event(), list[int]()
    for _try in range(2):
        with pytest.raises(TimeoutError):
            await aside.do(never.wait, within=0.01)
    hung = list(aside._hanging)
    with pytest.raises(TimeoutError):
        await aside.do(lambda: begun.append(1), within=5.0)
    assert begun == []
    never.set()
    for thread in hung:
        thread.join()
    await aside.do(lambda: begun.append(1), within=5.0)
    assert begun == [1]
