"""Made-up rows for previews: no panel of a shipped scene is left empty."""

import pytest

from widgets.bench.sample_link import SampleLink
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.freshness import Freshness
from widgets.wall.grid import Box
from widgets.wall.options import WallOptions
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.window import WallWindow
from widgets.wall.words import Words

SCENES = load_scenes(kinds=panel_kinds())


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_panel_of_a_shipped_scene_has_something_to_show(name: str) -> None:
    link = SampleLink()
    link.play_crisis(name == "crisis")
    context = WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions(paced=False))
    window = WallWindow(context, SCENES[name])
    window.resize(1920, 1080)
    window.show()
    assert len(window.panels) > 3
    assert [panel.INFO.kind for panel in window.panels if panel.is_empty()] == []
    assert {panel.freshness for panel in window.panels} == {Freshness.FRESH}
    window.close()


def test_a_crisis_is_played_and_ended() -> None:
    link = SampleLink()
    context = WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions(paced=False))
    level = panel_kinds()["level"](context, {})
    level.show()
    level.place(Box(0, 0, 296, 208), scale=1.0, ratio=1.0)
    assert "4" not in level.accessibleDescription()
    link.play_crisis(True)
    level.refresh()
    assert "4" in level.accessibleDescription()
    level.close()
