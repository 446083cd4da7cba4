"""App Store Connect's customer reviews on loopback, written from developer.apple.com/documentation/appstoreconnectapi
(customer reviews, responses, tokens, errors, rate limits; November 2026). Known by tests of the connector and by the
contract suite."""

import itertools
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.connectors._appstore.access import AUDIENCE
from app.core.clock import SECOND, Clock, Millis
from tests.fakes.network import RETRY_AFTER, FakeNetwork

APP = "682658836"
KEY_ID, ISSUER = "2X9R4HXF34", "57246542-96fe-1a63-e053-0824d011072a"
OPTIONS = {"app": APP, "key_id": KEY_ID, "issuer": ISSUER}
LONGEST_SECONDS = 20 * 60


@cache
def _keys() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def private_key() -> str:
    """The .p8 file."""
    form = serialization.PrivateFormat.PKCS8
    return _keys().private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


class FakeAppStore(FakeNetwork):
    """The shop.

    Attributes:
        reviews: newest first; `answers` by the review's id.
        left: questions that are left of this hour.
        issuers: who signed, request by request; empty for an individual key.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.reviews: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.left = 3400
        self.may_answer = True
        self.issuers: list[str] = []
        self._numbers = itertools.count(1001)
        routes = self.app.router
        routes.add_get("/v1/apps/{id}", self._app_of)
        routes.add_get("/v1/apps/{id}/customerReviews", self._list)
        routes.add_get("/v1/customerReviews/{id}", self._one)
        routes.add_get("/v1/customerReviews/{id}/response", self._response)
        routes.add_post("/v1/customerReviewResponses", self._answer)
        routes.add_delete("/v1/customerReviewResponses/{id}", self._delete)
        self.app.on_response_prepare.append(self._tell_limits)

    def say(self, body: str = "It crashes.", *, title: str = "Oh no", rating: int = 2, ago: Millis = 0) -> str:
        """Somebody reviews the app; returns the review's id."""
        native_id = f"00000028-b08c-0014-729e-{next(self._numbers):012}"
        said = {"rating": rating, "title": title, "body": body, "reviewerNickname": "Mira", "territory": "DEU"}
        made = {"type": "customerReviews", "id": native_id, "attributes": {**said, "createdDate": self._moment(ago)}}
        self.reviews.insert(0, made)
        return native_id

    def refusal(self) -> web.Response:
        return error(401, "NOT_AUTHORIZED", "Provide a properly configured and signed bearer token.")

    def too_many(self) -> web.Response:
        refused = error(429, "RATE_LIMIT_EXCEEDED", "The request rate limit has been reached.")
        refused.headers["Retry-After"] = str(RETRY_AFTER)
        return refused

    def _moment(self, ago: Millis = 0) -> str:
        return datetime.fromtimestamp((self.clock.now() - ago) // SECOND, UTC).isoformat()

    def _refused(self, request: web.Request) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            said = jwt.decode(
                token,
                _keys().public_key(),
                algorithms=["ES256"],
                audience=AUDIENCE,
                options={"verify_exp": False, "verify_iat": False},
            )
            known = jwt.get_unverified_header(token)["kid"] == KEY_ID
        except (jwt.PyJWTError, KeyError):
            return self.refusal()
        now = self.clock.now() // SECOND
        good = said["exp"] - said["iat"] <= LONGEST_SECONDS and said["iat"] <= now < said["exp"]
        self.issuers.append(said.get("iss", ""))
        return None if known and good and (said.get("iss") == ISSUER or said.get("sub") == "user") else self.refusal()

    def _shown(self, review: dict[str, Any]) -> dict[str, Any]:
        answer = self.answers.get(review["id"])
        data = {"data": {"type": "customerReviewResponses", "id": answer["id"]}} if answer else {}
        return {**review, "relationships": {"response": data}}

    async def _app_of(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        if request.match_info["id"] != APP:
            return error(404, "NOT_FOUND", "There is no resource of type 'apps' with this id.")
        return web.json_response({"data": {"type": "apps", "id": APP, "attributes": {"name": "Harbour"}}})

    async def _list(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        start = int(request.query.get("cursor") or 0)
        end = start + min(int(request.query.get("limit") or 50), 200)
        some = self.reviews[start:end]
        following = f"https://api.appstoreconnect.apple.com/v1/apps/{APP}/customerReviews?cursor={end}&limit=200"
        links = {"self": "…", **({"next": following} if end < len(self.reviews) else {})}
        included = [self.answers[one["id"]] for one in some if one["id"] in self.answers]
        return web.json_response({"data": [self._shown(one) for one in some], "included": included, "links": links})

    async def _one(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        native_id = request.match_info["id"]
        found = [one for one in self.reviews if one["id"] == native_id]
        if not found:
            return error(404, "NOT_FOUND", "There is no resource of type 'customerReviews' with this id.")
        included = [self.answers[native_id]] if native_id in self.answers else []
        return web.json_response({"data": self._shown(found[0]), "included": included})

    async def _response(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        return web.json_response({"data": self.answers.get(request.match_info["id"])})

    async def _answer(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        if not self.may_answer:
            return error(403, "FORBIDDEN_ERROR", "The API key in use does not allow this request.")
        given = (await request.json())["data"]
        review = given["relationships"]["review"]["data"]["id"]
        said = {**given["attributes"], "lastModifiedDate": self._moment(), "state": "PENDING_PUBLISH"}
        made = {"type": "customerReviewResponses", "id": f"r-{review}", "attributes": said}
        self.answers[review] = made
        return web.json_response({"data": made}, status=201)

    async def _delete(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        review = request.match_info["id"].removeprefix("r-")
        if self.answers.pop(review, None) is None:
            return error(404, "NOT_FOUND", "There is no resource of type 'customerReviewResponses' with this id.")
        return web.Response(status=204)

    async def _tell_limits(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["X-Rate-Limit"] = f"user-hour-lim:3500;user-hour-rem:{self.left};"


def error(status: int, code: str, detail: str) -> web.Response:
    """A refusal in Apple's shape."""
    told = {"id": "f2a1", "status": str(status), "code": code, "title": "The request failed.", "detail": detail}
    return web.json_response({"errors": [told]}, status=status)
