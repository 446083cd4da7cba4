"""Everything the composer's verdict rests on. Known by sendable, its strips and the composer; knows domain."""

from dataclasses import dataclass

from app.core.clock import Millis
from app.domain.conversation import Entry
from app.domain.reply import Draft, OutboxItem
from widgets.models.attached import Attached
from widgets.models.composition import Composition
from widgets.models.counting import Counted
from widgets.models.reports import Undelivered


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
        protected: the account that answers asks once more, as it is now.
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
    protected: bool = False


def change_of_target(facts: Facts) -> str:
    """`gone`, `edited` or empty: what became of the post answered since the destination was taken."""
    destination, target = facts.composition.destination, facts.target
    if destination is None or target is None:
        return ""
    if target.gone:
        return "gone"
    return "edited" if target.edited and target.text != destination.parent_text else ""
