"""Posts for the wall: read, released, blocked and taken back by keys."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import Conflict
from app.wire.feeds import CountFeed, CountRow, HeldPostFeed, HouseFeed
from app.wire.wall_calls import Moderate
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from tests.widgets.models.test_held_posts import row, rows
from widgets.agent.rail import HELD_POSTS, RailRow
from widgets.dialogs.held_post_row import PostRow
from widgets.dialogs.held_posts import HeldPostsDialog
from widgets.kit.desk_text import TextBlock


async def opened(stage: DeskStage, *numbers: int, count: int = 0) -> HeldPostsDialog:
    link = stage.hub.link
    link.fill(HeldPostFeed(), rows(*numbers))
    link.put(CountFeed(me=story.ME), {"held_posts": CountRow("held_posts", count or len(numbers))})
    house = msgspec.structs.replace(story.HOUSE, wall_policy="hold_all")
    link.fill(HouseFeed(), {"house": house})
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_P)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HeldPostsDialog)
    return dialog


def asked(stage: DeskStage) -> list[Moderate]:
    return [call for call in stage.hub.link.calls if isinstance(call, Moderate)]


async def test_enter_releases_and_x_blocks_and_the_next_post_follows(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1, 2, 3)
        assert dialog.current_id == 3
        await stage.press(Qt.Key.Key_Return)
        assert dialog.current_id == 2
        await stage.press(Qt.Key.Key_X)
        assert [(call.post_ids, call.release) for call in asked(stage)] == [((3,), True), ((2,), False)]
        assert dialog.listed() == [1]
        dialog.reject()


async def test_marked_posts_are_decided_together(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1, 2, 3)
        await stage.press(Qt.Key.Key_Space)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Space)
        await stage.press(Qt.Key.Key_Y)
        assert [call.post_ids for call in asked(stage)] == [(3, 2)]
        assert dialog.said == "2 posts released. Z takes it back."
        dialog.reject()


async def test_z_lets_the_posts_wait_again_and_never_shows_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1, 2)
        await stage.press(Qt.Key.Key_X)
        await stage.press(Qt.Key.Key_Z)
        assert asked(stage)[-1] == Moderate(post_ids=(2,), release=False, again=True)
        assert (dialog.listed(), dialog.current_id) == ([2, 1], 2)
        dialog.reject()


async def test_a_post_edited_meanwhile_waits_on_and_the_dialog_says_why(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        stage.hub.link.answers[Moderate] = Conflict("A post has been edited since you read it.", hint="Read it again.")
        await stage.press(Qt.Key.Key_Return)
        assert dialog.listed() == [1]
        assert dialog.said == "A post has been edited since you read it. Read it again."
        dialog.reject()


async def test_a_row_says_the_author_in_full_and_as_the_wall_would(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        (view,) = dialog.findChildren(PostRow)
        said = view.accessibleName()
        assert "Mira" in said
        assert "mira" in said
        assert "A wall names \u2068@m•••a\u2069" in said
        assert "Nothing speaks against it but the policy." in said
        assert "Policy: a person releases every post." in {block.words for block in dialog.findChildren(TextBlock)}
        dialog.reject()


async def test_a_flood_is_listed_in_part_and_the_rest_is_said(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, *range(1, 101), count=10_000)
        assert len(dialog.listed()) == 100
        assert dialog.said == "The newest 100 are listed; more than 9,999 wait in all. N lists the newest."
        dialog.reject()


async def test_newer_posts_come_with_n(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        stage.hub.link.put(HeldPostFeed(), {"2": row(2)})
        await stage.settle()
        assert dialog.said == "1 more waits. N lists the newest."
        await stage.press(Qt.Key.Key_N)
        assert dialog.listed() == [2, 1]
        dialog.reject()


async def test_an_empty_list_says_what_comes_here(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        assert dialog._empty.isVisible()
        assert dialog._empty.accessibleName().startswith("No post waits. What the policy holds back comes here.")
        dialog.reject()


async def test_every_control_of_the_dialog_has_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1, 2)
        assert nameless(dialog) == []
        dialog.reject()


async def test_closing_lets_go_of_the_feed(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        assert HeldPostFeed() in stage.hub.link.subscribed
        dialog.reject()
        await stage.settle()
        assert HeldPostFeed() not in stage.hub.link.subscribed


async def test_the_rail_counts_held_posts_for_those_who_may_release_them(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.put(CountFeed(me=story.ME), {"held_posts": CountRow("held_posts", 7)})
        await stage.settle()
        (found,) = [one for one in stage.window.findChildren(RailRow) if one.view.name == HELD_POSTS]
        assert found.accessibleName() == "For the wall, 7"


async def test_the_rail_of_an_agent_does_not_name_them(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="agent")) as stage:
        names = {one.view.name for one in stage.window.findChildren(RailRow)}
        assert HELD_POSTS not in names
