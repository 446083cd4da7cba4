"""The dialogs about the house itself, as `rooms` has those of the desk: what its walls show, what was
done. Known by the tests that
look at all of them."""

import msgspec
from PySide6.QtWidgets import QApplication

from app.core.clock import MINUTE
from app.domain.audit import AuditRow
from app.wire.calls import ListAudit
from app.wire.feeds import OnWallFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.models.test_on_walls import place, row
from tests.widgets.rooms.rooms import LONG_NAME, LONG_POST, Way
from widgets.dialogs.on_walls import OnWallsDialog


def _on_walls(stage: DeskStage) -> None:
    """Many posts; the first long, on a wall with a long name that cannot be reached, and taken off just now."""
    away = place("Eingangshalle des Verwaltungsgebäudes", room="Erdgeschoss", here=False)
    many = tuple(place(screen=number) for number in range(1, 7))
    link = stage.hub.link
    link.fill(OnWallFeed(), {str(number): row(number, places=many[: number % 7 or 1]) for number in range(2, 31)})
    link.put(OnWallFeed(), {"1": row(1, text=LONG_POST, places=(away,))})
    stage.window.run("on_walls")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OnWallsDialog)
    dialog._go(1)
    dialog.take_off()


def acts(request: ListAudit) -> tuple[AuditRow, ...]:
    """As many as are asked for, one of them with many long fields."""
    after = msgspec.json.encode({f"field_{number}": "Donaudampfschiff " * 6 for number in range(12)}).decode()
    texts = (
        '{"as":"harbourrail","to":"sam","text":"Thank you."}',
        '{"as":"harbourrail","to":"mira","text":"' + LONG_POST[:400] + '"}',
    )
    made = [
        AuditRow(
            id=number, at=story.NOW - number * MINUTE, who=LONG_NAME if number % 2 else "Rosa Lind", role="crisis_lead",
            station="desk@harbour", verb="reply.queued", subject=f"outbox:{number}", after=texts[number % 2],
            conversation_id=story.MIRA,
        )
        for number in range(request.limit, 0, -1)
    ]  # fmt: skip
    return (msgspec.structs.replace(made[0], verb="topic.saved", after=after, conversation_id=0), *made[1:])


def _audit(stage: DeskStage) -> None:
    stage.hub.link.answers[ListAudit] = acts
    stage.window.run("audit")


def _no_audit(stage: DeskStage) -> None:
    stage.hub.link.answers[ListAudit] = ()
    stage.window.run("audit")


DIALOGS: dict[str, Way] = {
    "audit": _audit,
    "nothing-done": _no_audit,
    "on-walls": _on_walls,
    "nothing-on-walls": lambda stage: stage.window.run("on_walls"),
}
"""Every question and sheet about the house."""
