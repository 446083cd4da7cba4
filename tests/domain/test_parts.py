"""A long text becomes a thread: cut where a reader would pause, numbered, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.length import text_length
from app.domain.network import LengthUnit, Limits
from app.domain.parts import MOST_PARTS, join, split

SHORT = Limits(length=60, unit=LengthUnit.GRAPHEMES, parts=True)


def test_a_text_that_fits_stays_one_and_has_no_number() -> None:
    assert split("  We are on it. ", SHORT) == ("We are on it.",)


def test_sentences_stay_whole() -> None:
    text = "We have taken coach 3 out of service. The depot checks the door now. You will hear from us today."
    parts = split(text, SHORT)
    assert parts == (
        "We have taken coach 3 out of service. (1/3)",
        "The depot checks the door now. (2/3)",
        "You will hear from us today. (3/3)",
    )
    assert join(parts) == text


def test_a_network_without_threads_takes_no_parts() -> None:
    assert split("word " * 40, Limits(length=60)) == ()


def test_a_link_is_never_cut_and_counts_what_the_network_counts() -> None:
    limits = Limits(length=60, link_length=23, parts=True)
    link = "https://example.com/" + "long/" * 15
    parts = split(
        f"Read all about it here: {link} and then tell us whether it helped you. Thank you for asking us.", limits
    )
    assert sum(link in part for part in parts) == 1


def test_a_text_beyond_all_measure_is_not_split() -> None:
    assert split("word " * 60 * MOST_PARTS, SHORT) == ()


@given(st.text(max_size=900), st.sampled_from(list(LengthUnit)))
def test_every_part_fits_and_no_letter_is_lost(text: str, unit: LengthUnit) -> None:
    limits = Limits(length=80, unit=unit, parts=True)
    parts = split(text, limits)
    assert all(text_length(part, limits) <= 80 for part in parts)
    if parts:
        assert "".join(join(parts).split()) == "".join(text.split()) or len(parts) == 1


@pytest.mark.parametrize("text", ["我们正在处理这件事情。" * 12, "نحن نعمل على ذلك؟ " * 10, "👩‍👩‍👧‍👦" * 130])
def test_every_script_is_cut_between_what_a_reader_sees_as_one(text: str) -> None:
    parts = split(text, SHORT)
    assert len(parts) > 1
    assert "".join(join(parts).split()) == "".join(text.split())
