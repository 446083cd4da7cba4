"""What a dialog says of an act of the audit: the sentence, when and where, and what it changed. Known by the audit's
dialog; knows domain."""

from datetime import datetime, time

from app.core.clock import DAY, SECOND, Millis
from app.core.i18n import N_, _
from app.domain.audit import AuditRow
from app.domain.audit_words import act_words, changes_of
from widgets.models.words import clock_time, day_of, day_words, isolate

MOST_CHANGES = 8

SPANS = {
    "today": N_("Today"),
    "week": N_("Seven days"),
    "month": N_("Thirty days"),
    "all": N_("All the time"),
}
"""The times that can be looked at, by name."""
FIELDS = {
    "assignee": N_("given to"),
    "brand": N_("brand"),
    "enabled": N_("switched on"),
    "error": N_("what was said"),
    "first_reply_minutes": N_("first reply within, in minutes"),
    "handle": N_("handle"),
    "hue": N_("colour"),
    "id": N_("number"),
    "kind": N_("kind"),
    "labels": N_("labels"),
    "level": N_("level"),
    "line_of_business": N_("line of business"),
    "matter": N_("what is the matter"),
    "monogram": N_("monogram"),
    "name": N_("name"),
    "network": N_("network"),
    "on_wall": N_("on the wall"),
    "options": N_("answers of the form"),
    "owner": N_("led by"),
    "protected": N_("asks before sending"),
    "public": N_("on walls"),
    "query": N_("query"),
    "reason": N_("reason"),
    "region": N_("region"),
    "revision": N_("revision"),
    "role": N_("role"),
    "room": N_("room"),
    "sentiment": N_("feeling"),
    "state": N_("state"),
    "status": N_("status"),
    "text": N_("text"),
    "undo_seconds": N_("can be taken back for, in seconds"),
    "why": N_("why"),
}


def sentence(row: AuditRow) -> str:
    """Who did what."""
    return act_words(row, name=isolate)


def when_line(row: AuditRow, *, now: Millis) -> str:
    """When, in which role, and at which station."""
    when = f"{day_words(row.at, now=now)} {clock_time(row.at)}"
    return _("{when}, as {role} at {station}").format(
        when=when, role=row.role.replace("_", " "), station=isolate(row.station)
    )


def change_lines(row: AuditRow) -> str:
    """What was before and after, a field a line; of many the first."""
    lines = [_change(*one) for one in changes_of(row)]
    left = len(lines) - MOST_CHANGES
    if left > 0:
        lines = [*lines[:MOST_CHANGES], _("And {count} more fields.").format(count=left)]
    return "\n".join(lines) if lines else _("It kept nothing of before and after.")


def since_of(span: str, *, now: Millis) -> Millis:
    """When a time that can be looked at begins; 0 for all the time."""
    if span == "today":
        return round(datetime.combine(day_of(now), time()).timestamp() * SECOND)
    return {"week": now - 7 * DAY, "month": now - 30 * DAY}.get(span, 0)


def _change(field: str, before: str, after: str) -> str:
    name = _(FIELDS[field]) if field in FIELDS else field.replace("_", " ")
    if not before:
        return _("{field}: {after}").format(field=name, after=isolate(after))
    if not after:
        return _("{field}: was {before}, is nothing now").format(field=name, before=isolate(before))
    return _("{field}: was {before}, is {after}").format(field=name, before=isolate(before), after=isolate(after))
