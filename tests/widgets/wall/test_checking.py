from pathlib import Path

from widgets.wall.checking import check_scenes

SCENE = 'name = "mine"\ntitle = "Mine"\n\n[[panel]]\nkind = "posts"\nat = { wide = [1, 1, 8, 4] }\n'


def test_everything_that_is_wrong_in_a_folder_is_said_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SCENE.replace('"posts"', '"cats"'), encoding="utf-8")
    (tmp_path / "other.toml").write_text("x = [", encoding="utf-8")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    (tmp_path / "playlist.toml").write_text('transition = "wipe"\n', encoding="utf-8")
    said = check_scenes(tmp_path)
    assert said[0].startswith("The file bytes.toml cannot be read")
    assert said[1].startswith("mine.toml, line 5: There is no panel “cats”.")
    assert said[2].startswith("other.toml: This is not TOML")
    assert said[3].startswith("playlist.toml, line 1: A transition is")
    assert len(said) == 4


def test_a_playlist_may_name_ones_own_scenes(tmp_path: Path) -> None:
    (tmp_path / "zoo.toml").write_text(SCENE, encoding="utf-8")
    (tmp_path / "playlist.toml").write_text('[[show]]\nscenes = [{ scene = "mine", seconds = 9 }]\n', encoding="utf-8")
    assert check_scenes(tmp_path) == []
