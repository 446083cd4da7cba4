"""`main.py audit`: who did what, newest first, by person, kind and time. Known by app.cli; knows link and wire.

Ends with 0 when something was found, with 1 when nothing was, with 2 when the question cannot be answered.
"""

import argparse
import json
import re
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec

from app.core.clock import DAY, HOUR, MINUTE, SECOND, Millis, SystemClock
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.audit import AuditRow
from app.domain.audit_words import KINDS, act_words, is_known, verbs_of
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.calls import ListAudit

PAGE = 500
NOTHING_FOUND = 1
_LENGTH = re.compile(r"(\d+)([mhdw])")
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}


def run(options: argparse.Namespace) -> int:
    """Print the acts."""
    request = asked(options, SystemClock().now())
    found: list[int] = []
    with_hub(options, lambda link: _print(link, request, options, found))
    return 0 if found else NOTHING_FOUND


def asked(options: argparse.Namespace, now: Millis) -> ListAudit:
    """The question that the options put; raises BadInput for a time or a kind that means nothing."""
    for kind in options.what:
        if not is_known(kind):
            raise BadInput(
                _("There is no kind of act “{kind}”.").format(kind=kind),
                hint=_("Kinds are: {names}.").format(names=", ".join(KINDS)),
            )
    since, until = _moment(options.since, now), _moment(options.until, now)
    if since and until and since >= until:
        raise BadInput(_("The time of --since lies behind that of --until: no time is left between them."))
    if options.limit < 0:
        raise BadInput(_("A number of acts is wanted for --limit; 0 means all."))
    return ListAudit(
        who=options.who,
        what=tuple(verb for kind in options.what for verb in verbs_of(kind)),
        since=since,
        until=until,
        limit=min(PAGE, options.limit or PAGE),
    )


async def _print(link: HubClient, request: ListAudit, options: argparse.Namespace, found: list[int]) -> None:
    async for row in acts(link, request, most=options.limit):
        found.append(row.id)
        print(_as_json(row) if options.json else _as_line(row))
    if not found and not options.json:
        print(_("Nothing was done that fits."), file=sys.stderr)


async def acts(link: HubClient, request: ListAudit, *, most: int) -> AsyncIterator[AuditRow]:
    """Every act that is asked for, page by page; `most` of 0 means all."""
    told = 0
    while page := await link.call(request):
        for row in page:
            yield row
            told += 1
            if told == most:
                return
        if len(page) < request.limit:
            return
        request = msgspec.structs.replace(request, before=page[-1].id)


def _moment(text: str, now: Millis) -> Millis:
    """A length back from now, or a date or moment of this machine's time; 0 for nothing said."""
    words = text.strip()
    if not words:
        return 0
    if length := _LENGTH.fullmatch(words):
        return max(1, now - int(length[1]) * _UNITS[length[2]])
    try:
        return int(datetime.fromisoformat(words).timestamp() * SECOND)
    except (ValueError, OverflowError, OSError):
        raise BadInput(
            _("“{text}” is no time.").format(text=text),
            hint=_("Write 90m, 12h, 2d or 1w for so long ago, or 2026-11-20, or 2026-11-20T14:00."),
        ) from None


def _as_line(row: AuditRow) -> str:
    at = datetime.fromtimestamp(row.at / SECOND, tz=UTC).astimezone()
    return "\t".join((at.strftime("%Y-%m-%d %H:%M:%S"), f"{row.who} ({row.role})", act_words(row), row.subject))


def _as_json(row: AuditRow) -> str:
    told = {
        "id": row.id,
        "at": datetime.fromtimestamp(row.at / SECOND, tz=UTC).isoformat(timespec="milliseconds"),
        "who": row.who,
        "role": row.role,
        "station": row.station,
        "act": row.verb,
        "subject": row.subject,
        "conversation": row.conversation_id or None,
        "words": act_words(row),
        "before": msgspec.json.decode(row.before) if row.before else None,
        "after": msgspec.json.decode(row.after) if row.after else None,
    }
    return json.dumps(told, ensure_ascii=False)
