"""The desk's colours can be read, in every theme."""

import pytest

from app import cli
from app.core.errors import BadInput
from widgets.theme.desk import THEMES, TYPE, DeskLook, contrast, desk_look
from widgets.theme.icons import UNKNOWN, glyph, icon_names, network_icon

GROUNDS = ("bg0", "bg1", "bg2", "bg3", "ask", "sel", "note")
TEXTS = ("t1", "t2", "acc", "neg", "neu", "pos", "warn", "notet")
EDGES = ("ctl", "noteline", "misspelt")


@pytest.fixture(params=THEMES)
def look(request: pytest.FixtureRequest) -> DeskLook:
    return desk_look(request.param)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_has_a_contrast_of_four_and_a_half(look: DeskLook, text: str, ground: str) -> None:
    assert contrast(getattr(look.tokens, text), getattr(look.tokens, ground)) >= 4.5


@pytest.mark.parametrize("ground", ["bg0", "bg1", "bg2", "bg3", "ask"])
def test_quiet_text_has_a_contrast_of_four_and_a_half_where_it_is_used(look: DeskLook, ground: str) -> None:
    assert contrast(look.tokens.t3, getattr(look.tokens, ground)) >= 4.5


@pytest.mark.parametrize("ground", ["bg0", "bg1", "bg2", "note"])
@pytest.mark.parametrize("edge", EDGES)
def test_edges_that_carry_meaning_have_a_contrast_of_three(look: DeskLook, edge: str, ground: str) -> None:
    assert contrast(getattr(look.tokens, edge), getattr(look.tokens, ground)) >= 3


def test_words_on_fills_can_be_read(look: DeskLook) -> None:
    assert contrast(look.tokens.onfill, look.tokens.fill) >= 4.5
    assert contrast(look.tokens.onwarn, look.tokens.warn) >= 4.5


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("hue", range(8))
def test_account_hues_can_be_read_on_every_ground(theme: str, hue: int) -> None:
    tokens = desk_look(theme).tokens
    assert min(contrast(tokens.hue(hue), getattr(tokens, ground)) for ground in GROUNDS) >= 4.5


def test_nothing_but_marks_is_smaller_than_eleven_pixels() -> None:
    assert {name for name, style in TYPE.items() if style.size < 11} == {"mark", "circle"}


def test_every_measure_follows_the_text_size() -> None:
    assert desk_look("dark", text_size=200).px(44) == 88


def test_unknown_theme_is_refused_with_the_choices() -> None:
    with pytest.raises(BadInput, match="Choose one of"):
        desk_look("sepia")


def test_a_network_without_a_glyph_gets_the_globe() -> None:
    assert network_icon("never-heard-of") == UNKNOWN


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_every_glyph_draws_something(name: str) -> None:
    image = glyph(name, desk_look().tokens.t1, 16).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


def test_the_command_line_offers_every_theme() -> None:
    assert cli.THEMES == THEMES
