"""Fields of snippets are filled; what is no field stays."""

from app.domain.snippet import fill, unknown_fields


def test_fields_are_filled_and_other_braces_stay() -> None:
    text = "Hello {name} ({handle}), {agent} here. {city} {{name}}"
    filled = fill(text, name="Mira", handle="@mira", agent="Ana")
    assert filled == "Hello Mira (@mira), Ana here. {city} {Mira}"


def test_a_value_that_looks_like_a_field_is_not_filled_again() -> None:
    assert fill("{name}", name="{agent}", handle="", agent="Ana") == "{agent}"


def test_unknown_fields_are_told_once_in_order() -> None:
    assert unknown_fields("{city} {name} {date} {city}") == ["city", "date"]
