"""Posts as arrays."""

from app.language.letters import LINK, MENTION
from app.language.tokens import Tokens, hash_word, tokenize


def words(tokens: Tokens, post: int = 0) -> list[str]:
    spans = zip(tokens.starts, tokens.ends, tokens.post, strict=True)
    return ["".join(map(chr, tokens.plain[start:end])) for start, end, of in spans if of == post]


def test_words_marks_and_apostrophes_are_told_apart() -> None:
    assert words(tokenize(["I'm NOT happy :("])) == ["i'm", "not", "happy", ":("]


def test_links_and_mentions_become_one_token_each() -> None:
    assert words(tokenize(["@bob.example see https://a.b/c?d=e"])) == [MENTION, "see", LINK]


def test_emoji_and_unspaced_letters_stand_alone() -> None:
    assert len(words(tokenize(["😀😀👍🏽"]))) == 3
    assert words(tokenize(["咖啡好"])) == ["咖", "啡", "好"]


def test_long_runs_are_shortened_and_counted() -> None:
    tokens = tokenize(["sooooo good", "so good"])
    assert words(tokens) == ["soo", "good"]
    assert list(tokens.shortened) == [3, 0]


def test_accents_case_and_arabic_marks_do_not_change_a_words_hash() -> None:
    assert hash_word("Café") == hash_word("cafe")
    assert hash_word("شُكْراً") == hash_word("شكرا")


def test_accents_are_kept_beside_for_telling_languages() -> None:
    tokens = tokenize(["é"])
    assert chr(tokens.lower[0]) == "é"
    assert chr(tokens.plain[0]) == "e"


def test_line_ends_inside_a_post_do_not_make_another_post() -> None:
    tokens = tokenize(["one\ntwo\r\nthree\\u000afour", "five"])
    assert words(tokens) == ["one", "two", "three", "four"]
    assert words(tokens, 1) == ["five"]


def test_empty_posts_keep_their_place() -> None:
    tokens = tokenize(["", "word", "   ", ""])
    assert list(tokens.first) == [0, 0, 1, 1, 1]


def test_no_posts_give_no_tokens() -> None:
    assert len(tokenize([]).hashes) == 0


def test_shouted_words_are_those_all_in_capitals() -> None:
    assert list(tokenize(["NOT Happy A"]).shouted) == [True, False, False]
