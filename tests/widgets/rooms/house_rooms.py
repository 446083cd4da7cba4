"""The dialogs about the house itself, as `rooms` has those of the desk: what its walls show, what was
done. Known by the tests that
look at all of them."""

import msgspec
from PySide6.QtWidgets import QApplication

from app.core.clock import DAY, MINUTE
from app.core.errors import BadInput
from app.domain.audit import AuditRow
from app.domain.topic import Topic, TopicKind
from app.domain.understanding import Sentiment
from app.wire.answers import DayMatches, Hit, TriedQuery
from app.wire.calls import ListAudit
from app.wire.feeds import OnWallFeed, TopicFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.models.test_on_walls import place, row
from tests.widgets.rooms.rooms import LONG_NAME, LONG_POST, Way
from widgets.dialogs.on_walls import OnWallsDialog
from widgets.dialogs.topic_form import TopicForm
from widgets.shell.refusal import Refusal


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


LONG_TOPIC = Topic(
    id=1, name="Donaudampfschifffahrtsgesellschaft", query=LONG_POST[:600], kind=TopicKind.TREND,
    line_of_business=LONG_NAME, region="Mecklenburg-Vorpommern",
)  # fmt: skip
"""Every word as long as it may be."""


def _topics(stage: DeskStage) -> None:
    many = [LONG_TOPIC, *(Topic(id=number, name=f"Topic {number}", query=f"~word{number}") for number in range(2, 40))]
    stage.hub.link.fill(TopicFeed(), {str(one.id): one for one in many})
    stage.window.hands.house.topics.tend(LONG_TOPIC.id)


def _no_topics(stage: DeskStage) -> None:
    stage.hub.link.fill(TopicFeed(), {})
    stage.window.hands.house.topics.tend()


def _topic_form(stage: DeskStage) -> TopicForm:
    stage.window.hands.house.topics.edit(LONG_TOPIC)
    form = QApplication.activeModalWidget()
    assert isinstance(form, TopicForm)
    return form


def _trial(stage: DeskStage) -> None:
    """With as many hits as come, long ones, and every warning."""
    form = _topic_form(stage)
    hit = Hit(
        post_id=1, conversation_id=2, network="bluesky", name=LONG_NAME, handle="mira.example", text=LONG_POST,
        at=story.NOW - MINUTE, sentiment=Sentiment.NEGATIVE,
    )  # fmt: skip
    days = tuple(DayMatches(story.NOW - number * DAY, 80_000.0) for number in range(8))
    warnings = ("This query matches more than half of all posts; add a word that sets the topic apart.",)
    found = TriedQuery(tried=7000, matched=6900, days=days, examples=(hit,) * 20, warnings=warnings)
    form.tried(form.query.answer(), found)


def _unread(stage: DeskStage) -> None:
    words = "At character 9: this parenthesis is never closed."
    _topic_form(stage).refuse(BadInput(words, hint="Add a ) where the group ends."))


def _refusal(stage: DeskStage) -> None:
    """As it stands where no desk could be opened; here over one, which it does not know."""
    told = BadInput(f"Unknown setting “hub.lissten” in /home/{LONG_NAME}/fishbowl.toml, line 2.", hint=LONG_POST[:200])
    refusal = Refusal(stage.window.look, told)
    refusal.setParent(stage.window, refusal.windowFlags())
    refusal.open()


DIALOGS: dict[str, Way] = {
    "tend-topics": _topics,
    "no-topics": _no_topics,
    "topic": _topic_form,
    "topic-tried": _trial,
    "topic-unread": _unread,
    "refusal": _refusal,
    "audit": _audit,
    "nothing-done": _no_audit,
    "on-walls": _on_walls,
    "nothing-on-walls": lambda stage: stage.window.run("on_walls"),
}
"""Every question and sheet about the house."""
