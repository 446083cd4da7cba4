"""A held reply as a lead reads it again: what it answers, what was said since, when it was to leave. Known by the
review's dialog and hands; knows domain and words."""

from collections.abc import Sequence

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxItem
from widgets.models.moments import is_scheduled
from widgets.models.words import ahead, at_handle, clock_time, day_words, isolate, shorten

QUOTED = 240
"""So much of another post is quoted, in code points."""
PUBLIC = frozenset({EntryKind.POST, EntryKind.OWN})


def way_of(item: OutboxItem, network: str) -> str:
    """From which account, to whom, on which network."""
    words = _("{account} to {person} on {network}")
    return words.format(account=at_handle(item.handle), person=at_handle(item.to_handle), network=isolate(network))


def told_of(item: OutboxItem, *, now: Millis) -> str:
    """Who wrote it when, what goes with it, and when it leaves if it was written for later."""
    day, time = day_words(item.created_at, now=now), clock_time(item.created_at)
    said = [_("Written by {name}, {day}, {time}.").format(name=isolate(item.author), day=day, time=time)]
    if item.parts:
        said.append(_("Part {part} of {parts}.").format(part=item.part, parts=item.parts))
    if item.pictures:
        said.append(_("With pictures: {count}.").format(count=item.pictures))
    if is_scheduled(item.not_before, item.created_at) and item.not_before > now:
        said.append(_("Released, it leaves at {moment}.").format(moment=ahead(item.not_before, now=now)))
    return " ".join(said)


def around(item: OutboxItem, entries: Sequence[Entry]) -> str:
    """What it answers, and the newest public word since it was written."""
    answered = next((one for one in entries if one.native_id == item.parent), None)
    since = [one for one in entries if one.kind in PUBLIC and one.at > item.created_at and not one.gone]
    said = []
    if answered is not None and answered.gone:
        said.append(_("The post it answers was deleted."))
    elif answered is not None:
        quoted = isolate(shorten(answered.text, QUOTED))
        said.append(_("It answers {name}: “{text}”").format(name=isolate(answered.name), text=quoted))
    if since:
        one = since[-1]
        words = _("Since then {name} wrote at {time}: “{text}”")
        quoted = isolate(shorten(one.text, QUOTED))
        said.append(words.format(name=isolate(one.by or one.name), time=clock_time(one.at), text=quoted))
    else:
        said.append(_("Nothing was said there since."))
    return "\n".join(said)
