"""Near-duplicates."""

from app.language.signature import distance, is_near, signatures
from app.language.tokens import tokenize


def signature(text: str) -> int:
    return int(signatures(tokenize([text]))[0])


TEXT = "Our flight from Lisbon was cancelled without a word and nobody at the desk could help us"


def test_a_repost_with_another_link_mention_and_marks_is_the_same() -> None:
    assert signature(TEXT) == signature(f"@bob {TEXT.upper()}!!! https://example.org/1")


def test_one_changed_word_stays_near() -> None:
    changed = signature(TEXT.replace("Lisbon", "Porto"))
    assert distance(signature(TEXT), changed) < distance(
        signature(TEXT), signature("completely different words about tea")
    )


def test_different_texts_are_far() -> None:
    assert not is_near(signature(TEXT), signature("I love the new menu, the soup is great and the staff are kind"))


def test_texts_without_words_are_like_nothing() -> None:
    assert signature("!!!") == 0
    assert not is_near(0, 0)


def test_a_signature_fits_a_signed_column_and_does_not_depend_on_its_batch() -> None:
    batch = signatures(tokenize(["other", TEXT, ""]))
    assert int(batch[1]) == signature(TEXT)
    assert all(0 <= int(one) < 2**63 for one in batch)
