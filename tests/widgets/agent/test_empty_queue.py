"""A queue without a card: what is so, the way on, and where the keys are meanwhile."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.saved_view import Filter
from app.wire.feeds import CountFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage


async def test_where_nothing_passes_the_filter_a_key_shows_everything_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        before = stage.card_ids()
        stage.window.desk.filtering.narrow(Filter(account_id=2, network="bluesky"))
        await stage.settle()
        assert stage.card_ids() == []
        assert QApplication.focusWidget() is stage.window.content.queue._empty.button
        await stage.press(Qt.Key.Key_Space)
        assert stage.card_ids() == before


async def test_a_way_on_that_goes_does_not_hand_the_keys_to_an_undo(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(leaving=True)) as stage:
        await stage.open()
        stage.hub.cards.clear()
        stage.hub.spread()
        await stage.settle()
        empty = stage.window.content.queue._empty
        assert QApplication.focusWidget() is empty.button
        stage.hub.link.fill(CountFeed(me=story.ME), {})
        await stage.settle()
        assert QApplication.focusWidget() is empty
