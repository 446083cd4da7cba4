"""Searching finds posts, notes and people on the hub, and goes on behind a page."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import DAY
from app.core.errors import Code, FishbowlError
from app.domain.understanding import Sentiment
from app.wire.answers import FoundPerson, Hit, Hits, PeoplePage
from app.wire.calls import FindPeople, Search
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.palette import Offer, Palette


def hit(number: int, text: str, *, note: bool = False) -> Hit:
    return Hit(
        post_id=number, conversation_id=story.MIRA, network="bluesky", name="Ana Ruiz", handle="", text=text,
        at=story.NOW - DAY, sentiment=Sentiment.NEUTRAL, note=note,
    )  # fmt: skip


def person(name: str) -> FoundPerson:
    return FoundPerson(name=name, handle="x.example", network="bluesky", conversation_id=story.SAM, at=story.NOW)


def answers(stage: DeskStage) -> None:
    """Two pages of posts and notes, two of people."""
    stage.hub.link.answers[Search] = lambda request: (
        Hits(hits=(hit(3, "An older door."),), fresh_to=story.NOW)
        if request.after
        else Hits(hits=(hit(1, "The door."), hit(2, "Door swapped.", note=True)), fresh_to=story.NOW, after="p2")
    )
    stage.hub.link.answers[FindPeople] = lambda request: (
        PeoplePage(people=(person("Dora Doorn"),)) if request.after else PeoplePage(people=(), after="q2")
    )


def shown(stage: DeskStage) -> list[Offer]:
    palette = next((one for one in stage.window.findChildren(Palette) if one.isVisible()), None)
    return palette.rows() if palette is not None else []


async def look_for(stage: DeskStage, words: str) -> None:
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_Slash)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, words)
    await stage.press(Qt.Key.Key_Return)
    await stage.settle()


async def take(stage: DeskStage, words: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, words)
    await stage.press(Qt.Key.Key_Return)
    await stage.settle()


async def test_what_was_found_stands_before_every_way_on(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        answers(stage)
        await look_for(stage, "door")
        assert [(one.group.partition(" up to")[0], one.icon) for one in shown(stage)] == [
            ("Found", "net-bluesky"), ("Found", "note"), ("Found", "more"), ("People", "more"),
        ]  # fmt: skip
        assert shown(stage)[1].words == "Note by \u2068Ana Ruiz\u2069: Door swapped."
        await take(stage, "Older posts")
        assert [one.words for one in shown(stage)] == ["\u2068Ana Ruiz\u2069: An older door."]
        assert shown(stage)[0].group == "Found, page 2"


async def test_people_known_for_longer_are_looked_through_and_lead_to_their_conversation(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        answers(stage)
        await look_for(stage, "door")
        await take(stage, "Look through people")
        assert shown(stage)[0].words == "Dora Doorn", "people who were found stand before posts"
        await take(stage, "Dora")
        assert stage.window.desk.open_id == story.SAM


async def test_a_hub_that_finds_no_people_still_finds_posts(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        answers(stage)
        stage.hub.link.answers[FindPeople] = FishbowlError("No.", code=Code.UNAVAILABLE)
        await look_for(stage, "door")
        assert [one.icon for one in shown(stage)] == ["net-bluesky", "note", "more"]


async def test_nothing_found_is_said(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await look_for(stage, "xyzzy")
        (only,) = shown(stage)
        assert (only.words, only.why_not) == ("Nothing found", "No post, note or person has these words.")
