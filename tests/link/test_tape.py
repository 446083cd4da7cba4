"""A tape is played without anybody at the other end."""

from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from app.core.clock import MINUTE, Millis
from app.core.errors import BadInput, Unavailable
from app.link.base import LinkState
from app.link.mirror import FeedChange, Mirror
from app.link.tape import TapeLink
from app.wire.calls import ListLabels
from app.wire.feeds import HouseFeed, HouseRow, KpiFeed
from app.wire.tape import Rows, Tape, TapeMoment, TapeStep, read_tape, write_tape
from tests.fakes.clock import NOON, ManualClock


def house(name: str) -> tuple[str, Raw]:
    return "house", Raw(msgspec.msgpack.encode(HouseRow(organisation=name, demo=True)))


def moment(name: str, rows: Rows, *steps: TapeStep, at: Millis = NOON) -> TapeMoment:
    return TapeMoment(name=name, at=at, lasts=2 * MINUTE, rows=[rows], steps=list(steps))


def tape() -> Tape:
    later = TapeStep(MINUTE, 0, [house("Second")], [])
    return Tape(
        feeds=[HouseFeed()],
        moments=[moment("quiet", [house("First")], later), moment("crisis", [house("Third")], at=NOON + 60 * MINUTE)],
    )


def name_in(mirror: Mirror) -> str:
    return str(mirror.rows["house"].organisation)


async def test_what_was_recorded_comes_at_its_time() -> None:
    clock = ManualClock()
    link = TapeLink(tape(), clock=clock)
    mirror = link.subscribe(HouseFeed())
    assert (name_in(mirror), link.now(), link.as_of()) == ("First", NOON, NOON)
    await clock.advance(59)
    link.play()
    assert name_in(mirror) == "First"
    await clock.advance(1)
    link.play()
    assert name_in(mirror) == "Second"


async def test_whoever_subscribes_later_sees_what_was_played() -> None:
    clock = ManualClock()
    link = TapeLink(tape(), clock=clock)
    await clock.advance(60)
    link.play()
    assert name_in(link.subscribe(HouseFeed())) == "Second"


async def test_going_to_a_moment_begins_it_anew_for_whoever_watches() -> None:
    clock = ManualClock()
    link = TapeLink(tape(), clock=clock)
    mirror = link.subscribe(HouseFeed())
    heard: list[FeedChange] = []
    mirror.listen(lambda _mirror, change: heard.append(change))
    link.go("crisis")
    assert (name_in(mirror), link.now()) == ("Third", NOON + 60 * MINUTE)
    await clock.advance(60)
    link.go("quiet")
    assert (name_in(mirror), link.now()) == ("First", NOON)
    assert [change.whole for change in heard] == [True, True]


async def test_time_stands_where_the_recording_ends() -> None:
    clock = ManualClock()
    link = TapeLink(tape(), clock=clock)
    await clock.advance(3600)
    assert link.now() == link.as_of() == NOON + 2 * MINUTE


def test_a_moment_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadInput, match=r"no moment “noon”\. There are: quiet, crisis"):
        TapeLink(tape()).go("noon")


async def test_nobody_is_asked() -> None:
    link = TapeLink(tape())
    with pytest.raises(Unavailable, match="This is a replay"):
        await link.call(ListLabels())
    assert link.state is LinkState.LIVE


def test_what_was_not_recorded_has_no_rows_and_is_told() -> None:
    link = TapeLink(tape())
    mirror = link.subscribe(KpiFeed())
    assert (mirror.filled, mirror.rows, link.missing()) == (True, {}, [KpiFeed()])
    link.unsubscribe(KpiFeed())
    assert link.missing() == []


def test_a_tape_is_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "new" / "short.tape"
    write_tape(file, tape())
    link = TapeLink(read_tape(file))
    assert name_in(link.subscribe(HouseFeed())) == "First"


@pytest.mark.parametrize("content", [b"", b"no tape", None])
def test_a_tape_that_cannot_be_read_is_said_in_words(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "short.tape"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match="cannot be read"):
        read_tape(file)
