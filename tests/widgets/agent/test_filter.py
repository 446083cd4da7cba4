"""The queue leaves out, or shows alone, what is marked; by keys alone, in every view, and still so tomorrow."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.conversation import Status
from app.domain.desk_settings import DeskSettings
from app.wire.calls import SaveDeskSettings
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage

OFF, SPAM = story.SAM, 4


def marked_hub(**settings: str) -> DeskHub:
    """Sam's question is probably not about us, another one probably spam."""
    hub = DeskHub()
    hub.cards[OFF] = replace(story.card(OFF), reasons=(("off_topic", 0),))
    hub.cards[SPAM] = replace(story.card(SPAM), reasons=(("probable_spam", 0),))
    hub.settings = DeskSettings(guided=True, **settings)
    return hub


async def choose(stage: DeskStage, typed: str) -> None:
    """The filter box, by its key."""
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_F)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, typed)
    await stage.press(Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "off", "spam", "others"),
    [
        ("hide what is not about us", False, True, True),
        ("hide spam", True, False, True),
        ("hide what is not about us, and spam", False, False, True),
        ("only what is not about us", True, False, False),
        ("only spam", False, True, False),
    ],
)
async def test_a_filter_is_chosen_by_its_words(tmp_path: Path, typed: str, off: bool, spam: bool, others: bool) -> None:
    async with DeskStage(tmp_path, hub=marked_hub()) as stage:
        await choose(stage, typed)
        shown = set(stage.card_ids())
        assert (OFF in shown, SPAM in shown, bool(shown - {OFF, SPAM})) == (off, spam, others)
        await choose(stage, "show everything")
        assert {OFF, SPAM} < set(stage.card_ids())


async def test_a_filter_works_in_the_next_view_says_so_and_one_press_ends_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=marked_hub()) as stage:
        button = stage.window.content.queue._filter
        assert not button.isVisible()
        await choose(stage, "hide what is not about us")
        stage.window.run("go_unassigned")
        stage.window.run("go_open")
        stage.window.run("order")
        await stage.settle()
        assert OFF not in stage.card_ids()
        assert button.isVisible()
        assert button.accessibleName() == "Hidden: not about us. Show everything"
        button.click()
        await stage.settle()
        assert OFF in stage.card_ids()
        assert not button.isVisible()


async def test_the_hub_keeps_the_filter_and_another_desk_begins_with_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=marked_hub()) as stage:
        await choose(stage, "only spam")
        saved = [call.settings for call in stage.hub.link.calls if isinstance(call, SaveDeskSettings)]
        assert saved == [DeskSettings(guided=True, filter="only_spam")]
    async with DeskStage(tmp_path, hub=marked_hub(filter="only_spam")) as stage:
        assert stage.card_ids() == [SPAM]


async def test_a_filter_of_a_newer_desk_leaves_nothing_out(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=marked_hub(filter="only_blue_moons")) as stage:
        assert {OFF, SPAM} < set(stage.card_ids())


async def test_nothing_that_passes_is_said_with_the_filters_words(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=marked_hub()) as stage:
        await choose(stage, "only replies")
        assert stage.card_ids() == []
        assert "Only: not delivered" in stage.window.content.queue._empty.accessibleName()


async def test_what_was_not_delivered_is_a_view_over_open_and_waiting_whatever_the_filter(tmp_path: Path) -> None:
    hub = marked_hub(filter="hide_spam")
    lost = (("undelivered", 0), ("probable_spam", 0))
    hub.cards[SPAM] = replace(story.card(SPAM), reasons=lost, status=Status.PENDING)
    async with DeskStage(tmp_path, hub=hub) as stage:
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_N)
        assert stage.card_ids() == [SPAM]
        assert not stage.window.content.queue._filter.isVisible()
