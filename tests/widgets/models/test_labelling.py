"""The label at the caret, what fits it, and the line after one was taken."""

import pytest

from app.wire.answers import LabelCount
from widgets.models.labelling import Part, fitting, labels_in, part_at, same, taken

KNOWN = tuple(LabelCount(name=name, count=1) for name in ("Delivery", "Lost item", "Late train", "item", "Late"))


@pytest.mark.parametrize(
    ("text", "caret", "part"),
    [
        ("", 0, Part("", 0, 0)),
        ("lo", 2, Part("lo", 0, 2)),
        ("Delivery, lo", 12, Part("lo", 9, 12)),
        ("Delivery, lo, Late", 11, Part("lo", 9, 12)),
        ("🚆, lo", 6, Part("lo", 3, 6)),
    ],
)
def test_the_part_at_the_caret_lies_between_two_commas(text: str, caret: int, part: Part) -> None:
    assert part_at(text, caret) == part


@pytest.mark.parametrize(
    ("text", "caret", "label", "line"),
    [
        ("lo", 2, "Lost item", "Lost item, "),
        ("Delivery, lo", 12, "Lost item", "Delivery, Lost item, "),
        ("Delivery, lo, Late", 12, "Lost item", "Delivery, Lost item, Late"),
        ("🚆, lo", 6, "Late", "🚆, Late, "),
    ],
)
def test_a_label_takes_the_place_of_its_part_and_the_caret_stands_behind_it(
    text: str, caret: int, label: str, line: str
) -> None:
    found, place = taken(text, part_at(text, caret), label)
    assert found == line
    assert found.encode("utf-16-le")[: 2 * place].decode("utf-16-le").endswith(f"{label}, ")


def test_whole_labels_come_before_beginnings_and_beginnings_before_later_words() -> None:
    assert [one.name for one in fitting(KNOWN, "late", but=())] == ["Late", "Late train"]
    assert [one.name for one in fitting(KNOWN, "ITEM", but=())] == ["item", "Lost item"]
    assert [one.name for one in fitting(KNOWN, "", but=["delivery", "Late"])] == ["Lost item", "Late train", "item"]
    assert fitting(KNOWN, "tem", but=()) == []


def test_a_label_is_the_same_in_any_case() -> None:
    found = same(KNOWN, "dELIVERY")
    assert found is not None
    assert found.name == "Delivery"
    assert same(KNOWN, "deliver") is None


def test_labels_of_a_line_count_once_and_empty_ones_never() -> None:
    assert labels_in(" a, b,, a , ") == ("a", "b")
