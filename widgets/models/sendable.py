"""Whether Send may be pressed, what it says, and what must be said above the text. Known by the composer; knows
domain and core.

One pure function from facts to a verdict, so that every state of DESK.md section 9 has one place and one test.
"""

from dataclasses import dataclass

from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import _, ngettext, number
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import Draft, OutboxItem, OutboxState
from widgets.models.attached import Attached, objection
from widgets.models.composition import Composition, Destination
from widgets.models.counting import Counted
from widgets.models.reports import Undelivered, reason
from widgets.models.strips import Act, Strip
from widgets.models.words import at_handle, clock_time, isolate, minutes_seconds, span

CLOSING = 4 * HOUR
"""So long before a network stops letting us answer it is said."""

STALE = 3 * MINUTE
"""So long after the last word from the networks a reply may miss what was said meanwhile."""


@dataclass(frozen=True)
class Verdict:
    """What the composer shows.

    Attributes:
        label: on the Send button; `may` whether it works, `why` why not, in words.
        locked: the text is read-only.
        mark: the button carries the account's mark.
    """

    label: str
    may: bool
    why: str = ""
    strips: tuple[Strip, ...] = ()
    locked: bool = False
    mark: bool = True
    asks_again: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything the verdict rests on.

    Attributes:
        item: the newest reply of this conversation that failed, is unknown or held; None when none is.
        lost_since: when the hub was lost; 0 while it is live.
        hold: the reason of a hold on all sending; empty for none.
        target: the post the destination answers, as it is now; None when it is not in the thread.
        rival: a reply draft somebody else is writing.
        writer: a colleague who writes in this conversation at this moment; empty for nobody.
        pictures: what goes with the reply.
        parts: into how many posts a text that is too long could be split; 0 where it cannot.
        news: the newest public word in the thread since the post the destination answers, by anybody but us who write.
        heard_at: up to which moment the hub has heard from the networks; 0 when that is not known.
        answer_until: when the network stops letting us answer; 0 where it never does.
        undelivered: our last reply, which nobody has read; None when all is well.
    """

    composition: Composition
    counted: Counted
    now: Millis
    may_reply: bool = True
    item: OutboxItem | None = None
    lost_since: Millis = 0
    hold: str = ""
    target: Entry | None = None
    rival: Draft | None = None
    writer: str = ""
    pictures: tuple[Attached, ...] = ()
    parts: int = 0
    news: Entry | None = None
    heard_at: Millis = 0
    answer_until: Millis = 0
    undelivered: Undelivered | None = None


def judge(facts: Facts) -> Verdict:
    """The composer's state in reply mode."""
    destination = facts.composition.destination
    if destination is None:
        why = _("The thread has not come yet, or no account of ours can answer here.")
        return Verdict(_("Send"), may=False, why=why, mark=False)
    strips = tuple(strip for strip in _strips(facts, destination) if strip is not None)
    for rule in RULES:
        verdict = rule(facts, strips)
        if verdict is not None:
            return verdict
    return _free(facts, destination, strips)


def change_of_target(facts: Facts) -> str:
    """`gone`, `edited` or empty: what became of the post answered since the destination was taken."""
    destination, target = facts.composition.destination, facts.target
    if destination is None or target is None:
        return ""
    if target.gone:
        return "gone"
    return "edited" if target.edited and target.text != destination.parent_text else ""


def _blocked_by_press(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    press = facts.composition.press
    if press is None:
        return None
    label = _("Waiting for the hub") if facts.lost_since else _("Sending")
    if press.stale:
        label = _("Send after reading")
    return Verdict(label, may=False, why=_("This reply was handed over."), strips=strips, locked=True, mark=False)


def _blocked_by_unknown(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    if facts.item is None or facts.item.state is not OutboxState.UNKNOWN:
        return None
    adopted = facts.composition.adopted == facts.item.id
    why = _("Say first whether the last reply is there; a second one could double it.")
    return Verdict(_("Send after the check"), may=False, why=why, strips=strips, locked=adopted, mark=False)


def _blocked_by_right(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    if facts.may_reply:
        return None
    why = _("Your role writes drafts and notes. A colleague who may reply can send this draft.")
    return Verdict(_("Saved for a colleague to send"), may=False, why=why, strips=strips, mark=False)


def _blocked_by_window(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    if not facts.answer_until or facts.now < facts.answer_until:
        return None
    why = _("The network's time to answer is over.")
    return Verdict(_("Too late to send"), may=False, why=why, strips=strips, mark=False)


def _blocked_by_text(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    if facts.counted.over and not (facts.composition.split and facts.parts):
        label = _("Shorten by {count} to send").format(count=facts.counted.over)
        return Verdict(label, may=False, why=_("The network takes no longer text."), strips=strips, mark=False)
    if not facts.composition.reply.text.strip():
        destination = facts.composition.destination
        handle = destination.handle if destination else ""
        label = _("Send as {account}").format(account=at_handle(handle))
        return Verdict(label, may=False, why=_("Nothing is written yet."), strips=strips)
    return None


def _blocked_by_pictures(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    destination = facts.composition.destination
    if destination is None or facts.composition.retry_of:
        return None
    why = objection(facts.pictures, destination.limits, destination.network_title)
    return Verdict(_("Send after the pictures"), may=False, why=why, strips=strips, mark=False) if why else None


def _blocked_by_choice(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    change = change_of_target(facts)
    if change and facts.composition.seen_change != change:
        why = _("Look at the change first.")
        return Verdict(_("Send after looking"), may=False, why=why, strips=strips, mark=False)
    if facts.composition.reply.other is not None:
        return Verdict(_("Choose a text first"), may=False, why=_("Two texts are kept."), strips=strips, mark=False)
    return None


RULES = (
    _blocked_by_press,
    _blocked_by_unknown,
    _blocked_by_right,
    _blocked_by_window,
    _blocked_by_text,
    _blocked_by_pictures,
    _blocked_by_choice,
)
"""What can stand between a text and its leaving, the strongest first."""


def _free(facts: Facts, destination: Destination, strips: tuple[Strip, ...]) -> Verdict:
    account = at_handle(destination.handle)
    if facts.lost_since:
        return Verdict(_("Save, send when the hub is back"), may=True, strips=strips, asks_again=destination.protected)
    if facts.hold:
        label = _("Save, held for {account}").format(account=account)
        return Verdict(label, may=True, strips=strips, mark=False)
    words = _("Try again as {account}") if facts.composition.retry_of else _("Send as {account}")
    if facts.composition.split and facts.parts > 1:
        words = _("Send {parts} parts as {account}")
    return Verdict(
        words.format(account=account, parts=number(facts.parts)),
        may=True,
        strips=strips,
        asks_again=destination.protected,
    )


def _strips(facts: Facts, destination: Destination) -> list[Strip | None]:
    return [
        _press_strip(facts, destination),
        _item_strip(facts, destination),
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
    ]


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
    acts: tuple[tuple[Act, str], ...] = ((Act.COPY, _("Copy text")),)
    if facts.composition.retry_of != item.id:
        acts = ((Act.RETRY, _("Try again")), *acts)
    rest = _("{cause} Your text is kept.").format(cause=item.error or _("The network refused it."))
    return Strip("failed", "warning", _("Not sent."), rest, acts, warns=True)


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
    rival = facts.rival
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
