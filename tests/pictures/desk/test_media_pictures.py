"""Pictures in a thread and with a reply look as somebody has looked at them, in three themes."""

from pathlib import Path

import msgspec
import pytest

from app.domain.picture import Picture
from app.domain.post import Media
from app.services.pictures import prepared
from app.wire.calls import ShowPicture
from tests.fakes import desk_story as story
from tests.fakes.pictures import photo
from tests.pictures.compare import assert_picture
from tests.pictures.desk.test_desk_pictures import stage_in
from widgets.models.attached import Attached

THEMES = ("dark", "light", "light-high-contrast")
LONG = " ".join(f"Sentence number {number} says what we do about the door." for number in range(7))


@pytest.mark.parametrize("theme", THEMES)
async def test_pictures_with_a_reply(tmp_path: Path, theme: str) -> None:
    thumb = prepared(photo(90, 60)).thumb
    mira = story.MIRA
    damaged = "The picture is damaged and cannot be shown. Save it anew and try again."
    async with stage_in(tmp_path, theme, (1280, 800)) as stage:
        await stage.open()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText(LONG)
        for one in (
            Attached("a", mira, "coach-door.jpg", 9, 9, True, "image/jpeg", "An open coach door", thumb=thumb),
            Attached("b", mira, "platform at night.png", 9, 9, True, "image/png", thumb=thumb),
            Attached("c", mira, "IMG_2231.jpg", 1000, 420),
            Attached("d", mira, "broken.gif", 1000, 0, trouble=damaged),
        ):
            stage.window.desk.uploads._put(one)
        stage.composer.text.setCursorWidth(0)
        await stage.settle()
        assert_picture(stage.composer.grab().toImage(), f"desk/composer-pictures-{theme}")


@pytest.mark.parametrize("theme", THEMES)
async def test_pictures_in_a_thread(tmp_path: Path, theme: str) -> None:
    async with stage_in(tmp_path, theme, (1280, 800)) as stage:
        await stage.open()
        stage.hub.link.answers[ShowPicture] = Picture(data=photo(90, 60), mime="image/jpeg", width=90, height=60)
        entry = next(one for one in story.MIRA_ENTRIES if one.id == 102)
        media = (*entry.media, Media(kind="image", url="x", alt=""), Media(kind="video", url="x", alt="the platform"))
        flagged = msgspec.structs.replace(entry, media=media, warnings=("labelled_violent",))
        stage.hub.post(story.MIRA, flagged)
        await stage.settle()
        stage.window.desk.pictures.show(entry.id, 0)
        await stage.settle()
        rows = stage.window.content.conversation.thread_view._ordered()
        row = next(one for one in rows if one.row.entry is not None and one.row.entry.id == entry.id)
        assert_picture(row.grab().toImage(), f"desk/thread-pictures-{theme}")
