from PySide6.QtWidgets import QApplication

from widgets.bench.still_link import StillLink
from widgets.bench.wall import SCENE
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.options import WallOptions
from widgets.wall.window import WallWindow
from widgets.wall.words import Words


def test_the_measured_wall_has_six_panels_and_each_is_new_after_a_change() -> None:
    link = StillLink()
    context = WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions())
    window = WallWindow(context, SCENE)
    window.resize(1920, 1080)
    window.show()
    QApplication.processEvents()
    assert len(window.panels) == 6
    before = [panel.grab().toImage() for panel in window.panels]
    link.change()
    for panel in window.panels:
        panel.refresh()
    assert all(panel.grab().toImage() != image for panel, image in zip(window.panels, before, strict=True))
    window.close()
