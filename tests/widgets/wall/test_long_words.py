"""Words half as long again as the English ones, as German and Finnish have them: no panel cuts a title or runs over.

The catalogue of no language is used, so that this holds for those to come.
"""

import gettext
import math
import re

import pytest

from app.core import i18n
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import all_panels, make_window
from tests.widgets.wall.test_panels import FOOT, SCENES, collisions
from tests.widgets.wall.test_pictures import shrunk

WORD = re.compile(r"\{\w+\}|[A-Za-z]{4,}")
TAIL = "ungsbeauftragtenschaft"


def stretched(message: str) -> str:
    """Every word of four letters or more, two fifths longer; the named parts stay."""
    return WORD.sub(
        lambda found: found[0] + ("" if "{" in found[0] else TAIL[: math.ceil(len(found[0]) * 0.4)]), message
    )


class Stretched(gettext.NullTranslations):
    """A language of long words."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)


@pytest.fixture(autouse=True)
def _long_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_translations", Stretched())


@pytest.mark.parametrize("screen", ["wide", "medium", "far", "tall", "square"])
@pytest.mark.parametrize("scene", SCENES)
def test_long_words_have_room(scene: str, screen: str) -> None:
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene, screen=screen)
    for panel in all_panels(window):
        panel.boxes = []
        panel.refresh()
        assert collisions(panel.boxes, panel.width_) == [], panel.INFO.kind
        assert [box.text for box in panel.boxes if box.baseline > panel.height_ - FOOT] == [], panel.INFO.kind
    window.close()


@pytest.mark.parametrize("scene", ["overview", "crisis"])
def test_a_wall_of_long_words_looks_as_it_should(scene: str) -> None:
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene)
    assert_picture(shrunk(window), f"wall/long-words-{scene}")
    window.close()
