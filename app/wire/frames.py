"""The frames hub and station exchange: typed MessagePack over one WebSocket. Known by hub and link; knows wire and
domain.

A station says Hello and is welcomed or refused. Then calls and answers, matched by id, and subscriptions: one
Snapshot, then Deltas whose version is exactly one above the last. A station that comes back names the epoch and
version it has; it is sent the missing deltas or a new snapshot, whichever is exact. A slow station's deltas are
dropped and replaced by a new snapshot. `Beat` says every two seconds that silence means nothing happened.
"""

from typing import Any

import msgspec
from msgspec import Raw, Struct

from app.core.clock import Millis
from app.core.errors import Code
from app.wire.calls import AnyRequest
from app.wire.feeds import AnyFeed

VERSION = 1
"""Raised when a frame, call or row changes so that an older side would misread it."""

OLDEST_STATION = 1
"""The oldest station version this hub still understands."""

BEAT_SECONDS = 2.0
MAX_FRAME = 16 * 1024 * 1024


class Frame(Struct, frozen=True, kw_only=True, tag_field="f"):
    """Anything sent over the wire."""


# station → hub


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """First frame. The token went in the HTTP header `Authorization: Bearer …`.

    Attributes:
        version: wire version the station speaks.
        station: lasting name of desk or screen.
        mode: wall, agent, tour or tool.
    """

    version: int
    station: str
    mode: str
    program: str = ""


class Invoke(Frame, frozen=True, kw_only=True, tag="invoke"):
    id: int
    request: AnyRequest


class Subscribe(Frame, frozen=True, kw_only=True, tag="subscribe"):
    """Ask for a feed; `epoch` and `version` say what the station still has (empty and 0: nothing)."""

    id: int
    feed: AnyFeed
    epoch: str = ""
    version: int = 0


class Unsubscribe(Frame, frozen=True, kw_only=True, tag="unsubscribe"):
    id: int


# hub → station


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """The hub agrees.

    Attributes:
        epoch: changes whenever the hub was started anew.
        now: the hub's clock, for the station to correct its own.
    """

    version: int
    epoch: str
    now: Millis
    name: str
    role: str
    organisation: str
    demo: bool = False
    program: str = ""


class Refused(Frame, frozen=True, kw_only=True, tag="refused"):
    """The hub does not agree, and closes: too old, bad token."""

    code: Code
    message: str
    hint: str = ""


class Answered(Frame, frozen=True, kw_only=True, tag="answered"):
    id: int
    answer: Raw


class Failed(Frame, frozen=True, kw_only=True, tag="failed"):
    id: int
    code: Code
    message: str
    hint: str = ""


class Snapshot(Frame, frozen=True, kw_only=True, tag="snapshot"):
    """All rows of a feed, as (key, row)."""

    id: int
    epoch: str
    version: int
    rows: list[tuple[str, Raw]]


class Delta(Frame, frozen=True, kw_only=True, tag="delta"):
    """Rows put (new or replaced) and dropped since version − 1."""

    id: int
    version: int
    put: list[tuple[str, Raw]]
    drop: list[str]


class Current(Frame, frozen=True, kw_only=True, tag="current"):
    """The answer to a Subscribe that missed nothing: what the station has is what there is."""

    id: int


class Beat(Frame, frozen=True, kw_only=True, tag="beat"):
    """Still here.

    Attributes:
        now: the hub's clock.
        as_of: the newest moment up to which any connector has delivered; figures are that old.
    """

    now: Millis
    as_of: Millis


FromStation = Hello | Invoke | Subscribe | Unsubscribe
FromHub = Welcome | Refused | Answered | Failed | Snapshot | Delta | Current | Beat

_encoder = msgspec.msgpack.Encoder()
_from_station: msgspec.msgpack.Decoder[FromStation] = msgspec.msgpack.Decoder(FromStation)
_from_hub: msgspec.msgpack.Decoder[FromHub] = msgspec.msgpack.Decoder(FromHub)


def encode(value: Any) -> bytes:
    """One frame, answer or row as MessagePack."""
    return _encoder.encode(value)


def decode_from_station(data: bytes) -> FromStation:
    """A station's frame; raises msgspec.DecodeError or ValidationError for anything else."""
    return _from_station.decode(data)


def decode_from_hub(data: bytes) -> FromHub:
    """A hub's frame; raises msgspec.DecodeError or ValidationError for anything else."""
    return _from_hub.decode(data)
