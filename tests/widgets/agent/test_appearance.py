"""Look, place and columns are those of the last time; the theme follows the system unless another one was chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import Unavailable
from app.domain.desk_settings import DeskSettings
from app.wire.calls import GetDeskSettings, SaveDeskSettings
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.hotplug import plug, screen
from widgets.agent.options import DeskOptions
from widgets.dialogs.palette import Palette
from widgets.models.desk_memory import DeskMemory

Scheme, Contrast = Qt.ColorScheme, Qt.ContrastPreference


@pytest.fixture
def system(qapp: QApplication) -> Iterator[QGuiApplication]:
    """The system's word, taken back at the end."""
    yield qapp
    qapp.styleHints().colorSchemeChanged.emit(Scheme.Unknown)
    qapp.styleHints().accessibility().contrastPreferenceChanged.emit(Contrast.NoPreference)


def remembering(folder: Path, hub: DeskHub | None = None, *, theme: str = "", text_size: int = 0) -> DeskStage:
    """A desk as the front door opens it: nothing is said about its place."""
    options = DeskOptions(theme=theme, text_size=text_size, drafts=folder / "drafts", memory=folder / "desk.json")
    return DeskStage(folder, hub=hub, options=options)


async def test_a_first_start_looks_as_the_system_does_and_follows_it(tmp_path: Path, system: QGuiApplication) -> None:
    async with remembering(tmp_path) as stage:
        assert (stage.window.appearance.theme, stage.window.look.name) == ("system", "dark")
        system.styleHints().colorSchemeChanged.emit(Scheme.Light)
        await stage.settle()
        assert not stage.window.look.dark
        system.styleHints().accessibility().contrastPreferenceChanged.emit(Contrast.HighContrast)
        await stage.settle()
        assert stage.window.look.high_contrast
        stage.window.appearance.choose("dark")
        system.styleHints().colorSchemeChanged.emit(Scheme.Dark)
        system.styleHints().colorSchemeChanged.emit(Scheme.Light)
        await stage.settle()
        assert stage.window.look.dark
        assert not stage.window.look.high_contrast


async def test_whoever_writes_while_the_system_turns_light_writes_on(tmp_path: Path, system: QGuiApplication) -> None:
    async with remembering(tmp_path) as stage:
        await stage.open()
        await stage.write("Half thought")
        for _letter in range(8):
            await stage.press(Qt.Key.Key_Left)
        system.styleHints().colorSchemeChanged.emit(Scheme.Light)
        await stage.settle()
        QTest.keyClicks(stage.composer.text, " a")
        assert stage.composer.text.hasFocus()
        assert stage.composer.text.toPlainText() == "Half a thought"


async def test_no_other_window_flashes_while_the_desk_is_built_anew(tmp_path: Path, qapp: QApplication) -> None:
    async with remembering(tmp_path) as stage:
        await stage.open()
        shown = ShownWindows()
        qapp.installEventFilter(shown)
        stage.window.appearance.choose("light")
        await stage.settle()
        qapp.removeEventFilter(shown)
        assert shown.names == []
        assert stage.window.isActiveWindow()


class ShownWindows(QObject):
    """Takes the names of windows that come up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


async def test_the_choice_is_the_persons_and_comes_from_the_hub(tmp_path: Path) -> None:
    hub = DeskHub()
    async with remembering(tmp_path, hub) as stage:
        stage.window.appearance.choose("light")
        stage.window.run("larger")
        await stage.settle()
    assert (hub.settings.theme, hub.settings.text_size) == ("light", 110)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with remembering(elsewhere, hub) as stage:
        assert (stage.window.look.dark, stage.window.appearance.text_size) == (False, 110)


async def test_the_first_picture_is_painted_as_the_last_one_was(tmp_path: Path) -> None:
    DeskMemory(tmp_path / "desk.json").keep(theme="light", text_size=125)
    hub = DeskHub()
    hub.link.answers[GetDeskSettings] = Unavailable("The hub is away.")
    async with remembering(tmp_path, hub) as stage:
        assert (stage.window.look.dark, stage.window.appearance.text_size) == (False, 125)


async def test_what_the_command_line_says_counts_for_one_start(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.settings = DeskSettings(guided=True, theme="light", text_size=110)
    async with remembering(tmp_path, hub, theme="dark", text_size=150) as stage:
        assert (stage.window.look.dark, stage.window.appearance.text_size) == (True, 150)
    assert hub.settings == DeskSettings(guided=True, theme="light", text_size=110)
    async with remembering(tmp_path, hub) as stage:
        assert (stage.window.look.dark, stage.window.appearance.text_size) == (False, 110)


async def test_a_theme_of_a_newer_version_is_as_the_system(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.settings = DeskSettings(guided=True, theme="sepia", text_size=117)
    async with remembering(tmp_path, hub) as stage:
        assert stage.window.appearance.theme == "system"
        stage.window.run("larger")
        await stage.settle()
        assert hub.settings.text_size == 125


async def test_the_theme_is_chosen_by_its_words(tmp_path: Path) -> None:
    async with remembering(tmp_path) as stage:
        stage.window.run("theme")
        await stage.settle()
        palette = QApplication.activeModalWidget()
        assert isinstance(palette, Palette)
        QTest.keyClicks(palette.field, "Light, high")
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        await stage.settle()
        assert stage.window.appearance.theme == "light-high-contrast"
        assert stage.hub.settings.theme == "light-high-contrast"


async def test_a_choice_made_while_the_hub_is_away_reaches_it_later(tmp_path: Path) -> None:
    async with remembering(tmp_path) as stage:
        save = stage.hub.link.answers[SaveDeskSettings]
        stage.hub.link.answers[SaveDeskSettings] = Unavailable("The hub is away.")
        stage.window.appearance.choose("light")
        await stage.settle()
        stage.hub.link.answers[SaveDeskSettings] = save
        stage.window.desk.choices.load()
        await stage.settle()
        assert not stage.window.look.dark
        assert stage.hub.settings.theme == "light"


async def test_the_window_stands_where_it_stood(tmp_path: Path) -> None:
    plug([screen("left", 0), screen("right", 1920)])
    async with remembering(tmp_path) as stage:
        stage.window.setGeometry(QRect(2000, 60, 1200, 800))
        await stage.settle()
    async with remembering(tmp_path) as stage:
        assert stage.window.geometry() == QRect(2000, 60, 1200, 800)
        assert stage.window.screen().name() == "right"


async def test_a_window_of_a_monitor_that_is_gone_comes_onto_one_that_is_there(tmp_path: Path) -> None:
    plug([screen("left", 0), screen("right", 1920)])
    async with remembering(tmp_path) as stage:
        stage.window.setGeometry(QRect(2000, 60, 1200, 800))
        await stage.settle()
    plug([screen("left", 0)])
    async with remembering(tmp_path) as stage:
        assert QRect(0, 0, 1920, 1080).contains(stage.window.geometry())
        assert stage.window.width() >= stage.window.minimumWidth()


async def test_a_first_window_is_no_larger_than_its_monitor(tmp_path: Path) -> None:
    plug([screen("small", 0, 1366, 768)])
    async with remembering(tmp_path) as stage:
        assert QRect(0, 0, 1366, 768).contains(stage.window.geometry())
    plug([screen("large", 0, 2560, 1440)])
    other = tmp_path / "other"
    other.mkdir()
    async with remembering(other) as stage:
        assert stage.window.geometry() == QRect(480, 220, 1600, 1000)


async def test_the_columns_are_as_wide_as_they_were_left_at_any_text_size(tmp_path: Path) -> None:
    plug([screen("wide", 0, 2560, 1440)])
    async with remembering(tmp_path) as stage:
        await stage.open(story.MIRA)
        content = stage.window.content
        content.splitter.moveSplitter(500, 1)
        content.splitter.moveSplitter(content.splitter.width() - 361, 2)
        await stage.settle()
        assert (content.queue.width(), content.person.width()) == (500, 360)
    async with remembering(tmp_path) as stage:
        content = stage.window.content
        assert (content.queue.width(), content.person.width()) == (500, 360)
        stage.window.resize(2400, 1300)
        stage.window.run("larger")
        await stage.settle()
        assert stage.window.content.queue.width() == 550


async def test_a_person_that_was_put_away_stays_away(tmp_path: Path) -> None:
    plug([screen("wide", 0)])
    async with remembering(tmp_path) as stage:
        await stage.open()
        stage.window.run("person")
    async with remembering(tmp_path) as stage:
        await stage.open()
        assert not stage.window.content.person.isVisible()
        stage.window.run("person")
        await stage.settle()
        assert stage.window.content.person.isVisible()
