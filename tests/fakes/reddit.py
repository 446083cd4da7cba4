"""Reddit's API on loopback, written from reddit.com/dev/api and github.com/reddit-archive/reddit/wiki (OAuth2, API,
JSON; November 2026). Known by tests of the connector and by the contract suite."""

import base64
import itertools
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

CLIENT, APP_SECRET, REFRESH, USER, PASSWORD = "p-jcoLKBynTLew", "gko_LXELoV07ZBNUXrvWZfzE3aI", "rt-1", "harbour", "pw"
CODE = "code-of-the-consent"
US = {"id": "us1", "name": "Harbour"}


class FakeReddit(FakeNetwork):
    """The server.

    Attributes:
        things: everything public, oldest first, with its kind; ours among them.
        inbox: what addresses us, oldest first.
        tokens: access tokens that are good.
        granted: grant types that were asked for, in order.
        refuses: an error that the next comment meets instead of being published.
        forms: of writes, as they came.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.things: list[dict[str, Any]] = []
        self.inbox: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.tokens: set[str] = set()
        self.granted: list[str] = []
        self.refuses: tuple[str, str] | None = None
        self.forms: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self._numbers = itertools.count(36**4)
        add = self.app.router.add_route
        add("POST", "/api/v1/access_token", self._token)
        add("GET", "/api/v1/me", self._me)
        add("GET", "/message/inbox", self._inbox)
        add("GET", "/message/sent", self._sent)
        add("GET", "/r/{names}/new", self._new)
        add("GET", "/r/{names}/comments", self._comments)
        add("GET", "/search", self._search)
        add("GET", "/user/{name}/comments", self._user)
        add("GET", "/api/info", self._info)
        add("GET", "/comments/{post}", self._thread)
        add("POST", "/api/comment", self._comment)
        add("POST", "/api/del", self._delete)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we have said in public and in messages."""
        return [one for one in [*self.things, *self.sent] if one["data"]["author"] == US["name"]]

    def submit(self, title: str = "Ferry late again", *, subreddit: str = "harbour", **more: Any) -> str:
        """Somebody posts; returns the full name."""
        data = {"title": title, "selftext": "What now?", "is_self": True, "subreddit": subreddit, **more}
        return self._publish("t3", {"over_18": False, "spoiler": False, **data})

    def comment(self, text: str, *, post: str, parent: str = "", **more: Any) -> str:
        """Somebody comments; returns the full name."""
        return self._publish("t1", {"body": text, "link_id": post, "parent_id": parent or post, **more})

    def address(self, text: str, *, how: str = "username_mention", post: str = "t3_9zz", **more: Any) -> str:
        """Somebody says something to us in a comment; it stands in the inbox, as the inbox writes it."""
        name = self.comment(text, post=post, **more)
        data = dict(self.find(name)["data"])
        del data["link_id"]
        context = f"/r/harbour/comments/{post[3:]}/ferry/{name[3:]}/?context=3"
        self.inbox.append({"kind": "t1", "data": {**data, "type": how, "was_comment": True, "context": context}})
        return name

    def message(self, text: str, **more: Any) -> str:
        """Somebody writes to us alone; returns the full name."""
        data = {"body": text, "subject": "hello", "dest": US["name"], **more}
        return self._publish("t4", data, to=self.inbox)

    def find(self, name: str) -> dict[str, Any]:
        """A stored thing, to be changed by a test."""
        return next(one for one in self.things if one["data"]["name"] == name)

    def refusal(self) -> web.Response:
        return web.json_response({"message": "Unauthorized", "error": 401}, status=401)

    def too_many(self) -> web.Response:
        headers = {"x-ratelimit-remaining": "0.0", "x-ratelimit-used": "600", "x-ratelimit-reset": str(RETRY_AFTER)}
        return web.json_response({"message": "Too Many Requests", "error": 429}, status=429, headers=headers)

    def _publish(self, kind: str, data: dict[str, Any], *, to: list[dict[str, Any]] | None = None) -> str:
        number = _base36(next(self._numbers))
        whole = {
            "id": number,
            "name": f"{kind}_{number}",
            "author": "miralind",
            "author_fullname": "t2_mira",
            "subreddit": "harbour",
            "created_utc": self.clock.now() / SECOND,
            "edited": False,
            "permalink": f"/r/harbour/comments/x/y/{number}/",
            **data,
        }
        (self.things if to is None else to).append({"kind": kind, "data": whole})
        return str(whole["name"])

    async def _token(self, request: web.Request) -> web.Response:
        pairs = {_basic(CLIENT, secret) for secret in (APP_SECRET, "")}
        if request.headers.get("Authorization") not in pairs:
            return self.refusal()
        form = await request.post()
        grant = str(form["grant_type"])
        good = {
            "refresh_token": form.get("refresh_token") == REFRESH,
            "password": (form.get("username"), form.get("password")) == (USER, PASSWORD),
            "authorization_code": form.get("code") == CODE and bool(form.get("redirect_uri")),
        }
        if not good.get(grant):
            return web.json_response({"error": "invalid_grant"})
        self.granted.append(grant)
        token = f"token-{len(self.granted)}"
        self.tokens.add(token)
        given = {"access_token": token, "token_type": "bearer", "expires_in": 86400, "scope": "*"}
        return web.json_response(given | ({"refresh_token": REFRESH} if grant == "authorization_code" else {}))

    async def _me(self, request: web.Request) -> web.Response:
        return self._answer(request, US)

    async def _inbox(self, request: web.Request) -> web.Response:
        return self._listing(request, self.inbox)

    async def _sent(self, request: web.Request) -> web.Response:
        return self._listing(request, self.sent)

    async def _new(self, request: web.Request) -> web.Response:
        return self._listing(request, self._of("t3", request.match_info["names"]))

    async def _comments(self, request: web.Request) -> web.Response:
        return self._listing(request, self._of("t1", request.match_info["names"]))

    async def _search(self, request: web.Request) -> web.Response:
        words = request.query["q"].lower()
        found = [one for one in self.things if words in str(one["data"].get("title", "")).lower()]
        return self._listing(request, found)

    async def _user(self, request: web.Request) -> web.Response:
        return self._listing(request, [one for one in self.things if one["data"]["author"] == US["name"]])

    async def _info(self, request: web.Request) -> web.Response:
        asked = request.query["id"].split(",")
        return self._listing(request, [one for one in self.things if one["data"]["name"] in asked])

    async def _thread(self, request: web.Request) -> web.Response:
        root = f"t3_{request.match_info['post']}"
        posts = [one for one in self.things if one["data"]["name"] == root]
        if not posts:
            return web.json_response({"message": "Not Found", "error": 404}, status=404)
        return self._answer(request, [_listed(posts), _listed(self._below(root))])

    def _below(self, parent: str) -> list[dict[str, Any]]:
        found = [one for one in self.things if one["data"].get("parent_id") == parent]
        return [
            {**one, "data": {**one["data"], "replies": _listed(self._below(one["data"]["name"])) if found else ""}}
            for one in found
        ]

    async def _comment(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if not self._knows(request):
            return self.refusal()
        if self.refuses:
            code, said = self.refuses
            return web.json_response({"json": {"errors": [[code, said, "ratelimit"]], "ratelimit": 90.5}})
        kind = "t4" if form["thing_id"].startswith("t4") else "t1"
        data = {"author": US["name"], "body": form["text"], "parent_id": form["thing_id"], "link_id": "t3_9zz"}
        self._publish(kind, data, to=self.sent if kind == "t4" else None)
        made = (self.sent if kind == "t4" else self.things)[-1]
        return self._answer(request, {"json": {"errors": [], "data": {"things": [made]}}})

    async def _delete(self, request: web.Request) -> web.Response:
        name = (await request.post())["id"]
        for one in self.things:
            if one["data"]["name"] == name:
                one["data"] |= {"author": "[deleted]", "body": "[deleted]"}
        return self._answer(request, {})

    def _of(self, kind: str, names: str) -> list[dict[str, Any]]:
        chosen = names.split("+")
        return [one for one in self.things if one["kind"] == kind and one["data"]["subreddit"] in chosen]

    def _listing(self, request: web.Request, found: list[dict[str, Any]]) -> web.Response:
        newest = found[::-1]
        after, limit = request.query.get("after", ""), int(request.query.get("limit", 25))
        start = next((place + 1 for place, one in enumerate(newest) if one["data"]["name"] == after), 0)
        page = newest[start : start + limit]
        more = page[-1]["data"]["name"] if len(newest) > start + limit else None
        return self._answer(request, _listed(page, after=more))

    def _answer(self, request: web.Request, body: Any) -> web.Response:
        self.agents.add(request.headers.get("User-Agent", ""))
        headers = {"x-ratelimit-remaining": "598.0", "x-ratelimit-used": "2", "x-ratelimit-reset": "300"}
        return web.json_response(body, headers=headers) if self._knows(request) else self.refusal()

    def _knows(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.tokens


def _listed(things: list[dict[str, Any]], *, after: str | None = None) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": after, "before": None, "children": things}}


def _basic(name: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
