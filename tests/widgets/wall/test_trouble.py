import pytest
from PySide6.QtWidgets import QApplication

from app.core.errors import BadInput
from tests.pictures.compare import assert_picture
from tests.widgets.hotplug import plug, screen
from tests.widgets.wall.test_pictures import shrunk
from widgets.wall.trouble import show_trouble

ERROR = BadInput(
    "The scene in overview.toml cannot be shown. Line 7: There is no panel “volum”.",
    hint="Mend the line; nothing else is lost.",
)


def app() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def test_what_is_wrong_stands_on_the_screen_in_words() -> None:
    (window,) = show_trouble(app(), ERROR, size=(1920, 1080), again=True)
    QApplication.processEvents()
    assert_picture(shrunk(window), "wall/screen-trouble")
    assert "no panel “volum”" in window.accessibleDescription()
    window.close()


@pytest.mark.usefixtures("qapp")
def test_it_stands_on_every_monitor() -> None:
    plug([screen("W1", 0), screen("W2", 1920)])
    windows = show_trouble(app(), ERROR, size=None, again=False)
    assert sorted(window.geometry().x() for window in windows) == [0, 1920]
    assert all(window.isFullScreen() for window in windows)
    for window in windows:
        window.close()
    plug([screen("W1", 0)])
