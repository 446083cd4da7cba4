"""Crises: declared, changed, declared over. Known by the door and the hub; knows store, wire, domain and playbooks.

They stand in the store, so that a hub that starts anew, or another one, knows them. Every change is in the audit: that
is the crisis' timeline.
"""

import msgspec
from msgspec.structs import replace

from app.core.clock import MINUTE, Millis
from app.core.errors import BadInput, Conflict, NotFound
from app.core.i18n import _
from app.domain.crisis import Crisis, Playbook, Step
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.services.playbooks import FOLDER, LONGEST_TEAM, LONGEST_WORDS, MOST_STEPS, load_playbooks
from app.store import alarms, audit, kv
from app.store.transaction import Read, Write
from app.wire.crisis_calls import DeclareCrisis, EndCrisis, ListPlaybooks, SaveCrisis

CRISES = "crises"
"""The name of what is kept, and under which `tx.changes.tables` tells that it changed."""

LEAST_LEVEL = 3
LONGEST_MATTER, LONGEST_NAME = 120, 80

Crises = tuple[Crisis, ...]


def standing(tx: Read) -> Crises:
    """Every crisis that has been declared and is not over."""
    kept = kv.get(tx, CRISES)
    return msgspec.json.decode(kept, type=Crises) if kept else ()


@handles(ListPlaybooks)
async def list_playbooks(house: House, principal: Principal, request: ListPlaybooks) -> tuple[Playbook, ...]:
    return tuple(sorted(_playbooks(house).values(), key=lambda one: one.title))


@handles(DeclareCrisis)
async def declare_crisis(house: House, principal: Principal, request: DeclareCrisis) -> Crisis:
    playbook = _playbooks(house).get(request.playbook) if request.playbook else None
    if request.playbook and playbook is None:
        raise NotFound(_("There is no playbook “{name}”.").format(name=request.playbook))

    def work(tx: Write) -> Crisis:
        known = _find(tx, request.alarm)
        if known is not None:
            return known
        crisis = _declared(tx, request.alarm, by=principal.name, playbook=playbook)
        _keep(tx, (*standing(tx), crisis))
        audit.write(tx, principal, "crisis.declared", f"alarm:{crisis.alarm}", after=crisis)
        return crisis

    return await house.store.write(work, initiator=principal.station)


@handles(SaveCrisis)
async def save_crisis(house: House, principal: Principal, request: SaveCrisis) -> Crisis:
    wanted = _tidy(request.crisis)

    def work(tx: Write) -> Crisis:
        before = _unchanged(tx, wanted.alarm, wanted.revision)
        after = _merged(before, wanted, by=principal.name, now=tx.now)
        _keep(tx, tuple(after if one.alarm == after.alarm else one for one in standing(tx)))
        audit.write(tx, principal, "crisis.saved", f"alarm:{after.alarm}", before=before, after=after)
        return after

    return await house.store.write(work, initiator=principal.station)


@handles(EndCrisis)
async def end_crisis(house: House, principal: Principal, request: EndCrisis) -> Crisis:
    def work(tx: Write) -> Crisis:
        before = _unchanged(tx, request.alarm, request.revision)
        after = replace(before, revision=before.revision + 1, ended_at=tx.now, ended_by=principal.name)
        _keep(tx, tuple(one for one in standing(tx) if one.alarm != after.alarm))
        audit.write(tx, principal, "crisis.ended", f"alarm:{after.alarm}", before=before, after=after)
        return after

    return await house.store.write(work, initiator=principal.station)


def _playbooks(house: House) -> dict[str, Playbook]:
    return load_playbooks(house.folder / FOLDER)


def _keep(tx: Write, crises: Crises) -> None:
    kv.put(tx, CRISES, msgspec.json.encode(crises))
    tx.changes.tables.add(CRISES)


def _find(tx: Read, alarm: int) -> Crisis | None:
    return next((one for one in standing(tx) if one.alarm == alarm), None)


def _declared(tx: Read, alarm_id: int, *, by: str, playbook: Playbook | None) -> Crisis:
    alarm = alarms.get(tx, alarm_id)
    if alarm is None:
        raise NotFound(_("There is no alarm {id}.").format(id=alarm_id))
    if alarm.closed:
        raise BadInput(_("This alarm has closed: it can be judged, and no longer be declared a crisis."))
    steps = playbook.steps if playbook else ()
    return Crisis(
        alarm=alarm.id,
        topic=alarm.topic,
        began=alarm.began,
        level=max(LEAST_LEVEL, alarm.level),
        declared_at=tx.now,
        declared_by=by,
        owner=by,
        playbook=playbook.title if playbook else "",
        steps=tuple(
            Step(id=place, words=one.words, team=one.team, due=tx.now + one.minutes * MINUTE if one.minutes else 0)
            for place, one in enumerate(steps, 1)
        ),
    )


def _unchanged(tx: Read, alarm: int, revision: int) -> Crisis:
    """The crisis as it stands, when it is the revision that was read. Raises NotFound and Conflict."""
    kept = _find(tx, alarm)
    if kept is None:
        raise NotFound(_("This crisis is over, or was never declared."))
    if kept.revision != revision:
        raise Conflict(
            _("Somebody has changed this crisis meanwhile; nothing of yours was saved."),
            hint=_("Your words are still here: look at what is new, and save again."),
        )
    return kept


def _merged(before: Crisis, wanted: Crisis, *, by: str, now: Millis) -> Crisis:
    """What people may change, over what only the hub says."""
    told_again = (wanted.repair_by, wanted.repair_source) != (before.repair_by, before.repair_source)
    return replace(
        before,
        revision=before.revision + 1,
        owner=wanted.owner,
        role=wanted.role,
        matter=wanted.matter,
        repair_by=wanted.repair_by,
        repair_source=wanted.repair_source if wanted.repair_by else "",
        repair_said=(now if told_again else before.repair_said) if wanted.repair_by else 0,
        steps=_ticked(before.steps, wanted.steps, by=by, now=now),
    )


def _ticked(before: tuple[Step, ...], wanted: tuple[Step, ...], *, by: str, now: Millis) -> tuple[Step, ...]:
    """The steps as wanted; when one was done, and by whom, is the hub's word."""
    was = {step.id: (step.done_at, step.done_by) for step in before if step.done_at}
    done = {step.id: was.get(step.id, (now, by)) if step.done_at else (0, "") for step in wanted}
    return tuple(replace(step, done_at=done[step.id][0], done_by=done[step.id][1]) for step in wanted)


def _tidy(crisis: Crisis) -> Crisis:
    """Its words without stray spaces. Raises BadInput for what no wall could show."""
    tidy = replace(
        crisis,
        owner=_line(crisis.owner, LONGEST_NAME),
        role=_line(crisis.role, LONGEST_NAME),
        matter=_line(crisis.matter, LONGEST_MATTER),
        repair_source=_line(crisis.repair_source, LONGEST_TEAM),
        steps=tuple(
            replace(
                step,
                words=_line(step.words, LONGEST_WORDS),
                team=_line(step.team, LONGEST_TEAM),
                person=_line(step.person, LONGEST_NAME),
            )
            for step in crisis.steps
        ),
    )
    if len(tidy.steps) > MOST_STEPS:
        raise BadInput(_("A checklist has {most} steps at most.").format(most=MOST_STEPS))
    if any(not step.words for step in tidy.steps):
        raise BadInput(_("A step without words tells nobody what to do."), hint=_("Write it, or take the step out."))
    if len({step.id for step in tidy.steps}) < len(tidy.steps):
        raise BadInput(_("Two steps have the same number."))
    if tidy.repair_by < 0 or any(step.due < 0 for step in tidy.steps):
        raise BadInput(_("A time lies before anything was heard."))
    return tidy


def _line(text: str, longest: int) -> str:
    words = " ".join(text.split())
    if len(words) > longest:
        raise BadInput(
            _("“{start}…” is longer than {limit} characters.").format(start=words[:20], limit=longest),
            hint=_("A wall is read from afar: say it shorter."),
        )
    return words
