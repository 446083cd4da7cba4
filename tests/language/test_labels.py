"""What the network warns of is a reason not to show a post."""

import pytest

from app.domain.understanding import Understanding
from app.language.labels import heed_labels, label_reasons

CLEAN = Understanding(public_ok=True)


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("porn", "labelled_sexual"),
        ("sexual", "labelled_sexual"),
        ("nudity", "labelled_sexual"),
        ("graphic-media", "labelled_violent"),
        ("Graphic_Media ", "labelled_violent"),
        ("spam", "labelled_spam"),
        ("hate", "labelled_hateful"),
        ("sensitive", "labelled_sensitive"),
        ("!hide", "labelled_hidden"),
        ("!warn", "labelled_hidden"),
        ("!something-new", "labelled_hidden"),
        ("!no-unauthenticated", "labelled_members_only"),
    ],
)
def test_a_warning_of_the_network_speaks_against_a_post(label: str, reason: str) -> None:
    found = heed_labels(CLEAN, (label,))

    assert not found.public_ok
    assert found.reasons == (reason,)


def test_labels_that_warn_of_nothing_leave_a_post_as_it_was() -> None:
    assert heed_labels(CLEAN, ("bot", "", "birdwatching")) is CLEAN
    assert heed_labels(CLEAN, ()) is CLEAN


def test_labels_add_to_what_the_text_says_and_count_once() -> None:
    meaning = Understanding(public_ok=False, reasons=("profanity",))

    assert heed_labels(meaning, ("porn", "nudity")).reasons == ("profanity", "labelled_sexual")
    assert label_reasons(("spam", "!hide", "porn")) == ("labelled_sexual", "labelled_spam", "labelled_hidden")
