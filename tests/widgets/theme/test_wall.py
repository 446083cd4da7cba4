import itertools
from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.paths import resources
from widgets.theme.contrast import contrast, distance, lab, luminance
from widgets.theme.wall import heat_step, read_wall_theme, wall_theme


@pytest.mark.parametrize(
    ("token", "on_bg", "on_surface", "on_raised"),
    [
        ("text1", 16.4, 15.2, 13.9),
        ("text2", 8.6, 8.0, 7.2),
        ("text3", 6.1, 5.7, 5.2),
        ("accent", 7.8, 7.3, 6.6),
        ("negative", 7.9, 7.3, 6.7),
        ("neutral", 5.4, 5.0, 4.6),
        ("positive", 10.3, 9.6, 8.7),
        ("warn", 11.5, 10.6, 9.7),
        ("hairline", 1.4, 1.3, 1.2),
        ("axis", 2.0, 1.9, 1.7),
    ],
)
def test_every_ink_keeps_its_contrast_on_every_ground(
    token: str, on_bg: float, on_surface: float, on_raised: float
) -> None:
    theme = wall_theme()
    ink = getattr(theme, token)
    assert contrast(ink, theme.bg) >= on_bg
    assert contrast(ink, theme.surface) >= on_surface
    assert contrast(ink, theme.raised) >= on_raised


def test_a_line_and_a_word_are_seen_on_the_expected_range() -> None:
    theme = wall_theme()
    assert contrast(theme.accent, theme.band) >= 4.5
    assert contrast(theme.text2, theme.band) >= 4.9
    assert contrast(theme.accent, theme.excess) >= 3.1


@pytest.mark.parametrize(("token", "least"), [("text1", 7.0), ("text2", 5.0), ("text3", 4.5)])
def test_texts_are_quieter_at_night_and_still_read(token: str, least: float) -> None:
    day, night = wall_theme(), wall_theme().at_night()
    ink = getattr(night, token)
    assert luminance(ink) < luminance(getattr(day, token))
    assert contrast(ink, night.surface) >= least
    assert (night.surface, night.heat, night.alarm) == (day.surface, day.heat, day.alarm)


def test_white_is_read_on_the_red_block() -> None:
    theme = wall_theme()
    assert contrast(theme.on_alarm, theme.alarm) >= 5.2


def test_every_heat_step_is_lighter_than_the_one_before_and_its_ink_is_read() -> None:
    theme = wall_theme()
    lightness = [lab(color)[0] for color in theme.heat]
    assert all(after - before > 4 for before, after in itertools.pairwise(lightness))
    assert all(contrast(ink, step) >= 5.25 for ink, step in zip(theme.heat_ink, theme.heat, strict=True))


@pytest.mark.parametrize(("sight", "least"), [("deutan", 17), ("protan", 24), ("tritan", 40)])
def test_positive_and_neutral_differ_for_the_colour_blind(sight: str, least: float) -> None:
    theme = wall_theme()
    assert distance(theme.positive, theme.neutral, sight=sight) >= least  # type: ignore[arg-type]


def test_alarm_is_far_from_negative_and_from_warm_heat() -> None:
    theme = wall_theme()
    assert distance(theme.alarm, theme.negative, sight="deutan") >= 20
    assert distance(theme.alarm, theme.heat[5]) >= 33


@pytest.mark.parametrize(
    ("heat", "step"), [(0, 0), (11, 0), (12, 1), (44, 3), (45, 4), (81, 7), (89, 8), (100, 8), (-1, 0), (120, 8)]
)
def test_heat_falls_into_nine_steps(heat: int, step: int) -> None:
    assert heat_step(heat) == step


def test_a_colour_that_is_none_is_named_with_its_file(tmp_path: Path) -> None:
    text = (resources() / "themes" / "wall.toml").read_text(encoding="utf-8")
    broken = tmp_path / "wall.toml"
    broken.write_text(text.replace("#5AA9FF", "bluish"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"wall\.toml: accent must be a colour .* not bluish"):
        read_wall_theme(broken)


def test_a_ramp_without_nine_steps_is_refused(tmp_path: Path) -> None:
    text = (resources() / "themes" / "wall.toml").read_text(encoding="utf-8")
    broken = tmp_path / "wall.toml"
    broken.write_text(text.replace('"#1A2130", ', ""), encoding="utf-8")
    with pytest.raises(BadInput, match="nine colours"):
        read_wall_theme(broken)
