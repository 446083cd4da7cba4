"""Changing a scene file keeps everything a person wrote in it, can be undone, and is saved whole or not at all."""

from pathlib import Path

import pytest

from app.core.errors import BadInput, Conflict, StorageError
from widgets.wall.grid import Cells, Shape
from widgets.wall.registry import panel_kinds
from widgets.wall.scene_draft import SceneDraft, fitted, new_scene
from widgets.wall.scenes import BadScene, read_scene

SCENE = """# Hangs in the foyer
name = "foyer"   # never rename
title = "Foyer"

# the numbers
[[panel]]
kind = "mentions"
at = { wide = [1, 1, 4, 2], tall = [1, 1, 6, 2] }   # top left

[[panel]]
kind = "volume"
at = { wide = [1, 3, 8, 3] }
options = { minutes = 720, topic = 7 }
grows = true
"""


@pytest.fixture
def draft(tmp_path: Path) -> SceneDraft:
    file = tmp_path / "foyer.toml"
    file.write_text(SCENE, encoding="utf-8")
    return SceneDraft(file, kinds=panel_kinds())


def test_a_moved_panel_is_the_only_thing_that_changes_in_the_file(draft: SceneDraft) -> None:
    draft.place(0, Shape.WIDE, Cells(5, 1, 4, 2))
    assert draft.text == SCENE.replace("wide = [1, 1, 4, 2]", "wide = [5, 1, 4, 2]")
    assert draft.scene is not None
    assert draft.scene.panels[0].at[Shape.WIDE] == Cells(5, 1, 4, 2)


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        (Cells(0, 0, 4, 2), Cells(1, 1, 4, 2)),
        (Cells(11, 8, 4, 2), Cells(9, 7, 4, 2)),
        (Cells(3, 3, 0, 20), Cells(3, 1, 1, 8)),
    ],
)
def test_a_panel_stays_on_its_grid(wanted: Cells, got: Cells) -> None:
    assert fitted(wanted, Shape.WIDE) == got


def test_a_new_panel_lies_over_no_other(draft: SceneDraft) -> None:
    draft.add("posts", Shape.WIDE)
    draft.add("clocks", Shape.FAR)
    assert draft.problems == ()
    assert [panel.kind for panel in draft.panels] == ["mentions", "volume", "posts", "clocks"]
    assert draft.panels[2].at == {Shape.WIDE: Cells(5, 1, 4, 2)}
    assert draft.text.startswith(SCENE)


def test_a_full_grid_takes_no_panel_and_says_so(draft: SceneDraft) -> None:
    draft.remove(1)
    draft.place(0, Shape.WIDE, Cells(1, 1, 12, 8))
    before = draft.text
    with pytest.raises(BadInput, match="no free cell"):
        draft.add("posts", Shape.WIDE)
    assert draft.text == before


def test_removing_a_panel_leaves_the_rest_with_its_comments(draft: SceneDraft) -> None:
    draft.remove(1)
    assert "# Hangs in the foyer" in draft.text
    assert "# top left" in draft.text
    assert [panel.kind for panel in draft.panels] == ["mentions"]
    with pytest.raises(BadInput, match="at least one"):
        draft.remove(0)


def test_options_are_one_line_and_what_is_none_is_refused(draft: SceneDraft) -> None:
    assert draft.options(1) == "minutes = 720, topic = 7"
    draft.set_options(1, 'minutes = 60, topic = "Web"')
    assert draft.panels[1].options == {"minutes": 60, "topic": "Web"}
    for rubbish in ("minutes", "minutes = 60 } x = { y = 1", "= 3"):
        with pytest.raises(BadInput, match="no options"):
            draft.set_options(1, rubbish)
    draft.set_options(1, " ")
    assert "options" not in draft.text


def test_kind_screen_growth_and_title_are_set_and_defaults_leave_the_file(draft: SceneDraft) -> None:
    draft.set_kind(0, "posts")
    draft.set_screen(0, 2)
    draft.set_grows(1, grows=False)
    draft.set_title("Hall “A”")
    first, second = draft.panels
    assert (first.kind, first.screen, second.grows, draft.title) == ("posts", 2, False, "Hall “A”")
    draft.set_screen(0, 1)
    assert "screen" not in draft.text
    assert "grows" not in draft.text


def test_a_panel_leaves_one_shape_but_not_the_last(draft: SceneDraft) -> None:
    draft.hide(0, Shape.TALL)
    assert set(draft.panels[0].at) == {Shape.WIDE}
    with pytest.raises(BadInput, match="one shape at least"):
        draft.hide(0, Shape.WIDE)


def test_every_step_is_undone_and_done_again(draft: SceneDraft) -> None:
    draft.set_title("One")
    draft.remove(1)
    draft.undo()
    draft.undo()
    assert (draft.text, draft.can_undo, draft.is_changed) == (SCENE, False, False)
    draft.redo()
    assert draft.title == "One"
    draft.set_title("Two")
    assert not draft.can_redo


def test_what_overlaps_is_said_by_line_shown_as_it_was_and_not_saved(draft: SceneDraft) -> None:
    draft.place(1, Shape.WIDE, Cells(1, 1, 8, 3))
    (problem,) = draft.problems
    assert problem.line == draft.text[: draft.text.index("at = { wide = [1, 1, 8, 3]")].count("\n") + 1
    assert draft.scene is not None
    assert draft.scene.panels[1].at[Shape.WIDE] == Cells(1, 3, 8, 3)
    with pytest.raises(BadScene):
        draft.save()
    assert draft.file.read_text(encoding="utf-8") == SCENE


def test_a_text_that_is_no_toml_can_be_mended_and_nothing_else_done_to_it(draft: SceneDraft) -> None:
    draft.write(SCENE.replace('"Foyer"', "Foyer"))
    assert [problem.line for problem in draft.problems] == [3]
    assert draft.panels == []
    with pytest.raises(BadInput, match="Mend the text"):
        draft.set_title("x")
    draft.write(SCENE)
    assert draft.problems == ()


def test_saving_is_whole_and_the_wall_can_read_it(draft: SceneDraft) -> None:
    draft.place(0, Shape.WIDE, Cells(5, 1, 4, 2))
    assert draft.is_changed
    draft.save()
    assert not draft.is_changed
    assert draft.file.read_text(encoding="utf-8") == draft.text
    assert [file.name for file in draft.file.parent.iterdir()] == ["foyer.toml"]


def test_a_file_that_changed_meanwhile_is_not_lost_without_being_asked(draft: SceneDraft) -> None:
    draft.set_title("Mine")
    draft.file.write_text(SCENE.replace('"Foyer"', '"Theirs"'), encoding="utf-8")
    assert draft.is_foreign
    with pytest.raises(Conflict, match="meanwhile"):
        draft.save()
    draft.read_again()
    assert draft.title == "Theirs"
    draft.undo()
    assert draft.title == "Mine"
    draft.save(over=True)
    assert '"Mine"' in draft.file.read_text(encoding="utf-8")


def test_a_disk_that_refuses_is_said_and_leaves_the_file(draft: SceneDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    draft.set_title("Mine")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageError, match="No space left"):
        draft.save()
    assert draft.file.read_text(encoding="utf-8") == SCENE
    assert [file.name for file in draft.file.parent.iterdir()] == ["foyer.toml"]
    assert draft.is_changed


def test_a_new_scene_can_be_shown_at_once(tmp_path: Path) -> None:
    text = new_scene("hall", 'The "hall"')
    assert read_scene(text, file="hall.toml", kinds=panel_kinds()).name == "hall"
    draft = SceneDraft(tmp_path / "scenes" / "hall.toml", text, kinds=panel_kinds())
    assert draft.is_changed
    draft.save()
    assert draft.file.exists()
