"""LinkedIn's Community Management API on loopback, written from learn.microsoft.com/linkedin/marketing
(community-management/shares/posts-api, comments-api, social-metadata-api; versioning) and
learn.microsoft.com/linkedin/shared/api-guide/concepts (error-handling, rate-limits), November 2026. Known by tests of
the connector and by the contract suite."""

import itertools
from typing import Any

from aiohttp import web

from app.core.clock import HOUR, Clock, Millis
from tests.fakes.door import FakeDoor
from tests.fakes.network import FakeNetwork

PAGE = "2414183"
URN = f"urn:li:organization:{PAGE}"
SHARE = "urn:li:share:6844785523593134080"
ACTIVITY = "urn:li:activity:6844785523593134081"


class FakeLinkedIn(FakeNetwork):
    """The server.

    Attributes:
        comments: by URN, oldest first, answers among them.
        ours: what the page has published.
        read: how often comments were read.
        problem: what every request is answered with, as status and body.
        versions: values of the version header that it knows.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.door = FakeDoor(lasts=60 * 24 * 3600)
        self.token = str(self.door.give()["access_token"])
        self.comments: dict[str, dict[str, Any]] = {}
        self.ours: list[dict[str, Any]] = []
        self.read = 0
        self.problem: tuple[int, dict[str, Any]] | None = None
        self.versions = {"202607", "202608"}
        self._published = clock.now() - HOUR
        self._numbers = itertools.count(6_636_062_862_760_562_688)
        route = self.app.router.add_route
        route("POST", "/oauth/v2/accessToken", self.door.token)
        for verb, path, handler in (
            ("GET", "/rest/organizations/{id}", self._organization),
            ("GET", "/rest/posts", self._posts),
            ("GET", "/rest/socialMetadata", self._metadata),
            ("GET", "/rest/socialActions/{urn}/comments", self._list),
            ("POST", "/rest/socialActions/{urn}/comments", self._create),
            ("DELETE", "/rest/socialActions/{urn}/comments/{id}", self._delete),
        ):
            route(verb, path, self._guarded(handler))

    def say(self, text: str = "Nice ferry", *, actor: str = "urn:li:person:mira1", parent: str = "") -> str:
        """A person comments, or answers a comment; returns the comment's URN."""
        return str(self._made(text, actor=actor, parent=parent)["commentUrn"])

    def refusal(self) -> web.Response:
        return _error(401, "Invalid access token", 65600)

    def _made(self, text: str, *, actor: str, parent: str, at: Millis = 0) -> dict[str, Any]:
        number = str(next(self._numbers))
        moment = {"actor": actor, "time": at or self.clock.now()}
        made = {
            "actor": actor,
            "commentUrn": f"urn:li:comment:({ACTIVITY},{number})",
            "created": moment,
            "id": number,
            "lastModified": moment,
            "message": {"attributes": [], "text": text},
            "object": ACTIVITY,
            **({"parentComment": parent} if parent else {}),
        }
        self.comments[made["commentUrn"]] = made
        return made

    def _guarded(self, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.door.access:
                return self.refusal()
            if self.problem is not None:
                return web.json_response(self.problem[1], status=self.problem[0])
            if request.headers.get("LinkedIn-Version") not in self.versions:
                return _error(426, "Requested version is not active", 0, code="NONEXISTENT_VERSION")
            if "urn:li:" in request.raw_path or request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
                return _error(400, "Syntax exception in path variables", 0)
            answer: web.Response = await handler(request)
            return answer

        return guarded

    async def _organization(self, request: web.Request) -> web.Response:
        if request.match_info["id"] != PAGE:
            return _error(403, "Not enough permissions to access: GET-organization", 100)
        return web.json_response({"id": int(PAGE), "localizedName": "Harbour", "vanityName": "harbour"})

    async def _posts(self, request: web.Request) -> web.Response:
        if (request.query["author"], request.query["q"]) != (URN, "author"):
            return _error(400, "Invalid query parameters", 100)
        post = {"id": SHARE, "author": URN, "commentary": "Our new ferry", "publishedAt": self._published}
        return _list([post])

    async def _metadata(self, request: web.Request) -> web.Response:
        top = sum("parentComment" not in one for one in self.comments.values())
        counted = {"commentSummary": {"count": len(self.comments), "topLevelCount": top}, "commentsState": "OPEN"}
        asked = request.query["ids"].removeprefix("List(").removesuffix(")").split(",")
        return web.json_response({"results": {one: counted for one in asked if one == SHARE}, "errors": {}})

    async def _list(self, request: web.Request) -> web.Response:
        self.read += 1
        urn = request.match_info["urn"]
        parent = urn if urn.startswith("urn:li:comment") else ""
        if parent and parent not in self.comments:
            return _error(404, "Comment not found", 0)
        found = [self._told(one) for one in self.comments.values() if one.get("parentComment", "") == parent]
        start, count = int(request.query["start"]), int(request.query["count"])
        return _list(found[start : start + count])

    def _told(self, comment: dict[str, Any]) -> dict[str, Any]:
        answers = sum(one.get("parentComment") == comment["commentUrn"] for one in self.comments.values())
        return {**comment, "commentsSummary": {"aggregatedTotalComments": answers}}

    async def _create(self, request: web.Request) -> web.Response:
        given = await request.json()
        parent = given["parentComment"]
        if parent not in self.comments or request.match_info["urn"] != parent or given["object"] != ACTIVITY:
            return _error(404, "Comment not found", 0)
        made = self._made(given["message"]["text"], actor=given["actor"], parent=parent)
        self.ours.append(made)
        return web.json_response(made, status=201, headers={"x-restli-id": made["id"]})

    async def _delete(self, request: web.Request) -> web.Response:
        urn = f"urn:li:comment:({request.match_info['urn']},{request.match_info['id']})"
        if urn not in self.comments:
            return _error(404, "Comment not found", 0)
        if self.comments[urn]["actor"] != request.query["actor"]:
            return _error(403, "Unauthorized to delete the comment", 100)
        del self.comments[urn]
        self.ours = [one for one in self.ours if one["commentUrn"] != urn]
        return web.Response(status=204)


def _list(elements: list[Any]) -> web.Response:
    return web.json_response({"elements": elements, "paging": {"count": len(elements), "start": 0, "links": []}})


def _error(status: int, message: str, number: int, **more: Any) -> web.Response:
    return web.json_response({"message": message, "serviceErrorCode": number, "status": status, **more}, status=status)
