"""Says everything that is wrong with a wall's scene files, before they hang on a wall. Known by the front door; knows
wall.scenes and wall.playlist_file."""

from pathlib import Path

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.wall.playlist_file import read_playlist
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import PLAYLIST, BadScene, load_scenes, read_scene, read_words


def check_scenes(folder: Path) -> list[str]:
    """One sentence for each problem, with file and line; none when all can be shown."""
    known = set(load_scenes(kinds=panel_kinds()))
    said: list[str] = []
    for file in sorted(folder.glob("*.toml"), key=lambda file: (file.name == PLAYLIST, file.name)):
        try:
            text = read_words(file)
            if file.name == PLAYLIST:
                read_playlist(text, file=file.name, scenes=known)
            else:
                known.add(read_scene(text, file=file.name, kinds=panel_kinds()).name)
        except BadScene as error:
            said += [_in_words(file.name, problem.line, problem.words) for problem in error.problems]
        except BadInput as error:
            said.append(error.message)
    return said


def _in_words(file: str, line: int, words: str) -> str:
    if not line:
        return f"{file}: {words}"
    return _("{file}, line {line}: {words}").format(file=file, line=line, words=words)
