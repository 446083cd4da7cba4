"""The X connector against a loopback fake, and its posts of any shape."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._x.limits import endpoint
from app.connectors._x.posts import Us, id_at, moment_of, read
from app.connectors._x.rules import LONGEST_SEARCH, bring_in_step, rule_of, searches_of
from app.connectors._x.sender import compared
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.budget import RateBudget
from app.connectors.json_line import JsonLine
from app.connectors.x import X
from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.domain.post import PostKind
from app.domain.reply import Attachment
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene, reply_to
from tests.fakes.x import BEARER, PROBLEM, FakeX
from tests.fakes.x import US as WE

US = Us(WE["id"], WE["username"], 5)
REDIRECT = "http://127.0.0.1:47113/signed-in"
MONTHLY = {
    "title": "UsageCapExceeded",
    "detail": "Usage cap exceeded: Monthly product cap",
    "period": "Monthly",
    "scope": "Product",
    "type": PROBLEM + "usage-capped",
}
TAKEN = {
    "title": "ConnectionException",
    "detail": "This stream is currently at the maximum allowed connection limit.",
    "connection_issue": "TooManyConnections",
    "type": PROBLEM + "streaming-connection",
}


class Scene(ConnectorScene[FakeX, X]):
    """An account and its server."""

    def __init__(self, fake: FakeX, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"service": fake.url, "client_id": "we", "search": "ferry"}
        super().__init__(fake, given_tools, clock, network="x", handle="harbour", options=self.options)

    def again(self, **secrets: str) -> X:
        """The connector as a new process makes it, with these secrets besides."""
        return X(self.account, {"token": self.fake.token, **secrets}, self.tools)

    def made(self, **secrets: str) -> X:
        """The connector anew, with these secrets besides, and an ear that has heard nothing."""
        return self.anew(self.again(**secrets))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=600)
    async with FakeX(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_mentions_answers_and_quotes_address_us_and_the_rest_is_heard(scene: Scene) -> None:
    ours = scene.fake.tweet("Welcome", author=WE["id"])
    scene.fake.push(ours)
    answer = {"referenced_tweets": [{"type": "replied_to", "id": ours["id"]}], "in_reply_to_user_id": WE["id"]}
    quote = {
        "referenced_tweets": [{"type": "quoted", "id": ours["id"]}],
        "entities": {"urls": [{"url": "https://t.co/q", "expanded_url": f"https://x.com/harbour/status/{ours['id']}"}]},
    }
    posts = await scene.hear(
        scene.fake.say("@harbour is the ferry late?"),
        scene.fake.say("@harbour thanks", conversation_id=ours["id"], **answer),
        scene.fake.say("that ferry again https://t.co/q", **quote),
        scene.fake.say("nice ferry"),
    )
    assert [post.kind for post in posts] == [PostKind.MENTION, PostKind.REPLY, PostKind.MENTION, PostKind.HEARD]
    assert (posts[1].thread, posts[1].parent) == (ours["id"], ours["id"])
    assert posts[0].url == f"https://x.com/miralind/status/{posts[0].native_id}"


async def test_the_rules_are_kept_in_step_with_the_words_and_those_of_others_stay(scene: Scene) -> None:
    scene.fake.rules = {
        "1": {"value": rule_of("old words"), "tag": "fishbowl 5"},
        "2": {"value": rule_of("ferry"), "tag": "fishbowl 5"},
        "3": {"value": "cats", "tag": "another program"},
    }
    app = JsonLine(scene.fake.url, name="X", tools=scene.tools, headers=lambda: {"Authorization": f"Bearer {BEARER}"})
    assert await bring_in_step(app, ["ferry", "delay"], tag="fishbowl 5") == ""
    values = sorted(rule["value"] for rule in scene.fake.rules.values())
    assert values == sorted(["cats", rule_of("ferry"), rule_of("delay")])
    assert scene.fake.rules["2"]["value"] == rule_of("ferry")


async def test_words_are_streamed_while_somebody_listens_and_posts_for_another_account_are_not_ours(
    scene: Scene,
) -> None:
    scene.made(bearer_token=BEARER)
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.fake.streams))
        other, ours = scene.fake.tweet("cats"), scene.fake.tweet("the ferry is late")
        scene.fake.to_streams({"data": other, "matching_rules": [{"id": "9", "tag": "fishbowl 6"}]})
        scene.fake.to_streams({"data": ours, "matching_rules": [{"id": "8", "tag": "fishbowl 5"}]})
        await scene.ear.until(lambda: scene.ear.cursors.get("words", "") >= ours["id"])
    assert ours["id"] in scene.ear.posts
    assert other["id"] not in scene.ear.posts


async def test_a_stream_that_another_program_holds_is_told_and_the_words_are_searched(scene: Scene) -> None:
    scene.fake.stream_problem = (429, TAKEN)
    scene.made(bearer_token=BEARER)
    async with scene.listening():
        await scene.ear.until(lambda: "maximum allowed connection" in scene.ear.error)
        heard = scene.fake.say("the ferry is late")
        await scene.ear.until(lambda: heard in scene.ear.posts)
        scene.fake.stream_problem = None
        await scene.ear.until(lambda: bool(scene.fake.streams) and scene.ear.error == "")


async def test_a_stream_that_says_why_it_ends_is_opened_again(scene: Scene) -> None:
    scene.made(bearer_token=BEARER)
    async with scene.listening():
        await scene.ear.until(lambda: len(scene.fake.opened) == 1 and bool(scene.fake.streams))
        scene.fake.to_streams({"errors": [{"title": "operational-disconnect", "detail": "Maintenance."}]})
        await scene.ear.until(lambda: any("Maintenance." in health.error for health in scene.ear.healths))
        await scene.ear.until(lambda: len(scene.fake.opened) == 2)


async def test_words_that_x_does_not_take_are_named_and_the_others_are_heard(scene: Scene) -> None:
    scene.fake.invalid = "bounding:"
    scene.options["search"] = "ferry\nbounding:box"
    scene.made(bearer_token=BEARER)
    async with scene.listening():
        await scene.ear.until(lambda: "bounding:box" in scene.ear.error)
        await scene.ear.until(lambda: bool(scene.fake.streams))
    assert [rule["value"] for rule in scene.fake.rules.values()] == [rule_of("ferry")]


@pytest.mark.parametrize(("answer", "asked"), [("yes", "5"), ("no", None)])
async def test_the_stream_repeats_the_past_only_where_the_contract_has_it(
    scene: Scene, answer: str, asked: str | None
) -> None:
    scene.options["backfill"] = answer
    scene.made(bearer_token=BEARER)
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.fake.opened))
    assert scene.fake.opened[0].get("backfill_minutes") == asked


async def test_after_a_week_away_the_search_begins_where_x_still_knows_something(scene: Scene) -> None:
    scene.ear.cursors = {"words": id_at(scene.clock.now() - 30 * DAY), "mentions": id_at(scene.clock.now() - 30 * DAY)}
    ids = [scene.fake.say(f"ferry {number}", at=scene.clock.now() - HOUR) for number in range(230)]
    await scene.hear(*ids)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_an_edit_replaces_the_text_and_a_deleted_or_protected_post_goes(scene: Scene) -> None:
    first, gone, hidden = (scene.fake.say(f"@harbour {number}") for number in range(3))
    async with scene.listening():
        await scene.ear.until(lambda: {first, gone, hidden} <= set(scene.ear.posts))
        newer = scene.fake.edit(first, "the words are other ones")
        scene.fake.remove(gone)
        scene.fake.remove(hidden, why="not-authorized-for-resource")
        await scene.ear.until(lambda: scene.ear.deleted == {gone, hidden} and scene.ear.times[first] > 1)
        await scene.send(reply_to(first))
    edited = [post for batch in scene.ear.batches for post in batch.posts if post.edited_at]
    assert [(post.native_id, post.text) for post in edited] == [(first, "the words are other ones")]
    assert scene.fake.ours[0]["given"]["reply"]["in_reply_to_tweet_id"] == newer


async def test_pictures_go_out_with_the_words_for_who_cannot_see_them(scene: Scene) -> None:
    picture = Attachment(name="map.png", mime="image/png", data=b"png", alt="A map of the quay")
    receipt = await scene.send(reply_to(scene.fake.say(), attachments=(picture,)))
    assert scene.fake.ours[0]["given"]["media"] == {"media_ids": ["111"]}
    assert scene.fake.alt_texts == {"111": "A map of the quay"}
    assert receipt.url == f"https://x.com/harbour/status/{receipt.native_id}"


async def test_an_own_post_is_deleted_and_another_s_is_not(scene: Scene) -> None:
    question = scene.fake.say()
    receipt = await scene.send(reply_to(question))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []
    with pytest.raises(Refused, match="not authorized"):
        await scene.connector.delete(question)


async def test_a_conversation_is_shown_oldest_first(scene: Scene) -> None:
    root = scene.fake.say("the ferry?", at=scene.clock.now() - HOUR)
    replied = {"conversation_id": root, "referenced_tweets": [{"type": "replied_to", "id": root}]}
    second = scene.fake.say("yes", at=scene.clock.now() - MINUTE, **replied)
    third = scene.fake.push(scene.fake.tweet("We ask.", author=WE["id"], **replied))
    posts = await scene.connector.thread(second)
    assert [post.native_id for post in posts] == [root, second, third]
    assert [post.kind for post in posts] == [PostKind.CONTEXT, PostKind.CONTEXT, PostKind.OWN]
    assert await scene.connector.thread("12345") == ()


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (429, MONTHLY, RateLimited, "Monthly product cap.*Raise the cap"),
        (402, {"title": "CreditsDepleted", "detail": "No credits."}, Refused, "No credits.*Buy credits"),
        (403, {"title": "Forbidden", "reason": "client-not-enrolled", "detail": "No."}, Refused, "project"),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, Refused, "change them"),
        (403, {"detail": "Reply to this conversation is not allowed."}, Refused, "lets only some people"),
        (
            403,
            {"detail": "Your client app is not configured with the appropriate permissions"},
            Refused,
            "read and write",
        ),
        (403, {"detail": "Your account is suspended."}, Refused, "in the browser"),
        (400, {"errors": [{"message": "text is too long"}], "title": "Invalid Request"}, Refused, "too long"),
    ],
    ids=str,
)
async def test_what_x_says_against_it_is_told_in_words(
    scene: Scene, status: int, body: dict[str, Any], kind: type[Exception], words: str
) -> None:
    await scene.connector.check()
    scene.fake.problem = (status, body)
    with pytest.raises(kind) as caught:
        await scene.send(reply_to("1"))
    assert re.search(words, str(caught.value))


async def test_one_signs_in_with_the_browser_and_the_token_is_renewed_before_it_ends(scene: Scene) -> None:
    secrets = {"client_secret": "hush"}
    turn = await X.begin(scene.options, secrets, scene.tools, redirect=REDIRECT)
    assert turn.url.startswith("https://x.com/i/oauth2/authorize?")
    assert "offline.access" in turn.url
    signed = await X.finish(turn, scene.fake.door.consent(turn.url), scene.tools, redirect=REDIRECT)
    assert (signed.identity.handle, signed.identity.native_id) == ("harbour", WE["id"])
    assert scene.fake.door.headers[0]["Authorization"].startswith("Basic ")
    kept: list[dict[str, str]] = []

    async def keep(renewed: Any) -> None:
        kept.append(dict(renewed))

    scene.tools = replace(scene.tools, keep=keep)
    x = scene.made(**{**signed.secrets, "expires_at": str(scene.clock.now() + MINUTE)})
    await x.check()
    assert kept[0]["token"] != signed.secrets["token"]
    assert int(kept[0]["expires_at"]) > scene.clock.now() + HOUR


async def test_without_a_sign_in_it_says_so(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="browser"):
        await scene.made(token="").check()


def test_searches_are_as_few_as_can_be() -> None:
    words = [f"word{number} {'x' * 90}" for number in range(12)]
    searches = searches_of(words)
    assert all(len(search) <= LONGEST_SEARCH for search in searches)
    assert len(searches) == 3
    assert all(any(f"({line})" in search for search in searches) for line in words)


def test_an_id_tells_its_moment() -> None:
    assert moment_of(id_at(NOON)) == NOON
    assert moment_of("1050118621198921728") // SECOND == 1539202764  # 2018-10-10 20:19:24, as X documents it
    assert moment_of("not a number") == 0


def test_what_x_does_to_a_text_is_looked_through() -> None:
    sent = "See https://harbour.example/a for  more"
    assert compared(f"@mira @ola {sent.replace('https://harbour.example/a', 'https://t.co/x')}") == compared(sent)


def test_short_addresses_are_written_out_and_long_posts_are_whole() -> None:
    note = {
        "text": "all of it &amp; https://t.co/a",
        "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://h.example/"}]},
    }
    tweet = {"id": "7", "author_id": "9", "text": "all of…", "note_tweet": note}
    (found,) = read({"data": [tweet]}, US, now=NOON)
    assert found.post.text == "all of it & https://h.example/"


def test_a_mere_repost_is_nothing_new() -> None:
    tweet = {"id": "7", "author_id": "9", "text": "RT", "referenced_tweets": [{"type": "retweeted", "id": "1"}]}
    assert read({"data": [tweet]}, US, now=NOON) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
NAMES = ("text", "created_at", "entities", "referenced_tweets", "edit_history_tweet_ids", "note_tweet", "attachments")
TWEET = st.fixed_dictionaries({}, optional=dict.fromkeys((*NAMES, "id", "author_id", "geo", "lang"), JSON))
ANY = st.fixed_dictionaries({}, optional={"data": JSON | st.lists(TWEET | JSON, max_size=3), "includes": JSON})


@given(ANY | JSON)
def test_an_answer_of_any_shape_never_raises(body: Any) -> None:
    read(body, US, now=NOON)


@given(st.lists(TWEET | JSON, max_size=3), JSON)
def test_a_post_is_found_whatever_stands_beside_it(others: list[Any], includes: Any) -> None:
    good = {"id": "1460323737035677698", "author_id": "9", "text": "here"}
    found = read({"data": [*others, good], "includes": includes}, US, now=NOON)
    assert "here" in [one.post.text for one in found]
    assert msgspec.json.encode([one.post for one in found])


async def test_a_spent_limit_of_one_endpoint_holds_up_no_reply(scene: Scene) -> None:
    scene.fake.left[f"/2/users/{WE['id']}/mentions"] = 0
    (question,) = await scene.hear(scene.fake.say("@harbour is the ferry late?"))
    assert isinstance(scene.tools.budget, RateBudget)
    assert scene.tools.budget.left == 0
    await scene.send(reply_to(question.native_id))
    assert len(scene.fake.ours) == 1


def test_an_endpoints_limit_is_the_same_whoever_is_asked_for() -> None:
    assert (
        endpoint("GET", "/2/users/9/mentions") == endpoint("GET", "/2/users/77/mentions") == "GET /2/users/:id/mentions"
    )
    assert endpoint("DELETE", "/2/tweets/12") == "DELETE /2/tweets/:id"
    assert endpoint("POST", "/2/tweets") != endpoint("GET", "/2/tweets")
