"""What a desk opens first, and where the keys are meanwhile."""

from pathlib import Path

import msgspec
import pytest

from app.core.clock import DAY
from app.wire.feeds import CountFeed, CountRow, QueueFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.kit.desk_empty import CardBlocks


async def test_the_first_card_is_the_one_at_the_top(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        assert stage.window.desk.open_id == stage.card_ids()[0]


async def test_the_invented_day_opens_the_most_pressing_card_that_is_not_overdue(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.house = msgspec.structs.replace(story.HOUSE, demo=True)
    hub._fill()
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.desk.open_id == story.MIRA


async def test_the_invented_day_waits_for_such_a_card(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.house = msgspec.structs.replace(story.HOUSE, demo=True)
    hub._fill()
    hub.cards = {1: msgspec.structs.replace(hub.cards[1], priority=9)}
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.desk.open_id == 0
        hub.put_card(story.card(4))
        await stage.settle()
        assert stage.window.desk.open_id == 4


async def test_an_overdue_card_will_do_if_it_is_pressing(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.house = msgspec.structs.replace(story.HOUSE, demo=True)
    hub._fill()
    hub.cards = {1: hub.cards[1]}
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.desk.open_id == 1


async def test_what_has_been_overdue_for_days_is_not_shown_first(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.house = msgspec.structs.replace(story.HOUSE, demo=True)
    hub._fill()
    hub.cards = {1: msgspec.structs.replace(hub.cards[1], due_at=hub.cards[1].due_at - 2 * DAY)}
    async with DeskStage(tmp_path, hub=hub) as stage:
        assert stage.window.desk.open_id == 0


async def test_an_empty_queue_keeps_the_keys_too(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        stage.hub.link.put(CountFeed(me=story.ME), {name: CountRow(name, 0) for name in story.COUNTS})
        cards, stage.hub.cards = stage.hub.cards, {}
        stage.hub.spread()
        await stage.settle()
        focused = stage.window.focusWidget()
        assert focused is not None
        assert stage.window.content.queue.isAncestorOf(focused)
        stage.hub.cards = cards
        stage.hub.spread()
        await stage.settle()
        assert stage.view.hasFocus()


async def test_while_a_view_is_on_its_way_the_keys_stay_in_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        monkeypatch.setattr(stage.hub, "spread_feed", lambda _feed: None)  # the hub takes its time
        stage.window.desk.show_view("account:2")
        await stage.settle()
        queue = stage.window.content.queue
        assert not stage.view.isVisible()
        focused = stage.window.focusWidget()
        assert focused is not None
        assert queue.isAncestorOf(focused)
        monkeypatch.undo()
        for feed in [one for one in stage.hub.link.subscribed if isinstance(one, QueueFeed)]:
            stage.hub.spread_feed(feed)
        await stage.settle()
        assert stage.view.hasFocus()


async def test_while_the_list_is_awaited_its_place_has_the_keys_and_no_button(tmp_path: Path) -> None:
    hub = DeskHub()
    hub._spread_queue = lambda _feed: None  # type: ignore[method-assign]
    async with DeskStage(tmp_path, hub=hub) as stage:
        focused = stage.window.focusWidget()
        assert isinstance(focused, CardBlocks)
        assert not stage.window.desk.queue.filled
