"""Firehose frames and the archives (CAR) inside them. Known by the firehose lane; knows nothing of the house.

Source: atproto.com/specs/event-stream, ipld.io/specs/transport/car/carv1. Only what a commit needs: version 1 content
ids, blocks found by their id, records decoded when asked for.
"""

import io
from collections.abc import Iterator
from typing import Any

import cbor2

_LINK = 42
_SHA256_MULTIHASH = 34
_CID_HEAD = 2


class FrameError(ValueError):
    """Bytes that are no frame or no archive."""


def read_frame(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and body of one frame."""
    stream = io.BytesIO(data)
    decoder = cbor2.CBORDecoder(stream)
    try:
        header, body = decoder.decode(), decoder.decode()
    except (cbor2.CBORDecodeError, ValueError) as error:
        raise FrameError(str(error)) from error
    if not isinstance(header, dict) or not isinstance(body, dict):
        raise FrameError("a frame is two maps")
    return header, body


def read_blocks(archive: bytes) -> dict[bytes, bytes]:
    """The archive's blocks by content id."""
    return dict(_blocks(archive))


def read_record(block: bytes) -> dict[str, Any]:
    """A record out of its block."""
    try:
        record = cbor2.loads(block)
    except (cbor2.CBORDecodeError, ValueError) as error:
        raise FrameError(str(error)) from error
    if not isinstance(record, dict):
        raise FrameError("a record is a map")
    return record


def link(value: object) -> bytes:
    """The content id of a link; empty for what is none."""
    if isinstance(value, cbor2.CBORTag) and value.tag == _LINK and isinstance(value.value, bytes):
        return value.value[1:]
    return b""


def _blocks(archive: bytes) -> Iterator[tuple[bytes, bytes]]:
    length, position = _varint(archive, 0)
    position += length
    while position < len(archive):
        length, position = _varint(archive, position)
        end = position + length
        start = position + _CID_HEAD + _SHA256_MULTIHASH
        if end > len(archive) or start > end or archive[position] != 1:
            raise FrameError("a block is cut off or has an unknown kind of id")
        yield archive[position:start], archive[start:end]
        position = end


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """An unsigned LEB128 number and the position behind it."""
    number = shift = 0
    while position < len(data) and shift < 64:
        byte = data[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, position
        shift += 7
    raise FrameError("a number is cut off")
