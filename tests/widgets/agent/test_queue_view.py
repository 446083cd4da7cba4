"""The queue on screen: nothing moves under the hand, timers paint little, pages come on demand."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.core.clock import MINUTE
from app.domain.conversation import Card
from app.link.base import LinkState
from app.link.mirror import FeedChange
from app.wire.answers import Page
from app.wire.calls import ListConversations
from app.wire.feeds import QueueFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.queue_source import FURTHER, PAGE, SLICE


def many(count: int, *, start: int = 100) -> list[Card]:
    card = story.card(8)
    return [
        msgspec.structs.replace(
            card, id=start + number, name=f"Person {number}", due_at=story.NOW + (20 + number) * MINUTE
        )
        for number in range(count)
    ]


def full_hub(count: int) -> DeskHub:
    hub = DeskHub()
    hub.cards.update({card.id: card for card in many(count)})
    return hub


async def test_arriving_cards_never_move_the_selected_row(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=full_hub(40)) as stage:
        await stage.open(120)
        row = stage.window.desk.queue.model.row_of(120)
        before = stage.view.rowViewportPosition(row)
        for number in range(4):
            new = msgspec.structs.replace(story.card(1), id=900 + number, due_at=story.NOW - number * 1000)
            stage.hub.put_card(new)
        await stage.settle()
        assert stage.view.rowViewportPosition(stage.window.desk.queue.model.row_of(120)) == before
        assert stage.window.content.queue._news.text() == "4 new above"


async def test_a_row_that_leaves_above_does_not_move_the_selected_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=full_hub(40)) as stage:
        await stage.open(120)
        before = stage.view.rowViewportPosition(stage.window.desk.queue.model.row_of(120))
        stage.hub.drop_card(101)
        await stage.settle()
        assert stage.view.rowViewportPosition(stage.window.desk.queue.model.row_of(120)) == before


async def test_the_open_conversation_stays_open_when_its_card_leaves(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(3)
        stage.hub.drop_card(3)
        await stage.settle()
        assert stage.window.desk.open_id == 3


async def test_a_second_paints_only_timers_whose_words_changed(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.pass_time(1000)
        stage.hub.link.advance(1000)
        painted = stage.view.tick(stage.hub.link.now())
        assert len(painted) == 4
        assert all(rect.height() == 18 and rect.width() < 140 for rect in painted)


async def test_a_page_behind_the_first_is_asked_for_by_cursor(tmp_path: Path) -> None:
    hub = full_hub(PAGE + 50)
    hub._matching = lambda feed: _first_page(hub, feed)  # type: ignore[method-assign]
    later = sorted(many(PAGE + 50), key=lambda card: card.due_at)[PAGE:]
    hub.link.answers[ListConversations] = lambda request: (
        Page(cards=tuple(later), after="") if request.after else Page(cards=tuple(later[:0]), after="200")
    )
    async with DeskStage(tmp_path, hub=hub) as stage:
        bar = stage.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        await stage.settle()
        asked = [call.after for call in hub.link.calls if isinstance(call, ListConversations)]
        assert asked == ["", "200"]
        assert later[-1].id in stage.card_ids()


async def test_a_page_is_shown_in_slices_and_the_next_is_asked_for_before_it_ends(tmp_path: Path, qtbot: QtBot) -> None:
    hub = full_hub(PAGE + FURTHER + 40)
    hub._matching = lambda feed: _first_page(hub, feed)  # type: ignore[method-assign]
    later = sorted(many(PAGE + FURTHER + 40), key=lambda card: card.due_at)[PAGE:]
    hub.link.answers[ListConversations] = lambda request: (
        Page(cards=tuple(later[FURTHER:]), after="")
        if request.after
        else Page(cards=tuple(later[:FURTHER]), after="320")
    )
    async with DeskStage(tmp_path, hub=hub) as stage:
        queue, shown = stage.window.desk.queue, [PAGE]
        for _slice in range(FURTHER // SLICE):
            queue.want_more()
            await stage.settle()
            shown.append(queue.model.loaded)
        qtbot.waitUntil(lambda: asked(hub) == ["", "320"], timeout=60_000)
        await stage.settle()
        assert shown == [200, 280, 360, 440, 520]
        queue.want_more()
        await stage.settle()
        assert stage.card_ids()[PAGE:] == [card.id for card in later]
        assert asked(hub) == ["", "320"]


def asked(hub: DeskHub) -> list[str]:
    """The cursors of the pages that were asked for."""
    return [call.after for call in hub.link.calls if isinstance(call, ListConversations)]


async def test_a_card_that_left_before_it_was_shown_is_not_shown(tmp_path: Path) -> None:
    hub = full_hub(PAGE + FURTHER)
    hub._matching = lambda feed: _first_page(hub, feed)  # type: ignore[method-assign]
    later = sorted(many(PAGE + FURTHER), key=lambda card: card.due_at)[PAGE:]
    hub.link.answers[ListConversations] = lambda _request: Page(cards=tuple(later), after="")
    async with DeskStage(tmp_path, hub=hub) as stage:
        queue, gone = stage.window.desk.queue, later[SLICE + 5].id
        queue.want_more()
        await stage.settle()
        queue._heard(FeedChange(put=(), drop=(str(gone),)))
        for _slice in range(FURTHER // SLICE):
            queue.want_more()
            await stage.settle()
        assert gone not in stage.card_ids()
        assert queue.model.loaded == PAGE + FURTHER - 1


def _first_page(hub: DeskHub, feed: QueueFeed) -> list[Card]:
    ordered = sorted(hub.cards.values(), key=lambda card: (card.due_at or 1 << 62, card.id))
    return ordered[: feed.limit]


async def test_a_lost_hub_is_said_and_the_cards_stay(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        before = stage.card_ids()
        stage.hub.link.become(LinkState.LOST, reason="no answer", next_try=story.NOW + 6_000)
        await stage.settle()
        queue = stage.window.content.queue
        assert queue._lost.isVisible()
        assert "Next try in 0:06" in queue._lost.accessibleName()
        assert queue._count.text() == "36 at 10:07"
        assert stage.card_ids() == before


async def test_an_empty_view_says_what_is_next(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.hands.go("snoozed")
        await stage.settle()
        assert stage.window.content.queue._empty.accessibleName() == "Nothing is snoozed. 23 are in Unassigned."


async def test_marked_cards_are_resolved_together_and_undone_together(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(3)
        stage.window.run("mark")
        stage.window.run("mark_next")
        stage.window.run("resolve")
        await stage.settle()
        assert not {3, 4} & set(stage.card_ids())
        stage.window.run("undo")
        await stage.settle()
        assert {3, 4} <= set(stage.card_ids())


async def test_after_a_card_has_left_the_next_one_is_where_it_stood(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(4)
        stage.hub.drop_card(4)
        await stage.settle()
        assert stage.view.next_after((4,)) == 5
        stage.view.step(1)
        assert stage.view.current_id == 5


async def test_rows_that_come_behind_what_is_seen_paint_no_card_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=full_hub(60)) as stage:
        model, painted = stage.window.desk.queue.model, count_painted(stage)
        further = many(40, start=500)
        behind = [msgspec.structs.replace(card, due_at=0) for card in further]
        before = stage.view.verticalScrollBar().maximum()
        assert model.extend(behind, now=story.NOW, more=False)
        await stage.settle()
        assert stage.view.verticalScrollBar().maximum() > before
        assert painted == []


async def test_a_border_that_moves_above_what_is_seen_paints_no_card_again(tmp_path: Path) -> None:
    hub = full_hub(0)
    for number in range(60):
        hub.put_card(msgspec.structs.replace(story.card(1), id=500 + number, due_at=story.NOW + (number - 3) * MINUTE))
    async with DeskStage(tmp_path, hub=hub) as stage:
        model = stage.window.desk.queue.model
        stage.view.select(559)
        await stage.settle()
        painted, borders, place = (
            count_painted(stage),
            list(model.group_rows()),
            stage.view.visualRect(model.index(40, 0)),
        )
        model.regroup(story.NOW + 2 * MINUTE)
        await stage.settle()
        assert len(borders) == len(model.group_rows())
        assert borders != model.group_rows()
        assert stage.view.visualRect(model.index(40, 0)) == place
        assert painted == []


async def test_rows_that_come_into_sight_are_painted(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=full_hub(60)) as stage:
        painted = count_painted(stage)
        stage.hub.put_card(msgspec.structs.replace(story.card(1), id=900, due_at=story.NOW - 1000))
        await stage.settle()
        assert stage.window.desk.queue.model.row_of(900) in painted


def count_painted(stage: DeskStage) -> list[int]:
    """Rows as they are painted from now on."""
    painted: list[int] = []
    delegate = stage.window.content.queue.delegate
    plain = delegate.paint

    def paint(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        painted.append(index.row())
        plain(painter, option, index)

    delegate.paint = paint  # type: ignore[method-assign]
    return painted


async def test_a_second_paints_no_timer_again_that_was_painted_with_the_same_words(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=full_hub(60)) as stage:
        await stage.pass_time(1000)
        stage.view.verticalScrollBar().setValue(stage.view.verticalScrollBar().maximum() // 2)
        await stage.settle()
        assert stage.view.tick(stage.hub.link.now()) == []
