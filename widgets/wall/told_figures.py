"""Which figures the scenes of a wall show, and where the help says how each is made: what a wall tells its hub, so
that a desk can ask. Known by wall.remote; knows the registry."""

from collections.abc import Mapping

from app.core.i18n import _
from widgets.wall.context import WallContext
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import Scene

Figure = tuple[str, str, str]
"""Scene, panel's title, formula."""


class ToldFigures:
    """Works them out anew only when the scenes have changed: panels are made for their titles and let go again."""

    def __init__(self, context: WallContext) -> None:
        self._context = context
        self._scenes: dict[str, Scene] = {}
        self._told: tuple[Figure, ...] = ()

    def of(self, scenes: Mapping[str, Scene]) -> tuple[Figure, ...]:
        """Every panel of these scenes that has a formula, in the order of the scenes; each once a scene."""
        if self._scenes != dict(scenes):
            self._scenes = dict(scenes)
            found = (figure for scene in scenes.values() for figure in self._figures(scene))
            self._told = tuple(dict.fromkeys(found))
        return self._told

    def _figures(self, scene: Scene) -> list[Figure]:
        found = []
        for panel in scene.panels:
            made = panel_kinds()[panel.kind](self._context, panel.options)
            if made.formula():
                found.append((scene.name, made.title() or _(scene.title), made.formula()))
            made.deleteLater()
        return found
