"""Whatever a server of Bluesky's sends, reading it never raises and never loses a well-formed neighbour."""

from typing import Any

import cbor2
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._bluesky.car import FrameError
from app.connectors._bluesky.commits import Words, changes
from app.connectors._bluesky.login import home_of
from app.connectors._bluesky.sweep import flattened
from app.connectors._bluesky.views import Us, labels_on, post_of, read_profiles, read_views
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON
from tests.fakes.relay import archive, cid

US = Us("did:plc:us", "us.test", 5)
GOOD: dict[str, Any] = {
    "uri": "at://did:plc:ann/app.bsky.feed.post/1",
    "author": {"did": "did:plc:ann", "handle": "ann.test"},
    "record": {"text": "the ferry", "createdAt": "2026-01-05T12:00:00Z"},
}
EMBED = objects_with(["media", "images", "external", "playlist", "record", "alt", "uri", "author", "value"])
RECORD = objects_with(["text", "createdAt", "langs", "reply", "facets", "embed", "labels"])
AUTHOR = objects_with(["did", "handle", "displayName", "avatar", "followersCount", "labels", "viewer"])
VIEW = st.fixed_dictionaries(
    {},
    optional={
        "uri": st.text() | JSON,
        "cid": st.text() | JSON,
        "author": AUTHOR | st.just(GOOD["author"]) | JSON,
        "record": RECORD | st.just(GOOD["record"]) | JSON,
        "embed": EMBED | st.fixed_dictionaries({"record": EMBED, "media": EMBED}) | JSON,
        "labels": st.lists(objects_with(["val", "neg", "exp"]), max_size=3) | JSON,
        "indexedAt": JSON,
        "replyCount": JSON,
    },
)
NEARLY = VIEW.map(lambda view: {**GOOD, **view})


@given(st.lists(VIEW | NEARLY | JSON, max_size=4))
def test_a_page_of_any_shape_never_loses_the_good_one(page: list[Any]) -> None:
    views = read_views([*page, GOOD])
    for view in views:
        post_of(view, US, now=NOON)
        assert all(labels_on(view, now=NOON))
    assert views[-1].uri == GOOD["uri"]


@given(JSON | st.lists(AUTHOR | JSON, max_size=4))
def test_profiles_of_any_shape_never_lose_the_good_one(page: Any) -> None:
    listed = page if isinstance(page, list) else []
    profiles = read_profiles([*listed, GOOD["author"]])
    assert profiles[-1].did == "did:plc:ann"
    assert not profiles[-1].mutes
    for profile in (*profiles, *read_profiles(page)):
        profile.author()
        assert profile.blocks in (True, False)


@given(JSON | objects_with(["parent", "replies", "post"]) | objects_with(["service", "id"]))
def test_threads_and_documents_of_any_shape_are_read(anything: Any) -> None:
    assert isinstance(flattened(anything), list)
    home = home_of(anything)
    assert home == "" or home.startswith("https://")


@given(objects_with(["repo", "ops", "blocks", "time"]), RECORD)
def test_a_commit_of_any_shape_is_read_or_told_as_such(body: dict[str, Any], record: dict[str, Any]) -> None:
    op = {"action": "create", "path": "app.bsky.feed.post/1", "cid": cbor2.CBORTag(42, b"\x00" + cid(1))}
    good = {"repo": "did:plc:ann", "ops": [op], "blocks": archive({cid(1): cbor2.dumps(record)}), "time": "now"}
    for commit in (body, good, {**good, **body}):
        try:
            list(changes(commit, US, Words(["*"])))
        except FrameError:
            continue
