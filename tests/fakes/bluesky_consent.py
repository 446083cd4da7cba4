"""A small Bluesky that signs in by consent: directory, authorization server and the account's server in one. Knows the
fake Bluesky and `cryptography`.

Written from atproto.com/specs/oauth and RFC 9449 (November 2026); the same flow runs against the real server in
tests/real/test_bluesky_consent.py.
"""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.core.clock import SECOND, Clock
from tests.fakes.bluesky import ANN, DID, HANDLE, FakeBluesky

TOKEN_SECONDS = 3600


class FakeConsent(FakeBluesky):
    """The network.

    Attributes:
        nonce: what every proof must carry from now on; a test changes it as a server does.
        names: the handles in the account's document.
        issuer: who the authorization server says it is; empty for its address.
        subject: whom it signs in.
        redirects: which of its two descriptions (`resource`, `server`) is elsewhere.
        renewals: how often a refresh token was traded.
        proofs: the claims of every proof that was taken.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.nonce = "first-nonce"
        self.names = [f"at://{HANDLE}"]
        self.issuer = ""
        self.subject = DID
        self.redirects = ""
        self.renewals = 0
        self.proofs: list[dict[str, Any]] = []
        self._pushed: dict[str, dict[str, str]] = {}
        self._refresh = ""
        self._access: dict[str, str] = {}
        self.app.router.add_get("/xrpc/com.atproto.identity.resolveHandle", self._resolve_handle)
        self.app.router.add_get("/.well-known/oauth-protected-resource", self._resource)
        self.app.router.add_get("/.well-known/oauth-authorization-server", self._server)
        self.app.router.add_get("/{did:did:plc:.*}", self._document)
        self.app.router.add_post("/push", self._push)
        self.app.router.add_post("/token", self._trade)

    def allow(self, url: str) -> dict[str, str]:
        """The person allows access on the page; what the browser comes back with."""
        asked = self._pushed[dict(parse_qsl(urlsplit(url).query))["request_uri"]]
        asked["code"] = secrets.token_urlsafe(8)
        return {"code": asked["code"], "state": asked["state"], "iss": self.issuer or self.url}

    def forget_tokens(self) -> None:
        """No access token is good any more."""
        self._access.clear()

    def _methods(self) -> dict[str, Any]:
        methods = super()._methods()
        del methods["GET com.atproto.identity.resolveHandle"]
        return methods

    async def _resolve_handle(self, request: web.Request) -> web.Response:
        return web.json_response({"did": ANN["did"] if request.query["handle"] == ANN["handle"] else DID})

    async def _document(self, request: web.Request) -> web.Response:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.url}
        return web.json_response({"id": request.match_info["did"], "alsoKnownAs": self.names, "service": [service]})

    async def _resource(self, _request: web.Request) -> web.Response:
        self._perhaps_elsewhere("resource")
        return web.json_response({"resource": self.url, "authorization_servers": [self.url]})

    async def _server(self, _request: web.Request) -> web.Response:
        self._perhaps_elsewhere("server")
        return web.json_response(
            {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "pushed_authorization_request_endpoint": f"{self.url}/push",
                "token_endpoint": f"{self.url}/token",
            }
        )

    def _perhaps_elsewhere(self, what: str) -> None:
        if self.redirects == what:
            self.redirects = ""
            raise web.HTTPFound(
                f"/.well-known/oauth-{'protected-resource' if what == 'resource' else 'authorization-server'}"
            )

    async def _push(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        refused = self._proof_refused(request)
        if refused is not None:
            return refused
        client = parse_qs(urlsplit(form["client_id"]).query)
        if urlsplit(client["redirect_uri"][0]).path != urlsplit(form["redirect_uri"]).path:
            return web.json_response({"error": "invalid_request"}, status=400)
        uri = f"urn:ietf:params:oauth:request_uri:req-{secrets.token_hex(8)}"
        self._pushed[uri] = form
        return web.json_response({"request_uri": uri, "expires_in": 299}, status=201)

    async def _trade(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        refused = self._proof_refused(request)
        if refused is not None:
            return refused
        if form["grant_type"] == "refresh_token":
            good = form["refresh_token"] == self._refresh
            self.renewals += good
        else:
            asked = next((one for one in self._pushed.values() if one.get("code") == form["code"]), {})
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            good = asked.get("code_challenge") == _base64url(digest) and asked["client_id"] == form["client_id"]
        if not good:
            said = {"error": "invalid_grant", "error_description": "Invalid code or refresh token"}
            return web.json_response(said, status=400)
        return web.json_response(self._tokens_for(_thumbprint(request)))

    def _tokens_for(self, thumbprint: str) -> dict[str, Any]:
        access = f"access-{secrets.token_hex(4)}"
        self._access[access] = thumbprint
        self._refresh = f"refresh-{secrets.token_hex(4)}"
        return {
            "access_token": access,
            "refresh_token": self._refresh,
            "token_type": "DPoP",
            "scope": "atproto transition:generic",
            "sub": self.subject,
            "expires_in": TOKEN_SECONDS,
        }

    def _refused(self, request: web.Request) -> web.Response | None:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "DPoP":
            return super()._refused(request)
        if self._access.get(token) != _thumbprint(request):
            return web.json_response({"error": "InvalidToken", "message": "Bad token"}, status=401)
        return self._proof_refused(request, token=token, status=401)

    def _proof_refused(self, request: web.Request, *, token: str = "", status: int = 400) -> web.Response | None:
        """None when the proof is right in every part; each serves once."""
        claims = _verified(request.headers["DPoP"])
        url = f"{self.url}{request.path}"
        assert (claims["htm"], claims["htu"]) == (request.method, url)
        assert claims["iat"] == self.clock.now() // SECOND
        assert claims["jti"] not in {one["jti"] for one in self.proofs}
        assert claims.get("ath", "") == (_base64url(hashlib.sha256(token.encode()).digest()) if token else "")
        if claims.get("nonce") != self.nonce:
            said = {"error": "use_dpop_nonce", "error_description": "Authorization server requires nonce"}
            return web.json_response(said, status=status, headers={"DPoP-Nonce": self.nonce})
        self.proofs.append(claims)
        return None


def _verified(proof: str) -> dict[str, Any]:
    head, payload, signature = proof.split(".")
    header = json.loads(_bytes(head))
    assert (header["typ"], header["alg"]) == ("dpop+jwt", "ES256")
    assert "d" not in header["jwk"]
    x, y = (int.from_bytes(_bytes(header["jwk"][name])) for name in "xy")
    raw = _bytes(signature)
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    try:
        made = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key.verify(made, f"{head}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise AssertionError("the proof is signed by another key") from error
    claims: dict[str, Any] = json.loads(_bytes(payload))
    return claims


def _thumbprint(request: web.Request) -> str:
    return str(json.loads(_bytes(request.headers["DPoP"].split(".")[0]))["jwk"]["x"])


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
