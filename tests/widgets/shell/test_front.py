"""A face's start and end: what it says to whoever started it."""

from dataclasses import dataclass

import pytest

from widgets.shell.front import what_is_missing


@dataclass
class Client:
    """A link that nobody welcomed."""

    reason: str = ""


@dataclass
class Screen:
    """A hub that lets screens in by a code."""

    code: str = ""
    trouble: str = ""


@pytest.mark.parametrize(
    ("client", "screen", "said"),
    [
        (Client(), Screen(code="BCDF-GHJK"), "not let in yet"),
        (Client(), Screen(trouble="Too many screens ask at once."), "Too many screens ask at once."),
        (Client(reason="The hub cannot be reached."), Screen(), "The hub cannot be reached."),
        (Client(reason="This token is not known here."), None, "This token is not known here."),
        (Client(), None, "The hub did not come up in time."),
    ],
)
def test_a_picture_without_a_welcome_says_what_is_missing(client: Client, screen: Screen | None, said: str) -> None:
    assert said in what_is_missing(client, screen)  # type: ignore[arg-type]  # as much of both as is asked


def test_a_wall_that_is_not_let_in_is_told_how_to_get_in() -> None:
    said = what_is_missing(Client(), Screen(code="BCDF-GHJK"))  # type: ignore[arg-type]  # as much of both as is asked
    assert "--token-file" in said
    assert "BCDF" not in said
