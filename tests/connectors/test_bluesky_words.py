"""Bluesky's formats: keys, facets, times, tokens, frames."""

import cbor2
import msgspec
import pytest

from app.connectors._bluesky.car import FrameError, link, read_blocks, read_frame, read_record
from app.connectors._bluesky.commits import Change, Words, changes
from app.connectors._bluesky.login import home_of, token_end
from app.connectors._bluesky.richtext import facets_of
from app.connectors._bluesky.tid import encode, made_at
from app.connectors._bluesky.views import Record, Us, iso, kind_of, moment
from app.domain.post import PostKind
from tests.fakes.clock import NOON
from tests.fakes.relay import archive, cid

US = Us("did:plc:us", "us.test", 5)
POST = "app.bsky.feed.post"


async def resolve(handle: str) -> str:
    return f"did:of:{handle}"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", []),
        ("ask @ann.example.com.", ["@ann.example.com"]),
        ("grüße 🐟 https://exämple.com/a(b)?c=d, ok", ["https://exämple.com/a(b)?c=d"]),
        ("(see https://example.com)", ["https://example.com"]),
        ("#Fähre and #2026 and #日本", ["#Fähre", "#日本"]),
        ("mail me@ann.example.com", []),
        ("https://example.com/#part", ["https://example.com/#part"]),
    ],
)
async def test_facets_mark_exactly_the_bytes_they_mean(text: str, pieces: list[str]) -> None:
    facets = await facets_of(text, resolve)
    places = [(facet["index"]["byteStart"], facet["index"]["byteEnd"]) for facet in facets]
    assert [text.encode()[start:end].decode() for start, end in places] == pieces


def test_a_key_tells_when_it_was_made() -> None:
    key = encode((NOON * 1000) << 10)
    assert len(key) == 13
    assert made_at(key) == NOON
    with pytest.raises(ValueError, match="TID"):
        made_at("short")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-05T12:00:00Z", NOON),
        ("2026-01-05T12:00:00.123456789Z", NOON + 123),
        ("2026-01-05T14:00:00+02:00", NOON),
        ("0001-01-01T00:00:00Z", 1),
        ("yesterday", 0),
        ("", 0),
    ],
)
def test_times_of_clients_are_read_or_refused(text: str, at: int) -> None:
    assert moment(text) == at


def test_a_moment_is_written_and_read_back() -> None:
    assert moment(iso(NOON + 7)) == NOON + 7
    assert iso(NOON + 7) == "2026-01-05T12:00:00.007Z"


def test_the_end_of_a_token_that_is_none_is_unknown() -> None:
    assert token_end("rubbish") == 0
    assert token_end("a.e30.c") == 0
    assert token_end("a.eyJleHAiOiAxMDB9.c") == 100_000


def test_only_a_home_reached_by_tls_is_followed() -> None:
    def document(endpoint: str) -> dict[str, object]:
        return {"service": [{"id": "#atproto_pds", "serviceEndpoint": endpoint}]}

    assert home_of(document("https://pds.example/")) == "https://pds.example"
    assert home_of(document("http://pds.example"), local=True) == ""
    assert home_of(document("http://localhost:7")) == ""
    assert home_of(document("http://localhost:7"), local=True) == "http://localhost:7"
    assert home_of(None) == ""


def record(**fields: object) -> dict[str, object]:
    return {"$type": POST, "text": "hello harbour", "createdAt": "2026-01-05T12:00:00Z", **fields}


def test_how_a_post_relates_to_us() -> None:
    def kind(author: str = "did:plc:ann", **fields: object) -> PostKind:
        return kind_of(msgspec.convert(record(**fields), Record), author, US)

    def ref(did: str) -> dict[str, str]:
        return {"uri": f"at://{did}/{POST}/a", "cid": "c"}

    ours, theirs = ref("did:plc:us"), ref("did:plc:bo")
    mention = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:us"}]}
    assert kind() is PostKind.HEARD
    assert kind("did:plc:us") is PostKind.OWN
    assert kind(reply={"root": theirs, "parent": ours}) is PostKind.REPLY
    assert kind(reply={"root": ours, "parent": theirs}) is PostKind.COMMENT
    assert kind(facets=[mention]) is PostKind.MENTION
    assert kind(embed={"record": ours}) is PostKind.MENTION
    assert kind(embed={"record": {"record": ours}}) is PostKind.MENTION
    assert kind(facets=["rubbish", {"features": None}], embed={"record": 7}) is PostKind.HEARD


def commit(*ops: dict[str, object], blocks: dict[bytes, bytes] | None = None) -> dict[str, object]:
    return {"repo": "did:plc:ann", "seq": 9, "time": iso(NOON), "ops": list(ops), "blocks": archive(blocks or {})}


def op(action: str, key: str = "a", number: int = 1, collection: str = POST) -> dict[str, object]:
    content = None if action == "delete" else cbor2.CBORTag(42, b"\x00" + cid(number))
    return {"action": action, "path": f"{collection}/{key}", "cid": content}


def found(body: dict[str, object], *words: str) -> list[Change]:
    return list(changes(body, US, Words(words)))


def test_a_frame_is_a_header_and_a_body() -> None:
    frame = cbor2.dumps({"op": 1, "t": "#commit"}) + cbor2.dumps({"seq": 9})
    assert read_frame(frame) == ({"op": 1, "t": "#commit"}, {"seq": 9})


@pytest.mark.parametrize("data", [b"", b"\xff", cbor2.dumps({"op": 1}), cbor2.dumps([1]) + cbor2.dumps([2])])
def test_bytes_that_are_no_frame_are_told_as_such(data: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(data)


@pytest.mark.parametrize("cut", [1, 10, 60, 150])
def test_an_archive_cut_anywhere_is_told_as_such(cut: int) -> None:
    whole = archive({cid(1): b"x" * 200})
    assert read_blocks(whole) == {cid(1): b"x" * 200}
    with pytest.raises(FrameError):
        read_blocks(whole[:-cut])


def test_what_is_no_record_and_no_link_is_told_as_such() -> None:
    with pytest.raises(FrameError):
        read_record(b"\xff")
    assert link("text") == b""


def test_a_commit_gives_posts_with_a_wanted_word_in_any_case() -> None:
    blocks = {cid(1): cbor2.dumps(record()), cid(2): cbor2.dumps(record(text="nothing"))}
    body = commit(op("create"), op("create", "b", 2), op("create", "c", 1, "app.bsky.feed.like"), blocks=blocks)
    assert [change.uri for change in found(body, "HARBOUR")] == [f"at://did:plc:ann/{POST}/a"]
    assert len(found(body, "*")) == 2
    assert found(body) == []


def test_a_post_that_addresses_us_is_kept_whatever_its_words() -> None:
    mention = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:us"}]}
    blocks = {cid(1): cbor2.dumps(record(facets=[mention]))}
    assert len(found(commit(op("create"), blocks=blocks))) == 1


def test_every_deletion_is_told_and_an_update_is_an_edit() -> None:
    blocks = {cid(1): cbor2.dumps(record())}
    deleted, edited = found(commit(op("delete", "b"), op("update"), blocks=blocks), "harbour")
    assert deleted.view is None
    assert edited.edited


def test_a_commit_without_its_blocks_gives_nothing() -> None:
    assert found(commit(op("create")), "*") == []
    assert found(commit(op("create"), blocks={cid(1): b"\xff"}), "*") == []
