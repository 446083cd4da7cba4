"""Every window, dialog and state of the desk, by name, and how each is come to. Known by the tests that look at all of
them.

A way is a function of the stage; it leaves the room open. Whoever adds a dialog adds a way to it here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from app.core.clock import DAY, HOUR, MINUTE
from app.core.errors import Unavailable
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import Draft, EarlierText, OutboxItem, OutboxState
from app.domain.shift import State
from app.domain.understanding import Sentiment
from app.domain.walls import Verb
from app.link.base import LinkState
from app.wire.answers import Hit, Hits, HubFacts, PeoplePage
from app.wire.calls import (
    GetConversation,
    GetHubFacts,
    ListAlarms,
    ListEarlierTexts,
    ListNetworks,
    TraceAlarm,
    WhyNoAlarm,
)
from app.wire.feeds import (
    AccountFeed,
    CountFeed,
    CountRow,
    HealthFeed,
    HeldPostFeed,
    HouseFeed,
    KpiFeed,
    OutboxFeed,
    StationFeed,
)
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.account_stage import BUOY, CONSENT, HEALTH
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_alarms import kept, told, traced
from tests.widgets.agent.test_crises import OUTAGE, crisis
from tests.widgets.agent.test_walls import order, wall
from tests.widgets.models.test_held_posts import row as held_post
from tests.widgets.wall.day import kpi_rows
from widgets.agent.search_hands import Asked
from widgets.agent.slow_strip import PATIENCE
from widgets.dialogs.declare_crisis import DeclareCrisis
from widgets.dialogs.describe_picture import DescribePicture
from widgets.dialogs.scene_editor import SceneEditor
from widgets.models.attached import Attached

Way = Callable[[DeskStage], object]

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff 👩‍🚒 d’Ávila-Þorvaldsdóttir-Nguyễn"
TRICK = "\u202edrawrof eb ot sdaer sihT\u202c \u2067שלום\u2069 abc"
LONG_POST = ("It is still open, and nobody has come to look at it since I wrote. " * 150)[:10_000]
FOLDER = Path(__file__).parent / "no-scenes"
"""Nothing is written there: the editor lists what is shipped."""
LABELS = tuple(f"label number {number}" for number in range(1, 41))


def hub() -> DeskHub:
    """A hub that knows what every room asks for."""
    made = DeskHub(role="administrator", leaving=True)
    link = made.link
    facts = HubFacts(
        program="1", database="sqlite", posts=0, search_fresh_to=0, data_bytes=0, free_bytes=0, started_at=0,
        keyring="", public_url="https://hub.example",
    )  # fmt: skip
    earlier = EarlierText(
        id=1, conversation_id=story.MIRA, kind="reply", text="Which coach was it?", author="Dev Kaur", at=story.NOW
    )
    link.answers.update(
        {
            ListNetworks: (*story.NETWORKS, BUOY, CONSENT),
            GetHubFacts: facts,
            ListEarlierTexts: (earlier,),
            TraceAlarm: traced,
        }
    )
    link.fill(HealthFeed(), {str(one.account_id): one for one in HEALTH})
    link.fill(KpiFeed(), kpi_rows())
    foyer = wall("wall@foyer", order(Verb.PIN, scene="crisis"))
    link.fill(StationFeed(), {"wall@foyer": foyer, "wall@lab": wall("wall@lab", here=False)})
    link.fill(HeldPostFeed(), {str(number): held_post(number, LONG_POST[:200]) for number in range(1, 6)})
    link.put(CountFeed(me=story.ME), {"held_posts": CountRow("held_posts", 5)})
    return made


# the window and its states


def _write(stage: DeskStage) -> None:
    stage.composer.begin("reply")
    stage.composer.text.insertPlainText(story.MIRA_REPLY)


def _note(stage: DeskStage) -> None:
    stage.composer.begin("note")
    stage.composer.text.insertPlainText("Depot says the sensor on coach 3 was swapped at 13:40.")


def _demo(stage: DeskStage) -> None:
    house = msgspec.structs.replace(stage.hub.house, demo=True)
    stage.hub.link.fill(HouseFeed(), {"house": house})


def _guide(stage: DeskStage) -> None:
    """With both buttons, which need the longest words."""
    stage.window.hands.team.start_desk = lambda _demo: None
    stage.window.run("guide")


def _hold(stage: DeskStage) -> None:
    _write(stage)
    stage.hub.hold("coast line doors")


def _panic(stage: DeskStage) -> None:
    house = msgspec.structs.replace(
        stage.hub.house, panic=True, panic_since=story.NOW, panic_by="Rosa Lind", panic_reason="Accident at Fern Quay"
    )
    stage.hub.link.fill(HouseFeed(), {"house": house})


def _lose(stage: DeskStage) -> None:
    _write(stage)
    stage.hub.link.become(LinkState.LOST, reason="no answer", next_try=story.NOW + 6_000)


def _refuse(stage: DeskStage) -> None:
    error = Unavailable("The picture could not be fetched.", hint="Try again, or look at it on the network's page.")
    stage.window.desk.problem.emit(error)


def _look_back(stage: DeskStage) -> None:
    """On a screen so large that an earlier conversation stands beside the open one."""
    stage.window.resize(round(2_600 * stage.window.look.scale), stage.window.height())


def _empty(stage: DeskStage) -> None:
    stage.hub.cards.clear()
    stage.hub.spread()


def _load(stage: DeskStage) -> None:
    stage.hub.silent = True
    stage.window.desk.show_view("account:2")


def _load_for_long(stage: DeskStage) -> None:
    """Neither the view nor the conversation that is opened next comes."""
    stage.hub.link.answers[GetConversation] = None
    stage.view.select(story.SAM)
    _load(stage)
    stage.hub.link.advance(PATIENCE)
    stage.window.tick()


def _outbox(stage: DeskStage, state: OutboxState, **more: Any) -> None:
    item = OutboxItem(
        id=700, conversation_id=story.MIRA, account_id=1, network="bluesky", handle="harbourrail",
        to_handle="mira.example", text="We have taken coach 3 out of service.", state=state, author=story.ME,
        created_at=story.NOW, not_before=story.NOW, parent="at://mira/2", **more,
    )  # fmt: skip
    stage.hub.put_outbox(item)


def _fail(stage: DeskStage) -> None:
    _outbox(stage, OutboxState.FAILED, error="Bluesky refused the photo: too large.")


def _unknown(stage: DeskStage) -> None:
    _outbox(stage, OutboxState.UNKNOWN, error="Bluesky stopped answering.", next_look=story.NOW + 20_000)


def _unsent(stage: DeskStage, count: int) -> None:
    """Replies of mine that failed in conversations that are not open."""
    lost = msgspec.structs.replace(story.LEAVING, state=OutboxState.FAILED, conversation_id=story.SAM)
    for number in range(count):
        error = "Instagram refused the photo: too large."
        stage.hub.put_outbox(msgspec.structs.replace(lost, id=820 + number, to_handle=f"person{number}", error=error))


def _several_leave(stage: DeskStage) -> None:
    for number in range(2):
        leaves = story.NOW + (number + 1) * 2 * HOUR
        stage.hub.put_outbox(msgspec.structs.replace(story.LEAVING, id=810 + number, not_before=leaves))


def _mine_held(stage: DeskStage) -> None:
    stage.hub.put_outbox(msgspec.structs.replace(story.LEAVING, state=OutboxState.HELD))


def _overlong(stage: DeskStage) -> None:
    stage.composer.begin("reply")
    stage.composer.text.insertPlainText(LONG_POST[:310])


def _pictures(stage: DeskStage) -> None:
    _write(stage)
    trouble = "The picture is damaged and cannot be shown. Save it anew and try again."
    for one in (
        Attached("a", story.MIRA, "coach-door.jpg", 9, 9, True, "image/jpeg", "An open coach door"),
        Attached("b", story.MIRA, "a very long name of a picture of a platform at night.png", 9, 9, True, "image/png"),
        Attached("c", story.MIRA, "IMG_2231.jpg", 1000, 420),
        Attached("d", story.MIRA, "broken.gif", 1000, 0, trouble=trouble),
    ):
        stage.window.desk.uploads._put(one)


def _taken(stage: DeskStage) -> None:
    """A colleague goes on with the reply that was begun here."""
    _write(stage)
    composition = stage.window.desk.composition
    assert composition is not None
    composition.taken_by = "Rosa Lind"
    stage.composer.judge_again()


def _declined(stage: DeskStage) -> None:
    """The hub did not take the press."""
    _write(stage)
    composition = stage.window.desk.composition
    assert composition is not None
    composition.was_refused("Ana Ruiz has answered this post already. Read that reply, then send yours if needed.")
    stage.composer.judge_again()


def _rival(stage: DeskStage) -> None:
    stage.hub.put_draft(
        Draft(
            conversation_id=story.MIRA, kind="reply", text="We are looking", revision=1, author="Ana Ruiz",
            updated_at=story.NOW,
        )
    )  # fmt: skip


def _marked(stage: DeskStage) -> None:
    for one in (story.MIRA, story.SAM):
        stage.window.desk.queue.model.mark(one, on=True)
    stage.window.content.queue.refresh()


def _filtered(stage: DeskStage) -> None:
    """The longest words of a filter, above a card whose reply came back."""
    bounced = (("undelivered", 0), ("reach", 12))
    stage.hub.put_card(msgspec.structs.replace(stage.hub.cards[story.SAM], reasons=bounced))
    stage.window.run("filter_hide_both")


def _full(stage: DeskStage) -> None:
    """A name of sixty letters, a post of ten thousand, three hundred posts, forty labels."""
    card = msgspec.structs.replace(
        stage.hub.cards[story.MIRA],
        name=LONG_NAME,
        handle="a" * 40,
        labels=LABELS,
        assignee=LONG_NAME,
        reach=12_400_000,
    )
    stage.hub.put_card(card)
    texts = (
        "Same door again.",
        TRICK,
        "👍🏽👩‍👩‍👧‍👦",
        "متى يفتح الفرع الجديد عند الميناء؟ @harbourrail #door",
        LONG_POST,
    )
    for number in range(300):
        text = texts[number % len(texts)] if number > 280 else "Same door."
        entry = Entry(
            kind=EntryKind.POST, id=5_000 + number, at=story.NOW - (300 - number) * MINUTE, name=LONG_NAME,
            handle="a" * 40, text=text, native_id=f"at://{number}",
        )  # fmt: skip
        stage.hub.entries.setdefault(story.MIRA, list(story.MIRA_ENTRIES)).append(entry)
    stage.hub.post(story.MIRA, entry)


def _person(stage: DeskStage) -> None:
    if not stage.window.content.person.isVisible():
        stage.window.run("person")


WINDOWS: dict[str, Way] = {
    "calm": lambda stage: None,
    "reply": _write,
    "note": _note,
    "held-all": _hold,
    "panic": _panic,
    "hub-lost": _lose,
    "problem": _refuse,
    "empty": _empty,
    "earlier": _look_back,
    "loading": _load,
    "still-loading": _load_for_long,
    "failed": _fail,
    "unknown": _unknown,
    "unsent": lambda stage: _unsent(stage, 1),
    "several-unsent": lambda stage: _unsent(stage, 5),
    "several-leave": _several_leave,
    "mine-held": _mine_held,
    "overlong": _overlong,
    "pictures": _pictures,
    "rival": _rival,
    "taken": _taken,
    "declined": _declined,
    "marked": _marked,
    "filtered": _filtered,
    "full": _full,
    "person": _person,
    "away": lambda stage: stage.window.desk.shift.say(State.AWAY),
    "toast": lambda stage: stage.window.run("resolve"),
    "own-window": lambda stage: stage.window.run("own_window"),
    "demo": _demo,
}
"""States of the window, with Mira's conversation open."""


# dialogs


def _run(command: str) -> Way:
    return lambda stage: stage.window.run(command)


def _merge(stage: DeskStage) -> None:
    for one in (story.MIRA, 3):
        stage.window.desk.queue.model.mark(one, on=True)
    stage.window.run("merge")


def _held(stage: DeskStage) -> None:
    for number in range(6):
        _outbox_held(stage, number)
    stage.window.hands.hold.show_held()


def _outbox_held(stage: DeskStage, number: int) -> None:
    item = msgspec.structs.replace(story.LEAVING, id=800 + number, state=OutboxState.HELD, text=story.MIRA_REPLY)
    stage.hub.put_outbox(item)


def _own_replies(stage: DeskStage) -> None:
    """One of each state, with a post of many words."""
    _unsent(stage, 1)
    _several_leave(stage)
    _unknown(stage)
    _outbox_held(stage, 7)
    tried = msgspec.structs.replace(story.LEAVING, id=815, text=LONG_POST, error="Instagram does not answer.")
    stage.hub.put_outbox(tried)
    stage.window.run("own_replies")


def _change_account(stage: DeskStage) -> None:
    second = msgspec.structs.replace(story.ACCOUNTS[1], id=99, handle="harbourhelp", brand="Harbour Help")
    stage.hub.link.put(AccountFeed(), {"99": second})
    _write(stage)
    stage.window.hands.reply.change_account()


def _protected(stage: DeskStage) -> None:
    _write(stage)
    stage.window.hands.reply.ask_protected()


def _preview(stage: DeskStage) -> None:
    _write(stage)
    stage.window.hands.reply.show_preview()


def _later(stage: DeskStage) -> None:
    _write(stage)
    stage.window.run("later")


def _keep_snippet(stage: DeskStage) -> None:
    _write(stage)
    stage.window.run("keep_snippet")


def _hits(stage: DeskStage) -> None:
    hit = Hit(
        post_id=1, conversation_id=story.MIRA, network="bluesky", name=LONG_NAME, handle="mira.example", text=LONG_POST,
        at=story.NOW - DAY, sentiment=Sentiment.NEGATIVE,
    )  # fmt: skip
    stage.window.hands.searching.show(Asked("door"), Hits(hits=(hit,), fresh_to=story.NOW), PeoplePage(people=()))


def _describe(stage: DeskStage) -> None:
    one = Attached("a", story.MIRA, "coach-door.jpg", 9, 9, True, "image/jpeg", thumb=b"")
    stage.window.ask(DescribePicture(stage.window.look, one, most=1_000, parent=stage.window))


def _alarms(stage: DeskStage) -> None:
    stage.hub.link.answers[ListAlarms] = (kept(stage), kept(stage, id=5, topic=1, judged="true"))
    stage.hub.link.answers[WhyNoAlarm] = told(0.9)
    stage.window.run("alarms")


def _crisis(stage: DeskStage) -> None:
    stage.window.hands.alarms.crises.lead(crisis(stage), "Doors", over=stage.window)


def _declare(stage: DeskStage) -> None:
    second = replace(OUTAGE, name="outcry", title="Outcry over a statement")
    question = DeclareCrisis(stage.window.look, (OUTAGE, second), topic="Doors", parent=stage.window)
    stage.window.ask(question)


def _form(name: str) -> Way:
    info = {"buoy": BUOY, "consent": CONSENT}[name]
    return lambda stage: stage.window.hands.accounts._begin(info)


def _remove(stage: DeskStage) -> None:
    stage.window.hands.accounts._ask_remove(story.ACCOUNTS[1])


def _scenes(stage: DeskStage) -> None:
    stage.window.ask(SceneEditor(stage.window.look, FOLDER, parent=stage.window))


async def show(stage: DeskStage, way: Way) -> QWidget:
    """Go there; returns the dialog, or the window that the conversation stands in."""
    if stage.window.desk.open_id != story.MIRA:
        await stage.open()
    way(stage)
    stage.window.tick()
    await stage.settle()
    return QApplication.activeModalWidget() or stage.window.content.conversation.window()


DIALOGS: dict[str, Way] = {
    "palette": lambda stage: stage.window.hands.show_palette("res"),
    "palette-all": lambda stage: stage.window.hands.show_palette(),
    "keys": lambda stage: stage.window.hands.show_keys(),
    "change-keys": _run("change_keys"),
    "filter": _run("filter"),
    "help": lambda stage: stage.window.hands.show_help(),
    "guide": _guide,
    "theme": _run("theme"),
    "figures": lambda stage: stage.window.hands.show_figures(),
    "snooze": lambda stage: stage.window.hands.snooze(),
    "assignee": lambda stage: stage.window.hands.ask_assignee(),
    "labels": lambda stage: stage.window.hands.ask_labels(),
    "topics": _run("go_topics"),
    "past": _run("past"),
    "state": _run("state"),
    "routing": _run("routing"),
    "merge": _merge,
    "spam": _run("spam"),
    "hold": lambda stage: stage.window.hands.hold.ask_hold(),
    "lift": lambda stage: stage.window.hands.hold.ask_lift(),
    "held": _held,
    "own-replies": _own_replies,
    "no-own-reply": lambda stage: (stage.hub.link.fill(OutboxFeed(), {}), stage.window.run("own_replies")),
    "nothing-held": lambda stage: stage.window.hands.hold.show_held(),
    "account": _change_account,
    "protected": _protected,
    "preview": _preview,
    "later": _later,
    "keep-snippet": _keep_snippet,
    "remove-snippet": _run("remove_snippet"),
    "snippet": _run("snippet"),
    "emoji": _run("emoji"),
    "earlier": _run("earlier"),
    "hits": _hits,
    "describe": _describe,
    "alarms": _alarms,
    "crisis": _crisis,
    "declare-crisis": _declare,
    "accounts": _run("accounts"),
    "networks": _run("add_account"),
    "new-account": _form("buoy"),
    "browser-account": _form("consent"),
    "remove-account": _remove,
    "held-posts": _run("held_posts"),
    "walls": _run("walls"),
    "enrol": _run("enrol_screen"),
    "calm": lambda stage: stage.window.hands.walls.ask_calm(),
    "scenes": _scenes,
}
"""Every question and sheet."""
