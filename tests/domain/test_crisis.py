"""A crisis: which step is next, and how its owner is named where strangers see it."""

import pytest
from msgspec.structs import replace

from app.domain.crisis import Crisis, Step, merged, next_id, next_place, shown_owner


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


BASE = Crisis(
    alarm=1, topic=1, began=1, level=3, declared_at=1, declared_by="a", matter="x",
    steps=(Step(id=1, words="one"), Step(id=2, words="two"), Step(id=3, words="three")),
)  # fmt: skip


def test_what_two_people_changed_in_different_places_is_all_kept() -> None:
    one, two, three = BASE.steps
    mine = replace(BASE, matter="mine", steps=(replace(one, words="uno"), two, Step(id=4, words="new of mine")))
    theirs = replace(
        BASE,
        revision=2,
        owner="Rosa",
        steps=(one, replace(two, done_at=5, done_by="Rosa"), three, Step(id=4, words="new")),
    )
    both = merged(BASE, mine, theirs)
    assert (both.revision, both.matter, both.owner) == (2, "mine", "Rosa")
    assert [(step.id, step.words, step.done_by) for step in both.steps] == [
        (1, "uno", ""),
        (2, "two", "Rosa"),
        (4, "new", ""),
        (5, "new of mine", ""),
    ]


def test_where_two_people_changed_the_same_the_later_one_sees_his_own() -> None:
    one, two, three = BASE.steps
    mine = replace(BASE, matter="mine", steps=(replace(one, words="mine"), two, three))
    theirs = replace(BASE, revision=2, matter="theirs", steps=(replace(one, words="theirs"), two, three))
    both = merged(BASE, mine, theirs)
    assert (both.matter, both.steps[0].words) == ("mine", "mine")


def test_a_step_i_changed_outlives_its_removal_by_another() -> None:
    one, two, three = BASE.steps
    both = merged(BASE, replace(BASE, steps=(one, replace(two, words="dos"), three)), replace(BASE, steps=(one, three)))
    assert [step.words for step in both.steps] == ["one", "three", "dos"]


def test_a_step_another_changed_outlives_my_removal() -> None:
    one, two, three = BASE.steps
    both = merged(BASE, replace(BASE, steps=(one, three)), replace(BASE, steps=(one, replace(two, words="dos"), three)))
    assert [step.words for step in both.steps] == ["one", "dos", "three"]


def test_without_a_change_of_mine_theirs_is_all() -> None:
    theirs = replace(BASE, revision=7, matter="theirs", steps=BASE.steps[1:])
    assert merged(BASE, BASE, theirs) == theirs
