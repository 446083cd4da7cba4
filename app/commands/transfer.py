"""`main.py import | export`: posts in from a file, out as JSON lines. Known by app.cli; knows link and wire."""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec

from app.connectors._file.rejected import SUFFIX
from app.core.errors import BadInput
from app.core.i18n import _, ngettext, number
from app.domain.account import Health, HealthState
from app.link.client import HubClient
from app.link.reach import pairs, with_hub
from app.wire.answers import Hits
from app.wire.calls import ImportFile, Search
from app.wire.feeds import HealthFeed

PAGE = 200


def run(options: argparse.Namespace) -> int:
    """Import or export."""
    work = _import if options.mode == "import" else _export
    return with_hub(options, lambda link: work(link, options))


async def _import(link: HubClient, options: argparse.Namespace) -> int:
    """Have the hub read the file and show how far it is, until it is through."""
    path = options.file.absolute()
    if not path.is_file():
        raise BadInput(_("{path} is not a file.").format(path=path))
    account = await link.call(ImportFile(path=str(path), mapping=pairs(options.map)))
    mirror = link.subscribe(HealthFeed())
    news = asyncio.Event()
    mirror.listen(lambda _mirror, _change: news.set())
    said = ""
    while True:
        await news.wait()
        news.clear()
        health: Health | None = mirror.rows.get(str(account.id))
        if health is None:
            continue
        if health.error and health.error != said:
            said = health.error
            print(said, file=sys.stderr)
        if health.state in (HealthState.OFF, HealthState.DOWN):
            _tell_of_bad_lines(path)
            return 0 if health.state is HealthState.OFF else 2


def _tell_of_bad_lines(imported: Path) -> None:
    """Say how many lines were kept aside and where, if any were."""
    aside = imported.with_name(imported.name + SUFFIX)
    if not aside.is_file():
        return
    with aside.open("rb") as file:
        count = sum(1 for _line in file)
    told = ngettext(
        "{count} line could not be read; it stands with the reason in {file}.",
        "{count} lines could not be read; they stand with their reasons in {file}.",
        count,
    )
    print(told.format(count=number(count), file=aside), file=sys.stderr)


async def _export(link: HubClient, options: argparse.Namespace) -> int:
    """Write found posts, newest first, one JSON object a line."""
    after, written = "", 0
    while written < options.limit:
        hits: Hits = await link.call(Search(text=options.query, after=after, limit=min(PAGE, options.limit - written)))
        for hit in hits.hits:
            sys.stdout.write(msgspec.json.encode(hit).decode() + "\n")
        written += len(hits.hits)
        after = hits.after
        if not after or not hits.hits:
            break
    sys.stdout.flush()
    return 0
