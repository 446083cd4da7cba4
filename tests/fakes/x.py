"""X's API v2 on loopback, written from docs.x.com/x-api (posts, search, filtered stream, media, response codes and
errors, rate limits; November 2026). Known by tests of the connector and by the contract suite."""

import asyncio
import itertools
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.core.clock import MINUTE, SECOND, Clock, Millis
from tests.fakes.door import FakeDoor
from tests.fakes.network import FakeNetwork, Fault

US = {"id": "2244994945", "username": "harbour", "name": "Harbour"}
BEARER = "AAAAAAAAAAAAAAAAAAAAA"
PROBLEM = "https://api.x.com/2/problems/"
KEEP_ALIVE = 0.05
"""Seconds between two keep-alives, in the machine's time."""
_EPOCH: Millis = 1_288_834_974_657
_WORDS = re.compile(r"\(([^()]+)\)")


class FakeX(FakeNetwork):
    """The server.

    Attributes:
        tweets: all posts by id, oldest first; `ours` those the account has published.
        rules: of the stream, by id.
        streams: those who listen now.
        asked_ids: the ids of each look-up.
        problem: what every request but the token's is answered with, as status and body.
        stream_problem: the same for the stream alone.
        invalid: words the rules do not take.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.door = FakeDoor()
        self.token = str(self.door.give()["access_token"])
        self.tweets: dict[str, dict[str, Any]] = {}
        self.ours: list[dict[str, Any]] = []
        self.gone: dict[str, str] = {}
        self.rules: dict[str, dict[str, str]] = {}
        self.streams: list[asyncio.Queue[bytes]] = []
        self.opened: list[dict[str, str]] = []
        self.queries: list[dict[str, str]] = []
        self.alt_texts: dict[str, str] = {}
        self.uploads = 0
        self.left: dict[str, int] = {}
        self.problem: tuple[int, dict[str, Any]] | None = None
        self.stream_problem: tuple[int, dict[str, Any]] | None = None
        self.invalid = ""
        self._numbers = itertools.count(1)
        self.users = {US["id"]: US, "63044444": {"id": "63044444", "username": "miralind", "name": "Mira Lind"}}
        route = self.app.router.add_route
        route("POST", "/2/oauth2/token", self.door.token)
        route("GET", "/2/tweets/search/stream", self._stream)
        for verb, path, handler in (
            ("GET", "/2/users/me", self._me),
            ("GET", "/2/users/{id}/mentions", self._mentions),
            ("GET", "/2/users/{id}/tweets", self._timeline),
            ("GET", "/2/tweets", self._lookup),
            ("POST", "/2/tweets", self._create),
            ("DELETE", "/2/tweets/{id}", self._delete),
            ("GET", "/2/tweets/search/recent", self._search),
            ("GET", "/2/tweets/search/stream/rules", self._list_rules),
            ("POST", "/2/tweets/search/stream/rules", self._change_rules),
            ("POST", "/2/media/upload", self._upload),
            ("POST", "/2/media/metadata", self._metadata),
        ):
            route(verb, path, self._guarded(handler))

    def tweet(self, text: str, *, author: str = "63044444", at: Millis = 0, **more: Any) -> dict[str, Any]:
        """A post as X writes it; mentions in it are entities."""
        moment = at or self.clock.now()
        number = str(((moment - _EPOCH) << 22) + next(self._numbers))
        names = [{"username": name} for name in re.findall(r"@(\w+)", text)]
        return {
            "id": number,
            "text": text,
            "author_id": author,
            "conversation_id": number,
            "created_at": _iso(moment),
            "edit_history_tweet_ids": [number],
            "lang": "en",
            "entities": {"mentions": names},
            **more,
        }

    def say(self, text: str = "@harbour hello", **more: Any) -> str:
        """A person writes; returns its id."""
        return self.push(self.tweet(text, **more))

    def push(self, tweet: dict[str, Any]) -> str:
        """A post of any shape is there, and goes to whoever listens for its words."""
        self.tweets[tweet["id"]] = tweet
        tags = [
            {"id": number, "tag": rule["tag"]} for number, rule in self.rules.items() if _fits(rule["value"], tweet)
        ]
        if tags:
            self.to_streams({"data": tweet, "includes": self._includes([tweet]), "matching_rules": tags})
        return str(tweet["id"])

    def to_streams(self, message: Any) -> None:
        """A message to whoever listens."""
        for queue in self.streams:
            queue.put_nowait(json.dumps(message).encode() + b"\r\n")

    def edit(self, number: str, text: str) -> str:
        """Its author changes a post: a new one that lists the old."""
        old = self.tweets[number]
        new = self.tweet(text, author=old["author_id"])
        new["edit_history_tweet_ids"] = [*old["edit_history_tweet_ids"], new["id"]]
        for earlier in old["edit_history_tweet_ids"]:
            self.tweets[earlier]["edit_history_tweet_ids"] = new["edit_history_tweet_ids"]
        self.tweets[new["id"]] = new
        return str(new["id"])

    def remove(self, number: str, *, why: str = "resource-not-found") -> None:
        """A post is gone, or is not to be shown any more."""
        del self.tweets[number]
        self.gone[number] = why

    def refusal(self) -> web.Response:
        return _problem(401, "Unauthorized", "Unauthorized", kind="about:blank")

    def too_many(self) -> web.Response:
        reset = self.clock.now() // SECOND + 30
        headers = {"x-rate-limit-limit": "300", "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset)}
        return _problem(429, "Too Many Requests", "Too Many Requests", headers=headers)

    def _guarded(self, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            rules = request.path.endswith("/rules")
            if (token != BEARER) if rules else (token not in self.door.access):
                return self.refusal()
            if self.problem is not None:
                return web.json_response(self.problem[1], status=self.problem[0])
            answer: web.Response = await handler(request)
            reset = str((self.clock.now() + 15 * MINUTE) // SECOND)
            left = str(self.left.get(request.path, 8999))
            limits = {"x-rate-limit-limit": "9000", "x-rate-limit-remaining": left, "x-rate-limit-reset": reset}
            answer.headers.update(limits)
            return answer

        return guarded

    async def _me(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": US})

    async def _mentions(self, request: web.Request) -> web.Response:
        return self._page(request, [one for one in self.tweets.values() if "@harbour" in one["text"].lower()])

    async def _timeline(self, request: web.Request) -> web.Response:
        return self._page(request, self.ours)

    async def _search(self, request: web.Request) -> web.Response:
        query = request.query["query"]
        self.queries.append(dict(request.query))
        oldest = self.clock.now() - 7 * 24 * 60 * MINUTE
        if (int(request.query.get("since_id", 0)) >> 22) + _EPOCH < oldest and "since_id" in request.query:
            return _problem(400, "Invalid Request", "'since_id' must be a tweet id created after [a week ago].")
        return self._page(request, [one for one in self.tweets.values() if _fits(query, one)])

    def _page(self, request: web.Request, tweets: list[dict[str, Any]]) -> web.Response:
        asked = request.query
        newer = [one for one in tweets if int(one["id"]) > int(asked.get("since_id", 0))]
        newer.sort(key=lambda one: -int(one["id"]))
        start = int(asked.get("pagination_token") or asked.get("next_token") or 0)
        some = newer[start : start + int(asked.get("max_results", 10))]
        meta: dict[str, Any] = {"result_count": len(some)}
        if start + len(some) < len(newer):
            meta["next_token"] = str(start + len(some))
        return web.json_response({**({"data": some, "includes": self._includes(some)} if some else {}), "meta": meta})

    async def _lookup(self, request: web.Request) -> web.Response:
        ids = request.query["ids"].split(",")
        data = [self.tweets[one] for one in ids if one in self.tweets]
        errors = [
            {
                "resource_id": one,
                "resource_type": "tweet",
                "title": "Not Found Error",
                "detail": f"Could not find tweet with ids: [{one}].",
                "type": PROBLEM + self.gone.get(one, "resource-not-found"),
            }
            for one in ids
            if one not in self.tweets
        ]
        found = {"data": data, "includes": self._includes(data)} if data else {}
        return web.json_response({**found, **({"errors": errors} if errors else {})})

    async def _create(self, request: web.Request) -> web.Response:
        given = await request.json()
        parent = given["reply"]["in_reply_to_tweet_id"]
        author = self.tweets.get(parent, {}).get("author_id", "")
        made = self.tweet(
            f"@miralind {given['text']}",
            author=US["id"],
            referenced_tweets=[{"type": "replied_to", "id": parent}],
            in_reply_to_user_id=author,
            given=given,
        )
        self.ours.append(made)
        self.tweets[made["id"]] = made
        return web.json_response({"data": {"id": made["id"], "text": made["text"]}}, status=201)

    async def _delete(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        if number in self.tweets and self.tweets[number]["author_id"] != US["id"]:
            return _problem(403, "Forbidden", "You are not authorized to delete this Tweet.")
        self.tweets.pop(number, None)
        self.ours = [one for one in self.ours if one["id"] != number]
        return web.json_response({"data": {"deleted": True}})

    async def _list_rules(self, _request: web.Request) -> web.Response:
        data = [{"id": number, **rule} for number, rule in self.rules.items()]
        return web.json_response({**({"data": data} if data else {}), "meta": {"sent": _iso(self.clock.now())}})

    async def _change_rules(self, request: web.Request) -> web.Response:
        given = await request.json()
        meta = {"sent": _iso(self.clock.now())}
        if "delete" in given:
            for number in given["delete"]["ids"]:
                del self.rules[number]
            return web.json_response({"meta": meta})
        bad = [one for one in given["add"] if self.invalid and self.invalid in one["value"]]
        good = {str(next(self._numbers)): one for one in given["add"] if one not in bad}
        self.rules.update(good)
        errors = [
            {"value": one["value"], "details": ["Reference to invalid operator"], "title": "Invalid Rule"}
            for one in bad
        ]
        data = [{"id": number, **rule} for number, rule in good.items()]
        return web.json_response({"data": data, "meta": meta, **({"errors": errors} if errors else {})}, status=201)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {BEARER}":
            return self.refusal()
        if self.stream_problem is not None:
            return web.json_response(self.stream_problem[1], status=self.stream_problem[0])
        if self.fault is not Fault.NONE:
            return web.Response(text='{"data": {')
        self.opened.append(dict(request.query))
        response = web.StreamResponse()
        await response.prepare(request)
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self.streams.append(queue)
        try:
            while True:
                await response.write(await _next(queue))
        except (ConnectionResetError, ConnectionError):
            return response
        finally:
            self.streams.remove(queue)

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form["media_category"] != "tweet_image":
            return _problem(400, "Invalid Request", "media_category")
        self.uploads += 1
        return web.json_response({"data": {"id": f"11{self.uploads}", "media_key": f"3_11{self.uploads}"}})

    async def _metadata(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.alt_texts[given["id"]] = given["metadata"]["alt_text"]["text"]
        return web.json_response({"data": {"id": given["id"]}})

    def _includes(self, tweets: list[dict[str, Any]]) -> dict[str, Any]:
        return {"users": [self.users[one["author_id"]] for one in tweets if one.get("author_id") in self.users]}


async def _next(queue: "asyncio.Queue[bytes]") -> bytes:
    try:
        return await asyncio.wait_for(queue.get(), KEEP_ALIVE)
    except TimeoutError:
        return b"\r\n"


def _fits(query: str, tweet: dict[str, Any]) -> bool:
    if query.startswith("conversation_id:"):
        return bool(tweet["conversation_id"] == query.partition(":")[2])
    return any(words.lower() in tweet["text"].lower() for words in _phrases(query))


def _phrases(query: str) -> Iterator[str]:
    return (one.strip() for one in _WORDS.findall(query))


def _problem(
    status: int, title: str, detail: str, *, kind: str = "", headers: dict[str, str] | None = None
) -> web.Response:
    body = {"title": title, "detail": detail, "type": kind or PROBLEM + "invalid-request", "status": status}
    return web.json_response(body, status=status, headers=headers)


def _iso(moment: Millis) -> str:
    return datetime.fromtimestamp(moment / SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment % SECOND:03}Z"
