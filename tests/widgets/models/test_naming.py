"""Which name a note is about to call, and who fits."""

import pytest

from app.domain.mention import named_in
from app.domain.shift import State
from app.wire.answers import Colleague
from widgets.models.naming import Naming, called_in, fitting, naming_at, presence_words

TEAM = (
    Colleague(name="Ana Ruiz", here=True, open=9),
    Colleague(name="Rosa Lind"),
    Colleague(name="Dev Kaur", here=True, open=1, state=State.BUSY),
    Colleague(name="Kaurin Ané", here=True, state=State.AWAY),
    Colleague(name="Mele", here=True),
)


@pytest.mark.parametrize(
    ("text", "caret", "found"),
    [
        ("@", 1, Naming(0, "")),
        ("ask @an", 7, Naming(4, "an")),
        ("ask @Ana Ru", 11, Naming(4, "Ana Ru")),
        ("(@an", 4, Naming(1, "an")),
        ("🚆 @an", 6, Naming(3, "an")),
        ("@an later", 2, Naming(0, "a")),
    ],
)
def test_an_at_sign_before_a_word_begins_a_name_up_to_the_caret(text: str, caret: int, found: Naming) -> None:
    assert naming_at(text, caret) == found


@pytest.mark.parametrize("text", ["", "ana", "me@example.org", "@ana\nnext line", "@ ana", "@" + "x" * 61])
def test_no_name_begins_in_an_address_after_a_space_or_lines_ago(text: str) -> None:
    assert naming_at(text, len(text)) is None


NAMED = [
    ("Ask @Ana Ruiz today", [(4, 9)]),
    ("🚆 @mele, and @DEV KAUR.", [(3, 5), (14, 9)]),
    ("@Meles and ana@Mel.example", []),
    ("nobody", []),
]


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_a_note_names_colleagues_whole_and_in_any_case(text: str, found: list[tuple[int, int]]) -> None:
    assert called_in(text, [one.name for one in TEAM]) == found


@pytest.mark.parametrize("text", [*(text for text, _found in NAMED), "@Ana Ruizx", "@Ana Ruiz_", "@Rosa Lind@Mele"])
def test_what_is_shown_as_a_name_is_what_is_told_to_its_owner(text: str) -> None:
    names = [*(one.name for one in TEAM), "Ana"]
    units = text.encode("utf-16-le")
    shown = {units[2 * at : 2 * (at + many)].decode("utf-16-le")[1:].casefold() for at, many in called_in(text, names)}
    assert shown == {name.casefold() for name in named_in(text, names)}


def test_without_colleagues_nobody_is_named() -> None:
    assert called_in("@Ana Ruiz", ()) == []


def test_whoever_is_there_comes_first_and_oneself_never() -> None:
    assert [one.name for one in fitting(TEAM, "", me="Mele")] == ["Ana Ruiz", "Dev Kaur", "Kaurin Ané", "Rosa Lind"]


def test_a_later_word_of_a_name_fits_in_any_case_but_not_a_middle() -> None:
    assert [one.name for one in fitting(TEAM, "KAUR", me="")] == ["Dev Kaur", "Kaurin Ané"]
    assert [one.name for one in fitting(TEAM, "dev k", me="")] == ["Dev Kaur"]
    assert fitting(TEAM, "aur", me="") == []
    assert fitting(TEAM, "dev kaur ", me="") == []


def test_presence_is_said_in_words() -> None:
    assert [presence_words(one) for one in TEAM] == [
        "at a desk, 9 open",
        "away, 0 open",
        "busy, 1 open",
        "away, 0 open",
        "at a desk, 0 open",
    ]
