"""The list of held posts stands still while it is read, and follows what must not stay in it."""

import pytest

from app.wire.feeds import HeldPostFeed, HeldPostRow
from tests.fakes.link import NOON, FakeLink
from widgets.models.held_posts import HeldPosts
from widgets.models.held_words import policy_words, reason_words

FEED = HeldPostFeed()


def row(number: int, text: str = "") -> HeldPostRow:
    return HeldPostRow(
        id=number,
        network="pond",
        name="Mira",
        handle="mira",
        text=text or f"Post {number}",
        at=NOON + number,
        reasons=(),
        shown_as="@m•••a",
    )


def rows(*numbers: int) -> dict[str, HeldPostRow]:
    return {str(number): row(number) for number in numbers}


@pytest.fixture
def link() -> FakeLink:
    link = FakeLink()
    link.fill(FEED, rows(1, 2, 3))
    return link


def listed(posts: HeldPosts) -> list[int]:
    return [one.id for one in posts.rows]


def test_newer_posts_are_counted_and_come_when_they_are_asked_for(link: FakeLink) -> None:
    posts = HeldPosts(link)
    link.put(FEED, rows(4, 5))
    assert (listed(posts), posts.newer) == ([3, 2, 1], 2)
    posts.renew()
    assert (listed(posts), posts.newer) == ([5, 4, 3, 2, 1], 0)


def test_what_was_deleted_or_judged_by_a_colleague_leaves_at_once(link: FakeLink) -> None:
    posts = HeldPosts(link)
    posts.mark(2)
    link.put(FEED, {}, drop=("2",))
    assert (listed(posts), posts.marked) == ([3, 1], set())


def test_an_edited_post_is_shown_as_it_is_now(link: FakeLink) -> None:
    posts = HeldPosts(link)
    link.put(FEED, {"2": row(2, "Something else")})
    assert posts.rows[1].text == "Something else"


def test_a_flood_does_not_push_what_is_being_read_off_the_list() -> None:
    link = FakeLink()
    link.fill(FEED, rows(*range(1, 101)))
    posts = HeldPosts(link)
    link.put(FEED, rows(*range(101, 201)), drop=tuple(str(number) for number in range(1, 101)))
    assert listed(posts) == list(range(100, 0, -1))
    assert posts.newer == 100


def test_a_decision_carries_the_texts_that_were_read(link: FakeLink) -> None:
    posts = HeldPosts(link)
    posts.mark(1)
    posts.mark(3)
    request = posts.decide(posts.chosen(2), release=True)
    assert (request.post_ids, request.release, request.seen) == ((3, 1), True, ("Post 3", "Post 1"))
    assert listed(posts) == [2]


def test_posts_that_were_decided_do_not_come_back_with_the_next_picture(link: FakeLink) -> None:
    posts = HeldPosts(link)
    posts.decide((2,), release=False)
    link.put(FEED, rows(4))
    posts.renew()
    assert listed(posts) == [4, 3, 1]


def test_a_decision_taken_back_lists_the_posts_where_they_were(link: FakeLink) -> None:
    posts = HeldPosts(link)
    posts.decide((2,), release=True)
    link.put(FEED, {}, drop=("2",))
    posts.restore((2,))
    assert listed(posts) == [3, 2, 1]


def test_the_feed_is_let_go_of(link: FakeLink) -> None:
    posts = HeldPosts(link)
    posts.close()
    assert link.subscribed == {}


@pytest.mark.parametrize(
    ("reasons", "policy", "words"),
    [
        (("profanity", "personal_data"), "hold_doubtful", "Speaks against it: swearing, personal data."),
        (("off_topic",), "hold_doubtful", "Speaks against it: it is like posts that are not about us."),
        (("labelled_sexual",), "hold_all", "Speaks against it: the network’s warning of nudity or sex."),
        ((), "hold_all", "Nothing speaks against it but the policy."),
        ((), "hold_doubtful", "A doubt without a name: its tone, or a picture."),
        (("brand_new",), "hold_all", "Speaks against it: brand new."),
    ],
)
def test_reasons_are_said_in_words(reasons: tuple[str, ...], policy: str, words: str) -> None:
    assert reason_words(reasons, policy) == words


def test_the_policy_is_named() -> None:
    assert policy_words("hold_all") == "Policy: a person releases every post."
    assert policy_words("") == ""
