"""A wall in another language: its words have room, its dates follow, and nothing breaks without a catalogue."""

from collections.abc import Iterator

import pytest

from app.core.i18n import language, use_languages
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import all_panels, make_panel, make_window
from tests.widgets.wall.test_panels import SCENES, collisions
from widgets.wall.words import Words


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_languages([])


@pytest.mark.parametrize("screen", ["wide", "medium", "square", "tall"])
@pytest.mark.parametrize("scene", SCENES)
def test_german_words_have_room(scene: str, screen: str) -> None:
    use_languages(["de"])
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene, screen=screen)
    for panel in all_panels(window):
        panel.context = type(panel.context)(
            link=panel.context.link, theme=panel.theme, words=Words(language()), options=panel.context.options
        )
        panel.boxes = []
        panel.refresh()
        assert collisions(panel.boxes, panel.width_) == [], panel.INFO.kind
    window.close()


def test_a_scene_s_title_and_a_region_are_translated_when_they_are_shown() -> None:
    use_languages(["de"])
    window = make_window(fill_day(FakeLink()), "overview")
    assert window.accessibleName() == "Überblick"
    window.close()
    panel = make_panel(fill_day(FakeLink()), "regions", size=(616, 330))
    assert "Europa 94" in panel.summary()
    panel.close()


@pytest.mark.parametrize("asked", ["ar", "he", "ja", "xx"])
def test_a_language_without_a_catalogue_still_paints(asked: str) -> None:
    use_languages([asked])
    window = make_window(fill_day(FakeLink()), "overview")
    assert window.accessibleName() == "Overview"
    assert Words(asked).time(0) == "00:00"
    window.close()
