"""A crisis: which step is next, and how its owner is named where strangers see it."""

import pytest

from app.domain.crisis import Crisis, Step, next_id, next_place, shown_owner


@pytest.mark.parametrize(
    ("done", "place"), [((), -1), ((True, True), -1), ((False,), 0), ((True, False, True, False), 1)]
)
def test_the_next_step_is_the_first_that_is_open(done: tuple[bool, ...], place: int) -> None:
    assert next_place(done) == place


def test_a_step_that_is_added_takes_no_number_that_is_taken() -> None:
    assert next_id(()) == 1
    assert next_id((Step(id=7, words="a"), Step(id=2, words="b"))) == 8


@pytest.mark.parametrize(
    ("role", "owner", "by_name", "shown"),
    [
        ("Duty lead", "Amara Okafor", True, "Duty lead, Amara O."),
        ("Duty lead", "Amara Okafor", False, "Duty lead"),
        ("", "Amara van der Berg", True, "Amara B."),
        ("", "amara", True, "amara"),
        ("", "Amara Okafor", False, ""),
    ],
)
def test_a_wall_never_shows_an_owners_full_name(role: str, owner: str, by_name: bool, shown: str) -> None:
    crisis = Crisis(
        alarm=1, topic=1, began=1, level=3, declared_at=1, declared_by="Amara Okafor", owner=owner, role=role
    )
    assert shown_owner(crisis, by_name=by_name) == shown
