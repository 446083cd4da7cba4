"""Matrix' formats: events, relations, media, whatever somebody puts into them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._matrix.events import (
    Relation,
    Room,
    Us,
    addresses,
    post_of,
    read_events,
    relation_of,
    split_native,
)
from app.connectors._matrix.line import home_of
from app.domain.post import Media, Post
from tests.fakes.clock import NOON

US = Us("@us:a.example", "Harbour", "https://a.example", 5)
ROOM = Room("!room:a.example", 12)
WELL = {"event_id": "$7", "sender": "@ann:b.example", "type": "m.room.message", "content": {"body": "hello"}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ("body", "formatted_body", "format", "msgtype", "url", "info", "m.relates_to", "m.mentions", "m.new_content")
LIKELY = {"format": st.just("org.matrix.custom.html"), "m.relates_to": st.dictionaries(st.just("rel_type"), JSON)}
CONTENT = st.fixed_dictionaries({}, optional={**dict.fromkeys(FIELDS, JSON), **LIKELY})
STRANGE = st.fixed_dictionaries(
    {"event_id": st.just("$9") | JSON, "sender": st.just("@x:y") | JSON, "type": st.just("m.sticker") | JSON},
    optional={"content": CONTENT | JSON, "origin_server_ts": JSON, "unsigned": JSON, "redacts": JSON},
)


def only(**content: Any) -> Post:
    (event,) = read_events([{**WELL, "content": {"msgtype": "m.text", **content}}])
    return post_of(event, ROOM, US, now=NOON)


@given(st.lists(STRANGE | JSON, max_size=3), st.lists(STRANGE | JSON, max_size=3))
def test_nothing_in_a_room_raises_or_hides_a_well_formed_neighbour(before: list[Any], after: list[Any]) -> None:
    events = read_events([*before, WELL, *after])
    posts = [post_of(event, ROOM, US, now=NOON) for event in events]
    assert [addresses(event.body, US) for event in events if event.event_id == "$7"] == [False]
    assert "hello" in [post.text for post in posts]
    assert msgspec.json.decode(msgspec.json.encode(posts), type=list[Post]) == posts


@given(st.binary() | JSON.map(lambda value: msgspec.json.encode({"m.homeserver": {"base_url": str(value)}})))
def test_no_well_known_file_raises(raw: bytes) -> None:
    assert home_of(raw, otherwise="https://b.example").startswith("https://")


def test_html_wins_and_the_copy_of_the_answered_message_goes() -> None:
    html = "<mx-reply><blockquote>old</blockquote></mx-reply><b>new</b>"
    assert only(body="x", format="org.matrix.custom.html", formatted_body=html).text == "new"
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$1"}}}
    assert only(body="> <@ann:b.example> old\n> words\n\nnew", **reply).text == "new"
    assert only(body="> a quotation\n\nof mine", **reply).text == "> a quotation\n\nof mine"


@pytest.mark.parametrize(
    ("told", "relation"),
    [
        ({"m.in_reply_to": {"event_id": "$1"}}, Relation(parent="$1")),
        ({"rel_type": "m.thread", "event_id": "$0"}, Relation(parent="$0", root="$0")),
        (
            {"rel_type": "m.thread", "event_id": "$0", "is_falling_back": True, "m.in_reply_to": {"event_id": "$1"}},
            Relation(parent="$0", root="$0"),
        ),
        (
            {"rel_type": "m.thread", "event_id": "$0", "m.in_reply_to": {"event_id": "$1"}},
            Relation(parent="$1", root="$0"),
        ),
        ({"rel_type": "m.replace", "event_id": "$0"}, Relation(replaces="$0")),
        ("rubbish", Relation()),
    ],
)
def test_relations_are_read(told: Any, relation: Relation) -> None:
    assert relation_of({"m.relates_to": told}) == relation


def test_media_is_named_by_the_address_that_wants_a_sign_in() -> None:
    post = only(msgtype="m.image", body="a ferry", url="mxc://b.example/abc", info={"mimetype": "image/png"})
    url = "https://a.example/_matrix/client/v1/media/download/b.example/abc"
    assert post.media == (Media(kind="image", url=url, alt="a ferry", mime="image/png"),)
    assert only(msgtype="m.image", body="x", url="https://b.example/abc").media == ()
    assert only(msgtype="m.image", body="x", url="mxc://b.example/../../secret").media == ()


def test_an_id_names_room_and_event() -> None:
    assert split_native("!room:a.example/$abc") == ("!room:a.example", "$abc")
    assert split_native("!room:a.example") == split_native("$abc") == split_native("") == ("", "")
