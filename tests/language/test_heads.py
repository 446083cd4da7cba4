"""Small heads: taught by a handful of corrections, silent while they know too little, honest about what they find."""

import pytest

from app.domain.correction import Lesson
from app.domain.understanding import Objection
from app.language import load_understander, understand_all
from app.language.heads import LEAST, Head, Heads, learn_head

FRUIT = (
    "picked a ripe {} from the orchard",
    "baked the sweetest {} pie with cinnamon",
    "fresh {} juice and cider here",
)
SHOP = ("my {} parcel never arrived at the shop", "the {} shop refunds nothing", "{} support let me wait, parcel lost")
DAYS = ("today", "monday", "again", "twice", "tonight", "friday", "yesterday", "now", "later", "early")
TOPIC = 7


def lessons(against: int, kept: int) -> list[Lesson]:
    """Different texts of either kind: one speaks against fruit, the shop is kept."""
    fruit = [FRUIT[at % 3].format("alder") + f" {DAYS[at % 10]} {at}" for at in range(against)]
    shop = [SHOP[at % 3].format("alder") + f" {DAYS[at % 10]} {at}" for at in range(kept)]
    return [Lesson(text=text, against=True) for text in fruit] + [Lesson(text=text, against=False) for text in shop]


@pytest.fixture(scope="module")
def taught() -> Head:
    head = learn_head(lessons(12, 24))
    assert head is not None
    return head


@pytest.mark.parametrize(("against", "kept"), [(LEAST - 1, 40), (40, LEAST - 1), (0, 0)])
def test_a_head_with_too_few_lessons_of_either_kind_does_not_exist(against: int, kept: int) -> None:
    assert learn_head(lessons(against, kept)) is None


def test_copies_of_one_text_are_one_lesson() -> None:
    same = [Lesson(text="buy alder juice with our coupon", against=True)] * 30
    assert learn_head([*same, *lessons(0, 30)]) is None


def test_a_post_like_the_doubted_ones_is_doubted_with_its_words_and_one_like_the_others_is_not(taught: Head) -> None:
    texts = ["we picked every alder in the orchard", "the alder parcel never arrived, will the shop refund it"]
    fruit, shop = Heads({TOPIC: taught}).objections(texts, [(TOPIC,), (TOPIC,)])
    (objection,) = fruit
    assert objection.about == TOPIC
    assert {"picked", "orchard"} & set(objection.words)
    assert "the" not in objection.words
    assert shop == ()


def test_a_head_is_asked_only_about_posts_of_its_topic_and_the_one_on_spam_about_all(taught: Head) -> None:
    text = "we picked every alder in the orchard"
    assert Heads({TOPIC: taught}).objections([text, text], [(), (3,)]) == [(), ()]
    found = Heads({0: taught}).objections([text, text], [(), (3,)])
    assert [[objection.about for objection in objections] for objections in found] == [[0], [0]]


def test_a_text_is_judged_the_same_alone_and_among_others(taught: Head) -> None:
    texts = ["we picked every alder", "", "sweet alder pie", "the shop", "🍏", "alder cider from the orchard"]
    heads = Heads({TOPIC: taught})
    together = heads.objections(texts, [(TOPIC,)] * len(texts))
    assert together == [heads.objections([text], [(TOPIC,)])[0] for text in texts]


@pytest.mark.parametrize("number", [0, 1, 700])
def test_heads_read_the_n_grams_that_the_one_pass_made(taught: Head, number: int) -> None:
    texts = [(FRUIT if at % 2 else SHOP)[at % 3].format(f"alder {at}") for at in range(number)]
    topics = [(TOPIC,) if at % 5 else () for at in range(number)]
    understander = load_understander()
    understood, grams = understand_all(understander, texts)
    assert understood == understander.understand(texts)
    heads = Heads({TOPIC: taught})
    assert heads.objections(texts, topics, grams) == heads.objections(texts, topics)


def test_the_same_lessons_teach_the_same_head(taught: Head) -> None:
    assert learn_head(lessons(12, 24)) == taught


def test_what_is_told_of_a_head_is_what_it_finds_unseen() -> None:
    """The closed formula against teaching the head again without each lesson in turn."""
    chosen = lessons(14, 14)
    whole = learn_head(chosen)
    assert whole is not None
    found = 0
    for at, lesson in enumerate(chosen[:14]):
        without = learn_head([*chosen[:at], *chosen[at + 1 :]])
        assert without is not None
        found += bool(Heads({TOPIC: without}).objections([lesson.text], [(TOPIC,)])[0])
    assert abs(found - whole.found) <= 1
    assert whole.wronged == 0


def test_a_head_whose_lessons_tell_nothing_apart_stays_silent() -> None:
    same = [f"{FRUIT[at % 3].format('alder')} {DAYS[at % 10]}" for at in range(30)]
    by_chance = "011010011001011010010110011010"
    head = learn_head([Lesson(text=text, against=one == "1") for text, one in zip(same, by_chance, strict=True)])
    assert head is not None
    assert not head.speaks
    assert Heads({TOPIC: head}).objections(same[:5], [(TOPIC,)] * 5) == [()] * 5


def test_what_a_person_said_is_learned_before_what_was_concluded() -> None:
    letters = "abcdefghijklmnop"
    names = [f"{one}{other}x" for one in letters for other in letters]
    concluded = [Lesson(text=f"quiet alder {name} words", against=False, said=False) for name in names]
    said = [lesson for lesson in lessons(10, 10) if not lesson.against]
    head = learn_head([*concluded, *lessons(10, 0), *said])
    assert head is not None
    assert head.kept == 200
    kept = Heads({TOPIC: head}).objections(["the alder shop refunds nothing"], [(TOPIC,)])
    assert kept == [()]


def test_nothing_is_doubted_without_heads() -> None:
    assert Heads({}).objections(["a", "b"], [(1,), ()]) == [(), ()]
    assert Objection(0).words == ()
