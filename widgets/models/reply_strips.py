"""The strips above the composer's text: what must be said of a reply, and the ways out. Known by sendable; knows its
facts, the words and the domain."""

from app.core.clock import HOUR, MINUTE
from app.core.i18n import _, ngettext, number
from app.domain.conversation import EntryKind
from app.domain.reply import OutboxItem, OutboxState
from widgets.models.composition import Destination
from widgets.models.reply_facts import Facts, change_of_target
from widgets.models.reports import reason
from widgets.models.strips import Act, Strip
from widgets.models.words import at_handle, clock_time, isolate, minutes_seconds, span

CLOSING = 4 * HOUR
"""So long before a network stops letting us answer it is said."""

STALE = 3 * MINUTE
"""So long after the last word from the networks a reply may miss what was said meanwhile."""


def strips_of(facts: Facts, destination: Destination) -> tuple[Strip, ...]:
    """What stands above the text, the most pressing first."""
    found = (
        _press_strip(facts, destination),
        _item_strip(facts, destination),
        _refused_strip(facts),
        _undelivered_strip(facts),
        _window_strip(facts, destination),
        _target_strip(facts),
        _news_strip(facts),
        _conflict_strip(facts),
        _rival_strip(facts),
        _lost_strip(facts),
        _hold_strip(facts),
        _parts_strip(facts, destination),
        _stale_strip(facts),
    )
    return tuple(strip for strip in found if strip is not None)


def _press_strip(facts: Facts, destination: Destination) -> Strip | None:
    press = facts.composition.press
    if press is None:
        return None
    if press.stale:
        rest = _("{person} wrote again since you pressed Send.").format(person=at_handle(destination.to_handle))
        acts = (
            (Act.SEND_ANYWAY, _("Send as {account}").format(account=at_handle(destination.handle))),
            (Act.TAKE_BACK, _("Take it back")),
        )
        return Strip("stale", "question", _("Send it still?"), rest, acts)
    if press.unclear or (press.asked and facts.lost_since):
        rest = _("It is asked again with the same number, so it cannot go out twice.")
        return Strip("asked", "question", _("The hub did not answer."), rest, warns=True)
    if facts.lost_since:
        rest = _("It is kept on this machine and goes out when the hub is back.")
        bold = _("Saved at {time}.").format(time=clock_time(press.at))
        return Strip("saved", "pause", bold, rest, ((Act.TAKE_BACK, _("Take it back")),))
    return None


def _item_strip(facts: Facts, destination: Destination) -> Strip | None:
    item = facts.item
    if item is None:
        return None
    if item.state is OutboxState.FAILED:
        return _failed_strip(facts, item)
    if item.state is OutboxState.UNKNOWN:
        return _unknown_strip(facts, item, destination)
    return None


def _failed_strip(facts: Facts, item: OutboxItem) -> Strip:
    acts: tuple[tuple[Act, str], ...] = ((Act.REVISE, _("Take it back to change it")), (Act.COPY, _("Copy text")))
    if facts.composition.retry_of != item.id:
        acts = ((Act.RETRY, _("Try again as {account}").format(account=at_handle(item.handle))), *acts)
    rest = _("{cause} Your text is kept.").format(cause=item.error or _("The network refused it."))
    return Strip("failed", "warning", _("Not sent."), rest, acts, warns=True)


def _refused_strip(facts: Facts) -> Strip | None:
    """The hub did not take the last press: why, and what to do; the text can be changed and sent anew."""
    refused = facts.composition.refused
    if not refused:
        return None
    return Strip("refused", "warning", _("Not sent."), refused, ((Act.COPY, _("Copy text")),), warns=True)


def _unknown_strip(facts: Facts, item: OutboxItem, destination: Destination) -> Strip:
    rest = item.error or _("{network} did not answer.").format(network=destination.network_title)
    if item.next_look > facts.now:
        look = _("We look at the thread again in {length}.")
        rest = f"{rest} {look.format(length=minutes_seconds(item.next_look - facts.now))}"
    acts = (
        (Act.LOOK, _("Look on {network}").format(network=destination.network_title)),
        (Act.IS_THERE, _("It is there")),
        (Act.IS_NOT_THERE, _("It is not there")),
    )
    return Strip("unknown", "question", _("It may have been posted."), rest, acts, warns=True)


def _undelivered_strip(facts: Facts) -> Strip | None:
    """It left, and a mail server could not deliver it: the way out is another reply, or a colleague."""
    if facts.undelivered is None or facts.composition.press is not None:
        return None
    rest = _("{reason}. Nobody has read your last reply.").format(reason=_first_large(reason(facts.undelivered.report)))
    acts = ((Act.AGAIN, _("Write it again")), (Act.NOTE, _("Add a note")))
    return Strip("undelivered", "warning", _("Not delivered."), rest, acts, warns=True)


def _window_strip(facts: Facts, destination: Destination) -> Strip | None:
    """Some networks close a conversation some hours after the person's last word."""
    left = facts.answer_until - facts.now
    if not facts.answer_until or left > CLOSING:
        return None
    network = destination.network_title
    if left <= 0:
        rest = _("{network} lets us answer only so long. When they write again, you can answer again.")
        return Strip("closed", "clock", _("Too late to answer here."), rest.format(network=network), warns=True)
    bold = _("{length} left to answer.").format(length=span(left))
    rest = _("Then {network} takes no reply until they write again.").format(network=network)
    return Strip("closing", "clock", bold, rest, warns=True)


def _target_strip(facts: Facts) -> Strip | None:
    change = change_of_target(facts)
    if not change or facts.composition.seen_change == change:
        return None
    acts = ((Act.SEEN, _("I have seen it")),)
    if change == "gone":
        return Strip("gone", "warning", _("The post was deleted."), _("A reply would stand alone."), acts, warns=True)
    return Strip("edited", "warning", _("The post was changed."), _("Read it again before you send."), acts, warns=True)


def _news_strip(facts: Facts) -> Strip | None:
    """The thread has moved on under a reply that is being written: told, not forbidden."""
    news = facts.news
    if news is None or facts.composition.press is not None or not facts.composition.reply.text.strip():
        return None
    when = clock_time(news.at)
    if news.kind is EntryKind.POST:
        bold = _("{person} wrote at {time}.").format(person=isolate(news.name), time=when)
        rest = _("Your reply still answers the earlier post.")
        return Strip("moved", "reply", bold, rest, ((Act.NEWEST, _("Answer the newest")),))
    bold = _("{name} answered at {time}.").format(name=isolate(news.by or news.name), time=when)
    return Strip("answered", "reply", bold, _("Read it first; the same is not said twice."), warns=True)


def _conflict_strip(facts: Facts) -> Strip | None:
    other = facts.composition.reply.other
    if other is None:
        return None
    rest = _("{name} wrote another text at {time}. Both are kept.").format(
        name=other.author, time=clock_time(other.updated_at)
    )
    acts = ((Act.SWAP, _("Show the other")), (Act.KEEP_MINE, _("Keep this one")))
    return Strip("conflict", "copy", _("Two drafts."), rest, acts)


def _rival_strip(facts: Facts) -> Strip | None:
    rival, taker = facts.rival, facts.composition.taken_by
    if taker:
        acts = ((Act.GO_ON, _("Take it back")), (Act.NOTE, _("Add a note")))
        return Strip("taken", "pen", _("{name} took over this text.").format(name=taker), _("You read along."), acts)
    if rival is None:
        return _writer_strip(facts.writer) if facts.writer else None
    bold = _("{name} is writing.").format(name=rival.author)
    rest = _("The reply was begun at {time}.").format(time=clock_time(rival.updated_at))
    return Strip("rival", "pen", bold, rest, ((Act.NOTE, _("Add a note")), (Act.TAKE_OVER, _("Take over..."))))


def _writer_strip(name: str) -> Strip:
    rest = _("Of two replies to one post only the first goes out.")
    bold = _("{name} is writing.").format(name=name)
    return Strip("writer", "pen", bold, rest, ((Act.NOTE, _("Add a note")),))


def _lost_strip(facts: Facts) -> Strip | None:
    if not facts.lost_since or facts.composition.press is not None:
        return None
    rest = _("Nothing leaves now. Your text is kept on this machine.")
    bold = _("Hub lost at {time}.").format(time=clock_time(facts.lost_since))
    return Strip("lost", "hub-lost", bold, rest, ((Act.TRY_NOW, _("Try now")),))


def _parts_strip(facts: Facts, destination: Destination) -> Strip | None:
    if not facts.counted.over or facts.parts < 2 or facts.composition.press is not None:
        return None
    if facts.composition.split:
        rest = _("They leave one after the other; undo takes back all that have not left.")
        bold = ngettext("It goes out in {count} part.", "It goes out in {count} parts.", facts.parts)
        return Strip("parts", "copy", bold.format(count=facts.parts), rest, ((Act.JOIN, _("Keep it one post")),))
    rest = _("{network} takes it as a thread, cut between sentences.").format(network=destination.network_title)
    words = _("Split into {count}").format(count=number(facts.parts))
    return Strip("split", "copy", _("Too long for one post."), rest, ((Act.SPLIT, words),))


def _stale_strip(facts: Facts) -> Strip | None:
    """A warning, not a bar: the reply may still go out, but somebody may have written meanwhile."""
    if not facts.heard_at or facts.lost_since or facts.now - facts.heard_at < STALE:
        return None
    rest = _("There may be newer posts here than the ones you see. Send only what is right all the same.")
    bold = _("Nothing was heard since {time}.").format(time=clock_time(facts.heard_at))
    return Strip("stale_data", "clock", bold, rest, warns=True)


def _hold_strip(facts: Facts) -> Strip | None:
    if not facts.hold:
        return None
    rest = _("This reply waits. A lead looks at it before anything goes out.")
    return Strip("held", "pause", _("Held."), rest)


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
