"""Terms on the rise."""

from random import Random

from app.language.rising import RisingTerms, SeenPost
from app.language.signature import signatures
from app.language.tokens import tokenize

MINUTE = 60_000


def post(number: int, minute: float, text: str, author: str | None = None) -> SeenPost:
    signature = int(signatures(tokenize([text]))[0])
    return SeenPost(id=number, at=int(minute * MINUTE), author=author or f"a{number}", text=text, signature=signature)


def chatter(first: int, begin: float, minutes: int, extra: str = "") -> list[SeenPost]:
    """Two posts a minute of ever different words, with `extra` in each."""
    made = []
    for number in range(first, first + minutes * 2):
        letters = Random(number)
        text = " ".join("".join(letters.choices("abcdefghij", k=6)) for _ in range(8))
        made.append(post(number, begin + (number - first) / 2, f"coffee {text} {extra}"))
    return made


def test_a_new_term_many_people_use_rises_and_an_old_one_does_not() -> None:
    rising = RisingTerms()
    rising.add(chatter(0, 0, 300))
    rising.add(chatter(1000, 300, 15, "boiler exploded"))
    told = [one.term for one in rising.top(315 * MINUTE)]
    assert told[0] == "boiler exploded"
    assert "coffee" not in told


def test_words_that_say_nothing_do_not_rise_even_before_there_is_a_past() -> None:
    rising = RisingTerms()
    said = "the boiler is not what they said", "die Heizung ist nicht das was wir von der Firma hören"
    rising.add(post(n, n / 10, f"{said[n % 2]} {chr(97 + n) * 4}") for n in range(24))
    told = [one.term for one in rising.top(3 * MINUTE, limit=100)]
    assert {"boiler", "heizung"} <= {word for term in told for word in term.split()}
    assert not {"the", "not", "what", "they", "die", "ist", "nicht", "von", "wir"} & {
        word for term in told for word in term.split()
    }


def test_of_a_word_and_the_pair_that_holds_it_only_the_pair_is_told() -> None:
    rising = RisingTerms()
    rising.add(chatter(0, 0, 60))
    rising.add(chatter(1000, 60, 15, "boiler exploded"))
    assert "boiler" not in [one.term for one in rising.top(75 * MINUTE)]


def test_one_author_and_copies_of_one_text_do_not_make_a_term_rise() -> None:
    rising = RisingTerms()
    rising.add(chatter(0, 0, 60))
    rising.add(
        post(2000 + n, 60 + n / 10, f"buy {chr(97 + n % 26) * 3} tokens number {chr(97 + n // 2) * 4}", "robot")
        for n in range(40)
    )
    rising.add(post(3000 + n, 65 + n / 10, "win a shiny phone today my dear friends of the sea") for n in range(40))
    told = {one.term for one in rising.top(70 * MINUTE)}
    assert not told & {"tokens", "shiny", "shiny phone", "phone today"}


def test_what_was_told_of_a_moment_does_not_depend_on_later_posts() -> None:
    early, late = RisingTerms(), RisingTerms()
    before = chatter(0, 0, 60) + chatter(1000, 60, 10, "boiler exploded")
    early.add(before)
    late.add(before)
    told = early.top(70 * MINUTE)
    assert told == late.top(70 * MINUTE)
    late.add(chatter(5000, 70, 10, "something else"))
    assert told == early.top(70 * MINUTE)


def test_memory_is_bounded() -> None:
    rising = RisingTerms(capacity=500)
    rising.add(chatter(0, 0, 400))
    assert len(rising._terms) <= 500 + 20


def test_examples_are_the_newest_posts() -> None:
    rising = RisingTerms()
    rising.add(chatter(0, 0, 60))
    rising.add(chatter(1000, 60, 15, "boiler exploded"))
    assert rising.top(75 * MINUTE)[0].examples == (1027, 1028, 1029)
