"""Pictures of posts: hidden until somebody asks, fetched by the hub, flagged ones behind a warning with its reason."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from app.core.errors import Code, FishbowlError
from app.domain.picture import Picture
from app.wire.calls import ShowPicture
from tests.fakes import desk_story as story
from tests.fakes.pictures import photo
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions
from widgets.agent.pictures import Sight
from widgets.agent.thread_media import MediaBox
from widgets.agent.thread_row import RowWidget

POST = 102
"""Mira's first post, with a photo of a coach door."""


def row(stage: DeskStage) -> RowWidget:
    rows = stage.window.content.conversation.thread_view._ordered()
    return next(one for one in rows if one.row.entry is not None and one.row.entry.id == POST)


def box(stage: DeskStage) -> MediaBox:
    (found,) = row(stage).media
    return found


def asked(stage: DeskStage) -> list[ShowPicture]:
    return [call for call in stage.hub.link.calls if isinstance(call, ShowPicture)]


def answer(stage: DeskStage, width: int = 900, height: int = 600) -> None:
    data = photo(width, height)
    stage.hub.link.answers[ShowPicture] = Picture(data=data, mime="image/jpeg", width=width, height=height)


async def press(stage: DeskStage) -> None:
    box(stage).button.setFocus()
    await stage.press(Qt.Key.Key_Return)


async def test_nothing_is_fetched_before_somebody_asks_and_the_words_are_there_at_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert asked(stage) == []
        assert "open coach door, track side" in box(stage).accessibleName()
        assert box(stage).button.text() == "Show picture"


async def test_a_picture_is_shown_by_keyboard_hidden_again_and_asked_for_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        answer(stage)
        before = row(stage).height()
        await press(stage)
        assert asked(stage) == [ShowPicture(post_id=POST, number=0)]
        assert stage.window.desk.pictures.of(POST, 0).sight is Sight.SHOWN
        assert row(stage).height() > before + 200
        assert box(stage).height() == box(stage).height_for(box(stage).width())
        await press(stage)
        assert row(stage).height() == before


async def test_a_shown_picture_stays_shown_when_its_row_is_made_anew(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        answer(stage)
        await press(stage)
        entry = row(stage).row.entry
        assert entry is not None
        stage.hub.post(story.MIRA, msgspec.structs.replace(entry, edited=True))
        await stage.settle()
        assert box(stage).button.text() == "Hide"


@pytest.mark.parametrize("code", [Code.UNAVAILABLE, Code.REFUSED, Code.NOT_FOUND, Code.BAD_INPUT])
async def test_a_picture_that_does_not_come_says_why_and_can_be_tried_again(tmp_path: Path, code: Code) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.answers[ShowPicture] = FishbowlError("The picture is gone from its server.", code=code)
        await press(stage)
        assert "gone from its server" in box(stage).accessibleName()
        assert box(stage).button.text() == "Try again"
        answer(stage)
        await press(stage)
        assert box(stage).button.text() == "Hide"


async def test_a_flagged_picture_says_its_reason_before_it_can_be_seen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        entry = row(stage).row.entry
        assert entry is not None
        stage.hub.post(story.MIRA, msgspec.structs.replace(entry, warnings=("labelled_sexual",)))
        await stage.settle()
        assert "nudity" in box(stage).accessibleName()
        assert box(stage).button.text() == "Show anyway"
        assert asked(stage) == []


async def test_a_deleted_post_shows_nothing_any_more(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        entry = row(stage).row.entry
        assert entry is not None
        stage.hub.post(story.MIRA, msgspec.structs.replace(entry, gone=True, text=""))
        await stage.settle()
        assert row(stage).media == []


@pytest.mark.parametrize("mirrored", [False, True])
async def test_a_large_picture_stays_inside_its_row(tmp_path: Path, mirrored: bool) -> None:
    options = DeskOptions(geometry=QRect(0, 0, 1280, 800), drafts=tmp_path, right_to_left=mirrored)
    async with DeskStage(tmp_path, options=options) as stage:
        await stage.open()
        answer(stage, 3000, 200)
        QTest.mouseClick(box(stage).button, Qt.MouseButton.LeftButton)
        await stage.settle()
        assert row(stage).rect().contains(box(stage).geometry())
        assert box(stage).height_for(box(stage).width()) < 200


async def test_one_key_shows_the_pictures_of_the_newest_post_that_has_any_and_hides_them(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        answer(stage)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_P)
        assert [call.post_id for call in asked(stage)] == [POST]
        assert box(stage).button.text() == "Hide"
        await stage.press(Qt.Key.Key_P)
        assert box(stage).button.text() == "Show picture"


async def test_the_key_shows_what_is_flagged_only_where_its_post_was_chosen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        flagged = next(entry for entry in story.MIRA_ENTRIES if entry.id == POST)
        stage.hub.post(story.MIRA, msgspec.structs.replace(flagged, warnings=("blood",)))
        await stage.open()
        answer(stage)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_P)
        assert asked(stage) == []
        row(stage).setFocus()
        await stage.press(Qt.Key.Key_P)
        assert [call.post_id for call in asked(stage)] == [POST]
