"""Google Play's reviews and Google's token exchange on loopback, written from developers.google.com/android-publisher
(reply-to-reviews, quotas) and /identity/protocols/oauth2/service-account (November 2026). Known by tests of the
connector and by the contract suite."""

import itertools
import json
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.connectors._googleplay.access import GRANT, SCOPE
from app.core.clock import SECOND, Clock, Millis
from tests.fakes.network import FakeNetwork

PACKAGE = "com.example.harbour"
ACCOUNT = "fishbowl@harbour.iam.gserviceaccount.com"
LASTS = 3599


@cache
def keys() -> rsa.RSAPrivateKey:
    """The service account's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeGooglePlay(FakeNetwork):
    """The shop.

    Attributes:
        reviews: newest first.
        trades: how often a token was given.
        writes: answers that were put, in order.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.reviews: list[dict[str, Any]] = []
        self.writes: list[tuple[str, str]] = []
        self.trades = 0
        self.may_read = True
        self.no_quota = False
        self._numbers = itertools.count(1001)
        root = "/applications/{package}/reviews"
        self.app.router.add_post("/token", self._token)
        self.app.router.add_get(root, self._list)
        self.app.router.add_get(f"{root}/{{id}}", self._one)
        self.app.router.add_post(f"{root}/{{id}}:reply", self._reply)

    def key_file(self) -> str:
        """The JSON file that Google makes for a service account."""
        pem = keys().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        told = {"type": "service_account", "client_email": ACCOUNT, "private_key_id": "k1", "private_key": pem.decode()}
        return json.dumps({**told, "token_uri": f"{self.url}/token"})

    def say(self, text: str = "It crashes.", *, stars: int = 2, ago: Millis = 0, **more: Any) -> str:
        """Somebody reviews the app; returns the review's id."""
        native_id = str(next(self._numbers))
        comment = {"text": text, "lastModified": self._moment(ago), "starRating": stars, "reviewerLanguage": "en"}
        review = {"reviewId": native_id, "authorName": "Mira Lind", "comments": [{"userComment": comment | more}]}
        self.reviews.insert(0, review)
        return native_id

    def change(self, native_id: str, text: str) -> None:
        """Somebody changes a review: it comes to the front."""
        review = self._find(native_id)
        review["comments"][0]["userComment"] |= {"text": text, "lastModified": self._moment(0)}
        self.reviews.remove(review)
        self.reviews.insert(0, review)

    def answered(self) -> int:
        """How many reviews have an answer."""
        return sum(len(review["comments"]) > 1 for review in self.reviews)

    def refusal(self) -> web.Response:
        return error(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")

    def _moment(self, ago: Millis) -> dict[str, Any]:
        return {"seconds": str((self.clock.now() - ago) // SECOND), "nanos": 713_000_000}

    def _find(self, native_id: str) -> dict[str, Any]:
        return next(one for one in self.reviews if one["reviewId"] == native_id)

    async def _token(self, request: web.Request) -> web.Response:
        given = await request.post()
        try:
            said = jwt.decode(
                str(given["assertion"]),
                keys().public_key(),
                algorithms=["RS256"],
                audience=f"{self.url}/token",
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError:
            told = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            return web.json_response(told, status=400)
        if (given["grant_type"], said["scope"], said["iss"]) != (GRANT, SCOPE, ACCOUNT):
            return web.json_response({"error": "invalid_scope"}, status=400)
        self.trades += 1
        return web.json_response({"access_token": f"ya29.{self.trades}", "expires_in": LASTS, "token_type": "Bearer"})

    def _refused(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization") != f"Bearer ya29.{self.trades}":
            return self.refusal()
        if not self.may_read or request.match_info["package"] != PACKAGE:
            return error(403, "The caller does not have permission", "PERMISSION_DENIED")
        return error(403, "Quota exceeded", "PERMISSION_DENIED", "quotaExceeded") if self.no_quota else None

    async def _list(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        start = int(request.query.get("token") or 0)
        end = start + min(int(request.query.get("maxResults") or 10), 100)
        more = {"tokenPagination": {"nextPageToken": str(end)}} if end < len(self.reviews) else {}
        return web.json_response({"reviews": self.reviews[start:end], **more} if self.reviews else {})

    async def _one(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        found = [one for one in self.reviews if one["reviewId"] == request.match_info["id"]]
        return web.json_response(found[0]) if found else error(404, "Review not found.", "NOT_FOUND")

    async def _reply(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        native_id, text = request.match_info["id"], (await request.json())["replyText"]
        if len(text) > 350:
            return error(400, "The reply text is too long.", "INVALID_ARGUMENT")
        moment = self._moment(0)
        review = self._find(native_id)
        review["comments"][1:] = [{"developerComment": {"text": text, "lastModified": moment}}]
        self.writes.append((native_id, text))
        return web.json_response({"result": {"replyText": text, "lastEdited": moment}})


def error(code: int, message: str, status: str, reason: str = "forbidden") -> web.Response:
    """A refusal in the shape of Google's APIs."""
    told = {"code": code, "message": message, "status": status, "errors": [{"message": message, "reason": reason}]}
    return web.json_response({"error": told}, status=code)
