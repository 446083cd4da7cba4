"""Posts on the walls: looked through, taken off by one key, put back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import Conflict
from app.wire.feeds import OnWallFeed
from app.wire.wall_calls import Moderate
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from tests.widgets.models.test_on_walls import place, row, rows
from widgets.dialogs.held_posts import HeldPostsDialog
from widgets.dialogs.on_walls import OnWallsDialog
from widgets.dialogs.wall_post_row import WallPostRow


async def opened(stage: DeskStage, *numbers: int) -> OnWallsDialog:
    stage.hub.link.fill(OnWallFeed(), rows(*numbers))
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_V)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OnWallsDialog)
    return dialog


def asked(stage: DeskStage) -> list[Moderate]:
    return [call for call in stage.hub.link.calls if isinstance(call, Moderate)]


async def test_x_takes_the_current_post_off_every_wall_and_it_stays_to_tell_its_fate(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1, 2)
        first = dialog.current_id
        await stage.press(Qt.Key.Key_X)
        assert asked(stage) == [Moderate(post_ids=(first,), release=False)]
        assert dialog.said == "Taken off every wall. Z puts it back."
        assert dialog.current_id == first
        assert "Taken off. Still on: \u2068Foyer\u2069." in said_of(dialog, first)

        stage.hub.link.put(OnWallFeed(), {}, drop=(str(first),))
        await stage.settle()
        assert "Taken off: no wall shows it any more." in said_of(dialog, first)
        await stage.press(Qt.Key.Key_X)
        assert len(asked(stage)) == 1
        dialog.reject()


def said_of(dialog: OnWallsDialog, post_id: int) -> str:
    (view,) = [one for one in dialog.findChildren(WallPostRow) if one.row.id == post_id and not one.isHidden()]
    return view.accessibleName()


async def test_z_puts_it_back_with_the_words_that_were_read(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        await stage.press(Qt.Key.Key_X)
        await stage.press(Qt.Key.Key_Z)
        assert asked(stage)[-1] == Moderate(post_ids=(1,), release=True, seen=("Post 1",))
        dialog.reject()
        await stage.press(Qt.Key.Key_Z)
        assert len(asked(stage)) == 2


async def test_what_was_taken_off_is_put_back_by_the_desks_own_undo_after_the_dialog_is_closed(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        await stage.press(Qt.Key.Key_X)
        dialog.reject()
        await stage.settle()
        stage.window.run("undo")
        await stage.settle()
        assert asked(stage)[-1] == Moderate(post_ids=(1,), release=True, seen=("Post 1",))


async def test_a_refusal_is_said_and_nothing_looks_taken_off(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, 1)
        stage.hub.link.answers[Moderate] = Conflict("It was edited.", hint="Read it again.")
        await stage.press(Qt.Key.Key_X)
        assert dialog.said == "It was edited. Read it again."
        assert dialog.taken_off == []
        assert "Taken off" not in said_of(dialog, 1)
        dialog.reject()


async def test_a_row_says_the_name_as_walls_show_it_the_wall_the_panel_and_since_when(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.fill(OnWallFeed(), {"1": row(1, places=(place("Foyer", room="Hall", screen=2),))})
        stage.window.run("on_walls")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OnWallsDialog)
        said = said_of(dialog, 1)
        assert "\u2068@m•••a\u2069" in said
        assert "Screen 2 of \u2068Foyer\u2069 in \u2068Hall\u2069: Posts (Overview), since" in said
        assert "Shown by the policy: nobody has released it by hand." in said
        dialog.reject()


async def test_p_goes_to_the_posts_that_wait_and_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, 1)
        await stage.press(Qt.Key.Key_P)
        assert isinstance(QApplication.activeModalWidget(), HeldPostsDialog)
        await stage.press(Qt.Key.Key_P)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OnWallsDialog)
        dialog.reject()


async def test_an_empty_wall_is_said_and_every_control_has_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        assert dialog._empty.accessibleName().startswith("No post is on a wall.")
        assert nameless(dialog) == []
        dialog.reject()
        await stage.settle()
        assert OnWallFeed() not in stage.hub.link.subscribed


async def test_whoever_may_not_moderate_is_told_to_ask(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=DeskHub(role="agent")) as stage:
        assert stage.window.table["on_walls"].refusal(stage.window.hands) == "Ask a lead"
