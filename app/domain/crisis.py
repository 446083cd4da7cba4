"""A declared crisis and what is done about it: owner, what is the matter, when it will be repaired, and a checklist.
Known by store's users, services, hub, wire and widgets; knows core only."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from app.core.clock import Millis


class Step(Struct, frozen=True, kw_only=True):
    """One entry of the checklist.

    Attributes:
        id: stays the same while its words change; different within a crisis.
        words: what is to be done.
        team: who does it, as walls may show it; `person` is a colleague's name, which only desks show.
        due: by when; 0 for no time.
        done_at, done_by: when and by whom it was ticked; 0 and empty while it is open.
    """

    id: int
    words: str
    team: str = ""
    person: str = ""
    due: Millis = 0
    done_at: Millis = 0
    done_by: str = ""


class Crisis(Struct, frozen=True, kw_only=True):
    """The response to an alarm that somebody has declared a crisis.

    Attributes:
        alarm, topic, began: the alarm, its topic (0 for all posts), and when it began.
        level: the alarm's when it was declared, 3 at least: a crisis is never shown below it.
        revision: grows with every change; whoever changes says which one he has read.
        owner: a colleague's name; `role` what he is, such as "Duty lead".
        matter: one line in words, what is the matter.
        repair_by: by when it will be repaired, 0 for not said; `repair_source` who said so, `repair_said` when.
        playbook: the title of the playbook that the checklist was taken from.
        ended_at, ended_by: when and by whom it was declared over; 0 while it stands.
    """

    alarm: int
    topic: int
    began: Millis
    level: int
    declared_at: Millis
    declared_by: str
    revision: int = 1
    owner: str = ""
    role: str = ""
    matter: str = ""
    repair_by: Millis = 0
    repair_source: str = ""
    repair_said: Millis = 0
    playbook: str = ""
    steps: tuple[Step, ...] = ()
    ended_at: Millis = 0
    ended_by: str = ""


class PlaybookStep(Struct, frozen=True, kw_only=True):
    """A step as a playbook has it; `minutes` after the declaration it is due, 0 for no time."""

    words: str
    team: str = ""
    minutes: int = 0


class Playbook(Struct, frozen=True, kw_only=True):
    """A checklist for a kind of crisis; `name` in files and calls, `title` for people."""

    name: str
    title: str
    steps: tuple[PlaybookStep, ...]


def next_place(done: Sequence[bool]) -> int:
    """The place of the first open step, from 0; −1 when every step is done or there is none."""
    return next((place for place, is_done in enumerate(done) if not is_done), -1)


def next_id(steps: Sequence[Step]) -> int:
    """The id of a step that is added."""
    return 1 + max((step.id for step in steps), default=0)


def shown_owner(crisis: Crisis, *, by_name: bool) -> str:
    """The owner as a wall may show him: the role, and the first name with an initial where the house allows it."""
    name = _first_and_initial(crisis.owner) if by_name else ""
    return ", ".join(part for part in (crisis.role, name) if part)


def _first_and_initial(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1][0].upper()}." if len(words) > 1 else name.strip()


def merged(base: Crisis, mine: Crisis, theirs: Crisis) -> Crisis:
    """What somebody else has saved, with what I have changed since `base` put over it; nothing of mine is lost."""
    said = ("owner", "role", "matter", "repair_by", "repair_source")
    changed = {name: getattr(mine, name) for name in said if getattr(mine, name) != getattr(base, name)}
    return replace(theirs, steps=_merged_steps(base.steps, mine.steps, theirs.steps), **changed)


def _merged_steps(base: Sequence[Step], mine: Sequence[Step], theirs: Sequence[Step]) -> tuple[Step, ...]:
    """Theirs in their order, mine where I changed or took one out; what I added comes last, with numbers of its own."""
    was, own = {step.id: step for step in base}, {step.id: step for step in mine}
    steps = [
        own.get(step.id, step) if own.get(step.id) != was.get(step.id) and step.id in was else step
        for step in theirs
        if step.id in own or step.id not in was or was[step.id] != step
    ]
    lost = [step for step in mine if step.id in was and step != was[step.id] and step.id not in {s.id for s in theirs}]
    for step in (*lost, *(step for step in mine if step.id not in was)):
        steps.append(replace(step, id=next_id((*steps, *base))))
    return tuple(steps)
