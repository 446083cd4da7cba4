"""Behind glass nobody is named in full."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.masking import masked


@pytest.mark.parametrize(
    ("handle", "policy", "shown"),
    [
        ("julian", "masked", "@j•••n"),
        ("jan", "masked", "@j•••n"),
        ("jo", "masked", "@•••"),
        ("mira.bsky.social", "masked", "@m•••a"),
        ("mira@social.example", "masked", "@m•••a"),
        ("julian", "consented", "@j•••n"),
        ("julian", "handle", "@julian"),
        ("julian", "none", ""),
        ("", "masked", ""),
    ],
)
def test_handles_are_shown_as_the_policy_says(handle: str, policy: str, shown: str) -> None:
    assert masked(handle, policy) == shown


@pytest.mark.parametrize(
    ("policy", "shown"), [("masked", "@j•••n"), ("consented", "@julian"), ("handle", "@julian"), ("none", "")]
)
def test_a_consent_lifts_the_mask_only_where_the_policy_says_so(policy: str, shown: str) -> None:
    assert masked("julian", policy, consented=True) == shown


@given(st.text(st.characters(categories=("L", "N")), min_size=4, max_size=40))
def test_a_masked_handle_never_holds_what_lies_between_its_ends(handle: str) -> None:
    assert len(masked(handle, "masked")) == 6
