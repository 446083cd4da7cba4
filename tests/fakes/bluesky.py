"""A small Bluesky in memory, with its own error shapes and whole-second traps. Knows the fake network only."""

import base64
import hashlib
import itertools
import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

POST = "app.bsky.feed.post"
DID = "did:plc:harbour"
HANDLE = "harbour.test"
PASSWORD = "app-pass-word"
ANN = {"did": "did:plc:ann", "handle": "ann.test", "displayName": "Ann", "followersCount": 120}


class FakeBluesky(FakeNetwork):
    """One account's server and view.

    Attributes:
        page: notifications a page at most.
        posts: everything published by anyone, by address.
        records: what the account itself published, by record key.
        writes: how often a record was really written.
        blobs: files put here, by the link that names them; `break_uploads` cuts the line at each.
        unlisted: addresses that notifications leave out though they are counted.
        blind: searches find nothing.
        searches: how often one was asked for.
        feeds: addresses of posts by the address of a feed or list, newest first; `broken_feeds` answer 502.
        profiles: of those who are asked for; people who are not here are gone.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.page = 100
        self.posts: dict[str, dict[str, Any]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.writes = 0
        self.blobs: dict[str, bytes] = {}
        self.break_uploads = False
        self.unlisted: set[str] = set()
        self.blind = False
        self.searches = 0
        self.feeds: dict[str, list[str]] = {}
        self.broken_feeds: set[str] = set()
        self.profiles: list[dict[str, Any]] = [ANN]
        self.token_seconds = 7200
        self.password = PASSWORD
        self.sessions = 0
        self._numbers = itertools.count(1)
        self._tokens: dict[str, float] = {}
        for method, handler in self._methods().items():
            verb, name = method.split()
            self.app.router.add_route(verb, f"/xrpc/{name}", handler)

    def mention(self, text: str, *, at: str = "", addressed: bool = True) -> str:
        """A stranger's post; returns its address."""
        number = next(self._numbers)
        uri = f"at://{ANN['did']}/{POST}/post{number:05d}"
        now = self._iso()
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": DID}
        facets = [{"index": {"byteStart": 0, "byteEnd": 1}, "features": [feature]}] if addressed else []
        record = {"$type": POST, "text": text, "createdAt": at or now, "langs": ["en"], "facets": facets}
        self.posts[uri] = {
            "uri": uri, "cid": f"cid{number}", "author": ANN, "record": record, "indexedAt": min(at, now) if at else now
        }  # fmt: skip
        return uri

    def refusal(self) -> web.Response:
        return _error(401, "AuthenticationRequired", "Invalid identifier or password")

    def too_many(self) -> web.Response:
        reset = self.clock.now() // SECOND + RETRY_AFTER
        headers = {"RateLimit-Limit": "30", "RateLimit-Remaining": "0", "RateLimit-Reset": str(reset)}
        return _error(429, "RateLimitExceeded", "Rate Limit Exceeded", {**headers, "RateLimit-Policy": "30;w=300"})

    def _methods(self) -> dict[str, Any]:
        return {
            "POST com.atproto.server.createSession": self._create_session,
            "POST com.atproto.server.refreshSession": self._refresh_session,
            "GET com.atproto.server.getSession": self._signed(lambda _request: {"did": DID, "handle": HANDLE}),
            "GET app.bsky.notification.getUnreadCount": self._signed(self._unread),
            "GET app.bsky.notification.listNotifications": self._signed(self._notifications),
            "GET app.bsky.feed.searchPosts": self._signed(self._search),
            "GET app.bsky.feed.getAuthorFeed": self._signed(lambda _request: {"feed": []}),
            "GET app.bsky.feed.getPostThread": self._signed(self._thread),
            "GET app.bsky.feed.getPosts": self._signed(self._posts),
            "GET app.bsky.actor.getProfiles": self._signed(lambda _request: {"profiles": self.profiles}),
            "GET app.bsky.feed.getFeed": self._signed(lambda request: self._feed(request, "feed")),
            "GET app.bsky.feed.getListFeed": self._signed(lambda request: self._feed(request, "list")),
            "GET com.atproto.identity.resolveHandle": self._signed(self._resolve),
            "GET com.atproto.repo.getRecord": self._signed(self._record),
            "POST com.atproto.repo.putRecord": self._put,
            "POST com.atproto.repo.deleteRecord": self._delete,
            "POST com.atproto.repo.uploadBlob": self._upload,
        }

    def _signed(self, answer: Any) -> Any:
        async def handle(request: web.Request) -> web.Response:
            refused = self._refused(request)
            if refused is not None:
                return refused
            result = answer(request)
            return result if isinstance(result, web.Response) else web.json_response(result)

        return handle

    def _refused(self, request: web.Request) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        ends = self._tokens.get(token)
        if ends is None:
            return _error(401, "AuthMissing", "Authentication Required")
        if ends < self.clock.now() / SECOND:
            return _error(400, "ExpiredToken", "Token has expired")
        return None

    async def _create_session(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("password") != self.password:
            return self.refusal()
        return self._session()

    async def _refresh_session(self, request: web.Request) -> web.Response:
        return self._refused(request) or self._session()

    def _session(self) -> web.Response:
        self.sessions += 1
        access, refresh = self._token(self.token_seconds), self._token(90 * 86_400)
        return web.json_response({"did": DID, "handle": HANDLE, "accessJwt": access, "refreshJwt": refresh})

    def _token(self, seconds: float) -> str:
        ends = self.clock.now() / SECOND + seconds
        claims = base64.urlsafe_b64encode(json.dumps({"exp": int(ends)}).encode()).decode().rstrip("=")
        token = f"head.{claims}.{next(self._numbers)}"
        self._tokens[token] = ends
        return token

    def _unread(self, _request: web.Request) -> dict[str, Any]:
        return {"count": len(self._addressed())}

    def _addressed(self) -> list[dict[str, Any]]:
        posts = [post for post in self.posts.values() if post["record"]["facets"]]
        return sorted(posts, key=lambda post: str(post["indexedAt"]), reverse=True)

    def _notifications(self, request: web.Request) -> dict[str, Any]:
        """As the real view does it: the cursor is a time, and a page starts strictly before it."""
        cursor = request.query.get("cursor", "")
        listed = [post for post in self._addressed() if post["uri"] not in self.unlisted]
        page = [post for post in listed if not cursor or post["indexedAt"] < cursor][: self.page]
        answer: dict[str, Any] = {"notifications": [_notification(post) for post in page]}
        return {**answer, "cursor": page[-1]["indexedAt"]} if page else answer

    def _feed(self, request: web.Request, name: str) -> Any:
        uri, start = request.query[name], int(request.query.get("cursor", "0"))
        if uri in self.broken_feeds:
            return _error(502, "InternalServerError", "feed unavailable")
        listed = self.feeds[uri]
        page = [{"post": self.posts[one]} for one in listed[start : start + self.page]]
        answer: dict[str, Any] = {"feed": page}
        return {**answer, "cursor": str(start + self.page)} if len(listed) > start + self.page else answer

    def _search(self, request: web.Request) -> dict[str, Any]:
        self.searches += 1
        wanted = request.query["q"].removeprefix("@")
        us = request.query.get("mentions") == DID
        found = [post for post in self.posts.values() if us or wanted in post["record"]["text"]]
        found = [] if self.blind else found
        start = int(request.query.get("cursor", "0"))
        page = found[::-1][start : start + self.page]
        answer: dict[str, Any] = {"posts": page}
        return {**answer, "cursor": str(start + self.page)} if len(found) > start + self.page else answer

    def _thread(self, request: web.Request) -> Any:
        post = self.posts.get(request.query["uri"])
        if post is None:
            return _error(400, "NotFound", "Post not found")
        return {"thread": {"post": post, "replies": []}}

    def _posts(self, request: web.Request) -> dict[str, Any]:
        return {"posts": [self.posts[uri] for uri in request.query.getall("uris") if uri in self.posts]}

    def _resolve(self, request: web.Request) -> Any:
        if request.query["handle"] == ANN["handle"]:
            return {"did": ANN["did"]}
        return _error(400, "InvalidRequest", "Unable to resolve handle")

    def _record(self, request: web.Request) -> Any:
        key = request.query["rkey"]
        if key not in self.records:
            return _error(400, "RecordNotFound", f"Could not locate record: at://{DID}/{POST}/{key}")
        return {"uri": f"at://{DID}/{POST}/{key}", "cid": "cid", "value": self.records[key]}

    async def _put(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused is not None:
            return refused
        body = await request.json()
        if body["rkey"] in self.records and body.get("swapRecord", "") is None:
            return _error(400, "InvalidSwap", "Record was at cid")
        self.records[body["rkey"]] = body["record"]
        self.writes += 1
        return web.json_response({"uri": f"at://{DID}/{POST}/{body['rkey']}", "cid": "cid"})

    async def _upload(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused is not None:
            return refused
        data = await request.read()
        if self.break_uploads and request.transport is not None:
            request.transport.close()
        link = hashlib.sha256(data).hexdigest()[:20]
        self.blobs[link] = data
        blob = {"$type": "blob", "ref": {"$link": link}, "mimeType": request.content_type, "size": len(data)}
        return web.json_response({"blob": blob})

    async def _delete(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.records.pop(body["rkey"], None)
        return self._refused(request) or web.json_response({})

    def _iso(self) -> str:
        moment = datetime.fromtimestamp(self.clock.now() / SECOND, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _notification(post: dict[str, Any]) -> dict[str, Any]:
    """As the real list has them: what a post shows is told only inside its record."""
    return {**{name: value for name, value in post.items() if name != "embed"}, "reason": "mention", "isRead": False}


def _error(status: int, name: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": name, "message": message}, status=status, headers=headers)
