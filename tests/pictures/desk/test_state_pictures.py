"""Every state that the desk can be in looks as somebody has looked at it: one picture each, of what shows it.

What is shown has few names with marks of direction around them: whose font they are from differs between machines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.core.clock import HOUR, MINUTE
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxState
from app.link.base import LinkState
from app.wire.feeds import AccountFeed, CountFeed, CountRow, OutboxFeed, PresenceFeed, PresenceRow
from tests.fakes import desk_story as story
from tests.pictures.compare import assert_picture
from tests.pictures.desk.test_desk_pictures import latin_hub, picture
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.rooms import rooms, view_rooms
from widgets.agent.options import DeskOptions
from widgets.kit.desk_empty import CardBlocks

Way = Callable[[DeskStage], object]

LOW = (1280, 560)
"""High enough for what a pane's state is said with."""


@dataclass(frozen=True)
class Look:
    """How a state is looked at."""

    theme: str = "dark"
    size: tuple[int, int] = (1280, 800)
    text_size: int = 100
    mirrored: bool = False
    role: str = "supervisor"

    def stage(self, folder: Path) -> DeskStage:
        options = DeskOptions(
            theme=self.theme,
            text_size=self.text_size,
            geometry=QRect(0, 0, *self.size),
            drafts=folder,
            right_to_left=self.mirrored,
        )
        return DeskStage(folder, hub=latin_hub(role=self.role), options=options)


async def looks(stage: DeskStage, name: str, part: QWidget | None = None) -> None:
    """The window, or this part of it, looks as it should; no matter where the pointer is."""
    for widget in stage.window.findChildren(QWidget):
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    whole = await picture(stage)
    if part is not None:
        whole = whole.copy(QRect(part.mapTo(stage.window, part.rect().topLeft()), part.size()))
    assert_picture(whole, f"desk/states/{name}")


# the whole desk


def _held_reply(stage: DeskStage) -> None:
    stage.hub.put_outbox(replace(story.LEAVING, state=OutboxState.HELD))
    rooms.WINDOWS["held-all"](stage)


def _reply(stage: DeskStage) -> None:
    """With nothing that leaves."""
    stage.hub.link.fill(OutboxFeed(), {})
    rooms.WINDOWS["reply"](stage)


WHOLE: dict[str, tuple[Look, Way]] = {
    "held-all": (Look(), _held_reply),
    "mirrored": (Look(theme="light", mirrored=True), rooms.WINDOWS["reply"]),
    "large": (Look(size=(1920, 1200), text_size=200), _reply),
    "high-contrast-dark": (Look(theme="dark-high-contrast", size=(1280, 640)), _reply),
    "beside": (Look(theme="light", size=(2560, 640)), rooms.WINDOWS["calm"]),
}


@pytest.mark.parametrize("name", WHOLE)
async def test_the_whole_desk_looks_as_it_should(tmp_path: Path, name: str) -> None:
    look, way = WHOLE[name]
    async with look.stage(tmp_path) as stage:
        await stage.open()
        way(stage)
        await stage.settle()
        await looks(stage, name)


# bars


async def test_an_agent_sees_what_is_held_and_cannot_let_it_go_on(tmp_path: Path) -> None:
    async with Look(theme="light", role="agent").stage(tmp_path) as stage:
        await stage.open()
        _held_reply(stage)
        await stage.settle()
        await looks(stage, "banner-agent", stage.window.content.banner)


async def test_calm_walls_are_told_under_the_top_bar(tmp_path: Path) -> None:
    async with Look().stage(tmp_path) as stage:
        await stage.open()
        rooms.WINDOWS["panic"](stage)
        await stage.settle()
        await looks(stage, "banner-walls", stage.window.content.panic)


# the queue


def _lose(stage: DeskStage) -> None:
    stage.hub.link.become(LinkState.LOST, reason="no answer", next_try=story.NOW + 6_000)


def _nothing_in(view: str, assignee: str) -> Way:
    """Everything is somebody else's than the view shows."""

    def way(stage: DeskStage) -> None:
        for card in list(stage.hub.cards.values()):
            stage.hub.put_card(replace(card, assignee=assignee))
        stage.hub.link.put(CountFeed(me=story.ME), {view: CountRow(view, 0)})
        stage.window.desk.show_view(view)

    return way


def _nothing_at_all(stage: DeskStage) -> None:
    rooms.WINDOWS["empty"](stage)
    stage.hub.link.fill(CountFeed(me=story.ME), {})


def _no_account(stage: DeskStage) -> None:
    stage.hub.link.fill(AccountFeed(), {})
    _nothing_at_all(stage)


def _load(stage: DeskStage) -> None:
    """The moment in which nothing is shown is over."""
    rooms.WINDOWS["loading"](stage)
    for blocks in stage.window.findChildren(CardBlocks):
        blocks._timer.timeout.emit()


def _nothing_passes(stage: DeskStage) -> None:
    rooms.WINDOWS["empty"](stage)
    stage.window.run("filter_hide_both")


def _schedule(stage: DeskStage) -> None:
    stage.hub.put_outbox(replace(story.LEAVING, not_before=story.NOW + 2 * HOUR))


def _resolve(stage: DeskStage) -> None:
    stage.window.run("resolve")


QUEUES: dict[str, tuple[Look, Way]] = {
    "queue-hub-lost": (Look(size=LOW), _lose),
    "queue-empty-mine": (Look(size=LOW), _nothing_in("mine", "")),
    "queue-empty-unassigned": (Look(size=LOW), _nothing_in("unassigned", story.ME)),
    "queue-empty-all": (Look(size=LOW), _nothing_at_all),
    "queue-no-account": (Look(size=LOW, theme="light", role="administrator"), _no_account),
    "queue-no-account-agent": (Look(size=LOW, role="agent"), _no_account),
    "queue-loading": (Look(size=LOW), _load),
    "queue-nothing-passes": (Look(size=LOW, theme="light"), _nothing_passes),
    "queue-marked": (Look(size=LOW), rooms.WINDOWS["marked"]),
    "queue-scheduled": (Look(size=(1280, 720)), _schedule),
    "queue-toast": (Look(size=LOW), _resolve),
}


@pytest.mark.parametrize("name", QUEUES)
async def test_the_queue_says_its_state(tmp_path: Path, name: str) -> None:
    look, way = QUEUES[name]
    async with look.stage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.fill(OutboxFeed(), {})
        way(stage)
        await stage.settle()
        await looks(stage, name, stage.window.content.queue)


async def test_saved_views_stand_in_the_rail(tmp_path: Path) -> None:
    async with Look(size=(1440, 800)).stage(tmp_path) as stage:
        await stage.open()
        view_rooms.WINDOWS["saved-views"](stage)
        await stage.settle()
        await looks(stage, "rail-saved-views", stage.window.content.rail)


# the conversation


def _colleague_writes(stage: DeskStage) -> None:
    stage.hub.link.fill(PresenceFeed(), {"Ana@1": PresenceRow(story.MIRA, "Ana", story.NOW, True)})


def _grow_old(stage: DeskStage) -> None:
    """Nothing is heard for four minutes."""
    rooms.WINDOWS["reply"](stage)
    stage.hub.link.clock += 4 * MINUTE


def _leaves_later(stage: DeskStage) -> None:
    entry = Entry(
        kind=EntryKind.SENDING, id=77, at=story.NOW, name="Harbour Rail", handle="harbourrail", by=story.ME, mine=True,
        text=story.MIRA_REPLY, outbox=OutboxState.WAITING, leaves_at=story.NOW + 2 * HOUR,
    )  # fmt: skip
    stage.hub.post(story.MIRA, entry)


def _much_is_said(stage: DeskStage) -> None:
    """Thirty replies of people and of ours."""
    for number in range(30):
        own = number % 3 == 2
        entry = Entry(
            kind=EntryKind.OWN if own else EntryKind.POST, id=2_000 + number, native_id=f"at://reply/{number}",
            at=story.NOW - (30 - number) * MINUTE, name="Harbour Rail" if own else "Mira Lindqvist",
            handle="harbourrail" if own else "mira.example", by="Dev" if own else "",
            text="We are asking the depot. " * 8 if own else f"Is there any news? This is question {number}. " * 8,
        )  # fmt: skip
        stage.hub.post(story.MIRA, entry)


COMPOSERS: dict[str, tuple[Look, Way]] = {
    "composer-rival": (Look(theme="light"), rooms.WINDOWS["rival"]),
    "composer-taken-over": (Look(), rooms.WINDOWS["taken"]),
    "composer-declined": (Look(theme="light"), rooms.WINDOWS["declined"]),
    "composer-over-the-limit": (Look(), rooms.WINDOWS["overlong"]),
    "composer-old-news": (Look(), _grow_old),
    "composer-note-high-contrast": (Look(theme="light-high-contrast"), rooms.WINDOWS["note"]),
}
TALKS: dict[str, tuple[Look, Way]] = {
    "talk-colleague-writes": (Look(size=LOW), _colleague_writes),
    "talk-scheduled": (Look(size=LOW, theme="light"), _leaves_later),
    "talk-thirty-replies": (Look(size=LOW), _much_is_said),
}


@pytest.mark.parametrize("name", TALKS)
async def test_the_conversation_says_its_state(tmp_path: Path, name: str) -> None:
    look, way = TALKS[name]
    async with look.stage(tmp_path) as stage:
        await stage.open()
        way(stage)
        await stage.settle()
        await looks(stage, name, stage.window.content.conversation)


@pytest.mark.parametrize("name", COMPOSERS)
async def test_the_composer_says_more_states(tmp_path: Path, name: str) -> None:
    look, way = COMPOSERS[name]
    async with look.stage(tmp_path) as stage:
        await stage.open()
        way(stage)
        await stage.settle()
        await looks(stage, name, stage.composer)


async def test_what_is_read_from_the_right_stands_at_the_right(tmp_path: Path) -> None:
    async with Look(size=LOW).stage(tmp_path) as stage:
        stage.hub.put_card(story.card(5))
        await stage.open(5)
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText("شكرًا ليلى! نفتح فرع الميناء يوم السبت 28 نوفمبر الساعة 8:00.")
        pane, whole = stage.window.content.conversation, await picture(stage)
        below = QRect(pane.mapTo(stage.window, pane.header.rect().bottomLeft()), pane.size() - pane.header.size())
        below.setWidth(pane.width())
        assert_picture(whole.copy(below), "desk/states/talk-arabic")


# what lies over the desk


@pytest.mark.parametrize(("name", "theme"), [("palette", "dark"), ("account", "light")])
async def test_what_lies_over_the_desk_looks_as_it_should(tmp_path: Path, name: str, theme: str) -> None:
    async with Look(theme=theme).stage(tmp_path) as stage:
        dialog = await rooms.show(stage, rooms.DIALOGS[name])
        assert isinstance(dialog, QDialog)
        for field in dialog.findChildren(QLineEdit):
            field.setReadOnly(True)  # no caret that blinks
        await stage.settle()
        assert_picture(dialog.grab().toImage(), f"desk/states/dialog-{name}")
