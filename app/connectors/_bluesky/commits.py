"""Which posts a firehose frame makes, changes or takes away. Known by the firehose lane; knows car and views."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from app.connectors._bluesky.car import FrameError, link, read_blocks, read_record
from app.connectors._bluesky.views import POST, PostView, ProfileView, Record, Us, kind_of
from app.connectors.reading import objects
from app.domain.post import PostKind

EVERYTHING = "*"


class Change(Struct, frozen=True):
    """One post touched by a commit.

    Attributes:
        view: the post as written; None when it was deleted.
        edited: it was there before.
    """

    uri: str
    view: PostView | None
    edited: bool = False


class Words:
    """What is kept of a firehose: everything, or posts with one of these words in them, in any case."""

    def __init__(self, words: Sequence[str]) -> None:
        self._all = EVERYTHING in words
        wanted = [re.escape(word) for word in words if word != EVERYTHING]
        self._pattern = re.compile("|".join(wanted), re.IGNORECASE) if wanted else None

    def keep(self, text: str) -> bool:
        return self._all or (self._pattern is not None and self._pattern.search(text) is not None)


def changes(commit: Mapping[str, Any], us: Us, words: Words) -> Iterator[Change]:
    """What one commit did to posts worth keeping; every deletion, since only the store knows which posts it has.

    Raises:
        FrameError: the commit cannot be read.
    """
    did = commit.get("repo")
    ops = [op for op in objects(commit.get("ops")) if str(op.get("path", "")).startswith(POST)]
    if not isinstance(did, str) or not ops:
        return
    blocks: dict[bytes, bytes] | None = None
    for op in ops:
        uri = f"at://{did}/{op['path']}"
        if op.get("action") == "delete":
            yield Change(uri, None)
            continue
        if blocks is None:
            archive = commit.get("blocks")
            blocks = read_blocks(archive if isinstance(archive, bytes) else b"")
        block = blocks.get(link(op.get("cid")))
        view = _view(uri, did, block, str(commit.get("time", ""))) if block else None
        if view is not None and _wanted(view, us, words):
            yield Change(uri, view, op.get("action") == "update")


def _view(uri: str, did: str, block: bytes, time: str) -> PostView | None:
    try:
        record = msgspec.convert(read_record(block), Record)
    except (msgspec.ValidationError, FrameError):
        return None
    return PostView(uri=uri, author=ProfileView(did=did), record=record, indexed_at=time)


def _wanted(view: PostView, us: Us, words: Words) -> bool:
    return words.keep(view.record.text) or kind_of(view.record, view.author.did, us) is not PostKind.HEARD
