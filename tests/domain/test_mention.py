"""Who a note calls with an @."""

import pytest

from app.domain.mention import named_in

NAMES = ("Ana", "Ana Ruiz", "Dev Kaur", "Jörg")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ana please look", ["Ana"]),
        ("@ana ruiz: the door again", ["Ana Ruiz"]),
        ("ask @Dev Kaur and @Ana.", ["Ana", "Dev Kaur"]),
        ("@Anabel is somebody else", []),
        ("Ana knows", []),
        ("@Ana Ruiz and @Ana", ["Ana", "Ana Ruiz"]),
        ("@JÖRG!", ["Jörg"]),
        ("", []),
    ],
)
def test_a_name_counts_whole_and_in_any_case(text: str, named: list[str]) -> None:
    assert named_in(text, NAMES) == named
