"""File import: posts from JSON Lines and CSV. Known by the registry only; knows its parts, the contract, domain and
core.

Nothing stops it: a bad line is kept aside with its number and the reason. The cursor is the place in the file, so that
an import goes on where it was cut off, and tells how far it is.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec

from app.connectors._file.info import INFO
from app.connectors._file.mapping import full_mapping, given_mapping, paths_of
from app.connectors._file.posts import BadRecord, PostMaker
from app.connectors._file.records import Record, read_records
from app.connectors._file.rejected import Rejected, RejectedFile
from app.connectors._file.shape import Shape, shape_of
from app.connectors.base import Identity, Tools, Unreachable
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post

T = TypeVar("T")
LANE = "lines"
AT_ONCE = 500
_MARK = 4096
_GUESSED_FROM = 50


class Progress(msgspec.Struct, frozen=True):
    """The cursor: how far the import is.

    Attributes:
        offset, total: bytes read and in all; `offset == total` at the end.
        line: the number of the next line, counted from 1.
        bad: lines kept aside so far.
        mark: tells this file from another of the same name.
    """

    offset: int = 0
    total: int = 0
    line: int = 0
    bad: int = 0
    mark: str = ""


@dataclass(frozen=True)
class _Plan:
    """Everything an import needs to know before its first line."""

    shape: Shape
    maker: PostMaker
    start: Progress
    rejected: RejectedFile


class FileImport:
    """One file, read once from beginning to end."""

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._account = account
        self._tools = tools
        self._path = Path(account.options.get("path", "")).expanduser()

    async def check(self) -> Identity:
        """Look whether the file can be read and its columns are understood."""
        await asyncio.to_thread(self._reading, self._mapping)
        return Identity(native_id=str(self._path), handle=self._account.handle, title=self._path.name)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncGenerator[Batch, None]:
        """Every line behind the cursor, then the end."""
        plan = await asyncio.to_thread(self._reading, lambda: self._plan(cursors.get(LANE, "")))
        progress = plan.start
        records = read_records(self._path, plan.shape, offset=progress.offset, line=progress.line)
        while True:
            portion = await asyncio.to_thread(self._reading, lambda: list(islice(records, AT_ONCE)))
            if not portion:
                break
            posts, rejected = _sorted_out(plan.maker, portion)
            await asyncio.to_thread(plan.rejected.keep, rejected)
            self._tell(rejected, plan.rejected)
            progress = _moved_on(progress, portion[-1], len(rejected))
            yield _batch(posts, progress)
        yield _batch((), msgspec.structs.replace(progress, offset=progress.total))

    async def close(self) -> None:
        """Files are opened and closed with the stream."""

    def _reading(self, work: Callable[[], T]) -> T:
        """Do something with the file; what the system says against it becomes a sentence."""
        try:
            return work()
        except FileNotFoundError as error:
            raise Unreachable(_("There is no file {path}.").format(path=self._path)) from error
        except OSError as error:
            raise Unreachable(
                _("{path} cannot be read: {cause}").format(path=self._path, cause=error.strerror or error)
            ) from error

    def _mapping(self) -> tuple[Shape, dict[str, str]]:
        given = given_mapping(self._account.options.get("mapping", ""))
        shape = shape_of(self._path)
        columns: Iterable[str] = shape.columns
        if not shape.is_csv:
            first = islice(read_records(self._path, shape, offset=shape.start, line=1), _GUESSED_FROM)
            seen = [path for record in first for path in paths_of(record.fields or {})]
            # A rare field need not stand in the first lines.
            columns = dict.fromkeys([*seen, *given.values()])
        return shape, full_mapping(given, columns)

    def _plan(self, cursor: str) -> _Plan:
        shape, mapping = self._mapping()
        status = self._path.stat()
        options = self._account.options
        maker = PostMaker(
            mapping=mapping,
            network=options.get("network", "").strip() or INFO.name,
            account_id=self._account.id,
            undated=status.st_mtime_ns // 1_000_000,
            now=self._tools.clock.now(),
            date_format=options.get("date_format", ""),
        )
        mark = self._mark()
        start = _progress(cursor)
        fresh = start.mark != mark or start.offset > status.st_size
        if fresh:
            start = Progress(shape.start, status.st_size, shape.first_line, 0, mark)
        folder = options.get("rejected_folder", "").strip()
        rejected = RejectedFile(self._path, Path(folder).expanduser() if folder else None, anew=fresh)
        return _Plan(shape, maker, msgspec.structs.replace(start, total=status.st_size), rejected)

    def _mark(self) -> str:
        with self._path.open("rb") as file:
            return hashlib.sha256(file.readline(_MARK)).hexdigest()[:16]

    def _tell(self, rejected: Sequence[Rejected], kept: RejectedFile) -> None:
        for one in rejected:
            self._tools.log.warning("line kept aside", file=self._path.name, line=one.line, reason=one.reason)
        if rejected and kept.path is None:
            self._tools.log.warning("bad lines cannot be written down", file=self._path.name)


def _sorted_out(maker: PostMaker, records: Sequence[Record]) -> tuple[tuple[Post, ...], list[Rejected]]:
    posts: list[Post] = []
    rejected: list[Rejected] = []
    for record in records:
        if record.fields is None:
            rejected.append(Rejected(record.line, record.reason, record.raw))
            continue
        try:
            posts.append(maker.post(record.fields))
        except BadRecord as error:
            rejected.append(Rejected(record.line, str(error), record.raw))
    return tuple(posts), rejected


def _moved_on(progress: Progress, last: Record, bad: int) -> Progress:
    return msgspec.structs.replace(progress, offset=last.end, line=last.next_line, bad=progress.bad + bad)


def _batch(posts: tuple[Post, ...], progress: Progress) -> Batch:
    return Batch(lane=LANE, posts=posts, cursor=msgspec.json.encode(progress).decode(), backfill=True)


def _progress(cursor: str) -> Progress:
    try:
        return msgspec.json.decode(cursor, type=Progress) if cursor else Progress()
    except msgspec.DecodeError:
        return Progress()
