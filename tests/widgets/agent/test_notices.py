"""The agent is told what is new for him, once, folded, and never while he types or wants no disturbance."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from app.core.clock import MINUTE, SECOND
from app.domain.mention import Mention
from app.wire.feeds import AlarmFeed, AlarmRow, MentionFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage


@pytest.fixture(autouse=True)
def _front(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is in front, unless a test says otherwise."""
    monkeypatch.setattr(QGuiApplication, "focusWindow", staticmethod(object))


async def begin(stage: DeskStage) -> list[str]:
    """What is told from now on."""
    link, said = stage.hub.link, []
    stage.window.notices.told.connect(said.append)
    await stage.pass_time(SECOND)
    link.fill(MentionFeed(me=story.ME), {})
    link.fill(AlarmFeed(), {})
    await settle_down(stage)
    said.clear()
    return said


async def settle_down(stage: DeskStage) -> None:
    for _turn in range(3):
        await stage.pass_time(2 * SECOND)


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def name_me(stage: DeskStage, number: int = 1) -> None:
    note = Mention(id=number, conversation_id=story.MIRA, by="Ana", text="@me look", at=story.NOW)
    stage.hub.link.put(MentionFeed(me=story.ME), {str(number): note})


async def test_a_note_that_names_me_and_an_alarm_are_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        name_me(stage)
        await settle_down(stage)
        alarm = AlarmRow(id=1, topic=1, name="Doors", level=3, began_at=story.NOW, reasons=(), heat=90)
        stage.hub.link.put(AlarmFeed(), {"1": alarm})
        await settle_down(stage)
        assert [plain(words) for words in said] == ["Ana named you in a note", "Alarm: Doors, level 3"]
        assert "Alarm" in stage.window.content.queue.toast.accessibleName()


async def test_what_a_colleague_gives_me_is_told_and_what_i_take_is_not(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        await stage.open(story.SAM)
        stage.window.run("take")
        await settle_down(stage)
        assert said == []
        other = next(card for card in stage.hub.cards.values() if card.assignee not in {story.ME} and not card.due_at)
        stage.hub.put_card(msgspec.structs.replace(other, assignee=story.ME, revision=other.revision + 1))
        await settle_down(stage)
        assert [plain(words) for words in said] == [f"New for you: {other.name}"]


async def test_a_breach_that_comes_near_is_told_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        mine = next(card for card in stage.hub.cards.values() if card.assignee == story.ME)
        due = stage.hub.link.now() + 6 * MINUTE
        stage.hub.put_card(msgspec.structs.replace(mine, due_at=due, revision=mine.revision + 1))
        await settle_down(stage)
        assert said == []
        await stage.pass_time(MINUTE)
        await settle_down(stage)
        await settle_down(stage)
        assert [plain(words) for words in said] == [f"{mine.name} waits: 4 minutes left"]


async def test_several_at_once_are_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        for number in (1, 2, 3):
            name_me(stage, number)
        await settle_down(stage)
        assert said == ["3 things are new for you"]


async def test_nothing_is_told_while_somebody_types(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        await stage.open()
        name_me(stage)
        await stage.write("We look")
        await stage.pass_time(3 * SECOND)
        assert said == []
        await settle_down(stage)
        assert len(said) == 1


async def test_whoever_wants_no_disturbance_is_told_nothing(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        stage.window.run("quiet")
        name_me(stage)
        await settle_down(stage)
        assert said == []


@pytest.mark.parametrize("sound", [True, False])
async def test_behind_other_windows_the_title_counts_and_a_sound_is_made_where_it_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: bool
) -> None:
    async with DeskStage(tmp_path) as stage:
        await begin(stage)
        beeps: list[int] = []
        monkeypatch.setattr(stage.window.notices, "_beep", lambda: beeps.append(1))
        monkeypatch.setattr(QGuiApplication, "focusWindow", staticmethod(lambda: None))
        stage.window.desk.choices.change(sound=sound)
        name_me(stage)
        await settle_down(stage)
        assert stage.window.windowTitle().startswith("(1) ")
        assert len(beeps) == int(sound)
        stage.window.notices._looked(stage.window)
        assert not stage.window.windowTitle().startswith("(")


async def test_a_reply_of_mine_that_did_not_arrive_is_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        note = Mention(
            id=5, conversation_id=story.SAM, by="sam@x.example", text="Tomorrow.", at=story.NOW, undelivered=True
        )
        stage.hub.link.put(MentionFeed(me=story.ME), {"5": note})
        await settle_down(stage)
        assert [plain(words) for words in said] == ["Not delivered: your reply to sam@x.example"]


async def test_what_came_while_the_desk_was_closed_is_told_once_when_it_opens(tmp_path: Path) -> None:
    hub = DeskHub()
    bounced = Mention(
        id=5, conversation_id=story.SAM, by="sam@x.example", text="Tomorrow.", at=story.NOW - MINUTE, undelivered=True
    )
    hub.link.fill(MentionFeed(me=story.ME), {"5": bounced})
    for told in ("2 things are new for you", "Mira Lindqvist waits: 4 minutes left"):
        async with DeskStage(tmp_path, hub=hub) as stage:
            said: list[str] = []
            stage.window.notices.told.connect(said.append)
            await settle_down(stage)
            assert [plain(words) for words in said] == [told]
    assert hub.settings.told_mention == 5


async def test_whoever_wanted_no_disturbance_is_told_of_mentions_when_he_may_be_disturbed_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        said = await begin(stage)
        stage.window.run("quiet")
        name_me(stage)
        await settle_down(stage)
        stage.window.run("quiet")
        await settle_down(stage)
        assert [plain(words) for words in said] == ["Ana named you in a note"]
