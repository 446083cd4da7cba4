"""Whether Send may be pressed, what it says, and what must be said above the text. Known by the composer; knows
domain and core.

One pure function from facts to a verdict, so that every state of DESK.md section 9 has one place and one test.
"""

from dataclasses import dataclass

from app.core.i18n import _, number
from app.domain.reply import OutboxState
from widgets.models.attached import objection
from widgets.models.composition import Destination
from widgets.models.reply_facts import Facts, change_of_target
from widgets.models.reply_strips import strips_of
from widgets.models.strips import Strip
from widgets.models.words import at_handle


@dataclass(frozen=True)
class Verdict:
    """What the composer shows.

    Attributes:
        label: on the Send button; `may` whether it works, `why` why not, in words.
        locked: the text is read-only.
        mark: the button carries the account's mark.
        hint: what stands in the empty field; empty for the usual words.
        saves: a press keeps the reply for a lead to look at: the button is a quiet one.
    """

    label: str
    may: bool
    why: str = ""
    strips: tuple[Strip, ...] = ()
    locked: bool = False
    mark: bool = True
    asks_again: bool = False
    hint: str = ""
    saves: bool = False


def judge(facts: Facts) -> Verdict:
    """The composer's state in reply mode."""
    destination = facts.composition.destination
    if destination is None:
        why = _("The thread has not come yet, or no account of ours can answer here.")
        return Verdict(_("Send"), may=False, why=why, mark=False)
    strips = strips_of(facts, destination)
    for rule in RULES:
        verdict = rule(facts, strips)
        if verdict is not None:
            return verdict
    return _free(facts, destination, strips)


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


def _blocked_by_taker(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    """A colleague goes on with the text that stands here: whoever sent it now would send words he has not written."""
    taker = facts.composition.taken_by
    if not taker:
        return None
    why = _("Take the text back, then send it.")
    label = _("{name} took over").format(name=taker)
    return Verdict(label, may=False, why=why, strips=strips, locked=True, mark=False)


def _blocked_by_rival(facts: Facts, strips: tuple[Strip, ...]) -> Verdict | None:
    """A colleague's reply stands where ours would begin: it can be read along, and nothing of ours is there to send."""
    rival = facts.rival
    if rival is None:
        return None
    label = _("{name} is writing").format(name=rival.author)
    why = _("Take over, or write a reply of your own: both texts are kept.")
    return Verdict(label, may=False, why=why, strips=strips, mark=False, hint=rival.text)


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
    if destination is None:
        return None
    if facts.composition.retry_of and facts.pictures:
        why = _("What is tried again goes with its own pictures. Take it back to change it, then send it with these.")
        return Verdict(_("Send after the pictures"), may=False, why=why, strips=strips, mark=False)
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
    _blocked_by_taker,
    _blocked_by_rival,
    _blocked_by_text,
    _blocked_by_pictures,
    _blocked_by_choice,
)
"""What can stand between a text and its leaving, the strongest first."""


def _free(facts: Facts, destination: Destination, strips: tuple[Strip, ...]) -> Verdict:
    account, asks = at_handle(destination.handle), destination.protected or facts.protected
    if facts.lost_since:
        return Verdict(_("Save, send when the hub is back"), may=True, strips=strips, asks_again=asks)
    if facts.hold:
        label = _("Save, held for {account}").format(account=account)
        return Verdict(label, may=True, strips=strips, mark=False, saves=True)
    words = _("Try again as {account}") if facts.composition.retry_of else _("Send as {account}")
    if facts.composition.split and facts.parts > 1:
        words = _("Send {parts} parts as {account}")
    return Verdict(
        words.format(account=account, parts=number(facts.parts)),
        may=True,
        strips=strips,
        asks_again=asks,
    )
