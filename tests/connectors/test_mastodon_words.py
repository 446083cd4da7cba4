"""Mastodon's formats: statuses, events, addresses, whatever a server makes of them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._mastodon.events import read_frame
from app.connectors._mastodon.limits import limits_of
from app.connectors._mastodon.line import address_of
from app.connectors._mastodon.notifications import _ungrouped
from app.connectors._mastodon.statuses import Us, post_of, read_statuses
from app.domain.post import Post
from tests.fakes.clock import NOON

US = Us("1", "social.example", 5)
WELL = {"id": "7", "account": {"id": "2", "acct": "ann"}, "content": "<p>hello</p>"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
FIELDS = (
    "content", "created_at", "edited_at", "in_reply_to_id", "in_reply_to_account_id", "visibility", "spoiler_text",
    "sensitive", "language", "url", "uri", "media_attachments", "mentions", "poll",
)  # fmt: skip
STRANGE = st.fixed_dictionaries(
    {"id": st.just("9") | JSON, "account": st.just({"id": "2", "acct": "ann"}) | JSON},
    optional=dict.fromkeys(FIELDS, JSON),
)


def only(**fields: Any) -> Post:
    (status,) = read_statuses([{**WELL, **fields}])
    return post_of(status, US, now=NOON)


@given(st.lists(STRANGE | JSON, max_size=3), st.lists(STRANGE | JSON, max_size=3))
def test_nothing_a_server_says_raises_or_hides_a_well_formed_neighbour(before: list[Any], after: list[Any]) -> None:
    posts = [post_of(status, US, now=NOON) for status in read_statuses([*before, WELL, *after])]
    assert "hello" in [post.text for post in posts]
    assert msgspec.json.decode(msgspec.json.encode(posts), type=list[Post]) == posts


@given(st.text() | JSON.map(lambda value: msgspec.json.encode(str(value)).decode()))
def test_no_frame_raises(text: str) -> None:
    read_frame(text)


@given(st.dictionaries(st.sampled_from(["configuration", "urls", "max_toot_chars", "statuses"]), JSON))
def test_no_instance_raises(instance: dict[str, Any]) -> None:
    assert limits_of(instance).length > 0
    assert limits_of({"configuration": instance}).images > 0


@given(st.dictionaries(st.sampled_from(["statuses", "notification_groups"]), JSON))
def test_no_grouped_answer_raises(answer: dict[str, Any]) -> None:
    _ungrouped(answer)


def test_a_content_warning_is_read_before_the_text_and_labels_it() -> None:
    post = only(spoiler_text="ships, rust", sensitive=True)
    assert post.text == "ships, rust\n\nhello"
    assert post.labels == ("ships, rust", "sensitive")


def test_pictures_keep_what_is_to_be_seen_on_them_and_polls_their_choices() -> None:
    media = [{"type": "image", "url": "https://a.example/1.png", "description": "a ferry"}, {"type": "image"}, 7]
    post = only(media_attachments=media, poll={"options": [{"title": "yes"}, {"title": "no"}]})
    assert [(one.kind, one.alt) for one in post.media] == [("image", "a ferry")]
    assert post.text == "hello\n\n○ yes\n○ no"
    assert only(content="", media_attachments=media).text == "a ferry"


def test_a_person_has_one_identity_on_every_server() -> None:
    account = {"id": "2", "acct": "ann@other.example", "uri": "https://other.example/users/ann"}
    assert only(account=account).author.native_id == "https://other.example/users/ann"
    assert only().author.handle == "ann@social.example"


def test_a_date_from_the_future_is_clamped_and_one_that_is_none_is_now() -> None:
    assert only(created_at="2099-01-01T00:00:00Z").created_at == NOON + 5 * 60_000
    assert only(created_at="soon").created_at == NOON


@pytest.mark.parametrize(
    ("entered", "address"),
    [
        ("mastodon.social", "https://mastodon.social"),
        ("@ann@mastodon.social", "https://mastodon.social"),
        ("https://mastodon.social/@ann", "https://mastodon.social"),
        ("http://mastodon.social", "https://mastodon.social"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_what_people_enter_as_server_is_understood(entered: str, address: str) -> None:
    assert address_of(entered) == address
