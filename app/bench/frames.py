"""Firehose frames as a relay sends them, made here: commits with their archives, of which one in ten has a post. Known
by `bench connectors`; knows cbor2.

Source of the shape: com.atproto.sync.subscribeRepos and ipld.io/specs/transport/car/carv1. What a frame carries besides
its record (the signed commit and the tree's nodes that prove it) has the usual size of some three kilobytes.
"""

import struct
from collections.abc import Sequence
from typing import Any

import cbor2

from app.connectors._bluesky.views import iso
from app.domain.post import Post

POST = "app.bsky.feed.post"
KINDS = (POST, *["app.bsky.feed.like"] * 6, "app.bsky.feed.repost", *["app.bsky.graph.follow"] * 2)
"""What ten commits are about."""
NODES = 4
NODE_BYTES = 600


def frames(posts: Sequence[Post]) -> list[bytes]:
    """Ten frames for each post, the post's own among them."""
    return [
        _frame(number * len(KINDS) + place, kind, post)
        for number, post in enumerate(posts)
        for place, kind in enumerate(KINDS)
    ]


def _frame(sequence: int, kind: str, post: Post) -> bytes:
    did, at = f"did:plc:{post.author.native_id}", iso(post.created_at)
    record: dict[str, Any] = {"$type": kind, "createdAt": at}
    record |= (
        {"text": post.text, "langs": [post.language or "en"]}
        if kind == POST
        else {"subject": {"uri": f"at://did:plc:x/{POST}/3kabcdefgh2x", "cid": "bafyreia"}}
    )
    blocks = {_cid(4 * sequence): cbor2.dumps(record)}
    for node in range(NODES):
        body = {"e": [{"k": bytes(NODE_BYTES), "p": 12, "v": _link(sequence), "t": None}], "l": _link(node)}
        blocks[_cid(1_000_000 + NODES * sequence + node)] = cbor2.dumps(body)
    body = {
        "repo": did,
        "rev": "3kabcdefgh2x",
        "seq": sequence,
        "since": "3kabcdefgh2w",
        "time": at,
        "tooBig": False,
        "rebase": False,
        "blobs": [],
        "commit": _link(4 * sequence + 1),
        "ops": [{"action": "create", "path": f"{kind}/{sequence}", "cid": _link(4 * sequence)}],
        "blocks": _archive(blocks),
    }
    return cbor2.dumps({"op": 1, "t": "#commit"}) + cbor2.dumps(body)


def _cid(number: int) -> bytes:
    return bytes([1, 0x71, 0x12, 0x20]) + struct.pack(">Q", number) + bytes(24)


def _link(number: int) -> cbor2.CBORTag:
    return cbor2.CBORTag(42, b"\x00" + _cid(number))


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def _archive(blocks: dict[bytes, bytes]) -> bytes:
    head = cbor2.dumps({"roots": [], "version": 1})
    sections = [_varint(len(key) + len(block)) + key + block for key, block in blocks.items()]
    return _varint(len(head)) + head + b"".join(sections)
