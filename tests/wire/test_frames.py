"""Frames survive the wire; what is no frame is refused without harm."""

import typing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.principal import GRANTS, Right, Role
from app.wire import frames
from app.wire.answers import Done
from app.wire.calls import REQUESTS, AnyRequest, ListTopics, SendReply
from app.wire.feeds import FEEDS, AnyFeed, QueueFeed, VolumeFeed


def test_every_call_can_be_decoded() -> None:
    assert set(typing.get_args(AnyRequest)) == set(REQUESTS)


def test_every_feed_can_be_decoded() -> None:
    assert set(typing.get_args(AnyFeed)) == set(FEEDS)


@pytest.mark.parametrize("request_type", REQUESTS)
def test_every_call_names_its_answer_and_right(request_type: type) -> None:
    assert request_type.ANSWER is not None
    assert isinstance(request_type.NEEDS, Right)


@pytest.mark.parametrize("feed_type", FEEDS)
def test_every_feed_names_its_row_and_right(feed_type: type) -> None:
    assert feed_type.ROW is not None
    assert isinstance(feed_type.NEEDS, Right)


def test_a_call_arrives_as_it_was_sent() -> None:
    request = SendReply(conversation_id=1, account_id=2, parent="p", to_handle="mira", text="Hej 👋", token="t")

    assert frames.decode_from_station(frames.encode(frames.Invoke(id=5, request=request))) == frames.Invoke(
        id=5, request=request
    )


def test_equal_feeds_are_one_address() -> None:
    assert hash(VolumeFeed(topic=3)) == hash(VolumeFeed(topic=3))
    assert frames.encode(VolumeFeed()) != frames.encode(VolumeFeed(topic=1))


@given(st.binary(max_size=200))
def test_rubbish_is_a_decode_error_and_nothing_else(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        frames.decode_from_station(b"\xc1" + data)


def test_a_hub_frame_is_no_station_frame() -> None:
    with pytest.raises(msgspec.DecodeError):
        frames.decode_from_station(frames.encode(frames.Beat(now=1, as_of=1)))


def test_an_unknown_call_is_a_decode_error() -> None:
    data = msgspec.msgpack.encode({"f": "invoke", "id": 1, "request": {"call": "house.burn"}})

    with pytest.raises(msgspec.DecodeError):
        frames.decode_from_station(data)


def test_a_screen_may_only_watch() -> None:
    assert GRANTS[Role.SCREEN] == {Right.WATCH}
    assert ListTopics.NEEDS is Right.WATCH
    assert QueueFeed.NEEDS is not Right.WATCH


def test_done_is_an_answer() -> None:
    assert msgspec.msgpack.decode(frames.encode(Done()), type=Done) == Done()
