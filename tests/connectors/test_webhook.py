"""The webhook: only whoever knows the secret is heard, nothing twice, and one bad post harms no other."""

import json
from typing import Any

import msgspec
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._webhook.shape import MOST_POSTS, schema
from app.connectors._webhook.signature import SIGNATURE, TIMESTAMP, WINDOW_SECONDS, is_genuine, sign
from app.connectors.base import HookAnswer, Hooked, HookRequest, SignInFailed, Tools
from app.connectors.budget import RateBudget
from app.connectors.webhook import Webhook
from app.core.clock import SECOND
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.sender import SECRET, delivery, item, request

NOW = NOON // SECOND
NEXT = "another-secret-of-24-letters"
ACCOUNT = Account(id=5, network="webhook", handle="shop", brand="Shop")

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries(
    {"id": ANYTHING, "text": ANYTHING, "author": ANYTHING},
    optional=dict.fromkeys(("kind", "created_at", "edited_at", "url", "media", "labels", "reach"), ANYTHING),
)


def webhook(**secrets: str) -> Webhook:
    clock = ManualClock()
    http: Any = None
    tools = Tools(http=http, clock=clock, budget=RateBudget(clock), log=structlog.get_logger("test"))
    return Webhook(ACCOUNT, secrets or {"secret": SECRET}, tools)


async def send(posts: Any, **more: Any) -> HookAnswer:
    return await webhook().hook(request(delivery(posts, **more), at=NOW))


def told(answer: HookAnswer) -> Any:
    return json.loads(answer.body)


async def test_a_signed_post_is_taken_as_it_was_sent() -> None:
    sent = item(
        "order-7",
        "Is the ferry late?",
        kind="direct",
        created_at="2026-01-05T11:59:00+00:00",
        url="https://shop.example/7",
        thread="order-1",
        parent="order-1",
        media=[{"url": "https://shop.example/7.jpg", "alt": "A ferry"}],
        labels=["vip"],
        reach=12,
    )
    answer = await send([sent])

    assert (answer.status, told(answer)) == (200, {"accepted": 1, "deleted": 0, "rejected": []})
    assert answer.batch is not None
    (post,) = answer.batch.posts
    assert (post.network, post.native_id, post.kind, post.text) == (
        "webhook",
        "5:order-7",
        PostKind.DIRECT,
        "Is the ferry late?",
    )
    assert (post.thread, post.parent, post.account_id, post.reach) == ("5:order-1", "5:order-1", 5, 12)
    assert (post.author.native_id, post.author.handle) == ("5:mira", "mira")
    assert post.created_at == NOON - 60 * SECOND
    assert (post.media[0].alt, post.labels) == ("A ferry", ("vip",))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({TIMESTAMP: str(NOW), SIGNATURE: "v1=00"}, 401),
        ({TIMESTAMP: str(NOW), SIGNATURE: sign("a-secret-that-nobody-knows", str(NOW), delivery([]))}, 401),
        ({TIMESTAMP: str(NOW + 1), SIGNATURE: sign(SECRET, str(NOW), delivery([]))}, 401),
        ({TIMESTAMP: "٤", SIGNATURE: sign(SECRET, "٤", delivery([]))}, 401),
        ({TIMESTAMP: "", SIGNATURE: sign(SECRET, "", delivery([]))}, 401),
        ({TIMESTAMP: str(NOW), SIGNATURE: sign(SECRET, str(NOW), delivery([]))}, 200),
    ],
)
async def test_only_whoever_knows_the_secret_is_heard(headers: dict[str, str], status: int) -> None:
    asked = HookRequest(method="POST", path="", query={}, headers=headers, body=delivery([]))

    answer = await webhook().hook(asked)
    assert answer.status == status
    assert (answer.batch is None) == (status != 200)


@pytest.mark.parametrize(("off", "status"), [(WINDOW_SECONDS, 200), (WINDOW_SECONDS + 1, 401)])
@pytest.mark.parametrize("way", [1, -1])
async def test_what_was_signed_long_ago_or_far_ahead_is_a_replay(off: int, status: int, way: int) -> None:
    assert (await webhook().hook(request(delivery([]), at=NOW + way * off))).status == status


async def test_two_secrets_are_good_while_one_is_being_changed() -> None:
    hook = webhook(secret=SECRET, next_secret=NEXT)

    assert (await hook.hook(request(delivery([]), at=NOW, secret=NEXT))).status == 200
    assert (await hook.hook(request(delivery([]), at=NOW))).status == 200
    assert (await webhook(secret=NEXT).hook(request(delivery([]), at=NOW))).status == 401


def test_a_sender_may_sign_with_both_secrets_and_no_more_than_a_few_are_tried() -> None:
    good, bad = sign(SECRET, "1", b"x"), sign(NEXT, "1", b"x")

    assert is_genuine([SECRET], "1", b"x", f"{bad}, {good}")
    assert not is_genuine([SECRET], "1", b"x", ",".join([bad] * 50 + [good]))
    assert not is_genuine(["", ""], "1", b"x", sign("", "1", b"x"))


@pytest.mark.parametrize(
    "secrets", [{"secret": "short"}, {"next_secret": NEXT}, {"secret": SECRET, "next_secret": "x"}]
)
async def test_a_secret_that_can_be_guessed_is_refused(secrets: dict[str, str]) -> None:
    with pytest.raises(SignInFailed, match="at least 24 characters"):
        await webhook(**secrets).check()


async def test_the_same_post_twice_has_the_same_identity_and_in_one_body_the_last_one_counts() -> None:
    first, second = await send([item("a", "one")]), await send([item("a", "one"), item("a", "two")])

    assert first.batch is not None
    assert second.batch is not None
    assert [post.native_id for post in first.batch.posts] == [post.native_id for post in second.batch.posts]
    assert second.batch.posts[0].text == "two"


async def test_a_post_that_does_not_fit_is_named_and_its_neighbours_are_taken() -> None:
    answer = await send([item("a"), {"id": "b", "text": 7}, item("c", created_at="yesterday"), item("d")])

    assert answer.status == 200
    assert answer.batch is not None
    assert [post.native_id for post in answer.batch.posts] == ["5:a", "5:d"]
    rejected = told(answer)["rejected"]
    assert [(one["index"], one["id"]) for one in rejected] == [(1, "b"), (2, "c")]
    assert "$.text" in rejected[0]["error"]


async def test_where_nothing_fits_nothing_is_stored() -> None:
    answer = await send([{"id": "b"}])

    assert (answer.status, answer.batch) == (422, None)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"posts": 7}', b'{"posts": {}}', b"[" * 100_000])
async def test_what_is_no_delivery_at_all_is_said_so(body: bytes) -> None:
    assert (await webhook().hook(request(body, at=NOW))).status == 400


async def test_more_posts_than_agreed_are_refused_as_a_whole() -> None:
    assert (await send([item(str(number)) for number in range(MOST_POSTS + 1)])).status == 400


async def test_posts_are_taken_back_by_the_sender_s_id() -> None:
    answer = await send([], deleted=["a", 7, ""])

    assert answer.batch is not None
    assert answer.batch.deleted == ("5:a",)


async def test_a_post_from_the_future_is_of_now() -> None:
    answer = await send([item("a", created_at="2030-01-01T00:00:00Z")])

    assert answer.batch is not None
    assert answer.batch.posts[0].created_at <= NOON + 5 * 60 * SECOND


async def test_only_posting_is_a_delivery() -> None:
    assert (await webhook().hook(request(delivery([]), at=NOW, method="GET"))).status == 405


def test_it_is_called_and_says_so() -> None:
    assert isinstance(webhook(), Hooked)
    assert Webhook.INFO.hooked


def test_the_published_schema_takes_what_is_taken() -> None:
    published = schema()
    post = published["$defs"]["Item"]

    assert set(post["required"]) == {"id", "text", "author"}
    assert post["properties"]["kind"]["enum"] == ["comment", "direct", "heard", "mention", "reply"]


@given(st.lists(ANYTHING | NEARLY, max_size=5), ANYTHING)
async def test_no_json_of_any_shape_breaks_it_or_costs_a_well_formed_neighbour(posts: list[Any], deleted: Any) -> None:
    body = msgspec.json.encode(
        {"posts": [*posts, item("good")], "deleted": deleted if isinstance(deleted, list) else []}
    )
    answer = await webhook().hook(request(body, at=NOW))

    assert answer.status == 200
    assert answer.batch is not None
    assert answer.batch.posts[-1].native_id == "5:good"
    for post in answer.batch.posts:
        assert "\x00" not in post.text
        assert 0 <= post.created_at <= NOON + 5 * 60 * SECOND


@given(st.binary(max_size=200))
async def test_no_bytes_break_it(body: bytes) -> None:
    assert (await webhook().hook(request(body, at=NOW))).status in (200, 400, 422)


@given(ANYTHING)
async def test_no_json_at_all_breaks_it(value: Any) -> None:
    assert (await webhook().hook(request(json.dumps(value).encode(), at=NOW))).status in (200, 400, 422)
