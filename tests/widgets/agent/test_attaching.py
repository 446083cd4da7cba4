"""Pictures with a reply: added by file, paste and drop, described or waived on purpose, each where it belongs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.core.errors import BadInput, Code, FishbowlError, Unavailable
from app.domain.picture import DraftPicture
from app.link.base import LinkState
from app.wire.calls import DropPicture, SendReply, UploadPicture
from app.wire.media_calls import CHUNK
from tests.fakes import desk_story as story
from tests.fakes.pictures import photo
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.agent.composer_pictures import PictureRow
from widgets.agent.uploads import LARGEST
from widgets.dialogs.describe_picture import DescribePicture
from widgets.models.attached import Attached

JONAS = 1


def uploads(stage: DeskStage) -> list[UploadPicture]:
    return [call for call in stage.hub.link.calls if isinstance(call, UploadPicture)]


def attached(stage: DeskStage, conversation_id: int = story.MIRA) -> tuple[Attached, ...]:
    return stage.window.desk.uploads.of(conversation_id)


def falters(stage: DeskStage) -> Callable[[UploadPicture], DraftPicture]:
    """A hub that is lost after two pieces."""

    def answer(request: UploadPicture) -> DraftPicture:
        if request.start >= 2 * CHUNK:
            raise Unavailable("The hub cannot be reached.")
        return stage.hub._upload(request)

    return answer


def rows(stage: DeskStage) -> list[PictureRow]:
    return stage.composer.pictures.rows()


def why(stage: DeskStage) -> str:
    verdict = stage.composer.verdict
    assert verdict is not None
    return verdict.why


async def add(stage: DeskStage, data: bytes | None = None, name: str = "door.jpg") -> str:
    token = stage.window.desk.uploads.add(stage.window.desk.open_id, name, data or photo())
    for _piece in range(8):
        await stage.settle()
    return token


async def describe(stage: DeskStage, words: str) -> None:
    rows(stage)[0].describe_button.click()
    await stage.settle()
    dialog = stage.window.findChild(DescribePicture)
    assert dialog is not None
    assert nameless(dialog) == []
    if words:
        dialog.field.setPlainText(words)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        dialog.without_button.click()
    await stage.settle()


async def test_a_picture_goes_with_the_reply_once_somebody_said_what_is_on_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Look here.")
        token = await add(stage)
        assert "what is on" in why(stage)
        assert not stage.composer.send_button.may
        await describe(stage, "an open coach door")
        assert stage.composer.send_button.may
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (sent,) = [call for call in stage.hub.link.calls if isinstance(call, SendReply)]
        assert sent.pictures == (token,)
        assert rows(stage) == []


async def test_a_description_that_is_too_long_is_counted_and_never_cut(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await add(stage)
        rows(stage)[0].describe_button.click()
        await stage.settle()
        dialog = stage.window.findChild(DescribePicture)
        assert dialog is not None
        assert dialog.act_button is not None
        dialog.field.setPlainText("x" * 2_010)
        assert dialog.left.text() == "10 over"
        assert not dialog.act_button.may
        assert len(dialog.field.toPlainText()) == 2_010
        dialog.field.setPlainText("An open door.\nTrack side.")
        assert dialog.left.text() == "1,975 left"
        assert dialog.act_button.may


async def test_going_without_words_is_a_decision(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Look here.")
        await add(stage)
        await describe(stage, "")
        assert attached(stage)[0].waived
        assert stage.composer.send_button.may


async def test_an_upload_that_finishes_after_another_conversation_was_opened_goes_where_it_belongs(
    tmp_path: Path,
) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.become(LinkState.LOST)
        token = stage.window.desk.uploads.add(story.MIRA, "door.jpg", b"\xff\xd8\xff" + bytes(2 * CHUNK))
        stage.hub.link.become(LinkState.LIVE)
        await stage.open(JONAS)
        for _piece in range(8):
            await stage.settle()
        assert {call.conversation_id for call in uploads(stage)} == {story.MIRA}
        assert stage.hub.pictures[token].ready
        assert attached(stage, JONAS) == ()
        assert rows(stage) == []
        await stage.open(story.MIRA)
        assert [one.token for one in attached(stage)] == [token]
        assert len(rows(stage)) == 1


async def test_a_file_chosen_while_another_conversation_was_open_goes_where_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "door.jpg"
    file.write_bytes(photo())
    async with DeskStage(tmp_path / "drafts") as stage:
        await stage.open(JONAS)
        stage.window.attach.add_files(story.MIRA, [str(file)])
        await stage.settle()
        assert {call.conversation_id for call in uploads(stage)} <= {story.MIRA}
        assert attached(stage, JONAS) == ()
        assert len(attached(stage, story.MIRA)) == 1


async def test_a_large_picture_goes_in_pieces_and_shows_how_far_it_is(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        data = b"\xff\xd8\xff" + bytes(3 * CHUNK)
        await add(stage, data)
        pieces = uploads(stage)
        assert [len(one.data) <= CHUNK for one in pieces] == [True] * 4
        assert b"".join(one.data for one in pieces) == data


async def test_what_no_second_try_helps_offers_none(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Look.")
        stage.hub.link.answers[UploadPicture] = BadInput("This is no picture.", hint="Save it as PNG.")
        await add(stage, b"abc")
        (row,) = rows(stage)
        assert not row.again_button.isVisibleTo(row)
        assert "Save it as PNG." in row.accessibleName()
        assert "Take it off" in why(stage)


async def test_a_picture_larger_than_any_hub_takes_offers_no_second_try(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await add(stage, bytes(LARGEST + 1))
        (row,) = rows(stage)
        assert not row.again_button.isVisibleTo(row)
        assert "larger than 20 MB" in row.accessibleName()


async def test_an_upload_goes_on_where_it_was_when_the_hub_is_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        data = b"\xff\xd8\xff" + bytes(3 * CHUNK)
        stage.hub.link.answers[UploadPicture] = falters(stage)
        await add(stage, data)
        assert attached(stage)[0].received == 2 * CHUNK
        stage.hub.link.become(LinkState.LOST)
        stage.hub.link.answers[UploadPicture] = stage.hub._upload
        stage.hub.link.become(LinkState.LIVE)
        for _piece in range(8):
            await stage.settle()
        assert attached(stage)[0].ready
        assert [one.start // CHUNK for one in uploads(stage)] == [0, 1, 2, 2, 3]


async def test_an_upload_can_be_cancelled_and_nothing_of_it_stays(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.desk.uploads.add(story.MIRA, "door.jpg", b"\xff\xd8\xff" + bytes(6 * CHUNK))
        rows(stage)[0].off_button.click()
        await stage.settle()
        assert attached(stage) == ()
        assert stage.hub.pictures == {}
        assert any(isinstance(call, DropPicture) for call in stage.hub.link.calls)


@pytest.mark.parametrize(
    "error",
    [
        BadInput("This is no picture that can be used.", hint="JPEG, PNG, WebP and GIF are taken."),
        FishbowlError("It comes from a flagged post and is not sent on.", code=Code.REFUSED),
    ],
)
async def test_a_picture_the_hub_refuses_says_why_and_can_be_taken_off(tmp_path: Path, error: FishbowlError) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Kept.")
        stage.hub.link.answers[UploadPicture] = error
        await add(stage)
        assert error.message in rows(stage)[0].accessibleName()
        assert not stage.composer.send_button.may
        rows(stage)[0].off_button.click()
        await stage.settle()
        assert stage.composer.send_button.may
        assert stage.composer.text.toPlainText() == "Kept."


async def test_half_a_picture_of_a_station_that_died_is_said_and_taken_off(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.link.answers[UploadPicture] = falters(stage)
        await add(stage, b"\xff\xd8\xff" + bytes(6 * CHUNK))
        (half,) = stage.hub.pictures.values()
        assert not half.ready
        hub = stage.hub
    async with DeskStage(tmp_path, hub=hub) as again:
        await again.open()
        assert "half" in rows(again)[0].accessibleName()


async def test_a_pasted_picture_is_attached_and_words_beside_it_stay_words(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("reply")
        image = QImage(20, 10, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        source = QMimeData()
        source.setImageData(image)
        stage.composer.text.insertFromMimeData(source)
        await stage.settle()
        assert len(attached(stage)) == 1
        assert stage.composer.text.toPlainText() == ""
        source.setText("words")
        stage.composer.text.insertFromMimeData(source)
        assert stage.composer.text.toPlainText() == "words"
        assert len(attached(stage)) == 1


async def test_dropped_files_are_attached(tmp_path: Path) -> None:
    file = tmp_path / "door.jpg"
    file.write_bytes(photo())
    async with DeskStage(tmp_path / "drafts") as stage:
        await stage.open()
        source = QMimeData()
        source.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(tmp_path / "missing.jpg"))])
        assert stage.composer.text.canInsertFromMimeData(source)
        stage.composer.text.insertFromMimeData(source)
        await stage.settle()
        assert [one.name for one in attached(stage)] == ["door.jpg"]
        assert "cannot be read" in stage.window.content.problem.accessibleName()


async def test_a_note_takes_no_pictures(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("note")
        stage.window.attach.add_given("x.png", photo(kind="PNG"))
        await stage.settle()
        assert attached(stage) == ()
        assert stage.composer.attach_button.isHidden()


async def test_a_network_takes_so_many_and_no_more(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        for number in range(6):
            stage.window.attach.add_given(f"{number}.png", photo(kind="PNG"))
        assert len(attached(stage)) == 4


async def test_a_photo_that_is_too_large_for_the_network_is_made_smaller(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        noise = QImage.fromData(photo(1600, 1200, kind="PNG"), "PNG")
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        noise.save(buffer, "BMP")
        stage.window.attach.add_given("large.bmp", bytes(buffer.data().data()))
        for _piece in range(12):
            await stage.settle()
        (one,) = attached(stage)
        assert (one.name, one.size <= 2_000_000) == ("large.jpg", True)
        assert uploads(stage)[0].data.startswith(b"\xff\xd8\xff")


async def test_the_attach_button_is_reached_by_keyboard_and_named(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert stage.composer.attach_button.accessibleName()
        stage.composer.text.setFocus()
        QTest.keyClick(stage.composer.text, Qt.Key.Key_Tab)
        assert stage.composer.attach_button.hasFocus()
