"""The desk looks as somebody has looked at it: the frame in two themes, and the composer in its states."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.domain.conversation import Card
from app.domain.reply import OutboxItem, OutboxState
from app.link.base import LinkState
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.pictures.compare import assert_picture
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions

LATIN = frozenset({1, story.MIRA, 3, 4, 6, 8})
"""Cards written in the bundled fonts: the pictures are the same on every machine."""

FAILED = OutboxItem(
    id=700,
    conversation_id=story.MIRA,
    account_id=1,
    network="bluesky",
    handle="harbourrail",
    to_handle="mira.example",
    text="We have taken coach 3 out of service and the depot is checking the door now.",
    state=OutboxState.FAILED,
    author=story.ME,
    created_at=story.NOW,
    not_before=story.NOW,
    parent="at://mira/2",
    error="Bluesky refused the photo: too large.",
)


def latin_hub(*, role: str = "supervisor") -> DeskHub:
    hub = DeskHub(role=role, leaving=True)
    cards: dict[int, Card] = {one: card for one, card in hub.cards.items() if one in LATIN}
    hub.cards = cards
    return hub


def stage_in(folder: Path, theme: str, size: tuple[int, int]) -> DeskStage:
    options = DeskOptions(theme=theme, geometry=QRect(0, 0, *size), drafts=folder)
    return DeskStage(folder, hub=latin_hub(), options=options)


async def picture(stage: DeskStage) -> QImage:
    stage.composer.text.setCursorWidth(0)
    stage.window.tick()
    await stage.settle()
    return stage.window.grab().toImage()


@pytest.mark.parametrize(("theme", "width", "height"), [("dark", 1600, 1000), ("light", 1280, 800)])
async def test_the_desk_looks_as_it_should(tmp_path: Path, theme: str, width: int, height: int) -> None:
    async with stage_in(tmp_path, theme, (width, height)) as stage:
        await stage.open()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText(story.MIRA_REPLY)
        if theme == "light":
            stage.view.setFocus()
        assert_picture(await picture(stage), f"desk/desk-{theme}-{width}")


def _fail(stage: DeskStage) -> None:
    stage.hub.put_outbox(FAILED)


def _unknown(stage: DeskStage) -> None:
    lost = msgspec.structs.replace(
        FAILED, state=OutboxState.UNKNOWN, error="Bluesky stopped answering.", next_look=story.NOW + 20_000
    )
    stage.hub.put_outbox(lost)


def _lose(stage: DeskStage) -> None:
    stage.composer.text.insertPlainText("When you can.")
    stage.hub.link.become(LinkState.LOST, reason="no answer", next_try=story.NOW + 6_000)


def _note(stage: DeskStage) -> None:
    stage.composer.begin("note")
    stage.composer.text.insertPlainText("Depot says the sensor on coach 3 was swapped at 13:40.")


@pytest.mark.parametrize(
    ("name", "change"), [("failed", _fail), ("unknown", _unknown), ("hub-lost", _lose), ("note", _note)]
)
async def test_the_composer_says_its_state(tmp_path: Path, name: str, change: Callable[[DeskStage], None]) -> None:
    async with stage_in(tmp_path, "dark", (1280, 800)) as stage:
        await stage.open()
        stage.composer.begin("reply")
        change(stage)
        await stage.settle()
        whole = await picture(stage)
        assert_picture(whole.copy(QRect(428, 500, 852, 300)), f"desk/composer-{name}")
